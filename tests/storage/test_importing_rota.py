"""Importing and exporting rotas: groups and people by their names, whole or not at all."""

from datetime import date, time

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.groups import binding
from storage.engine import Database
from storage.exporting import export_rota
from storage.importing import Changes, ImportRefused, import_rota, open_book
from storage.reading import Book
from storage.tables import Duty
from tests.services.factories import NOW, bind_groups, build_neighbourhood

HEAD = "群名称,星期,日期,开始,结束,姓名"
GROUP = "军门社区群"


def sheet(*rows: str) -> Book:
    return open_book("\n".join([HEAD, *rows]).encode())


async def a_group(session: AsyncSession) -> None:
    staff = (await bind_groups(session, await build_neighbourhood(session))).staff
    for person_id, name in ((201, "王芳"), (202, "李强"), (203, "同名"), (204, "同名")):
        await binding.saw(session, staff, person_id, name, now=NOW)
    await binding.saw(session, staff, 205, "走了", now=NOW)
    await binding.left(session, staff, 205, now=NOW)


async def stored(session: AsyncSession) -> list[tuple[object, ...]]:
    found = await session.scalars(select(Duty).order_by(Duty.day, Duty.weekday, Duty.id))
    return [(each.person_id, each.weekday, each.day, each.begins, each.ends) for each in found]


async def test_a_group_has_the_rota_of_the_file(database: Database) -> None:
    async with database.transaction() as session:
        await a_group(session)
        first = [f"{GROUP},周一,,08:30,18:00,王芳", f"{GROUP},,2026-03-08,,,李强"]
        assert await import_rota(session, sheet(*first)) == Changes(added=2)
        assert await import_rota(session, sheet(*first)) == Changes(unchanged=2)
        second = [first[0], f"{GROUP},2,,22:00,6:00,李强"]
        assert await import_rota(session, sheet(*second)) == Changes(added=1, unchanged=1)
        assert sorted(await stored(session), key=str) == [
            (201, 1, None, time(8, 30), time(18)),
            (202, 2, None, time(22), time(6)),
        ]


async def test_what_is_exported_can_be_imported(database: Database) -> None:
    async with database.transaction() as session:
        await a_group(session)
        rows = [f"{GROUP},周日,,,,王芳", f"{GROUP},,2026-03-08,08:30,18:00,李强"]
        await import_rota(session, sheet(*rows))
        before = await stored(session)
        assert (202, None, date(2026, 3, 8), time(8, 30), time(18)) in before
        again = open_book(await export_rota(session))
        assert await import_rota(session, again) == Changes(unchanged=2)
        assert await stored(session) == before


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("别的群,周一,,,,王芳", "「群名称」：没有叫“别的群”的群"),
        (f"{GROUP},周一,,,,赵六", "「姓名」：“赵六”没有在这个群里出现过"),
        (f"{GROUP},周一,,,,走了", "「姓名」：“走了”没有在这个群里出现过"),
        (f"{GROUP},周一,,,,同名", "「姓名」：群里有几个人都叫“同名”"),
        (f"{GROUP},,,,,王芳", "「星期」：星期和日期只能写一个"),
        (f"{GROUP},周一,2026-03-08,,,王芳", "「星期」：星期和日期只能写一个"),
        (f"{GROUP},周八,,,,王芳", "「星期」：要写像 周一 这样的星期"),
        (f"{GROUP},,3月8日,,,王芳", "「日期」"),
        (f"{GROUP},周一,,8:30,,王芳", "「结束」"),
        (f"{GROUP},周一,,8:30,25:00,王芳", "「结束」"),
    ],
)
async def test_a_wrong_row_is_refused_in_a_sentence(
    database: Database, row: str, told: str
) -> None:
    async with database.transaction() as session:
        await a_group(session)
        with pytest.raises(ImportRefused) as refused:
            await import_rota(session, sheet(row))
        assert told in str(refused.value)
        assert await stored(session) == []


async def test_a_shift_stands_once(database: Database) -> None:
    async with database.transaction() as session:
        await a_group(session)
        row = f"{GROUP},周一,,,,王芳"
        with pytest.raises(ImportRefused, match="跟第 2 行重复了"):
            await import_rota(session, sheet(row, row))
