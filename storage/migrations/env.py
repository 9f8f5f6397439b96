"""Alembic's entry: runs on the connection it is handed, or on DATABASE_URL for a new revision."""

import asyncio
import os
from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from sqlalchemy import JSON, Connection

from storage.engine import Database
from storage.migrate import newest
from storage.tables import Base
from storage.tables.base import UtcDateTime


def render_item(kind: str, item: Any, autogen: AutogenContext) -> str | Literal[False]:
    # A revision must not change when our types do, so it spells out what they are made of.
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, JSON):
        autogen.imports.add("from sqlalchemy.dialects import postgresql")
        return 'sa.JSON().with_variant(postgresql.JSONB(), "postgresql")'
    return False


def number(_context: object, _parent: object, directives: list[MigrationScript]) -> None:
    """Call a new revision by the next number: `storage/migrate.py` goes by their files' names."""
    for script in directives:
        script.rev_id = f"{int(newest()) + 1:04}"


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        process_revision_directives=number,
    )
    with context.begin_transaction():
        context.run_migrations()


async def connect_and_run() -> None:
    database = Database(os.environ.get("DATABASE_URL", "sqlite+aiosqlite:///data/jinlin.db"))
    async with database.writer.begin() as connection:
        await connection.run_sync(run)
    await database.close()


handed = context.config.attributes.get("connection")
if handed is not None:
    run(handed)
else:
    asyncio.run(connect_and_run())
