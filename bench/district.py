"""Fills a database with the history of a district, on SQLite and on PostgreSQL.

The rows are made up by the database itself (district.sql, district_meals.sql), some twenty for each
request: a million requests in a few minutes.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from string import Template

import asyncpg
from sqlalchemy import URL, Connection, func, select

from storage.engine import Database
from storage.ids import TABLES, count_on
from storage.tables import Area, Base, Category, Level

LEAST = 1_000
"""Requests: of fewer the staff would outnumber the people."""
FIRST = 5_000_000
"""Ids begin here, above the demo's; those of chats are negative."""
_COMMUNITIES, _STAFF_EACH = 69, 5
_SPAN = 3 * 365 * 86_400
_SCRIPTS = ("district.sql", "district_meals.sql")

_IN_POSTGRESQL = {
    "row_(i bigint)": ("bigint", "$first + i"),
    "person(i bigint)": ("bigint", "$first + i"),
    "staff(i bigint)": ("bigint", "$first + i % 69 * 5 + i / 69 % 5"),
    "community(i bigint)": ("bigint", "$first_community + i % 69"),
    "team(i bigint)": ("bigint", "$first + i % 69"),
    "chat(i bigint)": ("bigint", "-$first - i % 69"),
    "ago(seconds bigint)": ("timestamptz", "to_timestamp($now - seconds)"),
    "day(days bigint)": (
        "date",
        "CAST(to_timestamp($now - days * 86400) AT TIME ZONE 'UTC' AS date)",
    ),
    "moment(i bigint, n bigint)": ("timestamptz", "to_timestamp($now - (n - i) * ($span / n))"),
    "one_day()": ("interval", "interval '1 day'"),
}


async def fill(database: Database, tickets: int, now: datetime, *, first: int = FIRST) -> None:
    """Put the history of so many requests into a database that has the demo."""
    if tickets < LEAST:
        raise ValueError(f"a district has {LEAST} requests at least")
    async with database.reading() as session:
        given: dict[str, int] = {
            "tickets": tickets,
            "people": tickets * 7 // 10,
            "first": first,
            "span": _SPAN,
            "now": int(now.timestamp()),
            "categories": await session.scalar(select(func.count(Category.id))) or 0,
            "first_community": await session.scalar(
                select(func.min(Area.id)).where(Area.level == Level.COMMUNITY)
            )
            or 0,
        }
    if database.is_sqlite:
        _fill_sqlite(Path(str(database.url.database)), given)
    else:
        await _fill_postgresql(database.url, given)
        async with database.writer.begin() as connection:
            await connection.run_sync(_count_on)


def _statements(given: Mapping[str, int]) -> Iterator[str]:
    for script in _SCRIPTS:
        written = Path(__file__).with_name(script).read_text(encoding="utf-8")
        yield from Template(written).substitute(given).strip().split(";\n")


def _fill_sqlite(path: Path, given: Mapping[str, int]) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -500000")
        connection.execute("PRAGMA temp_store = MEMORY")
        for name, function in _in_sqlite(given).items():
            arguments = function.__code__.co_argcount
            connection.create_function(name, arguments, function, deterministic=True)
        connection.execute("CREATE TEMP TABLE numbers (i INTEGER PRIMARY KEY)")
        numbers = ((number,) for number in range(3 * given["tickets"]))
        connection.executemany("INSERT INTO numbers VALUES (?)", numbers)
        for statement in _statements(given):
            connection.execute(statement)


def _in_sqlite(given: Mapping[str, int]) -> Mapping[str, Callable[..., int | str]]:
    now, first, community = given["now"], given["first"], given["first_community"]

    def ago(seconds: int) -> str:
        return time.strftime("%Y-%m-%d %H:%M:%S.000000", time.gmtime(now - seconds))

    return {
        "row_": lambda i: first + i,
        "person": lambda i: first + i,
        "staff": lambda i: first + i % _COMMUNITIES * _STAFF_EACH + i // _COMMUNITIES % _STAFF_EACH,
        "community": lambda i: community + i % _COMMUNITIES,
        "team": lambda i: first + i % _COMMUNITIES,
        "chat": lambda i: -first - i % _COMMUNITIES,
        "ago": ago,
        "day": lambda days: ago(days * 86_400)[:10],
        "moment": lambda i, of: ago((of - i) * (_SPAN // of)),
        "one_day": lambda: "1970-01-02 00:00:00.000000",
    }


async def _fill_postgresql(url: URL, given: Mapping[str, int]) -> None:
    plain = url.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(plain)
    try:
        await connection.execute("CREATE SCHEMA district")
        await connection.execute("SET search_path = district, public")
        for signature, (kind, body) in _IN_POSTGRESQL.items():
            await connection.execute(
                f"CREATE FUNCTION district.{signature} RETURNS {kind} LANGUAGE sql IMMUTABLE"
                f" AS 'SELECT {_escaped(Template(body).substitute(given))}'"
            )
        last = 3 * given["tickets"] - 1
        await connection.execute(
            f"CREATE TEMP TABLE numbers AS SELECT generate_series(0, CAST({last} AS bigint)) AS i"
        )
        await connection.execute("ANALYZE numbers")
        # Keys of others are right by how they are made; looking each up takes most of the time.
        await connection.execute("SET session_replication_role = replica")
        for statement in _statements(given):
            await connection.execute(statement)
        await connection.execute("DROP SCHEMA district CASCADE")
        # What autovacuum does in time.
        await connection.execute("VACUUM ANALYZE")
    finally:
        await connection.close()


def _escaped(body: str) -> str:
    return body.replace("'", "''")


def _count_on(connection: Connection) -> None:
    """PostgreSQL's sequences know nothing of ids that were given to it."""
    last = {
        table: connection.scalar(select(func.max(Base.metadata.tables[table].c.id))) or 0
        for table in TABLES
    }
    count_on(connection, last)
