"""The account's access token: one for all processes, renewed before it ends, by one of them.

https://developers.weixin.qq.com/doc/service/api/base/api_getstableaccesstoken.html
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.channels.wechat.errors import NO_ANSWER, NO_TOKEN, WRONG_SECRET, Meaning, WechatError
from bot.channels.wechat.transport import File, Transport
from storage import tokens
from storage.engine import Database
from storage.tables import Channel
from storage.tokens import Kept, Token

log = logging.getLogger(__name__)

EARLY = timedelta(minutes=5)
"""So long before a token's end WeChat hands out the next one, and takes both."""
LOOKS_EVERY = 0.1
"""Seconds between two looks whether another process has the token that it asked for."""
LOOKS = 250


class Issuer:
    """Where the tokens of one account come from."""

    def __init__(self, transport: Transport, appid: str, secret: str) -> None:
        self._transport = transport
        self._appid = appid
        self._secret = secret

    async def issue(self, now: datetime, *, force: bool = False) -> Token:
        """The present token, or its successor in its last minutes; by force a new one.

        Asking changes nothing for those who have the token, forcing ends it at once. Raises
        WechatError, where the address is not allowed (40164) before anything else.
        """
        asked = {"grant_type": "client_credential", "appid": self._appid, "secret": self._secret}
        try:
            answer = await self._transport.ask(
                "/cgi-bin/stable_token", asked={**asked, "force_refresh": force}
            )
        except WechatError as error:
            # No token was sent: here it says that the secret is wrong.
            code = WRONG_SECRET if error.meaning is Meaning.TOKEN else error.code
            raise WechatError(code, error.words) from None
        match answer:
            case {"access_token": str(token), "expires_in": int(seconds)} if token:
                return Token(token, now + timedelta(seconds=seconds))
        kind = "a file" if isinstance(answer, File) else "an answer without access_token"
        raise WechatError(NO_ANSWER, kind)


class Tokens:
    """The token of one channel, for the calls of this process."""

    def __init__(
        self, database: Database, channel: Channel, issuer: Issuer, clock: Callable[[], datetime]
    ) -> None:
        self._database = database
        self._channel = channel
        self._issuer = issuer
        self._clock = clock
        self._known: Token | None = None
        self._asking: asyncio.Task[Token | None] | None = None

    async def present(self) -> str:
        """A token that should be good. Raises WechatError where none is to be had."""
        now = self._clock()
        if self._known is not None and now < self._known.expires_at - EARLY:
            return self._known.value
        token = (await self._kept()).token
        if token is None or now >= token.expires_at:
            return await self._other_than("")
        if now >= token.expires_at - EARLY:
            token = await self._successor(token)
        self._known = token
        return token.value

    async def instead_of(self, refused: str) -> str:
        """Another token than the one that WeChat has refused. Raises WechatError.

        An old one is refused rightly: where there is a newer one nothing is asked for.
        """
        self._known = None
        return await self._other_than(refused)

    async def close(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
            await asyncio.gather(self._asking, return_exceptions=True)

    async def _other_than(self, refused: str) -> str:
        """One that some process has by now; else it is asked for, here or elsewhere."""
        kept = await self._kept()
        if not self._offers_other(kept, refused):
            await self._renewed(refused)
            kept = await self._awaited(refused)
        if kept.token is None or not self._offers_other(kept, refused):
            raise WechatError(NO_TOKEN, "a token was asked for moments ago, and none came")
        self._known = kept.token
        return kept.token.value

    async def _awaited(self, refused: str) -> Kept:
        """What stands there once nobody asks any more."""
        for _look in range(LOOKS):
            kept = await self._kept()
            if not kept.is_asked_for or self._offers_other(kept, refused):
                break
            await asyncio.sleep(LOOKS_EVERY)
        return kept

    def _offers_other(self, kept: Kept, refused: str) -> bool:
        token = kept.token
        return token is not None and token.value != refused and self._clock() < token.expires_at

    async def _kept(self) -> Kept:
        async with self._database.reading() as session:
            return await tokens.kept(session, self._channel, now=self._clock())

    async def _successor(self, token: Token) -> Token:
        """While the present one is good nobody waits, and no failure matters."""
        try:
            return await self._renewed("") or token
        except WechatError as error:
            log.warning("the token of %s is not renewed yet: %s", self._channel, error.code)
            return token

    async def _renewed(self, refused: str) -> Token | None:
        """None where another process asks or has just asked. This one asks once at a time."""
        if self._asking is None:
            self._asking = asyncio.create_task(self._ask(refused))
            self._asking.add_done_callback(self._asked)
        return await asyncio.shield(self._asking)

    def _asked(self, asking: asyncio.Task[Token | None]) -> None:
        self._asking = None
        if not asking.cancelled():
            # Retrieved also where nobody waits any more.
            asking.exception()

    async def _ask(self, refused: str) -> Token | None:
        now = self._clock()
        async with self._database.transaction() as session:
            if not await tokens.claim(session, self._channel, now=now):
                return None
        token: Token | None = None
        try:
            token = await self._issuer.issue(now)
            if token.value == refused:
                token = None
                token = await self._issuer.issue(now, force=True)
        finally:
            async with self._database.transaction() as session:
                await tokens.answer(session, self._channel, token, claimed=now, now=self._clock())
        log.info("%s has a new token until %s", self._channel, token.expires_at)
        return token
