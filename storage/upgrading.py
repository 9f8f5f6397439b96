"""Changing tables with Alembic; `storage/migrate.py` says when."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from storage.ids import count_on, keep_counted, last_given
from storage.migrate import MIGRATIONS

_UPGRADING = 0x4A4C_5550_4752
"""JLUPGR: no other lock's number in this database."""


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


async def upgrade(engine: AsyncEngine) -> None:
    """Bring the tables to the newest revision, wholly or not at all."""
    async with rebuilding(engine) as connection:
        await connection.run_sync(_upgrade)


@asynccontextmanager
async def rebuilding(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """A transaction in which tables may be rebuilt that others refer to."""
    sqlite = engine.dialect.name == "sqlite"
    async with engine.connect() as connection:
        if sqlite:
            # To change a check SQLite needs its table rebuilt, which the rows that refer to it
            # would forbid; outside of a transaction is the only place to say so.
            await _check_references(connection, "OFF")
        try:
            async with connection.begin():
                yield connection
                if sqlite:
                    lost = await connection.execute(text("PRAGMA foreign_key_check"))
                    assert lost.all() == [], "a migration left rows that refer to nothing"
        finally:
            if sqlite:
                await _check_references(connection, "ON")


async def _check_references(connection: AsyncConnection, switch: str) -> None:
    raw = await connection.get_raw_connection()
    assert raw.driver_connection is not None
    await raw.driver_connection.execute(f"PRAGMA foreign_keys = {switch}")


def _upgrade(connection: Connection) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    sqlite = connection.dialect.name == "sqlite"
    if not sqlite:
        # Of several processes that start at once one does it; the others then find it done.
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _UPGRADING})
    given = last_given(connection) if sqlite else {}
    command.upgrade(config, "head")
    if sqlite:
        keep_counted(connection)
        count_on(connection, given)
