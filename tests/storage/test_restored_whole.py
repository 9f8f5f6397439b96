"""What a copy held is there again after a restore: every row of every table."""

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import URL, text

from storage.backup import backup
from storage.engine import Database
from storage.restoring import restore, restored
from tests.conftest import administer, copy_of
from tests.storage.filling import NOON, Row, fill, rows_of

MADE_BY_RESTORING = "id_gaps"
"""What the restore leaves out, added to what the copy held."""
NOT_COPIED = "channel_tokens"
"""Not in a copy of a SQLite file; a dump of PostgreSQL has it."""


async def filled(url: URL) -> dict[str, list[Row]]:
    """Puts a row into every table; what stands in them now."""
    database = Database(url)
    async with database.writer.begin() as connection:
        await connection.run_sync(fill)
        rows = await connection.run_sync(rows_of)
    await database.close()
    assert all(rows.values())
    return rows


async def held(url: URL) -> dict[str, list[Row]]:
    database = Database(url)
    async with database.writer.connect() as connection:
        rows = await connection.run_sync(rows_of)
    await database.close()
    return rows


def check_same(before: dict[str, list[Row]], after: dict[str, list[Row]]) -> None:
    gaps = [row for row in after[MADE_BY_RESTORING] if row in before[MADE_BY_RESTORING]]
    assert after | {MADE_BY_RESTORING: gaps} == before


async def test_on_sqlite(sqlite_template: Path, tmp_path: Path) -> None:
    url = copy_of(sqlite_template, tmp_path / "jinlin.db")
    before = await filled(url)
    copy = tmp_path / "copy.db"
    await backup(url, copy)
    database = Database(url)
    async with database.writer.begin() as connection:
        await connection.execute(text("DELETE FROM outbox"))
        await connection.execute(text("UPDATE areas SET name = 'since'"))
    await database.close()
    await restore(url, copy, now=NOON)
    check_same(before | {NOT_COPIED: []}, await held(url))


@pytest.fixture
def lost(postgresql_url: URL) -> Iterator[URL]:
    """The empty database that takes the place of one that was lost."""
    url = postgresql_url.set(database=f"jinlin_lost_{os.getpid()}")
    asyncio.run(administer(postgresql_url, f"CREATE DATABASE {url.database}"))
    yield url
    asyncio.run(administer(postgresql_url, f"DROP DATABASE {url.database} WITH (FORCE)"))


async def its_tool(name: str, url: URL, *arguments: str) -> None:
    """As docs/backup.md has it."""
    where = url.set(drivername="postgresql").render_as_string(hide_password=False)
    running = await asyncio.create_subprocess_exec(name, f"--dbname={where}", *arguments)
    assert await running.wait() == 0


@pytest.mark.postgresql
@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
async def test_on_postgresql(database_url: URL, lost: URL, tmp_path: Path) -> None:
    if shutil.which("pg_dump") is None:
        pytest.skip("PostgreSQL's tools are not on this machine")
    before = await filled(database_url)
    await its_tool("pg_dump", database_url, "--format=custom", f"--file={tmp_path / 'copy'}")
    await its_tool("pg_restore", lost, "--clean", "--if-exists", str(tmp_path / "copy"))
    await restored(lost, now=NOON)
    check_same(before, await held(lost))
