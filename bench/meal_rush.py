"""Meals booked a second when everybody taps at once: the whole intake beside the bare UPDATE.

    python -m bench.meal_rush [--people 1000] [--portions 60] [--rounds 3] [--server URL]

Each of the people is one tap from a meal of which there are far too few. Ours takes the taps in as
Telegram tells them, a hundred per transaction: price by the rules, a portion or a place on the
waiting list, a code, the history, and the answer in the outbox. The bare loop does nothing but the
conditional UPDATE that decides, on the same database, committing as often. Rounds alternate, each
in a database of its own; SQLite with synchronous=FULL, and PostgreSQL where a server answers.
"""

import argparse
import asyncio
import os
import tempfile
import time
from collections import Counter
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from statistics import median
from typing import NamedTuple

from sqlalchemy import URL, make_url, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from bench.hungry import Crowd
from services.calendar import ZONE
from services.meals import sessions
from storage.engine import Database
from storage.migrate import migrate
from storage.tables import BookingState, MealSession

BATCH = 100
SERVER = "postgresql+asyncpg://"


class Measured(NamedTuple):
    """Bookings a second, and milliseconds of processor time of this process for one."""

    rate: float
    cost: float


async def main(people: int, portions: int, rounds: int, server: str) -> None:
    for kind in ("SQLite", "PostgreSQL"):
        ours: list[Measured] = []
        bare: list[Measured] = []
        try:
            for number in range(rounds):
                async with database_of(kind, server) as database:
                    crowd = Crowd(database, people)
                    await crowd.gather(portions)
                    if number % 2:
                        bare.append(await _bare(crowd, people, portions))
                    ours.append(await _ours(crowd, people, portions))
                    if not number % 2:
                        bare.append(await _bare(crowd, people, portions))
        except (OSError, DBAPIError) as error:
            print(f"{kind}: not measured ({type(error).__name__})")
            continue
        _report(kind, ours, bare)


def _report(kind: str, ours: list[Measured], bare: list[Measured]) -> None:
    rates = [median(each.rate for each in measured) for measured in (ours, bare)]
    costs = [median(each.cost for each in measured) for measured in (ours, bare)]
    print(
        f"{kind}: {rates[0]:.0f} bookings/s through the intake, {costs[0]:.1f} ms of processor;"
        f" bare {rates[1]:.0f}/s, {costs[1]:.2f} ms; 1 : {rates[1] / rates[0]:.1f} by the clock,"
        f" {costs[0] / costs[1]:.1f} : 1 by processor time"
    )


async def _ours(crowd: Crowd, people: int, portions: int) -> Measured:
    taps = crowd.taps()
    began, cpu = time.perf_counter(), time.process_time()
    await crowd.rush(taps)
    seconds, busy = time.perf_counter() - began, time.process_time() - cpu
    states = Counter(booked.state for booked in await crowd.bookings())
    assert states == {BookingState.BOOKED: portions, BookingState.WAITING: people - portions}
    return Measured(people / seconds, 1000 * busy / people)


async def _bare(crowd: Crowd, people: int, portions: int) -> Measured:
    """As many updates, on a lunch of another day."""
    async with crowd.database.transaction() as session:
        other = await session.get_one(MealSession, crowd.session_id)
        lunch = await sessions.open_session(
            session, other.canteen_id, other.meal, other.day + timedelta(days=1), zone=ZONE
        )
        lunch.portions = portions
    statement = (
        update(MealSession)
        .where(MealSession.id == lunch.id, MealSession.taken < MealSession.portions)
        .values(taken=MealSession.taken + 1)
        .execution_options(synchronize_session=False)
    )
    began, cpu = time.perf_counter(), time.process_time()
    for start in range(0, people, BATCH):
        async with crowd.database.transaction() as session:
            for _tap in range(start, min(start + BATCH, people)):
                await session.execute(statement)
    seconds, busy = time.perf_counter() - began, time.process_time() - cpu
    async with crowd.database.reading() as session:
        assert (await session.get_one(MealSession, lunch.id)).taken == portions
    return Measured(people / seconds, 1000 * busy / people)


@asynccontextmanager
async def database_of(kind: str, server: str) -> AsyncGenerator[Database, None]:
    """A migrated one that is gone afterwards."""
    if kind == "SQLite":
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bench.db"
            async with _migrated(URL.create("sqlite+aiosqlite", database=str(path))) as database:
                yield database
        return
    name = f"jinlin_bench_{os.getpid()}"
    await _administer(server, f"CREATE DATABASE {name}")
    try:
        async with _migrated(make_url(server).set(database=name)) as database:
            yield database
    finally:
        await _administer(server, f"DROP DATABASE {name} WITH (FORCE)")


@asynccontextmanager
async def _migrated(url: URL) -> AsyncGenerator[Database, None]:
    await migrate(url)
    database = Database(url)
    try:
        yield database
    finally:
        await database.close()


async def _administer(server: str, statement: str) -> None:
    engine = create_async_engine(make_url(server), isolation_level="AUTOCOMMIT")
    try:
        async with engine.connect() as connection:
            await connection.execute(text(statement))
    finally:
        await engine.dispose()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=1000)
    parser.add_argument("--portions", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--server", default=os.environ.get("TEST_DATABASE_URL", SERVER))
    arguments = parser.parse_args()
    asyncio.run(main(arguments.people, arguments.portions, arguments.rounds, arguments.server))
