"""At the counter: codes, names, wrong ticks, and what a closed month allows."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from services.calendar import ZONE
from services.errors import NotYourGroup
from services.meals import booking, counter, rounds, serving
from services.meals.kitchen_errors import AlreadyServed, NothingToServe, NotServedYet
from services.tickets import Member
from storage.engine import Database
from storage.tables import BookingEvent, BookingEventKind, BookingState, Mode, StopState
from tests.services.meals.kitchen_desk import (
    AFTER,
    CARRIER,
    COUNTED,
    Deed,
    KitchenDesk,
    open_kitchen,
    refusals,
    refused,
)
from tests.services.meals.meal_factories import LUNCH


@pytest.fixture
async def desk(database: Database) -> KitchenDesk:
    return await open_kitchen(database)


def ticking(desk: KitchenDesk, booking_id: int, person_id: int = 201) -> Deed:
    who = desk.kitchen.member(person_id)
    return lambda session: serving.tick(session, booking_id, who, now=LUNCH)


def undoing(desk: KitchenDesk, booking_id: int) -> Deed:
    who = desk.kitchen.member()
    return lambda session: serving.undo(session, booking_id, who, now=LUNCH)


async def found(desk: KitchenDesk, words: str) -> list[int]:
    async with desk.database.reading() as session:
        guests = await counter.by_words(session, desk.kitchen.lunch.id, words)
    return [guest.booking.id for guest in guests]


async def kinds(desk: KitchenDesk, booking_id: int) -> list[BookingEventKind]:
    async with desk.database.reading() as session:
        return list(
            await session.scalars(
                select(BookingEvent.kind)
                .where(BookingEvent.booking_id == booking_id)
                .order_by(BookingEvent.id)
            )
        )


async def test_people_are_found_by_code_and_by_part_of_their_name(desk: KitchenDesk) -> None:
    first, second = await desk.books(11), await desk.books(12)
    assert await found(desk, f" {first.code} ") == [first.id]
    assert await found(desk, "居民12") == await found(desk, "居 民１２") == [second.id]
    assert sorted(await found(desk, "居民")) == sorted([first.id, second.id])
    assert await found(desk, "") == await found(desk, "%") == []


async def test_of_many_who_tick_one_code_off_one_did_and_the_others_hear_who(
    desk: KitchenDesk,
) -> None:
    booked = await desk.books(11)
    outcomes = await desk.at_once(
        [ticking(desk, booked.id, person_id) for person_id in range(200, 220)]
    )
    assert refusals(outcomes) == {AlreadyServed: 19}
    served = await desk.booking(booked.id)
    told = {each.by_name for each in outcomes if isinstance(each, AlreadyServed)}
    assert told == {served.ended_by_name}
    assert (await kinds(desk, booked.id)).count(BookingEventKind.SERVED) == 1


async def test_what_was_cancelled_is_not_served(desk: KitchenDesk) -> None:
    booked = await desk.books(11)
    await desk.do(
        lambda session: booking.cancel(session, booked.id, by=11, now=AFTER - timedelta(1))
    )
    refusal = await refused(desk, ticking(desk, booked.id))
    assert isinstance(refusal, NothingToServe)
    assert await found(desk, booked.code) == []


async def test_a_wrong_tick_is_taken_back_and_stays_on_record(desk: KitchenDesk) -> None:
    booked = await desk.books(11)
    assert isinstance(await refused(desk, undoing(desk, booked.id)), NotServedYet)
    await desk.do(ticking(desk, booked.id))
    await desk.do(undoing(desk, booked.id))
    again = await desk.booking(booked.id)
    assert (again.state, again.ended_by) == (BookingState.BOOKED, None)
    assert await kinds(desk, booked.id) == [
        BookingEventKind.BOOKED,
        BookingEventKind.SERVED,
        BookingEventKind.CORRECTED,
    ]


async def test_a_door_ticked_off_by_mistake_waits_for_its_carrier_again(
    desk: KitchenDesk,
) -> None:
    booked = await desk.books(11, Mode.DELIVERY)
    await desk.cut_off()
    await desk.taken_round()
    deliver: Deed = lambda session: rounds.delivered(  # noqa: E731
        session, booked.id, CARRIER, "送餐员", now=LUNCH
    )
    await desk.do(deliver)
    await desk.do(undoing(desk, booked.id))
    assert (await desk.stops())[booked.id].state is StopState.WAITING
    await desk.do(deliver)
    assert await desk.state(booked.id) is BookingState.SERVED


async def test_who_was_counted_as_missed_by_mistake_is_served_after_all(
    desk: KitchenDesk,
) -> None:
    booked = await desk.books(11)
    await desk.is_over()
    assert await desk.state(booked.id) is BookingState.MISSED
    await desk.do(ticking(desk, booked.id))
    assert await desk.state(booked.id) is BookingState.SERVED
    await desk.do(undoing(desk, booked.id))
    assert await desk.state(booked.id) is BookingState.MISSED


async def test_only_the_canteens_own_group_ticks_off(desk: KitchenDesk) -> None:
    booked = await desk.books(11)
    other = Member(101, "社工", desk.groups.staff.id)
    deed: Deed = lambda session: serving.tick(session, booked.id, other, now=LUNCH)  # noqa: E731
    assert isinstance(await refused(desk, deed), NotYourGroup)


async def test_a_delivery_nobody_told_of_is_settled_by_staff(desk: KitchenDesk) -> None:
    booked = await desk.books(11, Mode.DELIVERY)
    await desk.cut_off()
    who = desk.kitchen.member()
    deed: Deed = lambda session: serving.not_served(  # noqa: E731
        session, booked.id, who, now=COUNTED
    )
    assert isinstance(await refused(desk, deed), NothingToServe)
    await desk.is_over()
    async with desk.database.reading() as session:
        [open_] = await counter.unsettled(session, desk.kitchen.canteen.id, now=COUNTED)
    assert open_.booking.id == booked.id
    await desk.do(deed)
    assert await desk.state(booked.id) is BookingState.MISSED


async def test_the_counter_serves_the_meal_of_the_hour(desk: KitchenDesk) -> None:
    canteen = desk.kitchen.canteen.id
    async with desk.database.reading() as session:
        for now in (LUNCH - timedelta(hours=3), LUNCH, COUNTED):
            serves = await counter.at_counter(session, canteen, now=now, zone=ZONE)
            assert serves is not None
            assert serves.id == desk.kitchen.lunch.id
        day_before = LUNCH - timedelta(days=1)
        assert await counter.at_counter(session, canteen, now=day_before, zone=ZONE) is None
