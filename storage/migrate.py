"""Bringing a database's tables up to date."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import URL, Connection, make_url, text
from sqlalchemy.ext.asyncio import AsyncEngine

from storage.engine import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


async def migrate(url: str | URL) -> None:
    """Create or update the tables at `url`; run again, it changes nothing."""
    database = Database(make_url(url))
    try:
        await _run(database.writer)
    finally:
        await database.close()


async def _run(engine: AsyncEngine) -> None:
    def upgrade(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")

    async with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            # To change a check SQLite needs its table made anew, which the rows that refer to it
            # would forbid; outside of a transaction is the only place to say so.
            raw = await connection.get_raw_connection()
            assert raw.driver_connection is not None
            await raw.driver_connection.execute("PRAGMA foreign_keys = OFF")
        async with connection.begin():
            await connection.run_sync(upgrade)
            if engine.dialect.name == "sqlite":
                lost = await connection.execute(text("PRAGMA foreign_key_check"))
                assert lost.all() == [], "a migration left rows that refer to nothing"
