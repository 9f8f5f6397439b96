"""One connection to WeCom's gateway, from subscribing to its end."""

import asyncio
import contextlib
import itertools
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from enum import StrEnum
from typing import Any

from aiohttp import ClientWebSocketResponse, WSMsgType

from bot.channels.wecom.errors import (
    NOT_SUBSCRIBED,
    NoAnswerError,
    NotConnectedError,
    RefusedError,
)
from bot.channels.wecom.in_order import Frame

log = logging.getLogger(__name__)

Pause = Callable[[float], Awaitable[None]]

PING_EVERY = 30.0
"""Seconds; also how long an ack of a ping is waited for."""
PINGS_MISSED = 2
"""In a row: then the connection is dead."""
ACK_WITHIN = 15.0
"""Seconds."""

_CALLBACKS = ("aibot_msg_callback", "aibot_event_callback")


class End(StrEnum):
    """Why a connection is over."""

    LOST = "lost"
    DEAD = "dead"
    FORGOTTEN = "forgotten"
    THROWN_OUT = "thrown out"
    NOT_OURS = "not ours"


class Connection:
    """hear: called with each message and event, in order. pause: sleeps."""

    def __init__(
        self,
        socket: ClientWebSocketResponse,
        hear: Callable[[Frame], None],
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._socket = socket
        self._hear = hear
        self._pause = pause
        self._over: asyncio.Future[End] = asyncio.get_running_loop().create_future()
        self._asked: dict[str, asyncio.Future[Frame]] = {}
        self._numbers = itertools.count(1)

    async def live(self, bot_id: str, secret: str, ready: Callable[[], None]) -> End:
        """Subscribe, call `ready`, and stay until it is over.

        Raises RefusedError or NoAnswerError where subscribing fails.
        """
        tasks = [asyncio.create_task(self._read())]
        try:
            await self.ask("aibot_subscribe", {"bot_id": bot_id, "secret": secret})
            ready()
            tasks.append(asyncio.create_task(self._ping()))
            return await asyncio.shield(self._over)
        finally:
            self.end(End.LOST)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._socket.close()

    async def ask(
        self,
        cmd: str,
        body: dict[str, Any] | None = None,
        *,
        to: str | None = None,
        within: float = ACK_WITHIN,
    ) -> dict[str, Any]:
        """The body of the ack, empty if it has none.

        to: the req_id of the frame that is answered. within: how many seconds the ack may take.
        Raises NotConnectedError, NoAnswerError and RefusedError.
        """
        req_id = to or f"{cmd}-{next(self._numbers)}"
        while (earlier := self._asked.get(req_id)) is not None:
            await asyncio.wait([earlier])  # Or their acks could not be told apart.
        if self._over.done():
            raise NotConnectedError
        answer: asyncio.Future[Frame] = asyncio.get_running_loop().create_future()
        self._asked[req_id] = answer
        try:
            await self._send({"cmd": cmd, "headers": {"req_id": req_id}, "body": body})
            ack = await self._wait(answer, within)
        finally:
            if self._asked.get(req_id) is answer:
                del self._asked[req_id]
            answer.cancel()
        return self._read_ack(ack)

    def end(self, how: End) -> None:
        """Nothing is asked from now on; what is not answered yet raises NoAnswerError."""
        if self._over.done():
            return
        self._over.set_result(how)
        while self._asked:
            self._asked.popitem()[1].cancel()

    async def _send(self, frame: Frame) -> None:
        parts = {name: part for name, part in frame.items() if part is not None}
        try:
            await self._socket.send_str(json.dumps(parts, ensure_ascii=False))
        except ConnectionError:
            self.end(End.LOST)
            raise NotConnectedError from None

    async def _wait(self, answer: asyncio.Future[Frame], within: float) -> Frame:
        timer = asyncio.ensure_future(self._pause(within))
        waited_for: set[asyncio.Future[Any]] = {answer, timer}
        try:
            await asyncio.wait(waited_for, return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
        if answer.cancelled():
            raise NoAnswerError("the connection was lost")
        if not answer.done():
            raise NoAnswerError(f"no ack within {within:g} s")
        return answer.result()

    def _read_ack(self, ack: Frame) -> dict[str, Any]:
        code = ack.get("errcode")
        if code == 0:
            body = ack.get("body")
            return body if isinstance(body, dict) else {}
        if code == NOT_SUBSCRIBED:
            self.end(End.FORGOTTEN)
        raise RefusedError(code if isinstance(code, int) else -1, str(ack.get("errmsg")))

    async def _ping(self) -> None:
        missed = 0
        while missed < PINGS_MISSED:
            await self._pause(PING_EVERY if not missed else 0)
            try:
                await self.ask("ping", within=PING_EVERY)
                missed = 0
            except NotConnectedError:
                return
            except NoAnswerError:
                missed += 1
            except RefusedError as error:
                log.warning("WeCom refuses a ping: %d", error.code)
        self.end(End.DEAD)

    async def _read(self) -> None:
        try:
            async for message in self._socket:
                if message.type is WSMsgType.TEXT:
                    self._take(message.data)
        finally:
            self.end(End.LOST)

    def _take(self, text: str) -> None:
        frame = _frame_in(text)
        if frame is None:
            log.warning("WeCom sent what is no frame")
        elif frame.get("cmd") in _CALLBACKS and isinstance(body := frame.get("body"), dict):
            if _event_in(body) == "disconnected_event":
                self.end(End.THROWN_OUT)
            else:
                self._hear(frame)
        else:
            answer = self._asked.pop(str(frame["headers"].get("req_id")), None)
            if answer is not None:
                answer.set_result(frame)


def _frame_in(text: str) -> Frame | None:
    frame = None
    with contextlib.suppress(ValueError, RecursionError):
        frame = json.loads(text)
    has_headers = isinstance(frame, dict) and isinstance(frame.get("headers"), dict)
    return frame if has_headers else None


def _event_in(body: Mapping[str, Any]) -> object:
    event = body.get("event")
    return event.get("eventtype") if isinstance(event, dict) else None
