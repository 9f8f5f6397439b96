"""Importing for how long is kept what is kept only for a while."""

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.exporting import export_retention
from storage.importing import Changes, ImportRefused, import_retention, open_book
from storage.reading import Book
from storage.retention import BY_NAME
from storage.tables import Retention


def sheet(*rows: str) -> Book:
    return open_book("\n".join(["名称,保存天数", *rows]).encode())


async def test_a_time_is_set_and_changed(database: Database) -> None:
    async with database.transaction() as session:
        assert await import_retention(session, sheet("outbox,30")) == Changes(added=1)
        assert await import_retention(session, sheet("outbox,30")) == Changes(unchanged=1)
        assert await import_retention(session, sheet("outbox,14")) == Changes(changed=1)
        assert (await session.scalars(select(Retention.days))).all() == [14]


async def test_what_holds_is_exported_and_can_be_imported(database: Database) -> None:
    async with database.transaction() as session:
        await import_retention(session, sheet("outbox,30"))
        book = open_book(await export_retention(session))
        changes = await import_retention(session, book)
    assert (changes.added, changes.unchanged) == (len(BY_NAME) - 1, 1)


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("diaries,30", "只能写outbox、"),
        ("seen-updates,1", "要写 2 到 36500 的整数"),
        ("outbox,7\noutbox,8", "跟第 2 行重复了"),
    ],
)
async def test_what_would_break_a_promise_is_refused(
    database: Database, row: str, told: str
) -> None:
    async with database.transaction() as session:
        with pytest.raises(ImportRefused, match=told):
            await import_retention(session, sheet(row))
        assert (await session.scalars(select(Retention))).all() == []
