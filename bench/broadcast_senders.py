"""Three ways of sending one message to many people."""

import asyncio
import json
import random
import tempfile
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from aiogram import Bot
from aiogram.exceptions import TelegramRetryAfter
from aiogram.methods import SendMessage
from sqlalchemy import insert
from telegram.error import RetryAfter
from telegram.ext import AIORateLimiter, ExtBot
from telegram.request import BaseRequest

from bench.many_messages import MORNING, Telegram, now
from bot.hooks import SenderHooks
from bot.sender import Sender
from bot.sender.delivery import BotApi
from bot.sender.limits import TELEGRAM
from bot.work import Work
from handlers.common.config import Config
from scheduler.jobs import Jobs
from services import broadcasts
from services.audiences import Audience
from services.broadcasts import NewBroadcast
from services.broadcasts.keeps import KEEPS
from services.calendar import ZONE
from services.news import CardSubject, News
from storage.engine import Database
from storage.migrate import migrate
from storage.outbox import Outgoing, Urgency
from storage.tables import Address, Area, BroadcastState, Channel, Level, Person
from tests.services.broadcasts.broadcast_factories import KIND, SUBJECT, Kind, Noticed, handing_in

TEXT = "尊敬的居民：本周六上午九点到十一点检修水管，三号楼和五号楼停水，请您提前接好水。" * 3
ASK_EVERY = 1.0


async def sleeping_loop(telegram: Telegram) -> None:
    """What most bots do."""
    bot = Bot("42:BENCH", session=telegram)
    for chat_id in telegram.people:
        while True:
            try:
                await bot(SendMessage(chat_id=chat_id, text=TEXT))
                break
            except TelegramRetryAfter as error:
                await asyncio.sleep(error.retry_after)
        await asyncio.sleep(0.05)


class _Request(BaseRequest):
    """python-telegram-bot's way out, to the Telegram of this process."""

    def __init__(self, telegram: Telegram) -> None:
        self._telegram = telegram

    @property
    def read_timeout(self) -> float:
        return 60.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self,
        url: str,  # noqa: ARG002 - the library's signature
        method: str,  # noqa: ARG002
        request_data: Any = None,
        *_: Any,
        **__: Any,
    ) -> tuple[int, bytes]:
        status, body = await self._telegram.take(request_data.parameters["chat_id"])
        return status, json.dumps(body).encode()


async def ai_rate_limiter(telegram: Telegram) -> None:
    """As its documentation shows it, with three retries; what fails after those is lost."""
    limiter = AIORateLimiter(max_retries=3)
    await limiter.initialize()
    bot = ExtBot("42:BENCH", request=_Request(telegram), rate_limiter=limiter)

    async def send(chat_id: int) -> None:
        with suppress(RetryAfter):
            await bot.send_message(chat_id, TEXT)

    await asyncio.gather(*(send(chat_id) for chat_id in telegram.people))


class Announcer:
    """Puts the news of the bench's broadcast into a card for each; there is nothing else."""

    async def hear(self, _session: object, news: News, _now: datetime) -> list[Outgoing]:
        assert isinstance(news, Noticed)
        return [to_one(chat_id, Urgency.BROADCAST, card=f"{KIND}:1") for chat_id in news.person_ids]

    async def draw(self, _session: object, _subject: CardSubject, _now: datetime) -> list[Outgoing]:
        return []


def to_one(chat_id: int, urgency: Urgency, card: str | None = None) -> Outgoing:
    return Outgoing(
        channel=Channel.TELEGRAM,
        chat_id=chat_id,
        method="sendMessage",
        params={"chat_id": chat_id, "text": TEXT},
        urgency=urgency,
        card=card,
    )


