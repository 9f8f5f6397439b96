"""Our robot at WeCom: it keeps one connection, in one process of all."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import Any

from aiogram.utils.backoff import Backoff, BackoffConfig
from aiohttp import ClientError, ClientSession, ClientTimeout, ClientWSTimeout

from bot.channels.wecom.connection import ACK_WITHIN, Connection, End, Pause
from bot.channels.wecom.errors import BAD_CREDENTIALS, NotConnectedError, RefusedError, WecomError
from bot.channels.wecom.in_order import InOrder, Take

log = logging.getLogger(__name__)

URL = "wss://openws.work.weixin.qq.com"
TURN_EVERY = 2.0
"""Seconds between questions whether it is our turn: a lease is renewed by them."""
FINISH_WITHIN = 5.0
"""Seconds that what has arrived may take when the robot ends."""

_CONNECT_WITHIN = ClientTimeout(total=15)
_CLOSE_WITHIN = ClientWSTimeout(ws_close=2)
_BACKOFF = BackoffConfig(min_delay=1, max_delay=30, factor=2, jitter=0.1)


class Standing(StrEnum):
    CONNECTING = "connecting"
    CONNECTED = "connected"
    ELSEWHERE = "elsewhere"
    """It is another process's turn."""
    THROWN_OUT = "thrown out"
    """Somebody else connected as this robot. We stay out, or we would throw out one another for
    ever; we come back once our turn has ended and begun again."""


class Robot:
    """take: what is done with a message or event; one of a chat at a time.

    my_turn: whether this process is the one to be connected. Asked every two seconds.
    """

    def __init__(
        self,
        bot_id: str,
        secret: str,
        take: Take,
        my_turn: Callable[[], Awaitable[bool]],
        *,
        url: str = URL,
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._bot_id = bot_id
        self._secret = secret
        self._arrived = InOrder(take)
        self._my_turn = my_turn
        self._url = url
        self._pause = pause
        self._connection: Connection | None = None
        self._backoff = Backoff(_BACKOFF)
        self.standing = Standing.CONNECTING

    async def run(self) -> None:
        """Stay connected until cancelled. What has arrived is taken to its end then."""
        try:
            async with ClientSession(timeout=_CONNECT_WITHIN) as http:
                while True:
                    await self._wait_for_turn()
                    await self._connect(http)
        finally:
            await self._arrived.finish(FINISH_WITHIN)

    async def ask(
        self,
        cmd: str,
        body: dict[str, Any],
        *,
        to: str | None = None,
        within: float = ACK_WITHIN,
    ) -> dict[str, Any]:
        """See Connection.ask."""
        if self._connection is None:
            raise NotConnectedError
        return await self._connection.ask(cmd, body, to=to, within=within)

    async def _wait_for_turn(self) -> None:
        while True:
            if not await self._my_turn():
                self.standing = Standing.ELSEWHERE
            elif self.standing is not Standing.THROWN_OUT:
                self.standing = Standing.CONNECTING
                return
            await self._pause(TURN_EVERY)

    async def _connect(self, http: ClientSession) -> None:
        """Once, and as long as it lasts; then the pause before the next time."""
        try:
            end = await self._live(http)
        except (ClientError, OSError, TimeoutError, WecomError) as error:
            delay = next(self._backoff)
            _log_failure(error, delay)
            await self._pause(delay)
            return
        log.log(logging.INFO if end is End.NOT_OURS else logging.WARNING, "WeCom: %s", end)
        if end is End.THROWN_OUT:
            self.standing = Standing.THROWN_OUT
            log.error("another process connected to WeCom as this robot; stop one of the two")
        elif end in (End.LOST, End.DEAD):
            await self._pause(next(self._backoff))

    async def _live(self, http: ClientSession) -> End:
        async with http.ws_connect(self._url, proxy=None, timeout=_CLOSE_WITHIN) as socket:
            connection = Connection(socket, self._arrived.put, self._pause)
            watching = asyncio.create_task(self._watch_turn(connection))
            try:
                return await connection.live(
                    self._bot_id, self._secret, lambda: self._note_ready(connection)
                )
            finally:
                self._connection = None
                self.standing = Standing.CONNECTING
                watching.cancel()
                await asyncio.gather(watching, return_exceptions=True)

    def _note_ready(self, connection: Connection) -> None:
        self._connection = connection
        self.standing = Standing.CONNECTED
        self._backoff.reset()
        log.info("connected to WeCom")

    async def _watch_turn(self, connection: Connection) -> None:
        try:
            while await self._my_turn():
                await self._pause(TURN_EVERY)
        finally:
            connection.end(End.NOT_OURS)


def _log_failure(error: Exception, delay: float) -> None:
    if isinstance(error, RefusedError) and error.code == BAD_CREDENTIALS:
        log.error("WeCom does not know this robot, or its secret is wrong; again in %.0f s", delay)
    elif isinstance(error, RefusedError):
        log.warning("WeCom refuses to connect us: %d; again in %.0f s", error.code, delay)
    else:
        log.warning("no connection to WeCom: %s; again in %.0f s", type(error).__name__, delay)
