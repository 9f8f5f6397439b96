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
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import URL, make_url
from sqlalchemy.dialects import sqlite
from sqlalchemy.dialects.postgresql import asyncpg as postgresql
from sqlalchemy.engine import Dialect

from bench.city import EAST, NORTH, SOUTH, WEST, fill_postgresql, fill_sqlite, prepare, scattered
from bench.seekers import (
    RINGS,
    Question,
    Rows,
    Timed,
    by_the_service,
    in_memory,
    in_rings,
)
from services.places.search import NEAR_M
from storage.engine import Database

QUESTIONS = 300
SCANS = 20
"""A full scan of a million takes too long to be asked more often."""
RTREE = (
    "SELECT id, latitude, longitude FROM spots_rtree "
    "WHERE kind_id = ? AND north >= ? AND south <= ? AND east >= ? AND west <= ?"
)
RTREE_3D = (
    "SELECT id, latitude, longitude FROM spots_rtree_3d WHERE kind_from = ?1 AND kind_to = ?1 "
    "AND north >= ?2 AND south <= ?3 AND east >= ?4 AND west <= ?5"
)
USE_INDEXES = "enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan"


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


def always(statement: str) -> Callable[[str], str]:
    return lambda _ours: statement


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
