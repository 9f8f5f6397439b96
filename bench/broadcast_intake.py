"""What an update waits for while an announcement goes to 13,000, in real time.

    python -m bench.broadcast_intake [--turns 20] [--seconds 20] [--profile]

The whole app in this process: intake, sender with Telegram's limits and round trips of 50 to
150 ms, and all jobs. Somebody else files a request each second or so, in eight steps, and what is
measured is how long each update takes from its arrival to its commit. Meanwhile one announcement
is sent that everybody gets, from the drawing of its recipients on; in turns it is paused and goes
on, so that what else the machine does falls on both. SQLite with synchronous=FULL, and PostgreSQL.
"""

import argparse
import asyncio
import cProfile
import gc
import logging
import os
import pstats
import random
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from itertools import chain
from statistics import median, quantiles
from typing import Any

from aiogram import Bot
from aiogram.methods import TelegramMethod
from sqlalchemy import func, select

from bench import telegram
from bench.broadcast_senders import TEXT, settle
from bench.many_messages import FIRST_CHAT, MORNING
from bench.meal_rush import SERVER, database_of
from bench.workers import Typist, people_who_live_there
from bot import quick_start
from bot.app import App, make_bot
from bot.sandbox.core import DEMO_TOKEN
from bot.sender.limits import TELEGRAM
from bot.settings import Settings
from scheduler.clock import scheduler
from services import broadcasts
from services.announcements import life
from services.audiences import Audience
from services.calendar import ZONE
from storage.engine import Database
from storage.tables import Announcement, AnnouncementState, Area, Level, Ticket, Topic
from tests.conftest import administer

RECIPIENTS = 13_000
FILINGS_A_SECOND = 1.0
THINKS = 2.0
"""Seconds between two steps of one filing, on average."""
ROUND_TRIP = (0.05, 0.15)
SWITCHES = 2.0
"""Seconds that belong to neither side."""


