"""Meals booked a second when everybody taps at once: the whole intake beside what decides alone.

    python -m bench.meal_rush [--people 1000] [--portions 60] [--rounds 3] [--server URL]

Each of the people is one tap from a meal of which there are far too few. Ours takes the taps in as
Telegram tells them, a hundred per transaction: price by the rules, a portion or a place on the
waiting list, a code, the history, and the answer in the outbox. Beside it, on a database of the
same kind (`bench.plain_meals`): an UPDATE and an INSERT through the ORM with a commit each, fifty
at once, as bots usually book; and the bare conditional UPDATE, one after the other, with a commit
each. Rounds alternate, each in a database of its own; SQLite with synchronous=FULL, and PostgreSQL
where a server answers.
"""

import argparse
import asyncio
import gc
import os
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator, Awaitable, Callable, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bench import plain_meals
from bench.databases import on_postgresql
from bench.hungry import Crowd
from bench.plain_bot_tables import make_engine
from bot import quick_start
from storage.engine import Database
from storage.migrate import migrate
from storage.tables import BookingState

SERVER = "postgresql+asyncpg://"


class Measured(NamedTuple):
    rate: float
    """Bookings a second."""
    cost: float
    """Milliseconds of processor time of this process for one, in all threads."""
    statements: float
    """For one."""


Contestant = Callable[[str, str, int, int], Awaitable[Measured]]


async def main(people: int, portions: int, rounds: int, server: str) -> None:
    for kind in ("SQLite", "PostgreSQL"):
        measured: dict[str, list[Measured]] = {name: [] for name in CONTESTANTS}
        try:
            for number in range(rounds):
                turn = reversed(CONTESTANTS.items()) if number % 2 else CONTESTANTS.items()
                for name, contestant in turn:
                    measured[name].append(await contestant(kind, server, people, portions))
        except (OSError, DBAPIError) as error:
            print(f"{kind}: not measured ({type(error).__name__})")
            continue
        _report(kind, measured)


def _report(kind: str, measured: dict[str, list[Measured]]) -> None:
    ours = _median(measured["ours"])
    for name, results in measured.items():
        rate, cost, statements = result = _median(results)
        beside = "" if result == ours else f"; ours {ours.rate / rate:.2f} times by the clock"
        print(
            f"{kind}, {name}: {rate:.0f} a second, {cost:.2f} ms of processor,"
            f" {statements:.1f} statements each{beside}"
        )


def _median(results: list[Measured]) -> Measured:
    return Measured(*(median(column) for column in zip(*results, strict=True)))


async def _ours(kind: str, server: str, people: int, portions: int) -> Measured:
    async with database_of(kind, server) as url, _database(url) as database:
        crowd = Crowd(database, people)
        await crowd.gather(portions)
        taps = crowd.taps()
        with _looking_for_garbage_as_the_program_does():
            result = await _timed(database.writer, people, crowd.rush(taps))
        states = Counter(booked.state for booked in await crowd.bookings())
        assert states == {BookingState.BOOKED: portions, BookingState.WAITING: people - portions}
        return result


async def _usual(kind: str, server: str, people: int, portions: int) -> Measured:
    async with _plain(kind, server, portions) as engine:
        result = await _timed(engine, people, plain_meals.book(engine, range(people)))
        assert await plain_meals.booked(engine) == (portions, portions)
        return result


async def _bare(kind: str, server: str, people: int, portions: int) -> Measured:
    async with _plain(kind, server, portions) as engine:
        result = await _timed(engine, people, plain_meals.only_decide(engine, range(people)))
        assert await plain_meals.booked(engine) == (portions, 0)
        return result


CONTESTANTS: dict[str, Contestant] = {"ours": _ours, "usual": _usual, "bare": _bare}


@contextmanager
def _looking_for_garbage_as_the_program_does() -> Generator[None, None, None]:
    before = gc.get_threshold()
    gc.collect()
    gc.freeze()
    gc.set_threshold(quick_start.OBJECTS, quick_start.ROUNDS, quick_start.LONG_ROUNDS)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


async def _timed(engine: AsyncEngine, people: int, rush: Awaitable[None]) -> Measured:
    statements = 0

    def count(*_: Any) -> None:
        nonlocal statements
        statements += 1

    event.listen(engine.sync_engine, "before_cursor_execute", count)
    began, cpu = time.perf_counter(), time.process_time()
    await rush
    seconds, busy = time.perf_counter() - began, time.process_time() - cpu
    return Measured(people / seconds, 1000 * busy / people, statements / people)


@asynccontextmanager
async def _plain(kind: str, server: str, portions: int) -> AsyncGenerator[AsyncEngine, None]:
    """A database with the plain tables in it, ours not."""
    async with database_of(kind, server) as url:
        engine = make_engine(url.database or "") if kind == "SQLite" else create_async_engine(url)
        try:
            await plain_meals.prepare(engine, portions)
            yield engine
        finally:
            await engine.dispose()


@asynccontextmanager
async def _database(url: URL) -> AsyncGenerator[Database, None]:
    """Ours, migrated."""
    await migrate(url)
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


@asynccontextmanager
async def database_of(kind: str, server: str) -> AsyncGenerator[URL, None]:
    """An empty one that is gone afterwards."""
    if kind == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            yield URL.create("sqlite+aiosqlite", database=str(Path(folder) / "bench.db"))
        return
    async with on_postgresql(make_url(server)) as url:
        yield url


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--portions", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--server", default=os.environ.get("TEST_DATABASE_URL", SERVER))
    arguments = parser.parse_args()
    asyncio.run(main(arguments.people, arguments.portions, arguments.rounds, arguments.server))
