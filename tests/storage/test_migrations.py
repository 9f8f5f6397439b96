"""The migrations build what the models say, on both databases, and can be taken back."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect

from storage.engine import Database
from storage.migrate import alembic_config, migrate
from storage.tables import Base
from tests.conftest import sqlite_url


async def test_models_and_migrations_agree(database: Database) -> None:
    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))

    async with database.writer.connect() as connection:
        assert await connection.run_sync(differences) == []


async def test_check_constraints_are_migrated(database: Database) -> None:
    """Alembic does not compare them, and they are what keeps the states true."""

    def constraints(connection: Connection) -> set[str | None]:
        inspector = inspect(connection)
        return {
            check["name"]
            for table in Base.metadata.tables
            for check in inspector.get_check_constraints(table)
        }

    declared = {
        str(constraint.name)
        for table in Base.metadata.tables.values()
        for constraint in table.constraints
        if constraint.__visit_name__ == "check_constraint"
    }
    async with database.writer.connect() as connection:
        assert declared <= await connection.run_sync(constraints)


async def test_migrating_again_changes_nothing(database: Database, database_url: URL) -> None:
    def tables(connection: Connection) -> list[str]:
        return sorted(inspect(connection).get_table_names())

    async with database.writer.connect() as connection:
        before = await connection.run_sync(tables)
    await migrate(database_url)
    async with database.writer.connect() as connection:
        assert await connection.run_sync(tables) == before


def test_downgrading_leaves_nothing(tmp_path: Path) -> None:
    async def down_and_look() -> list[str]:
        url = sqlite_url(tmp_path / "jinlin.db")
        await migrate(url)
        database = Database(url)
        try:
            async with database.writer.begin() as connection:
                return await connection.run_sync(_downgrade)
        finally:
            await database.close()

    assert asyncio.run(down_and_look()) == ["alembic_version"]


def test_revisions_are_one_line() -> None:
    heads = ScriptDirectory.from_config(alembic_config()).get_heads()
    assert len(heads) == 1


def _downgrade(connection: Connection) -> list[str]:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.downgrade(config, "base")
    return inspect(connection).get_table_names()
