"""Menus: put in by the week, repeated from the week before, taken off, read by day."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.errors import NotFound, NotYourGroup
from services.meals import booking, canteens, demo_menus, menu_sheets, menus, news, weeks
from services.meals.errors import BelowTaken, CutOff, NotServed, SessionClosed, SetWithdrawn
from services.meals.weeks import NewMenu, NewSet, PutIn, Repeated
from services.news import take_news
from services.tickets import Member
from storage import sheets
from storage.engine import Database
from storage.importing import ImportRefused, import_demo, open_book
from storage.importing.menus import HEADINGS
from storage.reading import read
from storage.tables import BookingState, Canteen, Meal, MealSession, MealSet
from tests.services.factories import NOW
from tests.services.meals.meal_factories import CUT_OFF, LUNCH, OVER, TODAY, TOMORROW
from tests.services.meals.meal_table import ANNA, BELLA, Deed, Table

WEDNESDAY, FRIDAY, SATURDAY = date(2026, 3, 4), date(2026, 3, 6), date(2026, 3, 7)
MONDAY, NEXT_MONDAY = date(2026, 3, 9), date(2026, 3, 16)
PORK = NewSet("荔枝肉套餐", ("荔枝肉", "米饭"), 1000)
FISH = NewSet("清蒸鱼套餐", ("清蒸鱼", "米饭"), 1100, ("低糖",))
NOODLES = NewSet("拌面套餐", ("拌面", "鱼丸汤"), 800)
USUAL = NewSet("家常套餐", ("米饭",), 1000)
BETTER = NewSet("加菜套餐", ("米饭",), 1300)


def lunch(day: date, *sets: NewSet, **capacity: int) -> NewMenu:
    return NewMenu(day, Meal.LUNCH, sets, **capacity)


def putting(table: Table, *wanted: NewMenu, now: datetime = NOW) -> Deed:
    canteen_id, member = table.kitchen.canteen.id, table.kitchen.member()
    return lambda session: weeks.put_in(session, canteen_id, wanted, member, now=now, zone=ZONE)


def repeating(table: Table, monday: date, now: datetime = NOW) -> Deed:
    canteen_id, member = table.kitchen.canteen.id, table.kitchen.member()
    return lambda session: weeks.repeat_week(
        session, canteen_id, monday, member, now=now, zone=ZONE
    )


async def on_menu(table: Table, day: date) -> list[str]:
    canteen_id = table.kitchen.canteen.id
    found = await table.do(lambda session: menus.menu_of(session, canteen_id, day))
    return [each.name for one in found for each in one.sets]


async def test_a_menu_is_put_in_and_again_nothing_changes(table: Table) -> None:
    wanted = (lunch(WEDNESDAY, PORK, FISH), lunch(FRIDAY, NOODLES))
    assert await table.do(putting(table, *wanted)) == PutIn(added=2)
    assert await table.do(putting(table, *wanted)) == PutIn(unchanged=2)
    assert await on_menu(table, WEDNESDAY) == ["荔枝肉套餐", "清蒸鱼套餐"]
    assert await on_menu(table, FRIDAY) == ["拌面套餐"]


async def test_another_menu_keeps_what_is_the_same_and_what_was_booked(table: Table) -> None:
    booking = await table.book(ANNA, set_id=table.kitchen.better.id)
    assert await table.do(putting(table, lunch(TOMORROW, PORK, USUAL))) == PutIn(changed=1)
    assert await on_menu(table, TOMORROW) == ["荔枝肉套餐", "家常套餐"]
    kept = await table.do(lambda session: menus.get_set(session, table.kitchen.usual.id))
    gone = await table.do(lambda session: menus.get_set(session, table.kitchen.better.id))
    assert kept.withdrawn_at is None
    assert gone.withdrawn_at == NOW
    assert await table.state(booking) is BookingState.BOOKED


async def test_a_set_whose_price_changed_is_another_set(table: Table) -> None:
    dearer = NewSet("家常套餐", ("米饭",), 1200)
    await table.do(putting(table, lunch(TOMORROW, dearer)))
    old = await table.do(lambda session: menus.get_set(session, table.kitchen.usual.id))
    assert (old.price_fen, old.withdrawn_at) == (1000, NOW)


async def test_a_menu_in_another_order_is_shown_in_that_order(table: Table) -> None:
    await table.do(putting(table, lunch(TOMORROW, BETTER, USUAL)))
    assert await on_menu(table, TOMORROW) == ["加菜套餐", "家常套餐"]
    await table.do(putting(table, lunch(TOMORROW, USUAL, BETTER)))
    assert await on_menu(table, TOMORROW) == ["家常套餐", "加菜套餐"]


@pytest.mark.parametrize(
    ("menu", "now", "refusal"),
    [
        (lunch(SATURDAY, PORK), NOW, NotServed),
        (NewMenu(FRIDAY, Meal.SUPPER, (PORK,)), NOW, NotServed),
        (lunch(TODAY, PORK), NOW, CutOff),
        (lunch(TOMORROW, PORK), CUT_OFF, CutOff),
        (lunch(date(2026, 2, 27), PORK), NOW, CutOff),
    ],
)
async def test_nothing_is_put_in_where_one_of_the_menus_cannot_be(
    table: Table, menu: NewMenu, now: datetime, refusal: type
) -> None:
    refused = await table.refused(putting(table, lunch(WEDNESDAY, FISH), menu, now=now))
    assert isinstance(refused, refusal)
    assert await on_menu(table, WEDNESDAY) == []


async def test_capacity_comes_with_the_menu_but_never_below_what_is_booked(table: Table) -> None:
    await table.book(ANNA)
    await table.do(putting(table, lunch(TOMORROW, USUAL, BETTER, portions=9, deliveries=4)))
    resized = await table.lunch()
    assert (resized.portions, resized.deliveries) == (9, 4)
    refused = await table.refused(putting(table, lunch(TOMORROW, PORK, portions=0)))
    assert isinstance(refused, BelowTaken)
    assert await on_menu(table, TOMORROW) == ["家常套餐", "加菜套餐"]


async def test_more_portions_in_a_sheet_promote_who_waits(table: Table) -> None:
    for person_id in (ANNA, BELLA, 100):
        await table.book(person_id)
    waits = await table.book(101)
    assert await table.state(waits) is BookingState.WAITING
    await table.do(putting(table, lunch(TOMORROW, USUAL, BETTER, portions=4)))
    assert await table.state(waits) is BookingState.BOOKED


async def test_a_closed_session_gets_no_menu(table: Table) -> None:
    async def close(session: AsyncSession) -> None:
        found = await session.get_one(MealSession, table.kitchen.lunch.id)
        found.closed_at, found.closed_reason = NOW, "检修"

    await table.do(close)
    assert isinstance(await table.refused(putting(table, lunch(TOMORROW, PORK))), SessionClosed)


async def test_only_the_canteen_s_own_group_puts_menus_in(table: Table) -> None:
    stranger = Member(301, "社工甲", table.kitchen.group.id + 1)
    refused = await table.refused(
        lambda session: weeks.put_in(
            session, table.kitchen.canteen.id, [], stranger, now=NOW, zone=ZONE
        )
    )
    assert isinstance(refused, NotYourGroup)


async def test_a_week_is_repeated_where_there_is_no_menu_yet(table: Table) -> None:
    await table.do(putting(table, lunch(WEDNESDAY, PORK), lunch(MONDAY, NOODLES)))
    repeated = await table.do(repeating(table, MONDAY))
    tuesday = MONDAY + timedelta(days=1)
    assert repeated.put_in == PutIn(added=2)
    assert await on_menu(table, tuesday) == ["家常套餐", "加菜套餐"]
    assert await on_menu(table, MONDAY + timedelta(days=2)) == ["荔枝肉套餐"]
    assert await on_menu(table, MONDAY) == ["拌面套餐"]
    assert repeated.without == [
        (MONDAY + timedelta(days=3), Meal.LUNCH),
        (MONDAY + timedelta(days=4), Meal.LUNCH),
    ]
    assert (await table.do(repeating(table, MONDAY))).put_in == PutIn()


async def test_after_a_week_without_meals_the_one_before_it_is_repeated(table: Table) -> None:
    await table.do(putting(table, lunch(WEDNESDAY, PORK)))
    repeated: Repeated = await table.do(repeating(table, NEXT_MONDAY))
    assert repeated.put_in.added == 2
    assert await on_menu(table, NEXT_MONDAY + timedelta(days=2)) == ["荔枝肉套餐"]


async def test_what_is_past_its_cut_off_is_not_repeated(table: Table) -> None:
    await table.do(putting(table, lunch(WEDNESDAY, PORK)))
    late = datetime.combine(MONDAY, LUNCH.timetz()) + timedelta(days=2)
    repeated = await table.do(repeating(table, MONDAY, now=late))
    assert repeated.put_in == PutIn()
    assert [day for day, _meal in repeated.without] == [date(2026, 3, 12), date(2026, 3, 13)]


async def test_a_set_is_withdrawn_once_and_only_by_the_canteen_s_group(table: Table) -> None:
    set_id, member = table.kitchen.usual.id, table.kitchen.member()
    stranger = Member(301, "社工甲", table.kitchen.group.id + 1)
    other = await table.refused(lambda session: menus.withdraw(session, set_id, stranger, now=NOW))
    assert isinstance(other, NotYourGroup)
    await table.do(lambda session: menus.withdraw(session, set_id, member, now=NOW))
    again = await table.refused(lambda session: menus.withdraw(session, set_id, member, now=NOW))
    unknown = await table.refused(lambda session: menus.withdraw(session, 999, member, now=NOW))
    assert isinstance(again, SetWithdrawn)
    assert isinstance(unknown, NotFound)
    assert await on_menu(table, TOMORROW) == ["加菜套餐"]


async def test_what_can_still_be_booked_ends_at_cut_off_and_with_a_closure(table: Table) -> None:
    await table.do(putting(table, lunch(WEDNESDAY, PORK), lunch(MONDAY, FISH)))

    async def days_on_offer(now: datetime) -> list[date]:
        canteen_id = table.kitchen.canteen.id
        found = await table.do(
            lambda session: menus.upcoming(session, canteen_id, now=now, zone=ZONE)
        )
        return [each.meal_session.day for each in found]

    assert await days_on_offer(NOW) == [TOMORROW, WEDNESDAY]
    assert await days_on_offer(CUT_OFF) == [WEDNESDAY]
    assert await days_on_offer(OVER) == [WEDNESDAY, MONDAY]


async def test_the_nearest_canteen_comes_first_and_those_elsewhere_not_at_all(
    table: Table,
) -> None:
    async def deed(session: AsyncSession) -> list[str]:
        for code, area in (
            ("street", table.place.street),
            ("compound", table.place.compound),
            ("elsewhere", table.place.next_community),
        ):
            session.add(Canteen(code=code, area_id=area.id, name=code, address="", no_show_mercy=0))
        await session.flush()
        found = await canteens.serving(session, table.place.building)
        return [canteen.code for canteen in found]

    assert await table.do(deed) == ["compound", "junmen", "street"]


def sheet(*rows: Sequence[str]) -> bytes:
    return sheets.write(HEADINGS, rows)


def sending(table: Table, content: bytes, now: datetime = NOW) -> Deed:
    canteen_id, member = table.kitchen.canteen.id, table.kitchen.member()
    return lambda session: menu_sheets.put_in(
        session, canteen_id, open_book(content), member, now=now, zone=ZONE
    )


async def problems(table: Table, content: bytes) -> list[str]:
    before = await table.everything()
    with pytest.raises(ImportRefused) as refused:
        await table.do(sending(table, content))
    assert await table.everything() == before
    return str(refused.value).splitlines()


async def test_the_template_lists_the_service_days_of_the_week(table: Table) -> None:
    canteen_id = table.kitchen.canteen.id
    content = await table.do(
        lambda session: menu_sheets.template(
            session, canteen_id, date(2026, 10, 5), now=datetime(2026, 10, 1, tzinfo=UTC), zone=ZONE
        )
    )
    [template] = read(content)
    rows = template.rows
    assert rows[0] == list(HEADINGS)
    days = [row[0] for row in rows[1:]]
    assert days == sorted(["2026-10-08", "2026-10-09", "2026-10-10"] * 2)
    assert rows[-1][:4] == ["2026-10-10", "星期六", "午餐", "B套餐"]


async def test_the_template_holds_what_stands_and_may_come_back_late(table: Table) -> None:
    canteen_id, monday = table.kitchen.canteen.id, TOMORROW - timedelta(days=TOMORROW.weekday())
    content = await table.do(
        lambda session: menu_sheets.template(session, canteen_id, monday, now=NOW, zone=ZONE)
    )
    [template] = read(content)
    names = [row[3] for row in template.rows if row[0] == TOMORROW.isoformat()]
    assert names == [table.kitchen.usual.name, table.kitchen.better.name]
    rows = [row for row in template.rows[1:] if row[0] == TOMORROW.isoformat()]
    late = await table.do(sending(table, sheet(*rows), now=CUT_OFF))
    assert late == PutIn(unchanged=1)


async def test_a_sheet_is_put_in_with_its_capacity(table: Table) -> None:
    rows = (
        ("2026-03-04", "周三", "午餐", "荔枝肉套餐", "荔枝肉、米饭", "10", "", "50", ""),
        ("2026/3/4", "", "午餐", "软食套餐", "烂面条 蒸水蛋", "8.50", "软食，低糖", "", "6"),
        ("2026-03-06", "星期五", "午餐", "A套餐", "", "", "", "", ""),
    )
    assert await table.do(sending(table, sheet(*rows))) == PutIn(added=1)
    [menu] = await table.do(
        lambda session: menus.menu_of(session, table.kitchen.canteen.id, WEDNESDAY)
    )
    assert (menu.meal_session.portions, menu.meal_session.deliveries) == (50, 6)
    soft = menu.sets[1]
    assert (soft.dishes, soft.price_fen, soft.tags) == (["烂面条", "蒸水蛋"], 850, ["软食", "低糖"])


async def test_every_problem_of_a_sheet_is_told_by_row_and_column(table: Table) -> None:
    await table.book(ANNA)
    rows = (
        ("2026-03-03", "", "午餐", "家常套餐", "米饭", "10", "", "0", ""),
        ("2026-03-04", "星期二", "午餐", "甲", "面", "10", "", "5", ""),
        ("2026-03-04", "", "午餐", "甲", "面", "999", "", "6", ""),
        ("2026-03-07", "", "午餐", "乙", "面", "10", "", "", ""),
        ("2026-03-32", "", "午餐", "乙", "面", "10", "", "", ""),
        ("2062-03-04", "", "午餐", "乙", "面", "10", "", "", ""),
        ("2026-03-05", "", "午餐", "", "、".join("一二三四五六七八九"), "-1", "", "", ""),
    )
    assert await problems(table, sheet(*rows)) == [
        "第 2 行「份数」：已经订出去 1 份，不能比这少",
        "第 3 行「星期」：3 月 4 日是星期三，现在写的是“星期二”",
        "第 4 行「价格（元）」：最多 200 元",
        "第 4 行「套餐」：跟第 3 行重复了",
        "第 4 行「份数」：跟第 3 行不一样：同一餐只能有一个数",
        "第 5 行「餐别」：这一餐那天不供应（停餐、放假或本来就没有）",
        "第 6 行「日期」：要写像 2026-10-01 这样的日期，现在是“2026-03-32”",
        "第 7 行「日期」：这一天还太远，请看看年份和月份写对没有",
        "第 8 行「套餐」：不能空着",
        "第 8 行「菜品」：最多 8 样，现在有 9 样",
        "第 8 行「价格（元）」：要写像 10 或 9.5 这样的金额（元），现在是“-1”",
    ]


async def test_the_demo_has_menus_for_this_week_and_the_next_and_again_no_more(
    database: Database,
) -> None:
    counted = []
    for now in (NOW, NOW, NOW + timedelta(days=7)):
        async with database.transaction() as session:
            await import_demo(session, now=now)
            await demo_menus.load(session, now=now)
            counted.append(len(list(await session.scalars(select(MealSet.id)))))
            canteen = (await session.scalars(select(Canteen))).one()
            today = now.astimezone(ZONE).date()
            shown = await menus.menu_of(session, canteen.id, today)
            assert [each.meal_session.meal for each in shown] == list(Meal)
    assert counted[0] == counted[1] < counted[2]


async def test_two_sheets_for_one_meal_at_once_leave_one_whole_menu(table: Table) -> None:
    both = ((PORK, FISH), (NOODLES, PORK))
    for day in (WEDNESDAY, TOMORROW):
        done = await asyncio.gather(
            *(table.do(putting(table, lunch(day, *sets), lunch(FRIDAY, *sets))) for sets in both)
        )
        assert len(done) == 2
        names = await on_menu(table, day)
        assert names in [[each.name for each in sets] for sets in both]
        assert await on_menu(table, FRIDAY) == names


async def test_who_waits_for_a_withdrawn_set_hears_it_and_is_not_given_it(table: Table) -> None:
    kitchen = table.kitchen
    full = await table.book(100, portions=3, set_id=kitchen.better.id)
    waits = await table.book(ANNA)
    behind = await table.book(BELLA, set_id=kitchen.better.id)
    async with table.database.transaction() as session:
        await menus.withdraw(session, kitchen.usual.id, kitchen.member(), now=NOW)
        assert take_news(session) == [news.AwaitedWithdrawn(waits.id)]
    await table.do(lambda session: booking.change(session, full.id, by=100, now=NOW, portions=1))
    assert await table.state(waits) is BookingState.WAITING
    assert await table.state(behind) is BookingState.BOOKED
    await table.do(
        lambda session: booking.change(
            session, waits.id, by=ANNA, now=NOW, set_id=kitchen.better.id
        )
    )
    assert await table.state(waits) is BookingState.BOOKED


async def test_who_waits_for_what_another_menu_lacks_hears_it(table: Table) -> None:
    booked = await table.book(100, portions=3)
    waits = await table.book(ANNA)
    member = table.kitchen.member()
    async with table.database.transaction() as session:
        canteen_id = table.kitchen.canteen.id
        menu = lunch(TOMORROW, PORK, BETTER)
        await weeks.put_in(session, canteen_id, [menu], member, now=NOW, zone=ZONE)
        assert take_news(session) == [news.AwaitedWithdrawn(waits.id)]
    assert await table.state(booked) is BookingState.BOOKED


async def test_those_behind_come_forward_when_a_set_is_withdrawn(table: Table) -> None:
    kitchen = table.kitchen
    await table.book(100, portions=2, set_id=kitchen.better.id)
    holds_up = await table.book(ANNA, portions=2)
    behind = await table.book(BELLA, set_id=kitchen.better.id)
    await table.do(
        lambda session: menus.withdraw(session, kitchen.usual.id, kitchen.member(), now=NOW)
    )
    assert await table.state(behind) is BookingState.BOOKED
    assert await table.state(holds_up) is BookingState.WAITING
