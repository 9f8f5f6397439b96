"""What is offered and what follows by itself: usual terms, days and months, periods."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.errors import NotYourGroup
from services.meals import capacity, counter, days, diners, menus, month, offers, pausing, proxies
from services.meals.offers import Terms
from services.meals.statuses import Lasting
from services.meals.written_portions import Figures
from services.meals.written_portions import read as read_figures
from storage.tables import MealSet, Mode, Relation
from tests.services.factories import NOW
from tests.services.meals.meal_factories import TODAY, TOMORROW, a_lunch, a_proxy
from tests.services.meals.meal_table import ANNA, CHILD, Deed, Table

DAY = timedelta(days=1)


def terms(table: Table, *session_ids: int) -> Deed:
    async def deed(session: AsyncSession) -> Terms:
        diner = await diners.get(session, table.diners[ANNA].id)
        wanted = session_ids or [table.kitchen.lunch.id]
        return await offers.terms_for(session, diner, wanted)

    return deed


async def test_somebody_new_has_one_portion_at_the_canteen(table: Table) -> None:
    found = await table.do(terms(table))
    assert (found.portions, found.mode) == (1, Mode.DINE_IN)


async def test_the_likely_set_is_that_of_last_time_else_what_they_may_eat(table: Table) -> None:
    async def likely(session: AsyncSession) -> int | None:
        diner = await diners.get(session, table.diners[ANNA].id)
        diner.diet = "不吃鱼"
        usual = await session.get_one(MealSet, table.kitchen.usual.id)
        usual.dishes = ["红烧鱼"]
        found = await offers.likely_set(session, diner, table.kitchen.lunch.id)
        return found.id if found else None

    assert await table.do(likely) == table.kitchen.better.id
    await table.book(ANNA)
    assert await table.do(likely) == table.kitchen.usual.id


async def test_who_has_eaten_here_has_it_as_last_time(table: Table) -> None:
    await table.book(ANNA, portions=2, mode=Mode.FETCH)
    found = await table.do(terms(table))
    assert (found.portions, found.mode) == (2, Mode.FETCH)


async def test_of_several_meals_the_least_holds(table: Table) -> None:
    async def another(session: AsyncSession) -> int:
        lunch, _sets = await a_lunch(session, table.kitchen.canteen, TOMORROW + DAY)
        lunch.portions_each = 1
        return lunch.id

    await table.book(ANNA, portions=2)
    other = await table.do(another)
    found = await table.do(terms(table, table.kitchen.lunch.id, other))
    assert (found.most, found.portions) == (1, 1)


async def test_a_set_for_every_day_stands_on_each_menu(table: Table) -> None:
    async def another(session: AsyncSession) -> int:
        lunch, sets = await a_lunch(session, table.kitchen.canteen, TOMORROW + DAY)
        sets[0].name = "粥套餐"
        return lunch.id

    both = [table.kitchen.lunch.id, await table.do(another)]
    names = await table.do(lambda session: menus.on_every_menu(session, both))
    assert names == [table.kitchen.better.name]


@pytest.mark.parametrize(
    ("length", "last"), [(1, date(2026, 11, 24)), (7, date(2026, 11, 30)), (None, None)]
)
def test_a_pause_begins_tomorrow(length: int | None, last: date | None) -> None:
    assert pausing.period(length, date(2026, 11, 23)) == (date(2026, 11, 24), last)


@pytest.mark.parametrize(
    ("lasting", "last"),
    [
        (Lasting.FOR_GOOD, None),
        (Lasting.A_YEAR, date(2027, 11, 23)),
        (Lasting.THIS_YEAR, date(2026, 12, 31)),
    ],
)
def test_what_entitles_a_diner_lasts_as_staff_say(lasting: Lasting, last: date | None) -> None:
    assert lasting.last_day(date(2026, 11, 23)) == last


async def test_only_days_with_something_to_change_are_offered(table: Table) -> None:
    async def deed(session: AsyncSession) -> tuple[list[date], list[date]]:
        told: dict[str, Any] = {"now": NOW, "zone": ZONE}
        canteen_id = table.kitchen.canteen.id
        return (
            await days.closable(session, canteen_id, **told),
            await days.openable(session, canteen_id, **told),
        )

    closable, openable = await table.do(deed)
    assert TOMORROW in closable
    assert max(closable) < TODAY + days.CLOSED_AHEAD
    assert all(day.isoweekday() <= 5 for day in closable)
    assert openable
    assert TOMORROW not in openable
    assert max(openable) < TODAY + days.OPENED_AHEAD


async def test_months_without_meals_are_not_offered(table: Table) -> None:
    canteen_id = table.kitchen.canteen.id
    assert await table.do(lambda session: month.recent(session, canteen_id, TOMORROW)) == []
    await table.book(ANNA)
    present = month.month_of(TOMORROW)
    found = await table.do(lambda session: month.recent(session, canteen_id, TOMORROW))
    assert found == [present]
    assert not month.is_over(present, TOMORROW)
    assert month.is_over(present, month.days_of(present)[1] + DAY)


async def test_what_somebody_is_to_a_diner(table: Table) -> None:
    async def deed(session: AsyncSession) -> list[Relation | None]:
        diner = await diners.get(session, table.diners[ANNA].id)
        strange = await proxies.relation_to(session, diner, CHILD)
        await a_proxy(session, diner, CHILD)
        return [
            await proxies.relation_to(session, diner, ANNA),
            strange,
            await proxies.relation_to(session, diner, CHILD),
        ]

    assert await table.do(deed) == [None, Relation.RELATIVE, Relation.CHILD]


async def test_a_mistake_is_told_to_each_once_and_by_the_diners_canteen_only(table: Table) -> None:
    diner_id = table.diners[ANNA].id
    whom = await table.do(
        lambda session: proxies.who_corrects(session, diner_id, table.kitchen.member())
    )
    assert ANNA in whom
    assert len(whom) == len(set(whom))
    stranger = replace(table.kitchen.member(), group_id=999)
    refusal = await table.refused(lambda session: proxies.who_corrects(session, diner_id, stranger))
    assert isinstance(refusal, NotYourGroup)


async def test_without_deliveries_there_are_as_many_as_before(table: Table) -> None:
    lunch, member = table.kitchen.lunch, table.kitchen.member()
    resized = await table.do(
        lambda session: capacity.set_portions(session, lunch.id, 50, None, member, now=NOW)
    )
    assert (resized.portions, resized.deliveries) == (50, lunch.deliveries)


async def test_what_was_taken_away_cannot_be_cancelled_at_the_counter(table: Table) -> None:
    booked = await table.book(ANNA)
    session_id = table.kitchen.lunch.id
    found = await table.do(lambda session: counter.to_cancel(session, session_id, booked.code))
    assert [each.booking.id for each in found] == [booked.id]


@pytest.mark.parametrize(
    ("said", "figures"),
    [("80", Figures(80, None)), ("80/20", Figures(80, 20)), ("5001", None), ("80/5001", None)],
)
def test_figures_of_a_meal_have_an_end(said: str, figures: Figures | None) -> None:
    assert read_figures(said) == figures
