"""Putting a copy of the SQLite database in the place of the one in use."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL, make_url

from storage.backup import BackupError, copy, opened, problems_of
from storage.engine import Database
from storage.ids import leave_out
from storage.lease import somebody_works
from storage.migrate import WrongTablesError, migrate, revision
from storage.sole import InUseError, sole_process, sqlite_path

HISTORIES = ("ticket_events", "meal_booking_events", "points_ledger")
"""Append-only tables: what grew out of a copy begins with what the copy holds."""
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
            await _leave_out(
                unfinished, await asyncio.to_thread(_given_since, unfinished, path), now
            )
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


async def restored(url: str | URL, *, now: datetime) -> None:
    """After a copy was put back by another tool: bring it up to date, give no id again.

    Raises InUseError while the program runs.
    """
    with sole_process(url):
        await migrate(url)
        database = Database(url)
        try:
            if not database.is_sqlite and await somebody_works(database):
                raise InUseError("The program runs; stop it, restore, and then say so.")
            async with database.writer.begin() as connection:
                await connection.run_sync(leave_out, None, now=now)
        finally:
            await database.close()


async def _leave_out(unfinished: Path, given: dict[str, int] | None, now: datetime) -> None:
    database = Database(URL.create("sqlite+aiosqlite", database=str(unfinished)))
    try:
        async with database.writer.begin() as connection:
            await connection.run_sync(leave_out, given, now=now)
    finally:
        await database.close()


def _given_since(copied: Path, replaced: Path) -> dict[str, int] | None:
    """How far `replaced` had come; None where it cannot be read or did not grow out of `copied`."""
    try:
        with closing(opened(copied)) as before, closing(opened(replaced)) as after:
            for history in HISTORIES:
                line = f"SELECT id, at FROM {history}"  # noqa: S608 - one of our own names
                last = before.execute(f"{line} ORDER BY id DESC").fetchone()
                if last and last != after.execute(f"{line} WHERE id = ?", last[:1]).fetchone():
                    return None
            return dict(after.execute("SELECT name, seq FROM sqlite_sequence").fetchall())
    except sqlite3.Error:
        return None


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
