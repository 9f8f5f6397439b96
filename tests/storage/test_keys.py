"""Keys of several columns find the right rows, on SQLite without reading the whole table."""

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.dialects import sqlite

from storage.engine import Database
from storage.keys import one_of
from storage.tables import Card, Channel

PLACE = (Card.chat_id, Card.key)
CARDS = [(-1, "ticket:1"), (-1, "ticket:2"), (-2, "ticket:1"), (-2, "ticket:2")]


async def test_pairs_are_found_and_not_their_mixtures(database: Database) -> None:
    async with database.transaction() as session:
        rows = [
            {"channel": Channel.TELEGRAM, "chat_id": chat, "key": key, "message_id": at, "look": ""}
            for at, (chat, key) in enumerate(CARDS)
        ]
        await session.execute(insert(Card), rows)
        wanted = [(-1, "ticket:1"), (-2, "ticket:2"), (-3, "ticket:1")]
        found = await session.execute(select(*PLACE).where(one_of(PLACE, wanted)))
        assert sorted(map(tuple, found)) == [(-2, "ticket:2"), (-1, "ticket:1")]


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sqlite_looks_them_up(database: Database) -> None:
    statement = select(Card).where(Card.channel == Channel.TELEGRAM, one_of(PLACE, CARDS))
    written = statement.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
    async with database.reading() as session:
        plan = await session.execute(text(f"EXPLAIN QUERY PLAN {written}"))
        assert not [step for *_, step in plan if step.startswith("SCAN cards")]
