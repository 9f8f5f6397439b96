"""Who did not come: counted with mercy, and looked in on where nobody else would notice."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from services.meals import missed, rounds, serving
from services.meals.kitchen_news import CareRaised, DeliveriesUntold, OftenMissed
from storage.engine import Database
from storage.tables import BookingState, CareAlert, CareCause, Mode, Status
from tests.services.meals.kitchen_desk import (
    AFTER,
    CARRIER,
    COUNTED,
    KitchenDesk,
    open_kitchen,
)
from tests.services.meals.meal_factories import LUNCH, OVER


@pytest.fixture
async def desk(database: Database) -> KitchenDesk:
    return await open_kitchen(database)


async def alerts(desk: KitchenDesk) -> list[CareAlert]:
    async with desk.database.reading() as session:
        return list(await session.scalars(select(CareAlert)))


async def test_a_meal_is_counted_half_an_hour_after_its_end(desk: KitchenDesk) -> None:
    async with desk.database.reading() as session:
        assert await missed.due(session, OVER) == []
        assert await missed.due(session, COUNTED) == [desk.kitchen.lunch.id]


async def test_who_came_is_served_and_who_did_not_is_missed(desk: KitchenDesk) -> None:
    came, stayed = await desk.books(11), await desk.books(12)
    who = desk.kitchen.member()
    await desk.do(lambda session: serving.tick(session, came.id, who, now=LUNCH))
    await desk.is_over()
    assert await desk.state(came.id) is BookingState.SERVED
    assert await desk.state(stayed.id) is BookingState.MISSED


async def test_it_is_counted_once(desk: KitchenDesk) -> None:
    booked = await desk.books(11)
    await desk.ate_before(11, served=9)
    lunch = desk.kitchen.lunch.id
    await desk.at_once([lambda session: missed.act(session, lunch, now=COUNTED)] * 5)
    assert [alert.booking_id for alert in await alerts(desk)] == [booked.id]


@pytest.mark.parametrize("seconds_late", [0, 1])
async def test_counted_after_an_outage_nobody_is_looked_for_any_more(
    desk: KitchenDesk, seconds_late: int
) -> None:
    booked = await desk.books(11)
    await desk.ate_before(11, served=9)
    late = OVER + missed.WORRIES_FOR + timedelta(seconds=seconds_late)
    await desk.do(lambda session: missed.act(session, desk.kitchen.lunch.id, now=late))
    assert await desk.state(booked.id) is BookingState.MISSED
    assert len(await alerts(desk)) == (0 if seconds_late else 1)


async def test_a_delivery_of_which_nobody_told_is_not_missed_and_staff_are_asked(
    desk: KitchenDesk,
) -> None:
    booked = await desk.books(11, Mode.DELIVERY)
    await desk.cut_off()
    await desk.is_over()
    assert await desk.state(booked.id) is BookingState.BOOKED
    assert desk.heard(DeliveriesUntold) == [DeliveriesUntold(desk.kitchen.lunch.id)]


async def test_a_door_where_nobody_answered_is_missed_and_has_one_alert(
    desk: KitchenDesk,
) -> None:
    booked = await desk.books(11, Mode.DELIVERY)
    await desk.ate_before(11, served=10)
    await desk.cut_off()
    await desk.taken_round()
    await desk.do(
        lambda session: rounds.nobody_home(session, booked.id, CARRIER, "送餐员", now=AFTER)
    )
    await desk.is_over()
    assert await desk.state(booked.id) is BookingState.MISSED
    [alert] = await alerts(desk)
    assert alert.cause is CareCause.NOBODY_HOME
    assert desk.heard(OftenMissed) == []


@pytest.mark.parametrize(
    ("served", "missed_meals", "worried"),
    [(7, 3, True), (10, 0, True), (6, 4, False), (3, 0, False), (0, 0, False)],
)
async def test_who_lives_alone_and_usually_eats_is_looked_in_on(
    desk: KitchenDesk, served: int, missed_meals: int, worried: bool
) -> None:
    booked = await desk.books(11)
    await desk.ate_before(11, served, missed_meals)
    await desk.is_over()
    assert [news.alert_id for news in desk.heard(CareRaised)] == [
        alert.id for alert in await alerts(desk)
    ]
    assert [alert.booking_id for alert in await alerts(desk)] == ([booked.id] if worried else [])


async def test_nobody_is_worried_about_who_lives_with_others(desk: KitchenDesk) -> None:
    await desk.diner(11, Status.LOW_INCOME)
    await desk.books(11)
    await desk.ate_before(11, served=10)
    await desk.is_over()
    assert await alerts(desk) == []


async def test_only_the_last_ten_meals_say_what_somebody_usually_does(desk: KitchenDesk) -> None:
    await desk.books(11)
    await desk.ate_before(11, served=10, missed_meals=4)
    await desk.is_over()
    assert await alerts(desk) == []


@pytest.mark.parametrize(("before", "asked"), [(0, []), (1, []), (2, [3])])
async def test_missing_meals_goes_without_a_word_as_often_as_the_canteen_says(
    desk: KitchenDesk, before: int, asked: list[int]
) -> None:
    """Twice a month here; 2 March is a Monday, so what was missed in February does not count."""
    await desk.diner(11)
    booked = await desk.books(11)
    await desk.ate_before(11, served=0, missed_meals=5)
    await desk.missed_this_month(11, before)
    await desk.is_over()
    assert [(news.booking_id, news.missed) for news in desk.heard(OftenMissed)] == [
        (booked.id, count) for count in asked
    ]
