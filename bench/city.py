"""A made-up city of any size to search in, on SQLite and on PostgreSQL."""

import random
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from storage.engine import Database
from storage.importing import import_demo
from storage.migrate import migrate

SOUTH, NORTH, WEST, EAST = 25.95, 26.22, 119.15, 119.45
"""30 by 30 km around Fuzhou."""
HOURS = ("Mo-Fr 08:30-12:00,14:30-18:00; PH off", "Mo-Su 08:00-22:00", "24/7", "We 09:00-11:00")
NOW = datetime(2026, 3, 4, 2, 0, tzinfo=UTC)
"""A Wednesday, 10 o'clock in Fuzhou."""
PLACE_COLUMNS = ("id", "code", "kind_id", "area_id", "name", "address", "demo")
SPOT_COLUMNS = ("id", "place_id", "name", "latitude", "longitude", "hours", "listed_kind_id")
FIRST_ID = 1_000_000
"""Above the demo's."""


@dataclass(frozen=True, slots=True)
class Spot:
    id: int
    kind_id: int
    latitude: float
    longitude: float
    hours: str


def scattered(count: int, kind_ids: Sequence[int]) -> list[Spot]:
    """The same for the same arguments."""
    dice = random.Random(count)
    return [
        Spot(
            FIRST_ID + number,
            dice.choice(kind_ids),
            dice.uniform(SOUTH, NORTH),
            dice.uniform(WEST, EAST),
            dice.choice(HOURS),
        )
        for number in range(count)
    ]


async def prepare(database: Database) -> dict[str, int]:
    """Migrate, load the demo for its kinds and areas, unlist its places; ids of kinds by key."""
    await migrate(database.url)
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
        connection = await session.connection()
        await connection.exec_driver_sql("UPDATE place_spots SET listed_kind_id = NULL")
        rows = await connection.exec_driver_sql("SELECT key, id FROM place_kinds")
        return {row.key: row.id for row in rows}


def fill_sqlite(path: Path, spots: Sequence[Spot]) -> None:
    """Places and spots; beside them two R*Trees that hold what the index holds.

    In one the kind is looked at for each spot in the box, in the other it is a third dimension.
    """
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.executemany(_insert("places", PLACE_COLUMNS), _place_rows(spots))
        connection.executemany(_insert("place_spots", SPOT_COLUMNS), _spot_rows(spots))
        connection.execute(
            "CREATE VIRTUAL TABLE spots_rtree USING rtree"
            "(id, south, north, west, east, +kind_id INTEGER, +latitude REAL, +longitude REAL)"
        )
        connection.executemany(
            "INSERT INTO spots_rtree VALUES (?1, ?3, ?3, ?4, ?4, ?2, ?3, ?4)", _points(spots)
        )
        connection.execute(
            "CREATE VIRTUAL TABLE spots_rtree_3d USING rtree"
            "(id, kind_from, kind_to, south, north, west, east, +latitude REAL, +longitude REAL)"
        )
        connection.executemany(
            "INSERT INTO spots_rtree_3d VALUES (?1, ?2, ?2, ?3, ?3, ?4, ?4, ?3, ?4)", _points(spots)
        )


async def fill_postgresql(connection: asyncpg.Connection, spots: Sequence[Spot]) -> None:
    await connection.copy_records_to_table(
        "places", records=_place_rows(spots, no=False), columns=PLACE_COLUMNS
    )
    await connection.copy_records_to_table(
        "place_spots", records=_spot_rows(spots), columns=SPOT_COLUMNS
    )
    # What autovacuum does in time: without it no index is read alone.
    await connection.execute("VACUUM ANALYZE place_spots")


def _place_rows(spots: Sequence[Spot], no: object = 0) -> Iterator[tuple[object, ...]]:
    for spot in spots:
        yield (spot.id, str(spot.id), spot.kind_id, 1, "某处", "某路1号", no)


def _spot_rows(spots: Sequence[Spot]) -> Iterator[tuple[object, ...]]:
    for spot in spots:
        position = (spot.latitude, spot.longitude)
        yield (spot.id, spot.id, "", *position, spot.hours, spot.kind_id)


def _points(spots: Sequence[Spot]) -> Iterator[tuple[int, int, float, float]]:
    for spot in spots:
        yield spot.id, spot.kind_id, spot.latitude, spot.longitude


def _insert(table: str, columns: Sequence[str]) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - names of ours
