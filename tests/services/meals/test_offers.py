"""What a diner is offered, “the same as last time”, what several meals cost, mistakes put right."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ZONE
from services.errors import NotYours
from services.meals import booking, capacity, diners, errors, news, offers, pausing, pricing
from services.meals.diners import NewDiner
from services.meals.menus import OnMenu
from services.meals.offers import Again
from services.news import take_news
from storage.tables import Area, Diner, Meal, MealSet, Mode
from tests.services.factories import NOW
from tests.services.meals.meal_factories import (
    CUT_OFF,
    LUNCH,
    TODAY,
    TOMORROW,
    a_diner,
    a_lunch,
    a_proxy,
)
from tests.services.meals.meal_table import ANNA, BELLA, CHILD, Deed, Table

ONE_DAY = timedelta(days=1)
DAY_AFTER = TOMORROW + ONE_DAY


async def another_lunch(table: Table, day: date = DAY_AFTER) -> list[MealSet]:
    """With the same two sets."""

    async def deed(session: AsyncSession) -> list[MealSet]:
        _lunch, sets = await a_lunch(session, table.kitchen.canteen, day)
        return sets

    found: list[MealSet] = await table.do(deed)
    return found


def offered(table: Table, person_id: int = ANNA, **at: Any) -> Deed:
    """The days that are offered."""

    async def deed(session: AsyncSession) -> list[date]:
        diner = await diners.get(session, table.diners[person_id].id)
        now = at.get("now", NOW)
        found = await offers.for_diner(session, diner, now=now, zone=ZONE)
        return [each.meal_session.day for each in found]

    return deed


def looked_up(table: Table, day: date, meal: Meal = Meal.LUNCH, **at: Any) -> Deed:
    async def deed(session: AsyncSession) -> OnMenu | None:
        diner = await diners.get(session, table.diners[ANNA].id)
        now = at.get("now", NOW)
        return await offers.look_up(session, diner, meal, day, now=now, zone=ZONE)

    return deed


def again(table: Table, person_id: int = ANNA, **at: Any) -> Deed:
    async def deed(session: AsyncSession) -> list[Again]:
        mine = await diners.bookable_by(session, person_id)
        now = at.get("now", NOW)
        return await offers.again(session, person_id, mine, now=now, zone=ZONE)

    return deed


async def test_what_is_booked_already_is_not_offered_again(table: Table) -> None:
    await another_lunch(table)
    assert await table.do(offered(table)) == [TOMORROW, DAY_AFTER]
    await table.book(ANNA)
    assert await table.do(offered(table)) == [DAY_AFTER]
    assert await table.do(offered(table, BELLA)) == [TOMORROW, DAY_AFTER]


async def test_a_cancelled_meal_is_offered_again(table: Table) -> None:
    booked = await table.book(ANNA)
    await table.do(lambda session: booking.cancel(session, booked.id, by=ANNA, now=NOW))
    assert await table.do(offered(table)) == [TOMORROW]


async def test_nothing_is_offered_past_cut_off(table: Table) -> None:
    assert await table.do(offered(table, now=CUT_OFF)) == []


async def test_what_was_left_over_is_offered_until_the_meal_is_over(table: Table) -> None:
    member = table.kitchen.member()
    await table.do(
        lambda session: capacity.reopen_left(session, table.kitchen.lunch.id, 1, member, now=LUNCH)
    )
    assert await table.do(offered(table, now=LUNCH)) == [TOMORROW]
    assert await table.do(offered(table, now=LUNCH + ONE_DAY)) == []


async def test_the_days_of_a_pause_are_not_offered(table: Table) -> None:
    await another_lunch(table)
    diner_id = table.diners[ANNA].id
    await table.do(
        lambda session: pausing.pause(session, diner_id, TOMORROW, TOMORROW, by=ANNA, now=NOW)
    )
    assert await table.do(offered(table)) == [DAY_AFTER]
    assert isinstance(await table.refused(looked_up(table, TOMORROW)), errors.DinerPaused)


async def test_where_no_canteen_serves_nothing_is_offered(table: Table) -> None:
    async def moves_away(session: AsyncSession) -> None:
        diner = await session.get_one(Diner, table.diners[ANNA].id)
        diner.area_id = (await session.get_one(Area, table.place.next_community.id)).id

    await table.do(moves_away)
    assert await table.do(offered(table)) == []
    assert isinstance(await table.refused(looked_up(table, TOMORROW)), errors.NotServed)


async def test_a_meal_that_is_looked_up_comes_with_its_sets(table: Table) -> None:
    found = await table.do(looked_up(table, TOMORROW))
    assert [each.name for each in found.sets] == ["家常套餐", "加菜套餐"]


async def test_a_day_without_a_menu_yet_is_no_refusal(table: Table) -> None:
    assert await table.do(looked_up(table, DAY_AFTER)) is None


@pytest.mark.parametrize(
    ("day", "meal", "refusal"),
    [
        (TODAY - ONE_DAY * 3, Meal.LUNCH, errors.CutOff),
        (TODAY - ONE_DAY, Meal.LUNCH, errors.NotServed),
        (TOMORROW, Meal.SUPPER, errors.NotServed),
    ],
)
async def test_why_a_meal_cannot_be_booked(
    table: Table, day: date, meal: Meal, refusal: type[errors.NotServed]
) -> None:
    assert isinstance(await table.refused(looked_up(table, day, meal)), refusal)


async def test_a_meal_booked_already_and_one_past_cut_off(table: Table) -> None:
    assert isinstance(await table.refused(looked_up(table, TOMORROW, now=CUT_OFF)), errors.CutOff)
    booked = await table.book(ANNA)
    refused = await table.refused(looked_up(table, TOMORROW))
    assert isinstance(refused, errors.AlreadyBooked)
    assert refused.booking_id == booked.id


async def test_a_closed_meal_says_why(table: Table) -> None:
    await table.do(
        lambda session: capacity.close(
            session, table.kitchen.lunch.id, "停水", table.kitchen.member(), now=NOW
        )
    )
    refused = await table.refused(looked_up(table, TOMORROW))
    assert isinstance(refused, errors.SessionClosed)
    assert refused.reason == "停水"


async def test_the_same_again_is_the_next_meal_with_the_set_of_that_name(table: Table) -> None:
    sets = await another_lunch(table)
    await table.book(ANNA, set_id=table.kitchen.better.id, portions=2, mode=Mode.FETCH)
    [found] = await table.do(again(table, now=LUNCH - ONE_DAY + timedelta(hours=22)))
    assert found.meal_session.day == DAY_AFTER
    assert (found.meal_set.id, found.portions, found.mode) == (sets[1].id, 2, Mode.FETCH)
    assert found.last_day == TOMORROW


async def test_a_meal_that_is_still_to_come_is_no_last_time(table: Table) -> None:
    await another_lunch(table)
    await table.book(ANNA)
    assert await table.do(again(table)) == []


async def test_the_same_again_for_everyone_one_booked_for_that_day(table: Table) -> None:
    await another_lunch(table)
    await table.do(lambda session: a_proxy(session, table.diners[BELLA], ANNA))
    await table.book(ANNA)
    await table.book(BELLA, by=ANNA)
    found = await table.do(again(table, now=LUNCH - timedelta(hours=1)))
    assert [each.diner.id for each in found] == [table.diners[ANNA].id, table.diners[BELLA].id]


async def test_nothing_again_for_whom_one_may_not_book_any_more(table: Table) -> None:
    await another_lunch(table)
    await table.do(lambda session: a_proxy(session, table.diners[BELLA], CHILD))
    await table.book(BELLA, by=CHILD)

    async def without_leave(session: AsyncSession) -> list[Again]:
        return await offers.again(session, CHILD, [], now=LUNCH, zone=ZONE)

    assert await table.do(without_leave) == []


async def test_how_somebody_usually_eats_is_their_last_booking(table: Table) -> None:
    diner_id = table.diners[ANNA].id
    assert await table.do(lambda session: offers.last_of(session, diner_id)) is None
    booked = await table.book(ANNA)
    found = await table.do(lambda session: offers.last_of(session, diner_id))
    assert found.id == booked.id


async def test_a_month_cap_holds_for_meals_that_are_chosen_together(table: Table) -> None:
    """Five yuan a meal, twelve a month: the third meal of a choice gets the two that are left."""
    sets = [table.kitchen.usual]
    for ahead in (1, 2):
        sets += (await another_lunch(table, TOMORROW + ONE_DAY * ahead))[:1]

    async def given(session: AsyncSession) -> list[int]:
        diner = await a_diner(session, table.place, 500, born_on=date(1940, 1, 1))
        quotes: list[pricing.Quote] = []
        for meal_set in sets:
            quotes.append(
                await pricing.quote(session, diner, meal_set, 1, Mode.FETCH, beside=quotes)
            )
        for meal_set, quote in zip(sets, quotes, strict=True):
            new = booking.NewBooking(
                set_id=meal_set.id, diner_id=diner.id, portions=1, mode=Mode.FETCH
            )
            booked = await booking.book(session, new, by=500, now=NOW)
            assert booked.paid_fen == quote.paid_fen
        return [quote.subsidy_fen for quote in quotes]

    assert await table.do(given) == [500, 500, 200]


def corrected(table: Table, diner: Diner, by: int, **differently: Any) -> Deed:
    what: dict[str, Any] = {
        "name": "居民丙",
        "born_on": date(1944, 3, 5),
        "area_id": table.place.building.id,
        "door": "2单元302",
    }

    async def deed(session: AsyncSession) -> tuple[Diner, list[Any]]:
        new = NewDiner(**(what | differently))
        done = await diners.correct(session, diner.id, new, by=by, now=NOW, zone=ZONE)
        return done, take_news(session)

    return deed


async def unverified(table: Table) -> Diner:
    found: Diner = await table.do(
        lambda session: a_diner(
            session, table.place, None, created_by=CHILD, verified_at=None, verified_by=None
        )
    )
    return found


async def test_a_mistake_is_put_right_until_staff_have_checked(table: Table) -> None:
    diner = await unverified(table)
    done, heard = await table.do(corrected(table, diner, CHILD))
    assert (done.id, done.name, done.born_on) == (diner.id, "居民丙", date(1944, 3, 5))
    assert heard == [news.DinerToVerify(diner.id)]
    member = table.kitchen.member()
    await table.do(lambda session: diners.verify(session, diner.id, member, now=NOW))
    refused = await table.refused(corrected(table, diner, CHILD, name="居民丁"))
    assert isinstance(refused, errors.AlreadyVerified)


async def test_another_door_needs_no_checking_another_house_does(table: Table) -> None:
    anna = table.diners[ANNA]
    known = {"name": anna.name, "born_on": anna.born_on}
    moved, heard = await table.do(corrected(table, anna, ANNA, **known, door="2单元401"))
    assert (moved.door, moved.verified_at, heard) == ("2单元401", anna.verified_at, [])
    elsewhere = table.place.next_compound.id
    moved, heard = await table.do(corrected(table, anna, ANNA, **known, area_id=elsewhere))
    assert (moved.area_id, moved.verified_at) == (elsewhere, None)
    assert heard == [news.DinerToVerify(anna.id)]


async def test_nobody_else_puts_right_what_was_told(table: Table) -> None:
    diner = await unverified(table)
    assert isinstance(await table.refused(corrected(table, diner, BELLA)), NotYours)


async def test_nobody_becomes_somebody_who_is_known_already(table: Table) -> None:
    diner = await unverified(table)
    anna = table.diners[ANNA]
    refused = await table.refused(
        corrected(table, diner, CHILD, name=anna.name, born_on=anna.born_on)
    )
    assert isinstance(refused, NotYours)


async def test_nobody_is_born_tomorrow(table: Table) -> None:
    diner = await unverified(table)
    refused = await table.refused(corrected(table, diner, CHILD, born_on=TODAY + ONE_DAY))
    assert isinstance(refused, errors.ImpossibleBirthday)
