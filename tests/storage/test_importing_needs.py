"""Importing what needs are about and what is offered for them, and exporting it again."""

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.exporting import export_need_categories, export_resources
from storage.importing import (
    Changes,
    ImportRefused,
    import_demo,
    import_need_categories,
    import_resources,
    open_book,
)
from storage.tables import Area, NeedCategory, Resource, ResourceSource, ResourceState
from tests.services.factories import NOW

COMMUNITY = "350102004001"
CATEGORY = "编码,顺序,名称,名称（繁体）,名称（英文）,说法\n"
RESOURCE = "编码,区域编码,性质,类别编码,单位,内容,每月次数,截止,联系方式\n"
BANK = f"bank,{COMMUNITY},社会,safety,某某银行,反诈讲座,2,2026-12-31,李经理 13900000000\n"


@pytest.fixture
async def demo(database: Database) -> Database:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
    return database


async def load(database: Database, content: str) -> Changes:
    async with database.transaction() as session:
        return await import_resources(session, open_book(content.encode()))


async def test_what_is_offered_stands_on_the_list_at_once(demo: Database) -> None:
    assert await load(demo, RESOURCE + BANK) == Changes(added=1)
    assert await load(demo, RESOURCE + BANK) == Changes(unchanged=1)
    assert await load(demo, RESOURCE + BANK.replace("讲座,2", "讲座,3")) == Changes(changed=1)
    async with demo.reading() as session:
        found = (await session.scalars(select(Resource).where(Resource.code == "bank"))).one()
        area = await session.get_one(Area, found.area_id)
    assert (area.code, found.source, found.a_month) == (COMMUNITY, ResourceSource.PARTNER, 3)
    assert (found.state, found.offered_by) == (ResourceState.CONFIRMED, None)


async def test_what_staff_took_off_the_list_stays_off_it(demo: Database) -> None:
    await load(demo, RESOURCE + BANK)
    async with demo.transaction() as session:
        found = (await session.scalars(select(Resource).where(Resource.code == "bank"))).one()
        found.state, found.ended_at = ResourceState.ENDED, NOW
    assert await load(demo, RESOURCE + BANK) == Changes(unchanged=1)


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (BANK.replace(COMMUNITY, "1"), "区域编码", "没有编码是“1”的区域"),
        (BANK.replace(COMMUNITY, "junmen-xincun-3"), "区域编码", "不是楼栋"),
        (BANK.replace("社会", "民间"), "性质", "只能写行政、社会、内生"),
        (BANK.replace("safety", "peace"), "类别编码", "没有编码是“peace”的需求类别"),
        (BANK.replace("反诈讲座", ""), "内容", "不能空着"),
        (BANK.replace("某某银行", "银" * 81), "单位", "最多 80 个字"),
        (BANK.replace("讲座,2", "讲座,0"), "每月次数", "1 到 100 的整数"),
        (BANK.replace("2026-12-31", "年底"), "截止", "年底"),
        (BANK + BANK, "编码", "跟第 2 行重复了"),
    ],
)
async def test_what_is_wrong_is_told_by_row_and_column(
    demo: Database, row: str, column: str, words: str
) -> None:
    with pytest.raises(ImportRefused) as refused:
        await load(demo, RESOURCE + row)
    [problem] = refused.value.problems
    assert (problem.column, words in problem.text) == (column, True)


async def test_categories_are_added_and_changed(demo: Database) -> None:
    async with demo.transaction() as session:
        book = open_book((CATEGORY + "pets,10,宠物,寵物,Pets,狗、猫\n").encode())
        assert await import_need_categories(session, book) == Changes(added=1)
        assert await import_need_categories(session, book) == Changes(unchanged=1)
        assert (await session.get_one(NeedCategory, "pets")).words == ["狗", "猫"]


async def test_what_was_exported_changes_nothing(demo: Database) -> None:
    async with demo.transaction() as session:
        content = await export_resources(session)
        kinds = await export_need_categories(session)
    async with demo.transaction() as session:
        assert (await import_resources(session, open_book(content))).changed == 0
        changes = await import_need_categories(session, open_book(kinds))
    assert (changes.added, changes.changed) == (0, 0)
