"""What stood in a database of before is there afterwards, and people are found again."""

import asyncio
import os
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from alembic import command
from sqlalchemy import URL, Connection, text

from services.people import addresses, people
from storage.engine import Database
from storage.ids import last_given
from storage.migrate import migrate
from storage.upgrading import alembic_config
from tests.chats import telegram, user
from tests.conftest import administer, sqlite_url
from tests.services.factories import NOW
from tests.storage.filling import NOON, Row, fill, rows_of

BEFORE = "0018"
"""The last revision in which a person was Telegram's number of them."""
STOPPED = """INSERT INTO people (id, language, big_print, created_at, blocked_at)
    VALUES (31, 'zh', false, '2026-11-23 04:00:00', '2026-11-24 04:00:00')"""
RENAMED = {("conversations", "user_id"): "person_id"}
GONE = {("people", "blocked_at"), ("ticket_media", "kind"), ("ticket_media", "file_id")}


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[URL]:
    """A database without tables."""
    if request.param == "sqlite":
        yield sqlite_url(tmp_path / "jinlin.db")
        return
    server: URL = request.getfixturevalue("postgresql_url")
    name = f"jinlin_old_{os.getpid()}"
    asyncio.run(administer(server, f"CREATE DATABASE {name}"))
    yield server.set(database=name)
    asyncio.run(administer(server, f"DROP DATABASE {name} WITH (FORCE)"))


async def test_every_row_is_there_afterwards_and_everybody_is_found(empty_url: URL) -> None:
    old = Database(empty_url)
    async with old.writer.begin() as connection:
        await connection.run_sync(partial(_upgrade, to=BEFORE))
        everybody = await connection.run_sync(fill)
        await connection.execute(text(STOPPED))
        before = await connection.run_sync(rows_of)
        given = await connection.run_sync(last_given)
    await old.close()
    await migrate(empty_url)
    database = Database(empty_url)
    try:
        async with database.writer.connect() as connection:
            after = await connection.run_sync(rows_of)
            assert given.items() <= (await connection.run_sync(last_given)).items()
        assert all(before.values())
        [wrote] = [row["id"] for row in before["people"] if row["id"] in everybody]
        for table, rows in before.items():
            kept = [{name: row[name] for name in _as_now(table, rows[0])} for row in after[table]]
            assert kept == [_as_now(table, row) for row in rows], table
        await _everybody_is_found(database, everybody, wrote=wrote)
    finally:
        await database.close()


async def _everybody_is_found(database: Database, everybody: set[int], *, wrote: int) -> None:
    async with database.transaction() as session:
        for number in everybody:
            assert await addresses.seen_in_group(session, user(number)) == number
        stopped = await addresses.known(session, 31)
        assert stopped is not None
        assert stopped.addresses[0].blocked_at == NOON + timedelta(days=1)
        found = await people.reachable(session, wrote)
        assert found is not None
        assert found.chat == telegram(wrote)
        for number in everybody - {wrote}:
            assert await people.reachable(session, number) is None
        one = next(iter(everybody - {wrote}))
        for number in (wrote, one):
            person = await addresses.wrote(session, user(number), number, "zh", now=NOW)
            assert person.id == number


def _as_now(table: str, row: Row) -> Row:
    """The row by the names of today's columns."""
    return {
        RENAMED.get((table, name), name): value
        for name, value in row.items()
        if (table, name) not in GONE
    }


def _upgrade(connection: Connection, to: str) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)
