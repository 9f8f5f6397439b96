"""Many at once: nobody is sold what is not there, nobody eats twice, nobody is passed by."""

import asyncio
from collections import Counter
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.meals import booking, capacity, standing, waiting
from services.meals.errors import AlreadyBooked, SessionClosed, WrongBookingState
from storage.tables import (
    BookingEventKind,
    BookingState,
    MealBooking,
    MealSession,
    Mode,
    StandingOrder,
)
from tests.services.factories import NOW
from tests.services.meals.meal_factories import CUT_OFF, a_booking, a_diner, a_lunch, a_proxy
from tests.services.meals.meal_table import ANNA, BELLA, CHILD, Deed, Table

BOOKED, WAITING, CANCELLED = BookingState.BOOKED, BookingState.WAITING, BookingState.CANCELLED
MANY = 40


async def at_once(table: Table, deeds: list[Deed]) -> list[Any]:
    return await asyncio.gather(*(attempt(table, deed) for deed in deeds))


async def attempt(table: Table, deed: Deed) -> Any:
    """What `deed` returns or the refusal; committed in any case, as in a batch of updates."""
    async with table.database.transaction() as session:
        try:
            return await deed(session)
        except Refusal as refusal:
            return refusal


async def crowd(table: Table, people: range) -> None:
    async with table.database.transaction() as session:
        for person_id in people:
            table.diners[person_id] = await a_diner(session, table.place, person_id)


async def check_counts(table: Table) -> None:
    """What the session counts is what its bookings hold."""
    async with table.database.reading() as session:
        lunch = await session.get_one(MealSession, table.kitchen.lunch.id)
        bookings = list(await session.scalars(select(MealBooking).filter_by(session_id=lunch.id)))
    held = [one for one in bookings if one.state not in (WAITING, CANCELLED)]
    assert lunch.taken == sum(one.portions for one in held) <= lunch.portions
    assert lunch.deliveries_taken == sum(one.mode is Mode.DELIVERY for one in held)
    assert lunch.waiting == sum(one.state is WAITING for one in bookings)
    assert len({one.code for one in bookings}) == len(bookings)


async def test_of_forty_for_three_portions_three_are_booked_and_the_others_wait(
    table: Table,
) -> None:
    people = range(1000, 1000 + MANY)
    await crowd(table, people)
    outcomes = await at_once(table, [table.booking(person_id) for person_id in people])
    assert Counter(one.state for one in outcomes) == {BOOKED: 3, WAITING: MANY - 3}
    await check_counts(table)


async def test_five_taps_book_once(table: Table) -> None:
    outcomes = await at_once(table, [table.booking(ANNA)] * 5)
    refused = [one for one in outcomes if isinstance(one, AlreadyBooked)]
    assert len(refused) == 4
    assert all(one.by_you for one in refused)
    await check_counts(table)


async def test_two_children_at_once_book_one_meal(table: Table) -> None:
    await table.do(lambda session: a_proxy(session, table.diners[ANNA], CHILD))
    outcomes = await at_once(
        table, [table.booking(ANNA, by=by) for by in (CHILD, ANNA, CHILD, ANNA)]
    )
    booked = [one for one in outcomes if isinstance(one, MealBooking)]
    assert len(booked) == 1
    for one in outcomes:
        if isinstance(one, AlreadyBooked):
            assert one.booking_id == booked[0].id
    await check_counts(table)


async def test_those_who_come_while_others_cancel_lose_nothing(table: Table) -> None:
    people = range(1000, 1020)
    await crowd(table, people)
    first = [await table.book(person_id) for person_id in (100, 101, 102)]

    def cancelling(one: MealBooking, by: int) -> Deed:
        return lambda session: booking.cancel(session, one.id, by=by, now=NOW)

    deeds = [table.booking(person_id) for person_id in people]
    for one, by in zip(first, (100, 101, 102), strict=True):
        deeds.insert(5, cancelling(one, by))
        deeds.append(cancelling(one, by))
    outcomes = await at_once(table, deeds)
    assert sum(isinstance(one, WrongBookingState) for one in outcomes) == 3
    lunch = await table.lunch()
    assert (lunch.taken, lunch.waiting) == (3, 17)
    await check_counts(table)


