"""A backup is whole, is taken while others write, and is never half there."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from storage.backup import BackupError, backup, problems_of
from storage.engine import Database
from storage.tables import Channel, ChannelToken, Person
from tests.conftest import copy_of, sqlite_url
from tests.services.factories import NOW


@pytest.fixture
def live(sqlite_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "live" / "jinlin.db"
    path.parent.mkdir()
    copy_of(sqlite_template, path)
    return path


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "backups" / "jinlin.db"


def a_person(person_id: int) -> Person:
    return Person(id=person_id, language="zh", created_at=NOW)


def damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 9] = b"\xff" * 4096 * 6
    path.write_bytes(content)


def contents(path: Path) -> bytes:
    return path.read_bytes()


async def people_in(path: Path) -> int:
    database = Database(sqlite_url(path))
    async with database.reading() as session:
        count = await session.scalar(select(func.count()).select_from(Person))
    await database.close()
    return count or 0


async def test_what_was_committed_is_in_it_though_the_database_is_in_use(
    live: Path, target: Path
) -> None:
    database = Database(sqlite_url(live))
    async with database.transaction() as session:
        session.add(a_person(1))
    async with database.transaction() as session:
        session.add(a_person(2))
        await session.flush()
        await backup(database.url, target)
    await database.close()
    assert await people_in(target) == 1


async def test_it_is_one_moment_while_others_write(live: Path, target: Path) -> None:
    database = Database(sqlite_url(live))
    begun = asyncio.Event()

    async def write_pairs() -> None:
        for at in range(1, 200, 2):
            async with database.transaction() as session:
                session.add_all([a_person(at), a_person(at + 1)])
            begun.set()

    writing = asyncio.create_task(write_pairs())
    await begun.wait()
    await backup(database.url, target)
    await writing
    await database.close()
    count = await people_in(target)
    assert count >= 2
    assert count % 2 == 0


async def test_it_is_sound_and_one_file(live: Path, target: Path) -> None:
    await backup(sqlite_url(live), target)
    assert problems_of(target) == []
    assert [path.name for path in target.parent.iterdir()] == ["jinlin.db"]


async def test_a_damaged_database_is_not_called_sound(live: Path) -> None:
    damage(live)
    assert problems_of(live) != []


async def test_a_row_without_its_parent_is_not_called_sound(live: Path) -> None:
    with closing(sqlite3.connect(live)) as connection, connection:
        connection.execute(
            "INSERT INTO category_phrases (category_id, text) VALUES (4711, '没有类别的话')"
        )
    assert problems_of(live) == ["a row of category_phrases refers to a missing categories"]


async def test_a_copy_that_is_not_sound_is_not_kept(live: Path, target: Path) -> None:
    with closing(sqlite3.connect(live)) as connection, connection:
        connection.execute("INSERT INTO category_phrases (category_id, text) VALUES (4711, '')")
    with pytest.raises(BackupError, match="not sound"):
        await backup(sqlite_url(live), target)
    assert list(target.parent.iterdir()) == []


async def test_nothing_is_replaced(live: Path, target: Path) -> None:
    await backup(sqlite_url(live), target)
    before = contents(target)
    with pytest.raises(BackupError, match="replaces nothing"):
        await backup(sqlite_url(live), target)
    assert contents(target) == before


async def test_without_a_database_none_is_made(tmp_path: Path, target: Path) -> None:
    with pytest.raises(BackupError, match="no database"):
        await backup(sqlite_url(tmp_path / "missing.db"), target)
    assert not (tmp_path / "missing.db").exists()


async def test_memory_cannot_be_copied(target: Path) -> None:
    with pytest.raises(BackupError, match="in memory"):
        await backup("sqlite+aiosqlite://", target)


async def test_postgresql_is_told_its_own_tool_without_the_password(target: Path) -> None:
    with pytest.raises(BackupError, match="pg_dump") as refusal:
        await backup("postgresql+asyncpg://me:hunter2@host/jinlin", target)
    assert "hunter2" not in str(refusal.value)


async def test_what_lets_us_in_elsewhere_is_not_in_it(live: Path, target: Path) -> None:
    database = Database(sqlite_url(live))
    token = ChannelToken(channel=Channel("wechat"), token="80_of-wechat", asked_at=NOW)
    async with database.transaction() as session:
        session.add(token)
    await backup(sqlite_url(live), target)
    await database.close()
    assert b"80_of-wechat" not in contents(target)
    assert b"80_of-wechat" in contents(live)
