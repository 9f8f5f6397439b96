"""The migrations build what the models say, on both databases, and can be taken back."""

import asyncio
from functools import partial
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import URL, Connection, inspect, text

from storage.engine import Database
from storage.migrate import migrate, newest, revisions
from storage.tables import Base
from storage.upgrading import alembic_config
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


def test_a_bound_group_lives_through_the_change_of_its_purposes(tmp_path: Path) -> None:
    """SQLite makes the table anew for it; members and tickets refer to the old one."""

    async def bind_before_and_look_after() -> list[tuple[str, int]]:
        database = Database(sqlite_url(tmp_path / "jinlin.db"))
        try:
            async with database.writer.begin() as connection:
                await connection.run_sync(partial(_upgrade, to="0004"))
                await connection.execute(text(_A_COMMUNITY))
                await connection.execute(text(_A_GROUP))
                await connection.execute(text(_A_MEMBER))
            await migrate(database.url)
            async with database.writer.connect() as connection:
                rows = await connection.execute(text(_WHO_IS_WHERE))
                return [(row.purpose, row.person_id) for row in rows]
        finally:
            await database.close()

    assert asyncio.run(bind_before_and_look_after()) == [("patrol", 7)]


_A_COMMUNITY = """INSERT INTO areas (id, level, code, name, path)
    VALUES (1, 'community', '1', '军门社区', '/1/')"""
_A_GROUP = """INSERT INTO groups (id, chat_id, title, area_id, purpose, bound_at)
    VALUES (3, -100, '巡查组', 1, 'patrol', '2026-11-23 00:00:00')"""
_A_MEMBER = """INSERT INTO group_members (group_id, person_id, name, seen_at)
    VALUES (3, 7, '城管队员', '2026-11-23 00:00:00')"""
_WHO_IS_WHERE = """SELECT purpose, person_id FROM groups
    JOIN group_members ON group_members.group_id = groups.id"""


def test_revisions_are_one_line() -> None:
    """And their files' names say which they are: a start asks no more than that."""
    scripts = ScriptDirectory.from_config(alembic_config())
    assert scripts.get_heads() == [newest()]
    assert [each.revision for each in scripts.walk_revisions()] == sorted(revisions(), reverse=True)


def _upgrade(connection: Connection, to: str) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _downgrade(connection: Connection) -> list[str]:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.downgrade(config, "base")
    return inspect(connection).get_table_names()