@asynccontextmanager
async def community(people: Sequence[int]) -> AsyncGenerator[tuple[Database, int], None]:
    """A database with these people living in one area, and its id."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite+aiosqlite:///{Path(folder) / 'bench.db'}"
        await migrate(url)
        database = Database(url)
        async with database.transaction() as session:
            area = Area(level=Level.COMMUNITY, name="军门社区", code="jm", path="/1/")
            session.add(area)
            await session.flush()
            await settle(session, area.id, people)
        yield database, area.id
        await database.close()


async def settle(session: Any, area_id: int, people: Sequence[int]) -> None:
    """Have people live there, each with a private chat of the same number."""
    lives = {"language": "zh", "big_print": False, "asked_later": True, "home_id": area_id}
    await session.execute(
        insert(Person), [lives | {"id": each, "created_at": MORNING} for each in people]
    )
    reached = {"channel": Channel.TELEGRAM, "seen_at": MORNING}
    await session.execute(
        insert(Address),
        [
            reached | {"external_id": str(each), "person_id": each, "chat_id": each}
            for each in people
        ],
    )


async def ours(telegram: Telegram) -> None:
    """Rules, jobs, outbox and sender as they are; only what is said is made up."""
    loop = asyncio.get_running_loop()
    async with community(telegram.people) as (database, area_id):
        with handing_in(Kind()):
            written = asyncio.Event()
            work = Work(database, Announcer(), now, committed=written.set)
            hooks = SenderHooks(work, _no_config())
            bot = Bot("42:BENCH", session=telegram)
            sender = Sender(
                database,
                BotApi(bot),
                now,
                hooks=hooks,
                limits=TELEGRAM,
                monotonic=loop.time,
                sleep=asyncio.sleep,
            )
            async with work.unit() as unit:
                new = NewBroadcast(
                    kind=KIND,
                    subject_id=SUBJECT,
                    area_id=area_id,
                    audience=Audience(area_ids=(area_id,)),
                )
                broadcast = await broadcasts.start(unit.session, new, now=now())
            tasks = [
                asyncio.create_task(each)
                for each in (
                    sender.run(),
                    _waking(sender, written),
                    ticking(work),
                    _asking(work, telegram),
                )
            ]
            await _ended(database, broadcast.id, telegram)
            for task in tasks[1:]:
                task.cancel()
            await sender.stop(urgent_within=5)
            await asyncio.gather(*tasks, return_exceptions=True)


async def _waking(sender: Sender, written: asyncio.Event) -> None:
    while True:
        await written.wait()
        written.clear()
        sender.wake()


async def ticking(work: Work) -> None:
    """The scheduler's jobs that send to many."""
    jobs = Jobs(work.database, work.unit, work.unit_by_day, work.clock)
    ticks = [jobs.tick(job) for job in KEEPS.jobs]
    while True:
        for tick in ticks:
            await tick.job()
        await asyncio.sleep(1)


async def _asking(work: Work, telegram: Telegram) -> None:
    """Somebody else each time, about every second."""
    loop = asyncio.get_running_loop()
    asker = telegram.people.stop
    while True:
        await asyncio.sleep(random.expovariate(1 / ASK_EVERY))
        asker += 1
        arrives = telegram.awaited(asker)
        async with work.unit() as unit:
            unit.promise(to_one(asker, Urgency.ANSWER))
        asked_at = loop.time()
        arrives.add_done_callback(partial(_arrived, telegram, asked_at))


def _arrived(telegram: Telegram, asked_at: float, _arrives: object) -> None:
    telegram.waits.append(asyncio.get_running_loop().time() - asked_at)


async def _ended(database: Database, broadcast_id: int, telegram: Telegram) -> None:
    while True:
        await asyncio.sleep(1)
        async with database.reading() as session:
            seen = await broadcasts.progress(session, broadcast_id, now=now())
        if seen.state is BroadcastState.DONE:
            assert seen.sent == seen.total == len(telegram.people)
            return


def _no_config() -> Config:
    """What hooks need to say that a message was refused: here none is."""
    return Config(
        zone=ZONE,
        follow_up_after=timedelta(days=1),
        admin_ids=frozenset(),
        public_url="",
        suggest=lambda _words, _many: [],
        clear=lambda _words: None,
    )
