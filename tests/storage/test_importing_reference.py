"""Importing categories, their phrases and calendar days."""

from datetime import date

import pytest
from sqlalchemy import func, select

from storage.engine import Database
from storage.importing import (
    Changes,
    ImportRefused,
    import_calendar_days,
    import_categories,
    import_phrases,
    open_book,
)
from storage.tables import CalendarDay, Category, CategoryPhrase, Purpose

CATEGORY = (
    "编码,顺序,名称,名称（繁体）,名称（英文）,提问,提问（繁体）,提问（英文）,负责,"
    "答复时限（小时）,办结时限（小时）,提醒（%）,超时上报（小时）,紧急,启用\n"
)
WATER = (
    CATEGORY + "water,2,停水,停水,No water,何时停的？,何時停的？,Since when?,物业,4,24,80,2,是,是\n"
)


async def test_a_category_with_its_question(database: Database) -> None:
    async with database.transaction() as session:
        await import_categories(session, open_book(WATER.encode()))
        category = (await session.scalars(select(Category))).one()
    assert category.names == {"zh": "停水", "zh_Hant": "停水", "en": "No water"}
    assert category.question("en") == "Since when?"
    assert (category.team, category.respond_hours) == (Purpose.PROPERTY, 4)
    assert (category.solve_hours, category.warn_percent, category.up_hours) == (24, 80, 2)
    assert (category.urgent, category.active) == (True, True)


async def test_a_category_again_changes_nothing_and_once_changed_says_so(
    database: Database,
) -> None:
    async with database.transaction() as session:
        await import_categories(session, open_book(WATER.encode()))
    async with database.transaction() as session:
        assert await import_categories(session, open_book(WATER.encode())) == Changes(unchanged=1)
        changed = WATER.replace(",4,", ",6,").encode()
        assert await import_categories(session, open_book(changed)) == Changes(changed=1)


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ("Since when?", "", "第 2 行「提问（英文）」：不能空着"),
        ("No water", "", "第 2 行「名称（英文）」：不能空着"),
        (",4,", ",0,", "第 2 行「答复时限（小时）」：要写 1 到 1000 的整数，现在是“0”"),
        (",4,", ",四,", "第 2 行「答复时限（小时）」：要写 1 到 1000 的整数，现在是“四”"),
        (",24,", ",0,", "第 2 行「办结时限（小时）」：要写 1 到 1000 的整数，现在是“0”"),
        (",80,", ",100,", "第 2 行「提醒（%）」：要写 10 到 95 的整数，现在是“100”"),
        (",2,是", ",,是", "第 2 行「超时上报（小时）」：要写 1 到 1000 的整数，现在是“”"),
        ("物业", "城管", "第 2 行「负责」：只能写社区、物业、巡查，现在是“城管”"),
    ],
)
async def test_a_wrong_category_is_refused(
    database: Database, wrong: str, right: str, said: str
) -> None:
    with pytest.raises(ImportRefused) as refusal:
        async with database.transaction() as session:
            await import_categories(session, open_book(WATER.replace(wrong, right).encode()))
    assert str(refusal.value) == said


async def test_phrases_are_added_once(database: Database) -> None:
    phrases = "类别编码,说法\nwater,没水了\nwater,停水了\n".encode()
    async with database.transaction() as session:
        await import_categories(session, open_book(WATER.encode()))
        assert await import_phrases(session, open_book(phrases)) == Changes(added=2)
        assert await import_phrases(session, open_book(phrases)) == Changes(unchanged=2)
        assert await session.scalar(select(func.count()).select_from(CategoryPhrase)) == 2


async def test_a_phrase_of_no_category_is_refused(database: Database) -> None:
    with pytest.raises(ImportRefused, match="第 2 行「类别编码」：没有编码是“lamp”的类别"):
        async with database.transaction() as session:
            await import_phrases(session, open_book("类别编码,说法\nlamp,灯坏了\n".encode()))


async def test_calendar_days_as_excel_writes_dates(database: Database) -> None:
    days = "日期,上班,说明\n2026/10/1,否,国庆\n2026-10-10,是,国庆调休\n".encode()
    async with database.transaction() as session:
        assert await import_calendar_days(session, open_book(days)) == Changes(added=2)
        assert await import_calendar_days(session, open_book(days)) == Changes(unchanged=2)
        stored = (await session.scalars(select(CalendarDay).order_by(CalendarDay.day))).all()
    assert [(day.day, day.working) for day in stored] == [
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
    ]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2026-02-30,否,", "第 2 行「日期」：要写像 2026-10-01 这样的日期，现在是“2026-02-30”"),
        ("十月一日,否,", "第 2 行「日期」：要写像 2026-10-01 这样的日期，现在是“十月一日”"),
        ("2026-1-1,否,\n2026/01/01,是,", "第 3 行「日期」：跟第 2 行重复了"),
    ],
)
async def test_a_wrong_calendar_day_is_refused(database: Database, row: str, said: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        async with database.transaction() as session:
            await import_calendar_days(session, open_book(f"日期,上班,说明\n{row}\n".encode()))
    assert str(refusal.value) == said
