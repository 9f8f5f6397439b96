"""Ids are never given twice: not after a deletion, a migration or the restoring of a copy."""

import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import URL, func, select, text

from storage.backup import backup
from storage.engine import Database
from storage.ids import MARGIN, TABLES, last_given
from storage.lease import Duty, Lease
from storage.restoring import restore, restored
from storage.sole import InUseError
from storage.tables import IdGap
from storage.upgrading import upgrade
from tests.conftest import copy_of

NOW = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)
SPENT = text(
    "INSERT INTO points_ledger (at, kind, points)"
    " VALUES ('2026-11-26 03:00:00', 'redeemed', -1) RETURNING id"
)
"""A row of an append-only history, which refers to nothing."""
SENT = text(
    "INSERT INTO outbox (channel, chat_id, urgency, method, params, to_the_end, version, state,"
    " not_before, attempts, created_at)"
    " VALUES ('telegram', 1, 0, 'sendMessage', '{}', false, 0, 'waiting',"
    " '2026-11-26 03:59:00', 0, '2026-11-26 03:59:00') RETURNING id"
)


@pytest.fixture
def live(sqlite_template: Path, tmp_path: Path) -> URL:
    (tmp_path / "live").mkdir()
    return copy_of(sqlite_template, tmp_path / "live" / "jinlin.db")


async def spend(url: URL, times: int = 1) -> int:
    """The id of the last row."""
    database = Database(url)
    try:
        async with database.transaction() as session:
            return [(await session.scalar(SPENT)) or 0 for _row in range(times)][-1]
    finally:
        await database.close()


async def gap_of_points(url: URL) -> tuple[int, int] | None:
    database = Database(url)
    try:
        async with database.reading() as session:
            gap = await session.scalar(select(IdGap).where(IdGap.table_name == "points_ledger"))
            return (gap.after, gap.up_to) if gap else None
    finally:
        await database.close()


async def test_a_deleted_rows_id_is_not_given_again(database: Database) -> None:
    async with database.transaction() as session:
        first = await session.scalar(SENT)
        await session.execute(text("DELETE FROM outbox"))
        second = await session.scalar(SENT)
    assert first is not None
    assert second == first + 1


def test_sqlite_counts_in_every_table(sqlite_template: Path) -> None:
    with closing(sqlite3.connect(sqlite_template)) as connection:
        counted = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
        ).fetchall()
    assert {name for (name,) in counted} == set(TABLES)


async def test_a_table_that_a_migration_made_anew_goes_on_counting(live: URL) -> None:
    assert await spend(live, times=3) == 3
    database = Database(live)
    async with database.writer.begin() as connection:
        made = await connection.scalar(
            text("SELECT sql FROM sqlite_master WHERE name = 'points_ledger'")
        )
        await connection.execute(text("DROP TABLE points_ledger"))
        # As Alembic's batch mode leaves it, which knows nothing of counting.
        await connection.execute(text(made.replace(" AUTOINCREMENT", "")))
    await upgrade(database.writer)
    assert await spend(live) == 1
    await upgrade(database.writer)
    assert await spend(live) == 2
    await database.close()


async def test_after_a_restore_ids_go_on_where_the_replaced_database_was(
    live: URL, tmp_path: Path
) -> None:
    await spend(live, times=2)
    await backup(live, tmp_path / "copy.db")
    await spend(live, times=3)
    await restore(live, tmp_path / "copy.db", now=NOW)
    assert await gap_of_points(live) == (2, 5)
    assert await spend(live) == 6


async def test_restored_a_second_time_nothing_is_given_a_third_time(
    live: URL, tmp_path: Path
) -> None:
    await backup(live, tmp_path / "copy.db")
    await spend(live, times=3)
    await restore(live, tmp_path / "copy.db", now=NOW)
    assert await spend(live) == 4
    await restore(live, tmp_path / "copy.db", now=NOW + timedelta(seconds=1))
    assert await spend(live) == 5


@pytest.mark.parametrize("left", ["nothing", "garbage", "a new database"])
async def test_where_the_replaced_database_does_not_know_ids_go_on_by_time(
    live: URL, tmp_path: Path, sqlite_template: Path, left: str
) -> None:
    """A new one that was started meanwhile has given ids of its own, and knows of none before."""
    await spend(live, times=2)
    database = Database(live)
    async with database.transaction() as session:
        await session.execute(SENT)
    await database.close()
    await backup(live, tmp_path / "copy.db")
    leave(Path(str(live.database)), left, sqlite_template)
    if left == "a new database":
        await spend(live)
    await restore(live, tmp_path / "copy.db", now=NOW)
    minute = 60
    assert await gap_of_points(live) == (2, 2 + MARGIN + minute)
    assert await spend(live) == 3 + MARGIN + minute


async def test_after_another_tool_restored_it_ids_go_on_by_time(
    database: Database, database_url: URL
) -> None:
    async with database.transaction() as session:
        await session.execute(SENT)
        last = await session.scalar(SPENT)
    await restored(database_url, now=NOW)
    async with database.transaction() as session:
        following = await session.scalar(SPENT)
    assert last is not None
    assert following == last + MARGIN + 60 + 1
    async with database.reading() as session:
        gaps = await session.scalar(select(func.count()).select_from(IdGap))
    assert gaps == len(TABLES)


async def test_a_restore_by_another_tool_is_not_believed_while_the_program_runs(
    database: Database, database_url: URL
) -> None:
    if database.is_sqlite:
        return  # The file's lock: see test_restoring.
    running = Lease(database, Duty.SENDING)
    assert await running.held()
    with pytest.raises(InUseError, match="stop it"):
        await restored(database_url, now=NOW)
    await running.release()


async def test_a_fresh_database_has_given_nothing(database: Database) -> None:
    async with database.writer.connect() as connection:
        assert set((await connection.run_sync(last_given)).values()) == {0}


def leave(path: Path, left: str, template: Path) -> None:
    for file in path.parent.glob("jinlin.db*"):
        file.unlink()
    if left == "garbage":
        path.write_bytes(b"garbage " * 1000)
    if left == "a new database":
        shutil.copyfile(template, path)
