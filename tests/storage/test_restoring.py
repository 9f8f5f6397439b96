"""Restoring a copy: it alone counts afterwards, what it replaced is kept, the rest is refused."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.backup import BackupError, backup
from storage.restoring import restore
from storage.sole import InUseError, sole_process
from tests.conftest import copy_of, sqlite_url

NOW = datetime(2026, 11, 26, 4, 5, 6, tzinfo=UTC)


@pytest.fixture
def live(sqlite_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "live" / "jinlin.db"
    path.parent.mkdir()
    copy_of(sqlite_template, path)
    return path


@pytest.fixture
async def copied(live: Path, tmp_path: Path) -> Path:
    """Taken while 早 was in the database alone."""
    write(live, "早")
    await backup(sqlite_url(live), tmp_path / "copy.db")
    write(live, "晚")
    return tmp_path / "copy.db"


def write(path: Path, note: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            "INSERT INTO calendar_days (day, working, note) VALUES (?, 1, ?)", (note, note)
        )


def notes(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as connection:
        return [row[0] for row in connection.execute("SELECT note FROM calendar_days ORDER BY 1")]


def put(path: Path, content: bytes | None) -> None:
    path.unlink(missing_ok=True)
    if content is not None:
        path.write_bytes(content)


async def test_the_database_is_the_copy_again_and_the_old_one_is_kept(
    live: Path, copied: Path
) -> None:
    kept = await restore(sqlite_url(live), copied, now=NOW)
    assert notes(live) == notes(copied) == ["早"]
    assert kept == live.with_name("jinlin-before-20261126-040506.db")
    assert notes(kept) == ["早", "晚"]


async def test_a_log_left_behind_by_a_kill_does_not_undo_it(live: Path, copied: Path) -> None:
    killed = sqlite3.connect(live)
    killed.execute("PRAGMA journal_mode = WAL")
    killed.execute("INSERT INTO calendar_days (day, working, note) VALUES ('夜', 1, '夜')")
    killed.commit()
    log = live.with_name("jinlin.db-wal").read_bytes()
    killed.close()
    put(live.with_name("jinlin.db-wal"), log)

    kept = await restore(sqlite_url(live), copied, now=NOW)
    assert notes(live) == ["早"]
    assert kept is not None
    assert "夜" in notes(kept)
    assert not list(live.parent.glob("jinlin.db-*"))


async def test_where_the_database_is_lost_there_is_one_again(live: Path, copied: Path) -> None:
    put(live, None)
    put(live.with_name("jinlin.db-wal"), b"left behind")
    assert await restore(sqlite_url(live), copied, now=NOW) is None
    assert notes(live) == ["早"]


async def test_nothing_is_touched_while_the_program_runs(live: Path, copied: Path) -> None:
    with sole_process(sqlite_url(live)), pytest.raises(InUseError, match="stop that one first"):
        await restore(sqlite_url(live), copied, now=NOW)
    assert len(notes(live)) == 2


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        ("DELETE FROM alembic_version", "another program"),
        ("DROP TABLE alembic_version", "another program"),
        ("UPDATE alembic_version SET version_num = '9999'", "Update the program"),
        ("INSERT INTO category_phrases (category_id, text) VALUES (4711, '')", "is damaged"),
    ],
)
async def test_a_copy_that_will_not_do_is_refused_and_nothing_is_touched(
    live: Path, copied: Path, spoil: str, sentence: str
) -> None:
    with closing(sqlite3.connect(copied)) as connection, connection:
        connection.execute(spoil)
    await _refused(live, copied, sentence)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "There is no file"),
        (b"", "no copy of this program"),
        ("编码,名称\n".encode() * 100, "not a database"),
    ],
)
async def test_what_is_no_copy_is_refused_and_nothing_is_touched(
    live: Path, copied: Path, content: bytes | None, sentence: str
) -> None:
    put(copied, content)
    await _refused(live, copied, sentence)


async def test_postgresql_is_told_its_own_tool_without_the_password(copied: Path) -> None:
    with pytest.raises(BackupError, match="pg_restore") as refusal:
        await restore("postgresql+asyncpg://me:hunter2@host/jinlin", copied, now=NOW)
    assert "hunter2" not in str(refusal.value)


async def _refused(live: Path, copied: Path, sentence: str) -> None:
    with pytest.raises(BackupError, match=sentence):
        await restore(sqlite_url(live), copied, now=NOW)
    assert len(notes(live)) == 2
    assert sorted(path.name for path in live.parent.iterdir()) == ["jinlin.db", "jinlin.db.lock"]
