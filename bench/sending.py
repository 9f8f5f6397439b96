"""How close to Telegram's 30 messages a second a sender comes, and at what price.

    python -m bench.sending [--messages 600]

A Telegram in this process counts messages in a sliding second and answers 429 to the 31st; a round
trip takes 50 to 150 ms. Each sender has the same notices for as many people, in real time, one
after the other. Ours works from the outbox in SQLite, durably, while somebody asks something every
two seconds; the others keep nothing.
"""

import argparse
import asyncio
import random
import tempfile
import time
from collections import defaultdict, deque
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from statistics import median, quantiles
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage, TelegramMethod

from bot.sender import Sender
from bot.sender.delivery import BotApi
from storage.engine import Database
from storage.migrate import migrate
from storage.outbox import Outgoing, Urgency, put
from storage.tables import Channel, Chat

LIMIT = 30
ROUND_TRIP = (0.05, 0.15)
ASK_EVERY = 2.0


class Telegram(BaseSession):
    """Takes 30 messages in any second."""

    def __init__(self) -> None:
        super().__init__()
        self.recent: deque[float] = deque()
        self.refusals = 0
        self.taken: dict[int, float] = {}
        """When a chat's message arrived."""
        self.arrived: defaultdict[int, asyncio.Event] = defaultdict(asyncio.Event)

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109, ARG002 - aiogram's signature
    ) -> Any:
        trip = random.uniform(*ROUND_TRIP)
        await asyncio.sleep(trip / 2)
        status, body = self._answer(method)
        await asyncio.sleep(trip / 2)
        return self.check_response(bot, method, status, self.json_dumps(body)).result

    def _answer(self, method: Any) -> tuple[int, dict[str, Any]]:
        now = time.monotonic()
        while self.recent and self.recent[0] <= now - 1:
            self.recent.popleft()
        if len(self.recent) >= LIMIT:
            self.refusals += 1
            parameters = {"retry_after": 1}
            return 429, {"ok": False, "description": "Too Many Requests", "parameters": parameters}
        self.recent.append(now)
        self.taken[method.chat_id] = now
        self.arrived[method.chat_id].set()
        chat = {"id": method.chat_id, "type": "private"}
        return 200, {"ok": True, "result": {"message_id": 1, "date": 1, "chat": chat}}

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


async def sleeping_loop(bot: Bot, messages: int) -> None:
    """What most bots do."""
    for chat_id in range(1, messages + 1):
        await _send_until_taken(bot, chat_id)
        await asyncio.sleep(0.05)


async def gathering_all(bot: Bot, messages: int) -> None:
    await asyncio.gather(*(_send_until_taken(bot, chat_id) for chat_id in range(1, messages + 1)))


async def _send_until_taken(bot: Bot, chat_id: int) -> None:
    while True:
        try:
            await bot(SendMessage(chat_id=chat_id, text="notice"))
        except TelegramRetryAfter as error:
            await asyncio.sleep(error.retry_after)
        else:
            return


class Ours:
    """The outbox and its sender."""

    def __init__(self) -> None:
        self.waits: list[float] = []
        """Seconds from an answer's commit to its arrival."""

    async def __call__(self, bot: Bot, messages: int) -> None:
        with tempfile.TemporaryDirectory() as folder:
            url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
            await migrate(url)
            database = Database(url)
            try:
                await self._work(database, bot, messages)
            finally:
                await database.close()

    async def _work(self, database: Database, bot: Bot, messages: int) -> None:
        telegram = bot.session
        assert isinstance(telegram, Telegram)
        await _write(database, range(1, messages + 1), Urgency.BROADCAST)
        sender = Sender(database, BotApi(bot), lambda: datetime.now(UTC), hooks=NoHooks())
        tasks = [
            asyncio.create_task(sender.run()),
            asyncio.create_task(self._ask(database, sender, telegram, messages)),
        ]
        for chat_id in range(1, messages + 1):
            await telegram.arrived[chat_id].wait()
        tasks[1].cancel()
        await sender.stop(urgent_within=5)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _ask(
        self, database: Database, sender: Sender, telegram: Telegram, messages: int
    ) -> None:
        chat_id = messages
        while True:
            await asyncio.sleep(ASK_EVERY)
            chat_id += 1
            await _write(database, [chat_id], Urgency.ANSWER)
            asked_at = time.monotonic()
            sender.wake()
            await telegram.arrived[chat_id].wait()
            self.waits.append(telegram.taken[chat_id] - asked_at)


class NoHooks:
    async def blocked(self, *_: Any) -> None: ...
    async def removed(self, *_: Any) -> None: ...
    async def member(self, *_: Any, present: bool) -> None: ...
    async def moved(self, *_: Any) -> None: ...
    async def reached(self, *_: Any) -> None: ...
    async def spoke(self, *_: Any) -> None: ...
    async def muted_among(self, *_: Any) -> set[Chat]:
        return set()

    async def muted(self, *_: Any) -> bool:
        return False

    async def elsewhere(self, *_: Any) -> Chat | None:
        return None

    async def delivered(self, *_: Any) -> None: ...
    async def undeliverable(self, *_: Any) -> None: ...
    async def refused(self, *_: Any) -> None: ...
    async def incomplete(self, *_: Any) -> None: ...
    async def crowded(self, *_: Any) -> None: ...


async def _write(database: Database, chat_ids: Any, urgency: Urgency) -> None:
    rows = [
        Outgoing(
            channel=Channel.TELEGRAM,
            chat_id=chat_id,
            method="sendMessage",
            params={"chat_id": chat_id, "text": "notice"},
            urgency=urgency,
        )
        for chat_id in chat_ids
    ]
    async with database.transaction() as session:
        await put(session, rows, datetime.now(UTC))


async def measure(name: str, sender: Callable[[Bot, int], Awaitable[None]], messages: int) -> None:
    telegram = Telegram()
    bot = Bot("42:BENCH", session=telegram)
    began, cpu = time.monotonic(), time.process_time()
    await sender(bot, messages)
    arrived = sorted(telegram.taken.values())
    share = (len(arrived) - 1) / (LIMIT * (arrived[-1] - arrived[0]))
    lost = sum(chat_id not in telegram.taken for chat_id in range(1, messages + 1))
    busy = (time.process_time() - cpu) / (time.monotonic() - began)
    print(f"{name:<28}{share:>8.0%}{telegram.refusals:>8}{lost:>6}{busy:>10.0%}")


async def main(messages: int) -> None:
    print(f"{'sender':<28}{'of limit':>8}{'429s':>8}{'lost':>6}{'of a core':>10}")
    await measure("sleep(0.05) after each", sleeping_loop, messages)
    await measure("gather all, retry on 429", gathering_all, messages)
    ours = Ours()
    await measure("ours", ours, messages)
    with suppress(ValueError):
        worst = quantiles(ours.waits, n=20)[-1]
        print(f"an answer in between waited {median(ours.waits):.2f} s (p95 {worst:.2f} s)")


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="Measure senders against a limit of 30/s.")
    arguments.add_argument("--messages", type=int, default=600)
    asyncio.run(main(arguments.parse_args().messages))
