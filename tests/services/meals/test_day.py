"""Whatever carriers, the counter and staff do on a day, doors, bookings and alerts agree."""

import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import Refusal
from services.meals import booking, kitchen, missed, rounds, serving
from storage.engine import Database
from storage.tables import (
    BookingState,
    CareAlert,
    MealBooking,
    MealRound,
    MealSession,
    MealStop,
    Mode,
    RoundState,
    StopState,
)
from tests.conftest import copy_of
from tests.services.meals.kitchen_desk import (
    AFTER,
    CARRIER,
    COUNTED,
    Deed,
    KitchenDesk,
    open_kitchen,
)

Doing = Callable[[KitchenDesk, int, int], Deed]
"""(desk, a booking's id, a carrier's id) → what somebody tries."""
SETTLED = AFTER + kitchen.SETTLES


def cancelling(desk: KitchenDesk, booking_id: int) -> Deed:
    """By staff, and a minute later the kitchen and the rounds know."""
    who, lunch = desk.kitchen.member(), desk.kitchen.lunch.id

    async def deed(session: AsyncSession) -> None:
        await booking.cancel_by_staff(session, booking_id, who, "不来了", now=AFTER)
        await kitchen.act_on_changes(session, lunch, now=SETTLED)

    return deed


DEEDS: dict[str, Doing] = {
    "takes": lambda _desk, _booking, who: (
        lambda session: rounds.take(session, 1, who, "送餐员", now=AFTER)
    ),
    "gives back": lambda _desk, _booking, who: (
        lambda session: rounds.give_back(session, 1, who, now=AFTER)
    ),
    "delivers": lambda _desk, booking_id, who: (
        lambda session: rounds.delivered(session, booking_id, who, "送餐员", now=AFTER)
    ),
    "finds nobody": lambda _desk, booking_id, who: (
        lambda session: rounds.nobody_home(session, booking_id, who, "送餐员", now=AFTER)
    ),
    "ticks": lambda desk, booking_id, _who: (
        lambda session: serving.tick(session, booking_id, desk.kitchen.member(), now=AFTER)
    ),
    "undoes": lambda desk, booking_id, _who: (
        lambda session: serving.undo(session, booking_id, desk.kitchen.member(), now=AFTER)
    ),
    "cancels": lambda desk, booking_id, _who: cancelling(desk, booking_id),
    "counts": lambda desk, _booking, _who: (
        lambda session: missed.act(session, desk.kitchen.lunch.id, now=COUNTED)
    ),
    "was not served": lambda desk, booking_id, _who: (
        lambda session: serving.not_served(session, booking_id, desk.kitchen.member(), now=COUNTED)
    ),
}
STEPS = st.lists(
    st.tuples(st.sampled_from(sorted(DEEDS)), st.integers(0, 3), st.integers(0, 1)), max_size=25
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS)
async def test_doors_bookings_and_alerts_agree_whatever_is_done(
    sqlite_template: Path, steps: list[tuple[str, int, int]]
) -> None:
    """Three are delivered to and one fetches; two carriers and the counter do as they please."""
    with tempfile.TemporaryDirectory() as folder:
        database = Database(copy_of(sqlite_template, Path(folder) / "jinlin.db"))
        desk = await open_kitchen(database)
        booked = [
            await desk.books(11 + each, Mode.DELIVERY if each else Mode.FETCH) for each in range(4)
        ]
        await desk.cut_off()
        for doing, which, carrier in steps:
            with suppress(Refusal):
                await desk.do(DEEDS[doing](desk, booked[which].id, CARRIER + carrier))
            await check(desk)
        await database.close()


async def check(desk: KitchenDesk) -> None:
    async with desk.database.reading() as session:
        lunch = await session.get_one(MealSession, desk.kitchen.lunch.id)
        bookings = {each.id: each for each in await session.scalars(select(MealBooking))}
        stops = list(await session.scalars(select(MealStop)))
        found = await session.get_one(MealRound, 1)
        alerts = list(await session.scalars(select(CareAlert)))
    held = [each for each in bookings.values() if each.state in kitchen.COOKED]
    assert lunch.taken == sum(each.portions for each in held)
    check_round(found, stops)
    for stop in stops:
        check_stop(stop, bookings[stop.booking_id])
    for alert in alerts:
        served = bookings[alert.booking_id].state is BookingState.SERVED
        assert not served or alert.settled_at is not None


def check_round(found: MealRound, stops: list[MealStop]) -> None:
    waits = any(stop.state is StopState.WAITING for stop in stops)
    assert waits == (found.state in (RoundState.OPEN, RoundState.TAKEN))
    assert (found.carrier_id is None) or found.state is not RoundState.OPEN
    all_off = all(stop.state is StopState.CALLED_OFF for stop in stops)
    assert all_off == (found.state is RoundState.CALLED_OFF)


def check_stop(stop: MealStop, booked: MealBooking) -> None:
    if stop.state is StopState.DELIVERED:
        assert stop.by is not None
        assert booked.state in (BookingState.SERVED, BookingState.MISSED)
    if stop.state is StopState.WAITING:
        assert booked.state is BookingState.BOOKED
    if booked.state is BookingState.CANCELLED:
        assert stop.state is not StopState.WAITING
