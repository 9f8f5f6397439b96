"""Importing canteens, when they serve, who is subsidised and whom they deliver to."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from storage import sheets
from storage.engine import Database
from storage.importing import (
    Changes,
    ImportRefused,
    import_canteens,
    import_delivery_terms,
    import_demo,
    import_meal_rules,
    import_subsidies,
    open_book,
)
from storage.importing.menus import HEADINGS, read_menu
from storage.tables import Canteen, DeliveryTerms, Meal, MealRule, Status, Subsidy
from tests.services.factories import NOW

COMMUNITY, CODE = "350102004001", "junmen-canteen"
CANTEEN = "编码,区域编码,名称,地址,电话,每月未取不提醒\n"
RULE = "食堂编码,餐别,开始,结束,星期,节假日供餐,开餐,收餐,提前天数,截单,份数,送餐单数,每单最多\n"
SUBSIDY = "编码,食堂编码,名称,资金来源,开始,结束,满几岁,身份,餐别,每餐补贴（元）,每月最多（元）\n"
DELIVERY = "编码,食堂编码,名称,开始,结束,满几岁,身份,每单送餐费（元）\n"
cells = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.fixture
async def demo(database: Database) -> Database:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
    return database


async def imported(database: Database, importer: object, text: str) -> Changes:
    async with database.transaction() as session:
        changes: Changes = await importer(session, open_book(text.encode()))  # type: ignore[operator]
        return changes


async def refused(database: Database, importer: object, text: str) -> list[str]:
    with pytest.raises(ImportRefused) as refusal:
        await imported(database, importer, text)
    return str(refusal.value).splitlines()


async def test_the_demo_canteen_serves_three_meals_and_knows_its_tiers(demo: Database) -> None:
    async with demo.reading() as session:
        canteen = (await session.scalars(select(Canteen))).one()
        rules = {rule.meal: rule for rule in await session.scalars(select(MealRule))}
        subsidies = {each.key: each for each in await session.scalars(select(Subsidy))}
        free = await session.scalars(select(DeliveryTerms).where(DeliveryTerms.fee_fen == 0))
        assert canteen.code == CODE
        assert (rules[Meal.LUNCH].starts, rules[Meal.LUNCH].cut_off) == (time(11), time(9, 30))
        assert rules[Meal.BREAKFAST].cut_off_days == 1
        assert (subsidies["age-80"].min_age, subsidies["age-80"].fen) == (80, 300)
        assert subsidies["lives-alone"].month_cap_fen == 8000
        assert {terms.status for terms in free} == {
            Status.LIVES_ALONE,
            Status.NO_FAMILY,
            Status.LOW_INCOME,
        }


async def test_a_canteen_is_added_changed_and_left_alone(demo: Database) -> None:
    row = f"{CANTEEN}b,{COMMUNITY},二食堂,某路 1 号,,0\n"
    assert await imported(demo, import_canteens, row) == Changes(added=1)
    assert await imported(demo, import_canteens, row) == Changes(unchanged=1)
    changed = row.replace("某路 1 号", "某路 2 号")
    assert await imported(demo, import_canteens, changed) == Changes(changed=1)


async def test_a_rule_from_another_day_stands_beside_the_old_one(demo: Database) -> None:
    row = f"{RULE}{CODE},午餐,2027-01-01,,7654321,是,10:30:00,12:30,1,20:00,150,50,2\n"
    assert await imported(demo, import_meal_rules, row) == Changes(added=1)
    assert await imported(demo, import_meal_rules, row) == Changes(unchanged=1)
    async with demo.reading() as session:
        newer = select(MealRule).where(MealRule.from_day == date(2027, 1, 1))
        rule = (await session.scalars(newer)).one()
        assert (rule.weekdays, rule.starts, rule.on_holidays) == ("1234567", time(10, 30), True)


async def test_problems_of_rules_are_told_by_row_and_column(demo: Database) -> None:
    row = f"{RULE}x,夜宵,2026-13-01,,128,也许,25:00,早上,一,九,-1,0,0\n"
    assert await refused(demo, import_meal_rules, row) == [
        "第 2 行「食堂编码」：没有编码是“x”的食堂",
        "第 2 行「餐别」：只能写早餐、午餐、晚餐，现在是“夜宵”",
        "第 2 行「开始」：要写像 2026-10-01 这样的日期，现在是“2026-13-01”",
        "第 2 行「开餐」：要写像 09:30 这样的时间，现在是“25:00”",
        "第 2 行「收餐」：要写像 09:30 这样的时间，现在是“早上”",
        "第 2 行「收餐」：要比开餐晚",
        "第 2 行「星期」：要写像 12345 这样的数字，1 是星期一，7 是星期日",
        "第 2 行「节假日供餐」：只能写是、否，现在是“也许”",
        "第 2 行「提前天数」：要写 0 到 14 的整数，现在是“一”",
        "第 2 行「截单」：要写像 09:30 这样的时间，现在是“九”",
        "第 2 行「份数」：要写 0 到 5000 的整数，现在是“-1”",
        "第 2 行「每单最多」：要写 1 到 20 的整数，现在是“0”",
    ]


async def test_problems_of_subsidies_and_delivery_are_told(demo: Database) -> None:
    assert await refused(
        demo,
        import_subsidies,
        f"{SUBSIDY}a,{CODE},甲,民政局,2026-05-01,2026-04-01,,,,0,\n"
        f"b,{CODE},乙,民政局,2026-05-01,,60,流浪,早茶,1.234,x\n",
    ) == [
        "第 2 行「结束」：比开始的日子还早",
        "第 2 行「满几岁」：“满几岁”和“身份”至少要写一个",
        "第 2 行「每餐补贴（元）」：要比 0 多",
        "第 3 行「身份」：只能写独居、孤寡、低保、残疾、计生特殊家庭，现在是“流浪”",
        "第 3 行「餐别」：只能写早餐、午餐、晚餐，现在是“早茶”",
        "第 3 行「每餐补贴（元）」：要写像 10 或 9.5 这样的金额（元），现在是“1.234”",
        "第 3 行「每月最多（元）」：要写像 10 或 9.5 这样的金额（元），现在是“x”",
    ]
    twice = f"a,{CODE},甲,2026-05-01,,80,,2\n"
    assert await refused(demo, import_delivery_terms, DELIVERY + twice + twice) == [
        "第 3 行「编码」：跟第 2 行重复了"
    ]


async def test_a_canteen_nowhere_is_refused(demo: Database) -> None:
    row = f"{CANTEEN}c,nowhere,三食堂,某路,,2\n"
    assert await refused(demo, import_canteens, row) == [
        "第 2 行「区域编码」：没有编码是“nowhere”的区域"
    ]


@given(st.lists(st.lists(cells, min_size=9, max_size=9), max_size=4))
def test_whatever_stands_in_a_menu_it_is_read_or_refused(rows: list[list[str]]) -> None:
    try:
        found: object = read_menu(open_book(sheets.write(HEADINGS, rows)))
    except ImportRefused as refusal:
        found = [str(problem) for problem in refusal.problems]
    assert found
