"""Rounds (送餐路线): deliveries by building, each carried by one person who is named.

A meal is delivered when its carrier says so, never by itself. The booking's state decides: who
delivers a meal that was cancelled in the same moment is told so. Which doors make a round is
decided in `routes`.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import AlreadyTaken, NotFound
from services.meals import alerts, care, routes
from services.meals.history import record
from services.meals.kitchen_errors import (
    AlreadyNoted,
    AlreadyServed,
    NotYourRound,
    RoundOver,
    StopOver,
)
from services.meals.kitchen_news import (
    MealDelivered,
    RoundCard,
    RoundGivenBack,
    RoundTaken,
)
from services.news import draw, tell
from storage.tables import (
    Area,
    BookingEventKind,
    BookingState,
    CareCause,
    Diner,
    MealBooking,
    MealRound,
    MealSession,
    MealSet,
    MealStop,
    RoundState,
    StopState,
)


@dataclass(frozen=True, slots=True)
class Stop:
    """A door on a round with everything its carrier needs; private but for the building."""

    stop: MealStop
    booking: MealBooking
    meal_set: MealSet
    diner: Diner
    building: Area


async def get(session: AsyncSession, round_id: int) -> MealRound:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, MealRound, round_id)


async def of_session(session: AsyncSession, session_id: int) -> list[MealRound]:
    """By their numbers."""
    found = await session.scalars(
        select(MealRound)
        .where(MealRound.session_id == session_id)
        .order_by(MealRound.number)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def of_booking(session: AsyncSession, booking_id: int) -> MealRound:
    """The round that goes to this door, as it is at this moment. Raises NotFound."""
    stop = await stop_of(session, booking_id)
    if stop is None:
        raise NotFound
    return await get(session, stop.round_id)


async def stop_of(session: AsyncSession, booking_id: int) -> MealStop | None:
    """The door, where a round goes to it; as it is at this moment."""
    return await session.get(MealStop, booking_id, populate_existing=True)


async def stops(session: AsyncSession, round_id: int) -> list[Stop]:
    """In the order of the way, those called off included."""
    found = await session.execute(
        select(MealStop, MealBooking, MealSet, Diner, Area)
        .join(MealBooking, MealBooking.id == MealStop.booking_id)
        .join(MealSet, MealSet.id == MealBooking.set_id)
        .join(Diner, Diner.id == MealBooking.diner_id)
        .join(Area, Area.id == Diner.area_id)
        .where(MealStop.round_id == round_id)
        .order_by(MealStop.position, MealStop.booking_id)
        .execution_options(populate_existing=True)
    )
    return [Stop(*row) for row in found]


async def tell_again(session: AsyncSession, round_id: int, person_id: int) -> None:
    """Send the doors once more to who carries it. Raises NotFound, NotYourRound or RoundOver."""
    found = await get(session, round_id)
    if found.state is not RoundState.TAKEN or found.carrier_id != person_id:
        raise _not_theirs(found)
    tell(session, RoundTaken(round_id))


async def canteen_id(session: AsyncSession, round_id: int) -> int:
    """Whose round it is. Raises NotFound."""
    found: int | None = await session.scalar(
        select(MealSession.canteen_id)
        .join(MealRound, MealRound.session_id == MealSession.id)
        .where(MealRound.id == round_id)
    )
    if found is None:
        raise NotFound
    return found


async def offered(session: AsyncSession, round_id: int, task_id: int) -> MealRound:
    """The volunteers' task that asks for a carrier; staff may still take the round themselves.

    Raises NotFound, AlreadyTaken, RoundOver.
    """
    noted = await rows.change(
        session,
        MealRound,
        MealRound.id == round_id,
        MealRound.state == RoundState.OPEN,
        task_id=task_id,
    )
    if noted is None:
        raise _not_open(await get(session, round_id), person_id=None)
    draw(session, RoundCard(round_id))
    return noted


async def take(
    session: AsyncSession, round_id: int, person_id: int, name: str, *, now: datetime
) -> MealRound:
    """我来送: the first who says so carries it.

    Raises NotFound, AlreadyTaken, RoundOver.
    """
    taken = await rows.change(
        session,
        MealRound,
        MealRound.id == round_id,
        MealRound.state == RoundState.OPEN,
        state=RoundState.TAKEN,
        carrier_id=person_id,
        carrier_name=name[:140],
        taken_at=now,
    )
    if taken is None:
        raise _not_open(await get(session, round_id), person_id)
    tell(session, RoundTaken(round_id))
    draw(session, RoundCard(round_id))
    return taken


async def give_back(
    session: AsyncSession, round_id: int, person_id: int, *, now: datetime
) -> MealRound:
    """Its carrier cannot go on: somebody else takes the doors that still wait.

    Raises NotFound, NotYourRound, RoundOver.
    """
    given = await rows.change(
        session,
        MealRound,
        MealRound.id == round_id,
        MealRound.state == RoundState.TAKEN,
        MealRound.carrier_id == person_id,
        state=RoundState.OPEN,
        carrier_id=None,
        carrier_name=None,
        taken_at=None,
    )
    if given is None:
        raise _not_theirs(await get(session, round_id))
    tell(session, RoundGivenBack(round_id, person_id))
    await routes.finish(session, given, now=now)
    return given


async def delivered(
    session: AsyncSession, booking_id: int, person_id: int, name: str, *, now: datetime
) -> MealBooking:
    """送到, said by the carrier; also where nobody had answered at first.

    The carrier has seen them: an alert that was raised at this door is settled by that. Raises
    NotFound, NotYourRound, AlreadyServed, StopOver.
    """
    carried, stop = await _carried(session, booking_id, person_id)
    if stop.state is StopState.CALLED_OFF:
        raise await _cannot_be_served(session, booking_id)
    served = await rows.change(
        session,
        MealBooking,
        MealBooking.id == booking_id,
        MealBooking.state == BookingState.BOOKED,
        state=BookingState.SERVED,
        ended_at=now,
        ended_by=person_id,
        ended_by_name=name[:140],
    )
    if served is None:
        raise await _cannot_be_served(session, booking_id)
    await _mark(session, booking_id, StopState.DELIVERED, person_id, name, now)
    record(session, served, BookingEventKind.SERVED, now=now, by=person_id)
    await care.seen(session, booking_id, person_id, name, now=now)
    tell(session, MealDelivered(booking_id))
    await routes.finish(session, carried, now=now)
    return served


async def nobody_home(
    session: AsyncSession, booking_id: int, person_id: int, name: str, *, now: datetime
) -> None:
    """没人在家, said by the carrier: somebody has to find out why (平安守望).

    Raises NotFound, NotYourRound, AlreadyServed, StopOver, AlreadyNoted.
    """
    carried, stop = await _carried(session, booking_id, person_id)
    booking = await session.get_one(MealBooking, booking_id, populate_existing=True)
    if booking.state is not BookingState.BOOKED:
        raise await _cannot_be_served(session, booking_id)
    if stop.state is StopState.NOBODY_HOME:
        raise AlreadyNoted
    if stop.state is not StopState.WAITING:
        raise StopOver
    await _mark(session, booking_id, StopState.NOBODY_HOME, person_id, name, now)
    await alerts.raise_alert(session, booking, CareCause.NOBODY_HOME, now=now)
    await routes.finish(session, carried, now=now)


async def _carried(
    session: AsyncSession, booking_id: int, person_id: int
) -> tuple[MealRound, MealStop]:
    """The stop and its round, held until the end: of two taps the second sees the first's."""
    carried = await routes.hold(session, booking_id)
    if carried is None:
        raise NotFound
    if carried.carrier_id != person_id:
        raise NotYourRound
    stop = await session.get_one(MealStop, booking_id)
    return carried, stop


async def _mark(
    session: AsyncSession,
    booking_id: int,
    state: StopState,
    person_id: int,
    name: str,
    now: datetime,
) -> None:
    await session.execute(
        update(MealStop)
        .where(MealStop.booking_id == booking_id)
        .values(state=state, at=now, by=person_id, by_name=name[:140])
        .execution_options(synchronize_session=False)
    )


async def _cannot_be_served(session: AsyncSession, booking_id: int) -> AlreadyServed | StopOver:
    booking = await session.get_one(MealBooking, booking_id, populate_existing=True)
    if booking.state is BookingState.SERVED:
        return AlreadyServed(booking.ended_by_name, booking.ended_at)
    return StopOver()


def _not_open(found: MealRound, person_id: int | None) -> AlreadyTaken | RoundOver:
    if found.state is RoundState.TAKEN:
        return AlreadyTaken(found.carrier_name or "", yours=found.carrier_id == person_id)
    return RoundOver(found.state)


def _not_theirs(found: MealRound) -> NotYourRound | RoundOver:
    if found.state in (RoundState.DONE, RoundState.CALLED_OFF):
        return RoundOver(found.state)
    return NotYourRound()
