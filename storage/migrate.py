"""Bringing a database's tables up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import Database
from storage.ids import count_on, keep_counted, last_given
from storage.sole import sqlite_path

MIGRATIONS = Path(__file__).parent / "migrations"
_MAKES_IT = "`python -m bot migrate` makes them, and so does `run`."


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


class WrongTablesError(Exception):
    """The database holds what this version cannot work on; the text says what to do."""


def newest() -> str:
    """The revision that this version of the program works on."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    assert head is not None
    return head


async def revision(url: str | URL) -> str | None:
    """Of the tables at `url`; None where there are none yet.

    Raises WrongTablesError where they are not ours, or of a version that is newer than this one.
    """
    database = Database(make_url(url))
    try:
        async with database.writer.connect() as connection:
            return await connection.run_sync(_revision)
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
        await _run(database.writer)
    finally:
        await database.close()


def _revision(connection: Connection) -> str | None:
    found = MigrationContext.configure(connection).get_current_revision()
    if found is None and inspect(connection).get_table_names():
        raise WrongTablesError(
            "It holds tables of another program; set DATABASE_URL to a database of our own."
        )
    known = {
        each.revision for each in ScriptDirectory.from_config(alembic_config()).walk_revisions()
    }
    if found is not None and found not in known:
        raise WrongTablesError(
            f"Its tables are of revision {found}, which this version of the program does not know"
            f" (it ends at {newest()}): a newer version made them. Update the program."
        )
    return found


async def _run(engine: AsyncEngine) -> None:
    def upgrade(connection: Connection) -> None:
        _revision(connection)
        config = alembic_config()
        config.attributes["connection"] = connection
        sqlite = engine.dialect.name == "sqlite"
        given = last_given(connection) if sqlite else {}
        command.upgrade(config, "head")
        if sqlite:
            keep_counted(connection)
            count_on(connection, given)

    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # To change a check SQLite needs its table rebuilt, which the rows that refer to it
            # would forbid; outside of a transaction is the only place to say so.
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.execute("PRAGMA foreign_keys = OFF")
        async with connection.begin():
            await connection.run_sync(upgrade)
            if engine.dialect.name == "sqlite":
                lost = await connection.execute(text("PRAGMA foreign_key_check"))
                assert lost.all() == [], "a migration left rows that refer to nothing"
