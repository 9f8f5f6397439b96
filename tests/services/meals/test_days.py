"""On which days a meal is served: rules with dates, holidays with 调休, what staff said."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE, Days
from services.errors import NotYourGroup, TooLong, WordsNeeded
from services.meals import canteens, days, sessions
from services.meals.errors import CutOff, NotServed, SessionClosed
from services.tickets import Member
from storage.tables import BookingState, CalendarDay, Canteen, Meal, MealRule
from tests.services.factories import NOW
from tests.services.meals.meal_factories import LUNCH, OVER, TODAY, TOMORROW, a_rule
from tests.services.meals.meal_table import ANNA, Deed, Table

FRIDAY, SATURDAY, SUNDAY = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 8)
HOLIDAY = date(2026, 10, 1)
"""国庆节, a Thursday."""
AROUND_HOLIDAY = date(2026, 10, 4)
"""A Sunday in the middle of it."""
MAKE_UP_DAY = date(2026, 10, 10)
"""A Saturday on which people work."""
weekdays = st.sets(st.sampled_from("1234567"), min_size=1).map("".join)
days_of_2026 = st.dates(date(2026, 1, 1), date(2026, 12, 31))


async def served(table: Table, day: date, meal: Meal = Meal.LUNCH) -> bool:
    canteen_id = table.kitchen.canteen.id
    rule = await table.do(lambda session: canteens.serves(session, canteen_id, meal, day))
    return rule is not None


async def add(table: Table, *rows: object) -> None:
    async def deed(session: AsyncSession) -> None:
        session.add_all(rows)

    await table.do(deed)


async def change_rule(table: Table, **values: object) -> None:
    async def deed(session: AsyncSession) -> None:
        rule = await session.get_one(MealRule, table.kitchen.rule.id)
        for name, value in values.items():
            setattr(rule, name, value)

    await table.do(deed)


async def test_weekdays_decide_on_ordinary_days(table: Table) -> None:
    assert [await served(table, day) for day in (FRIDAY, SATURDAY, SUNDAY)] == [True, False, False]
    assert not await served(table, FRIDAY, Meal.SUPPER)


async def test_holidays_are_free_and_working_weekends_are_not(table: Table) -> None:
    assert not await served(table, HOLIDAY)
    assert await served(table, MAKE_UP_DAY)


async def test_who_serves_some_days_only_does_not_follow_working_weekends(table: Table) -> None:
    await change_rule(table, weekdays="135")
    assert not await served(table, MAKE_UP_DAY)


async def test_a_canteen_that_serves_holidays_serves_each_of_their_days(table: Table) -> None:
    await change_rule(table, on_holidays=True)
    assert await served(table, HOLIDAY)
    assert await served(table, AROUND_HOLIDAY)
    assert not await served(table, SUNDAY)


async def test_a_day_that_the_community_declared_free_is_a_holiday(table: Table) -> None:
    await add(table, CalendarDay(day=FRIDAY, working=False, note="台风"))
    assert not await served(table, FRIDAY)


async def test_of_two_rules_the_one_begun_last_holds_and_none_after_the_end(table: Table) -> None:
    canteen: Canteen = table.kitchen.canteen
    await change_rule(table, until_day=date(2026, 6, 30))
    await add(table, a_rule(canteen, from_day=date(2026, 3, 7), weekdays="67", portions=8))
    assert not await served(table, date(2026, 3, 9))
    assert await served(table, SATURDAY)
    assert await served(table, FRIDAY)
    rule = await table.do(
        lambda session: canteens.rule_on(session, canteen.id, Meal.LUNCH, SATURDAY)
    )
    assert rule.portions == 8


@given(days_of_2026, weekdays, st.booleans())
def test_a_day_is_a_holiday_or_a_working_weekend_or_goes_by_its_weekday(
    day: date, chosen: str, on_holidays: bool
) -> None:
    known = Days({})
    rule = a_rule(Canteen(id=1), weekdays=chosen, on_holidays=on_holidays)
    keeps = canteens._keeps(rule, day, known)
    if known.is_holiday(day):
        assert keeps is on_holidays
    elif known.is_make_up_day(day) and set("12345") <= set(chosen):
        assert keeps
    else:
        assert keeps is (str(day.isoweekday()) in chosen)


async def test_a_session_has_its_hours_and_cut_off_in_the_zone_of_the_community(
    table: Table,
) -> None:
    lunch = table.kitchen.lunch
    assert lunch.starts_at == LUNCH
    assert lunch.cut_off_at == datetime(2026, 3, 2, 8, 0, tzinfo=UTC)


async def test_a_session_is_made_once_and_keeps_what_it_was_made_with(table: Table) -> None:
    await change_rule(table, portions=99)

    async def deed(session: AsyncSession) -> list[int]:
        canteen_id = table.kitchen.canteen.id
        opened = [
            await sessions.open_session(session, canteen_id, Meal.LUNCH, day, zone=ZONE)
            for day in (TOMORROW, TOMORROW, FRIDAY)
        ]
        return [each.id for each in opened] + [each.portions for each in opened]

    first, again, friday, *portions = await table.do(deed)
    assert first == again == table.kitchen.lunch.id
    assert friday != first
    assert portions[2] == 99 != portions[0]


async def test_no_session_is_made_on_a_day_without_the_meal(table: Table) -> None:
    canteen_id = table.kitchen.canteen.id
    refusal = await table.refused(
        lambda session: sessions.open_session(session, canteen_id, Meal.LUNCH, SUNDAY, zone=ZONE)
    )
    assert isinstance(refusal, NotServed)


def closing(
    table: Table, day: date, *meals: Meal, reason: str = "检修", now: datetime = NOW
) -> Deed:
    member = table.kitchen.member()
    canteen_id = table.kitchen.canteen.id
    return lambda session: days.close(
        session, canteen_id, day, meals, reason, member, now=now, zone=ZONE
    )


def opening(table: Table, day: date, *meals: Meal, now: datetime = NOW) -> Deed:
    member = table.kitchen.member()
    canteen_id = table.kitchen.canteen.id
    return lambda session: days.open_after_all(
        session, canteen_id, day, meals, "值班供餐", member, now=now, zone=ZONE
    )


async def test_a_closed_day_cancels_what_was_booked_and_serves_nothing(table: Table) -> None:
    booking = await table.book(ANNA)
    assert await table.do(closing(table, TOMORROW, Meal.LUNCH)) == 1
    assert not await served(table, TOMORROW)
    assert await table.state(booking) is BookingState.CANCELLED
    assert isinstance(await table.refused(closing(table, TOMORROW, Meal.LUNCH)), NotServed)


async def test_a_day_can_be_closed_before_it_has_a_menu(table: Table) -> None:
    assert await table.do(closing(table, FRIDAY, Meal.LUNCH)) == 0
    assert not await served(table, FRIDAY)


async def test_closing_needs_a_reason_of_a_length_that_people_read(table: Table) -> None:
    empty = await table.refused(closing(table, FRIDAY, Meal.LUNCH, reason=" "))
    long = await table.refused(closing(table, FRIDAY, Meal.LUNCH, reason="停" * 81))
    assert isinstance(empty, WordsNeeded)
    assert isinstance(long, TooLong)


async def test_of_a_day_all_meals_are_closed_or_none(table: Table) -> None:
    refusal = await table.refused(closing(table, FRIDAY, Meal.LUNCH, Meal.SUPPER))
    assert isinstance(refusal, NotServed)
    assert await served(table, FRIDAY)


async def test_a_meal_that_is_over_is_not_closed(table: Table) -> None:
    over = await table.refused(closing(table, TOMORROW, Meal.LUNCH, now=OVER))
    yesterday = await table.refused(closing(table, date(2026, 2, 27), Meal.LUNCH))
    assert isinstance(over, CutOff)
    assert isinstance(yesterday, CutOff | NotServed)


async def test_only_the_canteen_s_own_group_closes_it(table: Table) -> None:
    stranger = Member(301, "社工甲", table.kitchen.group.id + 1)
    refusal = await table.refused(
        lambda session: days.close(
            session,
            table.kitchen.canteen.id,
            FRIDAY,
            [Meal.LUNCH],
            "检修",
            stranger,
            now=NOW,
            zone=ZONE,
        )
    )
    assert isinstance(refusal, NotYourGroup)


async def test_a_holiday_is_served_after_all_where_staff_say_so(table: Table) -> None:
    await table.do(opening(table, HOLIDAY, Meal.LUNCH))
    assert await served(table, HOLIDAY)
    assert not await served(table, HOLIDAY + timedelta(days=1))


async def test_what_was_closed_before_anybody_booked_can_be_served_after_all(
    table: Table,
) -> None:
    await table.do(closing(table, FRIDAY, Meal.LUNCH))
    await table.do(opening(table, FRIDAY, Meal.LUNCH))
    assert await served(table, FRIDAY)


async def test_a_session_whose_bookings_were_cancelled_stays_closed(table: Table) -> None:
    await table.do(closing(table, TOMORROW, Meal.LUNCH))
    assert isinstance(await table.refused(opening(table, TOMORROW, Meal.LUNCH)), SessionClosed)


async def test_without_a_rule_or_past_cut_off_nothing_is_served_after_all(table: Table) -> None:
    assert isinstance(await table.refused(opening(table, SUNDAY, Meal.SUPPER)), NotServed)
    assert isinstance(await table.refused(opening(table, TODAY, Meal.LUNCH)), CutOff)


async def test_staff_are_offered_what_can_be_closed_or_opened(table: Table) -> None:
    canteen_id = table.kitchen.canteen.id

    async def offered(session: AsyncSession) -> list[list[Meal]]:
        return [
            await each(session, canteen_id, day, now=NOW, zone=ZONE)
            for each in (days.can_close, days.can_open)
            for day in (FRIDAY, SUNDAY)
        ]

    assert await table.do(offered) == [[Meal.LUNCH], [], [], [Meal.LUNCH]]
