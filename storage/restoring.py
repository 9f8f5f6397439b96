"""Putting a copy of the SQLite database in the place of the one in use."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, make_url

from storage.backup import BackupError, copy, problems_of
from storage.migrate import WrongTablesError, migrate, revision
from storage.sole import sole_process, sqlite_path

SIDE_FILES = ("-wal", "-shm")
"""What SQLite keeps beside a database in use. A -wal left behind would be applied to the copy."""


async def restore(url: str | URL, file: Path, *, now: datetime) -> Path | None:
    """Make the copy `file` the database at `url`; where the one it replaces was put, if any.

    The copy is checked, and brought up to date where an older version of the program made it,
    before anything is touched; `file` itself stays as it is. The replaced database is kept beside
    the new one under a name with the time, `now`. Raises BackupError for PostgreSQL and for a
    file that is no sound copy of ours, InUseError while the program runs.
    """
    path = sqlite_path(url)
    if path is None:
        raise BackupError(_other_database(make_url(url)))
    with sole_process(url):
        unfinished = path.with_name(f"{path.name}.restoring")
        try:
            await asyncio.to_thread(_copy_checked, file, unfinished)
            await _bring_up_to_date(make_url(url).set(database=str(unfinished)), file)
            return await asyncio.to_thread(_put, unfinished, path, now)
        finally:
            for name in ("", *SIDE_FILES):
                unfinished.with_name(f"{unfinished.name}{name}").unlink(missing_ok=True)


def _copy_checked(file: Path, unfinished: Path) -> None:
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    unfinished.unlink(missing_ok=True)
    try:
        copy(file, unfinished)
        problems = problems_of(unfinished)
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{file} is no copy of a database: {error}.") from error
    if problems:
        raise BackupError(f"{file} is damaged: {'; '.join(problems[:3])}. Take an older copy.")


async def _bring_up_to_date(unfinished: URL, file: Path) -> None:
    try:
        if await revision(unfinished) is None:
            raise BackupError(f"{file} is no copy of this program's database.")
        await migrate(unfinished)
    except WrongTablesError as error:
        raise BackupError(f"{file}: {error}") from error


def _put(new: Path, path: Path, now: datetime) -> Path | None:
    """At every moment there is a database at `path`, the old one or the new one."""
    with closing(sqlite3.connect(new)) as connection:
        # One file, whole without a log beside it.
        connection.execute("PRAGMA journal_mode = DELETE")
    kept = None
    if path.exists():
        kept = path.with_name(f"{path.stem}-before-{now:%Y%m%d-%H%M%S}{path.suffix}")
        kept.hardlink_to(path)
    log, index = (path.with_name(f"{path.name}{side}") for side in SIDE_FILES)
    if kept is not None and log.exists():
        log.rename(kept.with_name(f"{kept.name}{SIDE_FILES[0]}"))
    log.unlink(missing_ok=True)
    index.unlink(missing_ok=True)
    new.replace(path)
    return kept


def _other_database(url: URL) -> str:
    if url.get_backend_name() == "sqlite":
        return "A database in memory cannot be restored."
    return (
        "This restores SQLite only. For PostgreSQL stop the program, use its own tool, "
        f"pg_restore --clean --if-exists --dbname={url.database} FILE (psql for a plain dump), "
        "then run: python -m bot restored"
    )
