"""Fifty writers at once: nobody is turned away, nobody's write is lost."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from storage.engine import Database
from storage.tables import Person
from tests.conftest import copy_of

WRITERS = 50
NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def person(person_id: int) -> Person:
    return Person(id=person_id, language="zh", big_print=False, created_at=NOW)


async def test_fifty_writers_lose_no_update(database: Database) -> None:
    async with database.transaction() as session:
        session.add(person(1))

    async def write(writer: int) -> None:
        async with database.transaction() as session:
            session.add(person(1000 + writer))
            await session.execute(
                update(Person).where(Person.id == 1).values(name=Person.name.concat("x"))
            )

    async with database.transaction() as session:
        await session.execute(update(Person).values(name=""))
    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    async with database.reading() as session:
        assert (await session.get_one(Person, 1)).name == "x" * WRITERS


async def test_reading_then_writing_loses_no_update_on_sqlite(
    sqlite_template: Path, tmp_path: Path
) -> None:
    """BEGIN IMMEDIATE: what was read cannot change before it is written."""
    database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
    async with database.transaction() as session:
        session.add(person(1))

    async def read_then_write() -> None:
        async with database.transaction() as session:
            known = await session.get_one(Person, 1)
            await asyncio.sleep(0)
            known.name = (known.name or "") + "x"

    await asyncio.gather(*(read_then_write() for _ in range(WRITERS)))
    async with database.reading() as session:
        assert (await session.get_one(Person, 1)).name == "x" * WRITERS
    await database.close()


async def test_two_processes_wait_for_each_other_on_sqlite(
    sqlite_template: Path, tmp_path: Path
) -> None:
    """Two engines stand for the bot and its command line: "database is locked" never shows."""
    url = copy_of(sqlite_template, tmp_path / "jinlin.db")
    both = [Database(url), Database(url)]

    async def write(writer: int) -> None:
        async with both[writer % 2].transaction() as session:
            session.add(person(writer))

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    async with both[0].reading() as session:
        assert len((await session.scalars(select(Person.id))).all()) == WRITERS
    for database in both:
        await database.close()


async def test_readers_see_what_was_committed_while_somebody_writes(database: Database) -> None:
    async with database.transaction() as session:
        session.add(person(1))
        await session.flush()
        async with database.reading() as reader:
            assert await reader.get(Person, 1) is None
    async with database.reading() as reader:
        assert await reader.get(Person, 1) is not None


async def test_an_exception_rolls_everything_back(database: Database) -> None:
    async def fail() -> None:
        async with database.transaction() as session:
            session.add(person(1))
            await session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with database.reading() as reader:
        assert await reader.get(Person, 1) is None


async def test_reading_sessions_cannot_write_on_sqlite(
    sqlite_template: Path, tmp_path: Path
) -> None:
    database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
    async with database.reading() as session:
        with pytest.raises(DBAPIError, match="readonly"):
            await session.execute(text("DELETE FROM people"))
    await database.close()


async def test_commits_survive_power_loss_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
    async with database.transaction() as session:
        journal = await session.scalar(text("PRAGMA journal_mode"))
        synchronous = await session.scalar(text("PRAGMA synchronous"))
    assert (journal, synchronous) == ("wal", 2)
    await database.close()
