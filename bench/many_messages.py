"""A Telegram in simulated time, with the sandbox's limits, that notes what reached whom."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod

from bot.sandbox.errors import BotApiError
from bot.sandbox.limits import FloodControl

MORNING = datetime(2026, 11, 26, 1, tzinfo=UTC)
"""Nine o'clock in Fuzhou: time enough until the evening."""
FIRST_CHAT = 1_000_000
"""Of those who get the message; who asks something has a higher one."""
_PAGE_KB = 4


def now() -> datetime:
    """By the loop's time."""
    return MORNING + timedelta(seconds=asyncio.get_running_loop().time())


class Telegram(BaseSession):
    """Both libraries talk to it: aiogram as to a session, the other through `take`."""

    def __init__(self, trips: tuple[float, float], people: int) -> None:
        super().__init__()
        self.people = range(FIRST_CHAT, FIRST_CHAT + people)
        self.refusals = 0
        self.waits: list[float] = []
        """Seconds from an answer's commit to its arrival."""
        self._trips = trips
        self._flood = FloodControl()
        self._taken: Counter[int] = Counter()
        self._times: list[float] = []
        self._awaited: dict[int, asyncio.Future[None]] = {}
        self._after_a_quarter = 0.0

    async def take(self, chat_id: int) -> tuple[int, dict[str, Any]]:
        """A message: status and body of the answer, when that is back."""
        trip = random.uniform(*self._trips)
        await asyncio.sleep(trip / 2)
        status, body = self._answer(chat_id)
        await asyncio.sleep(trip / 2)
        return status, body

    def awaited(self, chat_id: int) -> asyncio.Future[None]:
        """Done once a message reaches that chat."""
        return self._awaited.setdefault(chat_id, asyncio.get_running_loop().create_future())

    @property
    def reached(self) -> int:
        return sum(chat_id in self.people for chat_id in self._taken)

    @property
    def lost(self) -> int:
        return len(self.people) - self.reached

    @property
    def doubled(self) -> int:
        return sum(self._taken.values()) - len(self._taken)

    @property
    def lasted(self) -> float:
        return self._times[-1] - self._times[0]

    @property
    def share(self) -> float:
        """Of what the limit lets through in that time; answers are messages too."""
        return (len(self._times) - 1) / (FloodControl.OVERALL * self.lasted)

    @property
    def grew_mb(self) -> float:
        return resident_mb() - self._after_a_quarter

    def _answer(self, chat_id: int) -> tuple[int, dict[str, Any]]:
        try:
            self._flood.check(chat_id, now())
        except BotApiError as error:
            self.refusals += 1
            return error.code, error.to_response()
        self._taken[chat_id] += 1
        self._times.append(asyncio.get_running_loop().time())
        if len(self._times) == len(self.people) // 4:
            self._after_a_quarter = resident_mb()
        if (awaited := self._awaited.pop(chat_id, None)) is not None:
            awaited.set_result(None)
        chat = {"id": chat_id, "type": "private"}
        return 200, {"ok": True, "result": {"message_id": 1, "date": 1, "chat": chat}}

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109, ARG002 - aiogram's signature
    ) -> Any:
        status, body = await self.take(method.chat_id)  # type: ignore[attr-defined]
        return self.check_response(bot, method, status, self.json_dumps(body)).result

    async def close(self) -> None:
        """Nothing is open."""

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def resident_mb() -> float:
    return int(Path("/proc/self/statm").read_text().split()[1]) * _PAGE_KB / 1024
