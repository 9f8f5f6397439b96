"""The desk on WeChat: the account's line at work against the sandbox's platform."""

import json
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager

from bot.app import App
from bot.channels.wechat import menu
from bot.channels.wechat.account import Account
from bot.channels.wechat.client import Wechat
from bot.channels.wechat.crypto import Gate
from bot.channels.wechat.token import Issuer, Tokens
from bot.channels.wechat.transport import File, Json, Transport
from bot.channels.wechat.turns import LONGEST
from bot.line import Line
from bot.sandbox.wechat.platform import Platform
from bot.work import Clock
from storage.engine import Database
from storage.tables import Channel

_BOUNDARY = "of-a-file"


class InProcess(Transport):
    """The platform's own API, without a network between."""

    def __init__(self, platform: Platform) -> None:
        self._platform = platform
        self.api_url = ""

    async def _answer(self, url: str, query: Mapping[str, str], asked: Json | File | None) -> File:
        method = "GET" if asked is None else "POST"
        body, kind = _body(asked)
        answer = await self._platform.call(method, url, dict(query), body, kind)
        return File(answer.body, answer.content_type)


def _body(asked: Json | File | None) -> tuple[bytes, str]:
    if isinstance(asked, File):
        head = (
            f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="media";'
            f' filename="{asked.name}"\r\nContent-Type: {asked.mime_type}\r\n\r\n'
        )
        body = head.encode() + asked.content + f"\r\n--{_BOUNDARY}--\r\n".encode()
        return body, f"multipart/form-data; boundary={_BOUNDARY}"
    return json.dumps(asked or {}, ensure_ascii=False).encode(), "application/json"


def account_at(platform: Platform, database: Database, clock: Clock) -> Account:
    theirs, transport = platform.account, InProcess(platform)
    tokens = Tokens(database, Channel.WECHAT, Issuer(transport, theirs.appid, theirs.secret), clock)
    gate = Gate(token=theirs.token, appid=theirs.appid, aes_key=theirs.aes_key)
    return Account.of(database, gate, Wechat(transport, tokens), clock)


class OnWechat:
    """An account's line in a running desk. What does not ride back on a callback is sent at once
    and without pacing, see `Sender.work_off`."""

    def __init__(self, platform: Platform, account: Account, app: App) -> None:
        self.platform = platform
        self._runs(account, app)

    def _runs(self, account: Account, app: App) -> None:
        self._account = account
        self._line: Line = next(each for each in app.lines if each.channel == Channel.WECHAT)

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator[None]:
        async with AsyncExitStack() as self._work:
            await self._begins()
            yield

    async def restarts(self, account: Account, app: App) -> None:
        """In another process, of which WeChat knows nothing."""
        await self._work.aclose()
        self._runs(account, app)
        await self._begins()

    async def _begins(self) -> None:
        callbacks = self._account.callbacks(self._line)
        # Who sends a photo in a test has sent all of them, see `album_of`.
        self._turns, callbacks.turns.quiet = callbacks.turns, 0.0

        async def deliver(query: dict[str, str], body: bytes) -> tuple[int, bytes]:
            async with callbacks.answered(query, body) as reply:
                return reply.status, reply.body

        self.platform.deliver = deliver
        await self._account.wechat.set_menu(menu.buttons())
        await self._work.enter_async_context(self._line.taking_in())

    @contextmanager
    def album_of(self, photos: int) -> Iterator[None]:
        """So many come one after the other, with less than QUIET between."""
        before, self._turns.quiet, self._turns.largest = self._turns.largest, LONGEST, photos
        try:
            yield
        finally:
            self._turns.quiet, self._turns.largest = 0.0, before

    async def settle(self) -> None:
        """Until nothing is left to say there that is due."""
        await self._line.sender.work_off()
        await self.platform.settled()