class Telegram(telegram.Telegram):
    """Answers after a while, as over a network."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109 - aiogram's signature
    ) -> Any:
        await asyncio.sleep(random.uniform(*ROUND_TRIP))
        return await super().make_request(bot, method, timeout)


class Desk:
    """The app at work, people who have something to file, and a community to be told."""

    def __init__(self, app: App, people: Iterator[Typist], community_id: int) -> None:
        self._app = app
        self._people = people
        self._community_id = community_id
        self._took: list[float] = []
        self.filed = 0

    async def file(self) -> None:
        """Somebody else each time, until cancelled; who has begun goes on to the end."""
        async with asyncio.TaskGroup() as filings:
            with suppress(asyncio.CancelledError):
                while True:
                    filings.create_task(self._files(next(self._people)))
                    self.filed += 1
                    await asyncio.sleep(random.expovariate(FILINGS_A_SECOND))

    async def turn(self, seconds: float) -> list[float]:
        """Milliseconds of each update that was committed in it."""
        await asyncio.sleep(SWITCHES)
        self._took.clear()
        await asyncio.sleep(seconds)
        return list(self._took)

    async def announce(self) -> int:
        """The id of its broadcast, which is paused."""
        async with self._app.work.unit() as unit:
            announcement = Announcement(
                area_id=self._community_id,
                topic=Topic.SAFETY,
                urgent=False,
                text=TEXT,
                audience=Audience(area_ids=(self._community_id,)).dump(),
                state=AnnouncementState.STANDING,
                starts_at=unit.now,
                created_at=unit.now,
            )
            unit.session.add(announcement)
            await unit.session.flush()
            await life.send(unit.session, announcement, now=unit.now, zone=ZONE)
            assert announcement.broadcast_id is not None
            await broadcasts.pause(unit.session, announcement.broadcast_id)
            return announcement.broadcast_id

    async def go_on(self, broadcast_id: int) -> None:
        async with self._app.work.unit() as unit:
            assert await broadcasts.go_on(unit.session, broadcast_id, now=unit.now)

    async def pause(self, broadcast_id: int) -> int:
        """How many have it by then."""
        async with self._app.work.unit() as unit:
            assert await broadcasts.pause(unit.session, broadcast_id)
            return (await broadcasts.progress(unit.session, broadcast_id, now=unit.now)).sent

    async def _files(self, person: Typist) -> None:
        for raw in person.files():
            await asyncio.sleep(random.expovariate(1 / THINKS))
            arrived = time.perf_counter()
            await self._app.intake.submit(raw)
            self._took.append(1000 * (time.perf_counter() - arrived))


@asynccontextmanager
async def at_work(database: Database, filings: int) -> AsyncGenerator[Desk, None]:
    people = iter(await people_who_live_there(database, filings))
    async with database.transaction() as session:
        community = await session.scalar(select(Area.id).where(Area.level == Level.COMMUNITY))
        assert community is not None
        await settle(session, community, range(FIRST_CHAT, FIRST_CHAT + RECIPIENTS))
    began = time.monotonic()

    def clock() -> datetime:
        """It is morning, or nothing would be sent."""
        return MORNING + timedelta(seconds=time.monotonic() - began)

    bot = make_bot(DEMO_TOKEN, Telegram({}))
    app = App(Settings(_env_file=None), database, bot, clock, limits=TELEGRAM)
    await app.prepare()
    ticking = scheduler(app.due_ticks())
    ticking.start()
    tasks = [asyncio.create_task(each) for each in (app.intake.run(), app.sender.run())]
    desk = Desk(app, people, community)
    yield desk
    ticking.shutdown(wait=False)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    async with database.reading() as session:
        assert await session.scalar(select(func.count(Ticket.id))) == desk.filed


async def measure(kind: str, turns: int, seconds: float, *, profile: bool) -> None:
    async with database_of(kind, os.environ.get("TEST_DATABASE_URL", SERVER)) as url:
        database = Database(url)
        filings = int((turns + 3) * (seconds + 2 * SWITCHES) * FILINGS_A_SECOND * 1.5)
        async with at_work(database, filings) as desk:
            filing = asyncio.create_task(desk.file())
            await desk.turn(seconds)
            await _vacuum(database)
            # What is there by now stays to the end, as `bot.quick_start` has it.
            gc.freeze()
            gc.set_threshold(quick_start.OBJECTS, quick_start.ROUNDS, quick_start.LONG_ROUNDS)
            found, sent = await _in_turns(desk, turns, seconds)
            report(kind, found, sent / (turns / 2 * (seconds + SWITCHES)))
            if profile:
                await _profile(desk, seconds)
            filing.cancel()
            await filing
        await database.close()


async def _in_turns(
    desk: Desk, turns: int, seconds: float
) -> tuple[dict[str, list[list[float]]], int]:
    """By side the updates of each turn, and how many have the message in the end."""
    found: dict[str, list[list[float]]] = {"without": [], "with": []}
    broadcast_id, sent = await desk.announce(), 0
    for _turn in range(turns // 2):
        found["without"].append(await desk.turn(seconds))
        await desk.go_on(broadcast_id)
        found["with"].append(await desk.turn(seconds))
        sent = await desk.pause(broadcast_id)
    assert sent < RECIPIENTS, "it was over before the turns were"
    return found, sent


async def _profile(desk: Desk, seconds: float) -> None:
    await desk.go_on(await desk.announce())
    with cProfile.Profile() as profiler:
        await desk.turn(seconds)
    pstats.Stats(profiler).sort_stats("tottime").print_stats(50)


async def _vacuum(database: Database) -> None:
    """What autovacuum does in time, where the server has it."""
    if not database.is_sqlite:
        await administer(database.url, "VACUUM ANALYZE")


def report(kind: str, found: dict[str, list[list[float]]], rate: float) -> None:
    print(f"{kind}: an update from its arrival to its commit, in ms")
    for name, turns in found.items():
        at = quantiles(chain.from_iterable(turns), n=100)
        print(
            f"    {name:<8} {sum(map(len, turns)):,} updates: p50 {at[49]:.1f}, p95 {at[94]:.1f}, "
            f"p99 {at[98]:.1f}; p99 of a turn {median(map(_p99, turns)):.1f}"
        )
    without, with_ = found.values()
    of_all = [_p99(list(chain.from_iterable(turns))) for turns in (without, with_)]
    pairs = sorted(_p99(b) / _p99(a) for a, b in zip(without, with_, strict=True))
    print(
        f"    p99 with {rate:.1f} messages a second of a broadcast to that without: of all "
        f"{of_all[1] / of_all[0]:.2f}; of a turn to that before it, median {median(pairs):.2f} "
        f"({pairs[0]:.2f} to {pairs[-1]:.2f})"
    )


def _p99(took: list[float]) -> float:
    return quantiles(took, n=100)[98]


async def main(turns: int, seconds: float, *, profile: bool) -> None:
    for kind in ("SQLite", "PostgreSQL"):
        await measure(kind, turns, seconds, profile=profile)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Measure what a broadcast costs who writes.")
    parser.add_argument("--turns", type=int, default=20, help="half of them with a broadcast")
    parser.add_argument("--seconds", type=float, default=20, help="of a turn")
    parser.add_argument("--profile", action="store_true", help="show where time goes with one")
    given = parser.parse_args()
    logging.disable(logging.ERROR)
    asyncio.run(main(given.turns, given.seconds, profile=given.profile))
