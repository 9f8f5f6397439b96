"""How long it takes to find the five nearest of a kind, as the map grows.

    python -m bench.nearby [--sizes 10000 100000 1000000] [--postgresql URL]

Every contestant answers the same questions (five of one kind within 1200 m, from anywhere in the
city) on the same places, and has to give the same answer. Ours, the full scan and the R*Tree are
timed from the statement to the sorted distances through the bare driver, so that what is compared
is the search and not the layers above it; a whole answer is the service as handlers call it,
with hours, closures and everything else that is told, going further when nothing is near.
"""

import argparse
import asyncio
import os
import random
import sqlite3
import tempfile
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from math import cos, radians, sin
from pathlib import Path
from statistics import quantiles
from typing import Any

import asyncpg
from scipy.spatial import cKDTree
from sqlalchemy import URL, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import asyncpg as postgresql
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.asyncio import AsyncSession

from bench.city import (
    EAST,
    NORTH,
    NOW,
    SOUTH,
    WEST,
    Spot,
    fill_postgresql,
    fill_sqlite,
    prepare,
    scattered,
)
from services import places
from services.areas import EARTH_RADIUS_M, distance_m
from services.places.search import NEAR_M, RINGS_M, spots_in_box
from storage.engine import Database

NEAREST = 5
QUESTIONS = 300
SCANS = 20
"""A full scan of a million takes too long to be asked more often."""
RINGS = [ring_m for ring_m in RINGS_M if ring_m <= NEAR_M]
RTREE = (
    "SELECT id, latitude, longitude FROM spots_rtree "
    "WHERE kind_id = ? AND north >= ? AND south <= ? AND east >= ? AND west <= ?"
)
RTREE_3D = (
    "SELECT id, latitude, longitude FROM spots_rtree_3d WHERE kind_from = ?1 AND kind_to = ?1 "
    "AND north >= ?2 AND south <= ?3 AND east >= ?4 AND west <= ?5"
)
USE_INDEXES = "enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"

Answer = list[tuple[float, int]]
"""Metres and ids of spots, nearest first."""
Rows = Sequence[tuple[int, float, float]]
Statement = tuple[str, Sequence[Any]]
Fetch = Callable[[str, Sequence[Any]], Awaitable[Rows]]


@dataclass(frozen=True, slots=True)
class Question:
    kind: str
    kind_id: int
    latitude: float
    longitude: float


@dataclass(slots=True)
class Timed:
    microseconds: list[float] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    async def ask(self, answer: Awaitable[Answer]) -> None:
        began = time.perf_counter()
        answered = await answer
        self.microseconds.append((time.perf_counter() - began) * 1e6)
        self.answers.append(answered)

    def percentile(self, percent: int) -> float:
        return quantiles(self.microseconds, n=100)[percent - 1]


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the search for what is near.")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--postgresql", default="postgresql+asyncpg://", help="a server's URL")
    arguments = parser.parse_args()
    measured: dict[str, dict[int, Timed]] = defaultdict(dict)
    for size in arguments.sizes:
        for who, timed in asyncio.run(measure(size, make_url(arguments.postgresql))).items():
            measured[who][size] = timed
    report(measured, arguments.sizes)


async def measure(size: int, server: URL) -> dict[str, Timed]:
    """Everybody's times and answers; fails when the answers differ."""
    with tempfile.TemporaryDirectory() as folder:
        timed = await on_sqlite(size, Path(folder) / "bench.db")
    timed |= await on_postgresql(size, server)
    expected = timed["SQLite, ours"].answers
    for who, theirs in timed.items():
        for answer, right in zip(theirs.answers, expected, strict=False):
            assert [spot_id for _, spot_id in answer] == [spot_id for _, spot_id in right], who
    return timed


