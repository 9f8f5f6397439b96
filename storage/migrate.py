"""Bringing a database's tables up to date; Alembic is imported only where they are not."""

from pathlib import Path

from sqlalchemy import URL, Connection, inspect, make_url, text

from storage.engine import Database
from storage.sole import sqlite_path
from storage.versions import keep_versions

MIGRATIONS = Path(__file__).parent / "migrations"
_MAKES_IT = "`python -m bot migrate` makes them, and so does `run`."


class WrongTablesError(Exception):
    """The database holds what this version cannot work on; the text says what to do."""


def newest() -> str:
    """The revision that this version of the program works on."""
    return max(revisions())


def revisions() -> set[str]:
    """All that are known, by the names of their files: one line, and their numbers its order."""
    return {file.name.partition("_")[0] for file in MIGRATIONS.glob("versions/[0-9]*.py")}


async def revision(url: str | URL) -> str | None:
    """Of the tables at `url`; None where there are none yet.

    Raises WrongTablesError where they are not ours, or of a version that is newer than this one.
    """
    database = Database(make_url(url))
    try:
        return await _revision_of(database)
    finally:
        await database.close()


async def require_newest(url: str | URL) -> None:
    """Raises WrongTablesError unless there are tables at `url` that this version works on."""
    path = sqlite_path(url)
    if path is not None and not path.exists():
        raise WrongTablesError(f"There is no database at {path} yet; {_MAKES_IT}")
    found = await revision(url)
    if found is None:
        raise WrongTablesError(f"There are no tables in it yet; {_MAKES_IT}")
    if found != newest():
        raise WrongTablesError(
            f"Its tables are of revision {found}, and this version works on {newest()}; {_MAKES_IT}"
        )


async def migrate(url: str | URL) -> None:
    """Create or update the tables at `url`; run again, it changes nothing.

    Raises WrongTablesError as `revision` does.
    """
    database = Database(make_url(url))
    try:
        if await _revision_of(database) != newest():
            from storage.upgrading import upgrade

            await upgrade(database.writer)
        async with database.writer.begin() as connection:
            await connection.run_sync(keep_versions)
    finally:
        await database.close()


async def _revision_of(database: Database) -> str | None:
    async with database.writer.connect() as connection:
        return await connection.run_sync(_revision)


def _revision(connection: Connection) -> str | None:
    there = inspect(connection).get_table_names()
    found: str | None = None
    if "alembic_version" in there:
        found = connection.scalar(text("SELECT version_num FROM alembic_version"))
    if found is None and there:
        raise WrongTablesError(
            "It holds tables of another program; set DATABASE_URL to a database of our own."
        )
    if found is not None and found not in revisions():
        raise WrongTablesError(
            f"Its tables are of revision {found}, which this version of the program does not know"
            f" (it ends at {newest()}): a newer version made them. Update the program."
        )
    return found
