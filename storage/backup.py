"""A consistent copy of a SQLite database, taken while it is in use."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import URL, make_url

from storage.tables import ChannelToken


class BackupError(Exception):
    """No copy was made; the text says why and what to do."""


async def backup(url: str | URL, target: Path) -> None:
    """Copy the SQLite database at `url` to the new file `target` and check the copy.

    `target` appears only when it is complete and sound. Raises BackupError for any other kind of
    database, a database that is not there, a target that is, and a copy that fails its check.
    """
    source = make_url(url)
    if source.get_backend_name() != "sqlite":
        raise BackupError(
            "This copies SQLite only. For PostgreSQL use its own tool: "
            f"pg_dump --format=custom --file={target.name} {source.database}"
        )
    if not source.database or source.database == ":memory:":
        raise BackupError("A database in memory cannot be copied.")
    await asyncio.to_thread(_backup, Path(source.database), target)


def _backup(source: Path, target: Path) -> None:
    if not source.is_file():
        raise BackupError(f"There is no database at {source}.")
    if target.exists():
        raise BackupError(f"{target} exists already; a backup replaces nothing.")
    target.parent.mkdir(parents=True, exist_ok=True)
    unfinished = target.with_name(f"{target.name}.unfinished")
    unfinished.unlink(missing_ok=True)
    try:
        copy(source, unfinished)
        if problems := problems_of(unfinished):
            raise BackupError(f"The copy is not sound: {'; '.join(problems)}")
        unfinished.rename(target)
    finally:
        unfinished.unlink(missing_ok=True)


def copy(source: Path, target: Path) -> None:
    """Copy the SQLite file `source`, with what its log holds, to the single file `target`.

    Without what lets one in elsewhere: a copy is carried about, and it would be of no use for long.
    Raises sqlite3.DatabaseError where `source` is none.
    """
    with closing(opened(source)) as here, closing(sqlite3.connect(target)) as there:
        # In one step: it reads one moment's state while writers go on (WAL). In several,
        # it would start over whenever somebody wrote in between.
        here.backup(there)
        _leave_out_tokens(there)
        # Without a log of its own the copy is one file; opening it for use starts a new log.
        there.execute("PRAGMA journal_mode = DELETE")


def _leave_out_tokens(copy: sqlite3.Connection) -> None:
    """Overwritten, not only forgotten; an older version's database has no such table."""
    known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
    if copy.execute(known, (ChannelToken.__tablename__,)).fetchone():
        copy.execute("PRAGMA secure_delete = ON")
        copy.execute(f"DELETE FROM {ChannelToken.__tablename__}")  # noqa: S608 - our own name
        copy.commit()


def problems_of(path: Path) -> list[str]:
    """What is wrong with the SQLite database at `path`: nothing in the list when it is sound."""
    with closing(opened(path)) as connection:
        try:
            found = [str(row[0]) for row in connection.execute("PRAGMA integrity_check")]
            orphans = connection.execute("PRAGMA foreign_key_check").fetchall()
        except sqlite3.DatabaseError as error:
            return [str(error)]
    problems = [line for line in found if line != "ok"]
    return problems + [
        f"a row of {table} refers to a missing {parent}" for table, _, parent, _ in orphans
    ]


def opened(path: Path) -> sqlite3.Connection:
    """To read alone; what is not there is not made."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