async def on_sqlite(size: int, path: Path) -> dict[str, Timed]:
    database = Database(URL.create("sqlite+aiosqlite", database=str(path)))
    kind_ids = await prepare(database)
    spots = scattered(size, sorted(kind_ids.values()))
    fill_sqlite(path, spots)
    asked = questions(kind_ids)
    with closing(sqlite3.connect(path)) as connection:

        async def fetch(statement: str, parameters: Sequence[Any]) -> Rows:
            return connection.execute(statement, parameters).fetchall()

        def scan(statement: str) -> str:
            return statement.replace("FROM place_spots", "FROM place_spots NOT INDEXED")

        dialect = sqlite.dialect(paramstyle="qmark")
        timed = {
            "SQLite, ours": await in_rings(fetch, dialect, asked),
            "SQLite, full scan": await in_rings(fetch, dialect, asked[:SCANS], [NEAR_M], scan),
            "SQLite, R*Tree": await in_rings(fetch, dialect, asked, [NEAR_M], always(RTREE)),
        }
        # Not what R*Trees are usually asked, but the most that can be had from them.
        for who, statement in (("R*Tree in rings", RTREE), ("R*Tree 3D in rings", RTREE_3D)):
            timed[f"SQLite, {who}"] = await in_rings(
                fetch, dialect, asked, RINGS, always(statement)
            )
    timed["memory, cKDTree"] = await in_memory(spots, asked)
    timed["SQLite, whole answer"] = await by_the_service(database, asked)
    await database.close()
    return timed


async def on_postgresql(size: int, server: URL) -> dict[str, Timed]:
    name = f"jinlin_bench_{os.getpid()}"
    plain = server.set(drivername="postgresql").render_as_string(hide_password=False)
    administrator = await asyncpg.connect(plain)
    await administrator.execute(f"CREATE DATABASE {name}")
    url = server.set(database=name)
    database = Database(url)
    try:
        kind_ids = await prepare(database)
        asked = questions(kind_ids)
        connection = await asyncpg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False)
        )
        await fill_postgresql(connection, scattered(size, sorted(kind_ids.values())))

        async def fetch(statement: str, parameters: Sequence[Any]) -> Rows:
            rows: Rows = await connection.fetch(statement, *parameters)
            return rows

        dialect: Dialect = postgresql.dialect()  # type: ignore[no-untyped-call]
        timed = {"PostgreSQL, ours": await in_rings(fetch, dialect, asked)}
        for index in USE_INDEXES:
            await connection.execute(f"SET {index} = off")
        await connection.execute("DISCARD PLANS")
        scanned = await in_rings(fetch, dialect, asked[:SCANS], [NEAR_M])
        await connection.close()
        timed["PostgreSQL, full scan"] = scanned
        timed["PostgreSQL, whole answer"] = await by_the_service(database, asked)
    finally:
        await database.close()
        await administrator.execute(f"DROP DATABASE {name} WITH (FORCE)")
        await administrator.close()
    return timed


def questions(kind_ids: Mapping[str, int]) -> list[Question]:
    dice = random.Random(0)
    return [
        Question(kind, kind_ids[kind], dice.uniform(SOUTH, NORTH), dice.uniform(WEST, EAST))
        for kind in dice.choices(sorted(kind_ids), k=QUESTIONS)
    ]


async def in_rings(
    fetch: Fetch,
    dialect: Dialect,
    asked: Sequence[Question],
    rings: Sequence[int] = RINGS,
    reworded: Callable[[str], str] = str,
) -> Timed:
    """The service's own statement, or another with the same parameters, ring after ring."""
    timed = Timed()
    for question in asked:
        statements = [(ring_m, compiled(question, ring_m, dialect)) for ring_m in rings]
        worded = [(ring_m, reworded(text), values) for ring_m, (text, values) in statements]
        await timed.ask(nearest(fetch, question, worded))
    return timed


def always(statement: str) -> Callable[[str], str]:
    return lambda _ours: statement


