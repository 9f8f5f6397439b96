"""Importing the working hours of a community, and exporting them again."""

from datetime import time

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import Database
from storage.exporting import export_working_hours
from storage.importing import Changes, ImportRefused, import_working_hours, open_book
from storage.reading import Book
from storage.tables import WorkDay, WorkingHours
from tests.services.factories import build_neighbourhood

MORNINGS = "{code},工作日,8:30,12:00"


def sheet(code: str, *rows: str) -> Book:
    filled = [row.format(code=code) for row in rows]
    return open_book("\n".join(["编码,星期,上班,下班", *filled]).encode())


async def a_community(session: AsyncSession) -> str:
    community = (await build_neighbourhood(session)).community
    community.code = "jm-1"
    await session.flush()
    return community.code


async def test_a_community_has_its_own_and_the_file_says_all_of_them(database: Database) -> None:
    async with database.transaction() as session:
        code = await a_community(session)
        longer = sheet(code, MORNINGS, "{code},周六,9点,00:00", "{code},节假日,9:00,11:30")
        assert await import_working_hours(session, longer) == Changes(added=7)
        assert await import_working_hours(session, longer) == Changes(unchanged=7)
        again = open_book(await export_working_hours(session))
        assert await import_working_hours(session, again) == Changes(unchanged=7)
        saturday = select(WorkingHours.closes).where(WorkingHours.day == WorkDay.SATURDAY)
        assert await session.scalar(saturday) == time(0)
        shorter = sheet(code, MORNINGS)
        assert await import_working_hours(session, shorter) == Changes(unchanged=5, changed=2)
        assert await session.scalar(select(func.count()).select_from(WorkingHours)) == 5


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["nowhere,工作日,8:30,12:00"], "第 2 行「编码」：没有编码是“nowhere”的地方"),
        ([MORNINGS, "{code},周三,11:00,13:00"], "第 3 行「上班」：跟第 2 行重叠了"),
        ([MORNINGS, MORNINGS], "第 3 行「上班」：跟第 2 行重叠了"),
        (["{code},周一,18:00,8:00"], "第 2 行「下班」：下班要比上班晚"),
        (["{code},周一,8:00,8:00"], "第 2 行「下班」：下班要比上班晚"),
        (["{code},节假日,9:00,12:00"], "第 2 行「星期」：这个地方平日一段上班时间也没有"),
        (["{code},周一,,"], "第 2 行「上班」：要写像 09:30 这样的时间"),
        (["{code},星期八,8:00,9:00"], "第 2 行「星期」：只能写周一、"),
    ],
)
async def test_what_cannot_be_is_refused_by_row(
    database: Database, rows: list[str], told: str
) -> None:
    async with database.transaction() as session:
        code = await a_community(session)
        with pytest.raises(ImportRefused, match=told):
            await import_working_hours(session, sheet(code, *rows))
        assert (await session.scalars(select(WorkingHours))).all() == []
