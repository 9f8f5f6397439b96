"""Which faults of the database pass, by what the drivers really raise."""

import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import URL, insert, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError

from storage.engine import Database
from storage.faults import passes
from storage.tables import Channel, Person, SeenUpdate

RAISES = "DO $$ BEGIN RAISE EXCEPTION 'made up' USING ERRCODE = '{}'; END $$"


@pytest.fixture
async def postgresql(postgresql_url: URL) -> AsyncIterator[Database]:
    database = Database(postgresql_url)
    yield database
    await database.close()


async def failing(database: Database, statement: str) -> Exception:
    with pytest.raises(DBAPIError) as caught:
        async with database.transaction() as session:
            await session.execute(text(statement))
    return caught.value


async def test_a_number_out_of_range_does_not_pass(database: Database) -> None:
    with pytest.raises((DBAPIError, OverflowError)) as caught:
        async with database.transaction() as session:
            await session.get(Person, 10**20)
    assert not passes(caught.value)


async def test_a_violated_constraint_does_not_pass(database: Database) -> None:
    row = {"channel": Channel.TELEGRAM, "bot_id": 1, "update_id": 1}
    with pytest.raises(IntegrityError) as caught:
        async with database.transaction() as session:
            await session.execute(insert(SeenUpdate).values(**row, seen_at=None))
    assert not passes(caught.value)


async def test_a_wrong_statement_does_not_pass(database: Database) -> None:
    assert not passes(await failing(database, "SELECT nothing FROM nowhere"))


@pytest.mark.postgresql
@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("08006", True),
        ("25006", True),
        ("40001", True),
        ("40P01", True),
        ("53300", True),
        ("55P03", True),
        ("57P01", True),
        ("58030", True),
        ("22003", False),
        ("23505", False),
        ("42601", False),
        ("P0001", False),
        ("XX000", False),
    ],
)
async def test_by_sqlstate(postgresql: Database, code: str, expected: bool) -> None:
    assert passes(await failing(postgresql, RAISES.format(code))) is expected


@pytest.mark.postgresql
async def test_a_lost_connection_passes(postgresql: Database) -> None:
    lost = await failing(postgresql, "SELECT pg_terminate_backend(pg_backend_pid())")
    assert passes(lost)


async def test_a_server_that_is_not_there_passes() -> None:
    database = Database("postgresql+asyncpg://nobody@127.0.0.1:1/nothing")
    with pytest.raises(ConnectionRefusedError) as caught:
        async with database.reading() as session:
            await session.execute(select(1))
    assert passes(caught.value)


async def test_a_locked_file_passes(sqlite_template: Path) -> None:
    holder = sqlite3.connect(sqlite_template)
    holder.execute("BEGIN IMMEDIATE")
    other = sqlite3.connect(sqlite_template, timeout=0)
    with pytest.raises(sqlite3.OperationalError) as caught:
        other.execute("BEGIN IMMEDIATE")
    assert passes(OperationalError("BEGIN IMMEDIATE", None, caught.value))
    holder.close()
    other.close()


async def test_whatever_a_handler_raises_by_itself_does_not_pass() -> None:
    assert not passes(ZeroDivisionError())