def compiled(question: Question, within_m: float, dialect: Dialect) -> Statement:
    statement = spots_in_box([question.kind_id], question.latitude, question.longitude, within_m)
    state = statement.compile(dialect=dialect).construct_expanded_state()
    return state.statement, list(state.positional_parameters)


async def nearest(
    fetch: Fetch, question: Question, statements: Sequence[tuple[float, str, Sequence[Any]]]
) -> Answer:
    found: Answer = []
    for within_m, statement, parameters in statements:
        rows = await fetch(statement, parameters)
        ranked = [
            (distance_m(question.latitude, question.longitude, latitude, longitude), spot_id)
            for spot_id, latitude, longitude in rows
        ]
        found = sorted(rank for rank in ranked if rank[0] <= within_m)[:NEAREST]
        if len(found) == NEAREST:
            break
    return found


async def in_memory(spots: Sequence[Spot], asked: Sequence[Question]) -> Timed:
    """A tree for each kind, of points on the unit sphere: chords grow as distances do."""
    of_kind: dict[int, list[Spot]] = defaultdict(list)
    for spot in spots:
        of_kind[spot.kind_id].append(spot)
    trees = {
        kind_id: cKDTree([on_sphere(spot.latitude, spot.longitude) for spot in theirs])
        for kind_id, theirs in of_kind.items()
    }
    chord = 2 * sin(NEAR_M / EARTH_RADIUS_M / 2)

    async def answer(question: Question) -> Answer:
        theirs = of_kind[question.kind_id]
        here = on_sphere(question.latitude, question.longitude)
        chords, at = trees[question.kind_id].query(here, NEAREST, distance_upper_bound=chord)
        return [
            (chord, theirs[index].id)
            for chord, index in zip(chords.tolist(), at.tolist(), strict=True)
            if index < len(theirs)
        ]

    timed = Timed()
    for question in asked:
        await timed.ask(answer(question))
    return timed


def on_sphere(latitude: float, longitude: float) -> tuple[float, float, float]:
    north, east = radians(latitude), radians(longitude)
    return cos(north) * cos(east), cos(north) * sin(east), sin(north)


async def by_the_service(database: Database, asked: Sequence[Question]) -> Timed:
    async def answer(session: AsyncSession, question: Question) -> Answer:
        nearby = await places.near(
            session,
            kinds=[question.kind],
            latitude=question.latitude,
            longitude=question.longitude,
            now=NOW,
            limit=NEAREST,
        )
        return [
            (found.distance_m, found.spot.id)
            for found in nearby.found
            if found.distance_m <= NEAR_M
        ]

    timed = Timed()
    for question in asked:
        async with database.reading() as session:
            await session.connection()
            await timed.ask(answer(session, question))
    return timed


def report(measured: Mapping[str, Mapping[int, Timed]], sizes: Sequence[int]) -> None:
    print("five nearest of a kind within 1200 m; p50 / p95 in microseconds")
    print("places".ljust(26), *(f"{size:>18,}" for size in sizes))
    for who, by_size in measured.items():
        times = (f"{t.percentile(50):,.0f} / {t.percentile(95):,.0f}" for t in by_size.values())
        print(who.ljust(26), *(f"{each:>18}" for each in times))
    smallest, largest = min(sizes), max(sizes)
    for database in ("SQLite", "PostgreSQL"):
        ours = measured[f"{database}, ours"]
        growth = ours[largest].percentile(50) / ours[smallest].percentile(50)
        print(f"{database}: {largest:,} places take {growth:.1f} times as long as {smallest:,}")
    for rival in [who for who in measured if "R*Tree" in who or "full scan" in who]:
        ours = measured[f"{rival.split(',')[0]}, ours"]
        ours_p50 = ours[largest].percentile(50)
        longer = measured[rival][largest].percentile(50) / ours_p50
        print(f"{rival}: {longer:.0f} times as long as ours at {largest:,}")


if __name__ == "__main__":
    main()
