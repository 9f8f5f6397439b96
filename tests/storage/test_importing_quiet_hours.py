"""Importing quiet hours that differ from the usual ones."""

from datetime import time

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import Database
from storage.importing import Changes, ImportRefused, import_quiet_hours, open_book
from storage.reading import Book
from storage.tables import QuietHours
from tests.services.factories import build_neighbourhood


def sheet(*rows: str) -> Book:
    return open_book("\n".join(["编码,开始,结束", *rows]).encode())


async def a_community(session: AsyncSession) -> str:
    community = (await build_neighbourhood(session)).community
    community.code = "jm-1"
    await session.flush()
    return community.code


async def test_a_community_has_its_own(database: Database) -> None:
    async with database.transaction() as session:
        code = await a_community(session)
        row = f"{code},22:00,06:30"
        assert await import_quiet_hours(session, sheet(row)) == Changes(added=1)
        assert await import_quiet_hours(session, sheet(row)) == Changes(unchanged=1)
        later = row.replace("22:00", "23:00")
        assert await import_quiet_hours(session, sheet(later)) == Changes(changed=1)
        stored = (await session.scalars(select(QuietHours))).one()
    assert (stored.begins, stored.ends) == (time(23), time(6, 30))


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("nowhere,22:00,06:30", "没有编码是“nowhere”的地方"),
        ("{code},22 o'clock,06:30", "22 o'clock"),
        ("{code},22:00,06:30\n{code},21:00,07:00", "跟第 2 行重复了"),
    ],
)
async def test_what_cannot_be_meant_is_refused(database: Database, row: str, told: str) -> None:
    async with database.transaction() as session:
        code = await a_community(session)
        with pytest.raises(ImportRefused, match=told):
            await import_quiet_hours(session, sheet(row.format(code=code)))
        assert (await session.scalars(select(QuietHours))).all() == []