async def test_who_waits_is_promoted_once_however_many_cancel_at_once(table: Table) -> None:
    first = [await table.book(person_id) for person_id in (100, 101, 102)]
    waiters = [await table.book(person_id) for person_id in (103, 104)]
    await at_once(
        table,
        [
            *[
                lambda session, one=one, by=by: booking.cancel(session, one.id, by=by, now=NOW)
                for one, by in zip(first, (100, 101, 102), strict=True)
            ],
            lambda session: booking.cancel(session, waiters[1].id, by=104, now=NOW),
        ],
    )
    assert await table.state(waiters[0]) is BOOKED
    kinds = [event.kind for event in await table.events(waiters[0])]
    assert kinds == [BookingEventKind.QUEUED, BookingEventKind.PROMOTED]
    assert await table.state(waiters[1]) is CANCELLED
    await check_counts(table)


async def test_changes_at_once_never_take_more_than_there_is(table: Table) -> None:
    booked = {person_id: await table.book(person_id) for person_id in (100, 101)}
    await at_once(
        table,
        [
            lambda session, by=by: booking.change(  # type: ignore[misc]
                session, booked[by].id, by=by, now=NOW, portions=2, mode=Mode.DELIVERY
            )
            for by in (100, 101, 100, 101)
        ],
    )
    lunch = await table.lunch()
    assert (lunch.taken, lunch.deliveries_taken) == (3, 1)
    await check_counts(table)


async def test_a_closure_leaves_nobody_booked(table: Table) -> None:
    people = range(1000, 1020)
    await crowd(table, people)
    member = table.kitchen.member()

    def closing(session: AsyncSession) -> Any:
        return capacity.close(session, table.kitchen.lunch.id, "停水", member, now=NOW)

    deeds = [table.booking(person_id) for person_id in people]
    deeds[10:10] = [closing, closing]
    outcomes = await at_once(table, deeds)
    assert sum(isinstance(one, list) for one in outcomes) == 1
    assert any(isinstance(one, SessionClosed) for one in outcomes)
    lunch = await table.lunch()
    assert (lunch.taken, lunch.waiting) == (0, 0)
    async with table.database.reading() as session:
        states = set(await session.scalars(select(MealBooking.state)))
    assert states <= {CANCELLED}


async def test_a_months_cap_holds_though_the_meals_are_booked_at_once(table: Table) -> None:
    """Capped at 12 yuan, 5 a meal: three taps in one second do not get 15."""
    async with table.database.transaction() as session:
        diner = await a_diner(session, table.place, 900, born_on=date(1940, 1, 1))
        sets = [
            (await a_lunch(session, table.kitchen.canteen, day))[1][0]
            for day in (date(2026, 3, 9) + timedelta(days=number) for number in range(4))
        ]
    booked = await at_once(
        table,
        [
            lambda session, one=one: a_booking(session, one, diner)  # type: ignore[misc]
            for one in sets
        ],
    )
    given = sorted(one.subsidy_fen for one in booked)
    assert given == [200, 200, 500, 500]


async def test_schedulers_at_once_end_the_waiting_and_book_standing_orders_once(
    table: Table,
) -> None:
    await table.book(100, portions=3)
    waiter = await table.book(101)
    lunch_id = table.kitchen.lunch.id
    await at_once(table, [lambda session: waiting.act(session, lunch_id, now=CUT_OFF)] * 4)
    assert len(await table.events(waiter)) == 2
    async with table.database.transaction() as session:
        lunch, [usual, _better] = await a_lunch(session, table.kitchen.canteen, date(2026, 3, 4))
        session.add(
            StandingOrder(
                diner_id=table.diners[BELLA].id,
                canteen_id=table.kitchen.canteen.id,
                meal=lunch.meal,
                weekdays="12345",
                set_name=usual.name,
                portions=1,
                mode=Mode.FETCH,
                from_day=date(2026, 3, 1),
                created_by=BELLA,
                created_at=NOW,
            )
        )
    canteen_id = table.kitchen.canteen.id
    await at_once(table, [lambda session: standing.act(session, canteen_id, now=NOW)] * 4)
    async with table.database.reading() as session:
        found = list(await session.scalars(select(MealBooking).filter_by(session_id=lunch.id)))
    assert len(found) == 1
