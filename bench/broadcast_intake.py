"""What the intake takes while a broadcast goes out in the same process, in real time."""

import asyncio
import itertools
import random
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest import mock

from aiogram import Bot
from aiogram.methods import TelegramMethod
from sqlalchemy import select

from bench import telegram as at_once
from bench.broadcast_senders import TEXT, settle, ticking
from bench.contestants import prepare
from bench.many_messages import MORNING
from bench.visitors import STEPS, RawUpdate, Visitor
from bot.app import App, make_bot
from bot.sandbox.core import DEMO_TOKEN
from bot.sender.limits import TELEGRAM
from bot.settings import Settings
from handlers import notices
from handlers.common.saying import Say
from handlers.common.telling import Tell
from services import broadcasts
from services.audiences import Audience
from services.broadcasts import NewBroadcast
from storage.engine import Database
from storage.outbox import Urgency
from storage.tables import Area, Level
from tests.services.broadcasts.broadcast_factories import (
    KIND,
    SUBJECT,
    Kind,
    NoticeCard,
    Noticed,
    handing_in,
)

PEOPLE = 40
"""Who file requests meanwhile."""
THINKS = 2.0
"""Seconds between two steps of one of them, on average, beside those they read for."""
READS = 2.0
"""By then all that an answer consists of has arrived."""
LASTS = 40.0
"""Seconds of one turn."""
RECIPIENTS = 13_000
ROUND_TRIP = (0.05, 0.15)


@dataclass
class Turn:
    name: str
    took: list[float] = field(default_factory=list)
    """Seconds of each update, from its arrival to its commit."""


class Telegram(at_once.Telegram):
    """Answers after a while, as over a network."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> Any:
        await asyncio.sleep(random.uniform(*ROUND_TRIP))
        return await super().make_request(bot, method, timeout)


async def in_turns(folder: Path, rounds: int) -> list[Turn]:
    """Without and with a broadcast, one after the other."""
    turns = []
    async with at_work(folder) as (app, visitors, area_id):
        await _turn(Turn("to warm up"), app, visitors)
        for _round in range(rounds):
            for name in ("without", "with"):
                turn = Turn(name)
                broadcast_id = await _begin(app, area_id) if name == "with" else None
                await _turn(turn, app, visitors)
                if broadcast_id is not None:
                    await _stop(app, broadcast_id)
                turns.append(turn)
    return turns


@asynccontextmanager
async def at_work(folder: Path) -> AsyncGenerator[tuple[App, list[Visitor], int], None]:
    """The app with its sender and the jobs of broadcasts, people of its demo and many more."""
    database = Database(f"sqlite+aiosqlite:///{folder / 'bench.db'}")
    homes = await prepare(database)
    async with database.transaction() as session:
        community = await session.scalar(select(Area.id).where(Area.level == Level.COMMUNITY))
        assert community is not None
        await settle(session, community, range(5_000_000, 5_000_000 + RECIPIENTS))
    visitors = [Visitor(1000 + number) for number in range(PEOPLE)]
    bot = make_bot(DEMO_TOKEN, Telegram({1000 + at: each for at, each in enumerate(visitors)}))
    began = time.monotonic()

    def clock() -> datetime:
        """It is morning, or nothing would be sent."""
        return MORNING + timedelta(seconds=time.monotonic() - began)

    app = App(Settings(_env_file=None), database, bot, clock, limits=TELEGRAM)
    await app.prepare()
    with (
        handing_in(Kind()),
        mock.patch.dict(notices.HEARD, {Noticed: _notice}),
        mock.patch.dict(notices.DRAWN, {NoticeCard: _card}),
    ):
        work = app.intake.run(), app.sender.run(), ticking(app.work)
        tasks = [asyncio.create_task(each) for each in work]
        for visitor, home in zip(visitors, itertools.cycle(homes), strict=False):
            await _arrives(app, visitor, visitor.writes(f"/start b_{home}"))
            await _arrives(app, visitor, visitor.taps("同意"))
            await _arrives(app, visitor, visitor.taps("是，我住这里"))
        yield app, visitors, community
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    await database.close()


async def _arrives(app: App, visitor: Visitor, raw: RawUpdate) -> float:
    """Seconds until it is committed; returns when they see the answer."""
    visitor.answered.clear()
    arrived = time.perf_counter()
    await app.intake.submit(raw)
    took = time.perf_counter() - arrived
    await visitor.answered.wait()
    await asyncio.sleep(READS + random.expovariate(1 / THINKS))
    return took


async def _turn(turn: Turn, app: App, visitors: list[Visitor]) -> None:
    until = time.monotonic() + LASTS
    await asyncio.gather(*(_talks(turn, app, visitor, until) for visitor in visitors))


async def _talks(turn: Turn, app: App, visitor: Visitor, until: float) -> None:
    for raw in _steps(visitor):
        turn.took.append(await _arrives(app, visitor, raw))
        if time.monotonic() >= until:
            await _arrives(app, visitor, visitor.writes("/cancel"))
            return


def _steps(visitor: Visitor) -> Iterator[RawUpdate]:
    """Begin to file, and give it up before it is filed, again and again."""
    while True:
        yield from itertools.islice(visitor.files(), STEPS - 1)
        yield visitor.writes("/cancel")


async def _begin(app: App, area_id: int) -> int:
    new = NewBroadcast(
        kind=KIND,
        subject_id=SUBJECT,
        area_id=area_id,
        audience=Audience(area_ids=(area_id,)),
    )
    async with app.work.unit() as unit:
        broadcast = await broadcasts.start(unit.session, new, now=unit.now)
    return broadcast.id


async def _stop(app: App, broadcast_id: int) -> None:
    """By then it has gone to a part of them, or the turns would have been too short to tell."""
    async with app.work.unit() as unit:
        seen = await broadcasts.progress(unit.session, broadcast_id, now=unit.now)
        assert 15 * LASTS < seen.sent < RECIPIENTS, seen
        await broadcasts.stop(unit.session, broadcast_id, now=unit.now)


async def _notice(tell: Tell, news: Noticed) -> None:
    for person_id in news.person_ids:
        await tell.person(person_id, _words, Urgency.BROADCAST)


def _words() -> Say:
    return Say(TEXT, card=f"{KIND}:{SUBJECT}")


async def _card(_tell: Tell, _subject: NoticeCard) -> None:
    """Staff look elsewhere."""
