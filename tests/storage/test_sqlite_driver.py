"""How often the thread behind SQLite is asked, and what comes back through our cursor."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import delete, insert, select, text
from sqlalchemy.exc import IntegrityError, OperationalError

from storage.engine import Database
from storage.tables import Person
from tests.conftest import copy_of

PEOPLE = [
    {
        "id": each,
        "language": "zh",
        "big_print": False,
        "created_at": datetime(2026, 3, 2, 1, tzinfo=UTC),
    }
    for each in (1, 2, 3)
]


@pytest.fixture
async def sqlite(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
    async with database.transaction() as session:
        await session.execute(insert(Person), PEOPLE)
    async with database.reading() as session:
        await session.execute(select(Person.id))
    yield database
    await database.close()


@pytest.fixture
def trips(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What the thread was asked to do from now on, by name."""
    asked: list[str] = []
    execute: Any = aiosqlite.Connection._execute

    async def counted(connection: aiosqlite.Connection, do: Any, *args: Any, **kwargs: Any) -> Any:
        asked.append(do.__name__)
        return await execute(connection, do, *args, **kwargs)

    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    return asked


async def test_a_transaction_asks_the_thread_for_its_beginning_and_its_end(
    sqlite: Database, trips: list[str]
) -> None:
    async with sqlite.transaction() as session:
        await session.execute(select(Person.id))
        await session.execute(delete(Person).where(Person.id == 1))
    assert trips == ["_run", "commit"]


async def test_a_reader_asks_once_for_a_statement(sqlite: Database, trips: list[str]) -> None:
    async with sqlite.reading() as session:
        found = await session.scalars(select(Person.id).order_by(Person.id))
        assert list(found) == [1, 2, 3]
    assert trips == ["_run", "_run", "rollback"], "BEGIN, SELECT, and the end"


async def test_counts_and_many_rows_come_back(sqlite: Database) -> None:
    async with sqlite.transaction() as session:
        deleted: Any = await session.execute(delete(Person).where(Person.id > 1))
        assert deleted.rowcount == 2
        added: Any = await session.execute(insert(Person).values(PEOPLE[1]))
        assert added.inserted_primary_key == (2,)


async def test_what_goes_wrong_is_named_as_before(sqlite: Database) -> None:
    with pytest.raises(IntegrityError):
        async with sqlite.transaction() as session:
            await session.execute(insert(Person).values(PEOPLE[0]))
    with pytest.raises(OperationalError):
        async with sqlite.reading() as session:
            await session.execute(text("SELECT * FROM nowhere"))


async def test_a_transaction_left_by_an_error_changes_nothing(sqlite: Database) -> None:
    async def failing() -> None:
        async with sqlite.transaction() as session:
            await session.execute(delete(Person))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await failing()
    async with sqlite.reading() as session:
        assert len(list(await session.scalars(select(Person.id)))) == len(PEOPLE)
