"""What is kept in memory follows every change: at once for who makes it, then for everybody."""

from collections.abc import AsyncIterator
from datetime import date

import pytest
from sqlalchemy import URL, Connection, delete, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import Database
from storage.remembered import remembered, unattached
from storage.tables import Base, CalendarDay, Person, TableVersion
from storage.versions import VERSIONED
from tests.storage.filling import fill

DAY = date(2026, 3, 2)

reads: list[str] = []


@remembered(CalendarDay)
async def _days(session: AsyncSession) -> list[CalendarDay]:
    reads.append("days")
    return await unattached(session, CalendarDay)


async def notes(session: AsyncSession) -> list[str]:
    return [each.note for each in await _days(session)]


@pytest.fixture
async def declared(database: Database) -> Database:
    """A database with one day, which it remembers."""
    async with database.transaction() as session:
        session.add(CalendarDay(day=DAY, working=False, note="台风"))
    async with database.transaction() as session:
        assert await notes(session) == ["台风"]
    reads.clear()
    return database


@pytest.fixture
async def elsewhere(declared: Database, database_url: URL) -> AsyncIterator[Database]:
    """Another process: the same database, and a memory of its own."""
    other = Database(database_url)
    yield other
    await other.close()


async def test_what_nobody_changed_is_read_once(declared: Database) -> None:
    for transaction in (declared.transaction, declared.reading, declared.transaction):
        async with transaction() as session:
            assert await notes(session) == ["台风"]
    assert reads == []


async def test_the_next_transaction_sees_what_another_process_changed(
    declared: Database, elsewhere: Database
) -> None:
    async with elsewhere.transaction() as session:
        await session.execute(text("UPDATE calendar_days SET note = '停电'"))
    for transaction in (declared.reading, declared.transaction):
        async with transaction() as session:
            assert await notes(session) == ["停电"]


async def test_a_transaction_sees_what_it_changes_itself(declared: Database) -> None:
    async with declared.transaction() as session:
        await session.execute(update(CalendarDay).values(note="一"))
        assert await notes(session) == ["一"]
        (await session.get_one(CalendarDay, DAY)).note = "二"
        assert await notes(session) == ["二"]
        session.add(CalendarDay(day=date(2026, 3, 3), working=True, note="三"))
        assert sorted(await notes(session)) == ["三", "二"]
        await session.execute(delete(CalendarDay))
        assert await notes(session) == []


async def test_nothing_is_kept_of_a_change_that_is_rolled_back(declared: Database) -> None:
    async with declared.transaction() as session:
        await session.execute(update(CalendarDay).values(note="停电"))
        assert await notes(session) == ["停电"]
        await session.rollback()
    async with declared.transaction() as session:
        assert await notes(session) == ["台风"]


async def test_a_transaction_does_not_see_what_it_took_back(declared: Database) -> None:
    async with declared.transaction() as session:
        savepoint = await session.begin_nested()
        await session.execute(update(CalendarDay).values(note="停电"))
        assert await notes(session) == ["停电"]
        await savepoint.rollback()
        assert await notes(session) == ["台风"]


async def test_an_older_transaction_does_not_put_back_what_it_saw(
    declared: Database, elsewhere: Database
) -> None:
    async with declared.reading() as older:
        assert await notes(older) == ["台风"]
        async with elsewhere.transaction() as session:
            await session.execute(update(CalendarDay).values(note="停电"))
        async with declared.reading() as session:
            assert await notes(session) == ["停电"]
        assert await notes(older) == ["台风"]
    async with declared.transaction() as session:
        assert await notes(session) == ["停电"]


async def test_nobody_changes_what_all_share(declared: Database) -> None:
    async with declared.transaction() as session:
        (shared,) = await _days(session)
        with pytest.raises(TypeError):
            shared.note = "停电"
        with pytest.raises(TypeError):
            session.add(shared)


async def test_whatever_writes_to_a_table_moves_its_version(database: Database) -> None:
    """Also on SQLite after a migration that rebuilt the table, which takes its triggers away."""

    def versions(connection: Connection) -> dict[str, int]:
        return dict(connection.execute(select(TableVersion.table_name, TableVersion.version)).all())

    def write(connection: Connection) -> None:
        fill(connection)
        filled = versions(connection)
        assert filled.keys() >= VERSIONED
        for table in VERSIONED:
            key = next(iter(Base.metadata.tables[table].primary_key)).name
            connection.execute(text(f"UPDATE {table} SET {key} = {key}"))  # noqa: S608 - ours
        updated = versions(connection)
        assert all(updated[table] > filled[table] for table in VERSIONED)
        connection.execute(text("DELETE FROM quiet_hours"))
        assert versions(connection)["quiet_hours"] > updated["quiet_hours"]

    async with database.writer.begin() as connection:
        await connection.run_sync(write)


def test_only_tables_with_a_version_are_remembered() -> None:
    assert Person.__tablename__ not in VERSIONED
    with pytest.raises(ValueError, match="people"):
        remembered(Person)
