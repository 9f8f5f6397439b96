"""Reading bookings: with what they are of and for whom, as they are at this moment."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound
from services.meals.leave import check_may
from storage.tables import BookingState, Diner, MealBooking, MealSession, MealSet

ACTIVE = (BookingState.BOOKED, BookingState.WAITING)
"""What is still to come."""


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking with its session, set and diner."""

    booking: MealBooking
    meal_session: MealSession
    meal_set: MealSet
    diner: Diner


async def get(session: AsyncSession, booking_id: int) -> Booked:
    """Raises NotFound."""
    found = await _read(session, _bookings(MealBooking.id == booking_id))
    if not found:
        raise NotFound
    return found[0]


async def of_ids(session: AsyncSession, booking_ids: Iterable[int]) -> list[Booked]:
    """Those of them that there are, in the order of the meals."""
    return await _read(session, _bookings(MealBooking.id.in_(list(booking_ids))))


async def seen_by(session: AsyncSession, booking_id: int, person_id: int) -> Booked:
    """One for whose diner this person books. Raises NotFound, NotConfirmed and NotYours."""
    booked = await get(session, booking_id)
    await check_may(session, booked.diner, person_id)
    return booked


async def of_diner(session: AsyncSession, diner_id: int, *, from_day: date) -> list[Booked]:
    """The diner's bookings from a day on, cancelled ones too, in the order of the meals."""
    return await _read(
        session, _bookings(MealBooking.diner_id == diner_id, MealSession.day >= from_day)
    )


async def of_booker(
    session: AsyncSession, person_id: int, *, from_day: date, to_day: date | None = None
) -> list[Booked]:
    """What this person booked and what was booked for them, cancelled ones too.

    From one day to another, both included, in the order of the meals.
    """
    by_them = select(MealBooking.id).where(MealBooking.booked_by == person_id)
    for_them = select(MealBooking.id).join(Diner).where(Diner.person_id == person_id)
    conditions = [MealBooking.id.in_(union(by_them, for_them)), MealSession.day >= from_day]
    if to_day is not None:
        conditions.append(MealSession.day <= to_day)
    return await _read(session, _bookings(*conditions))


async def by_code(session: AsyncSession, session_id: int, code: str) -> Booked:
    """The booking with that pick-up code (取餐码), in any state. Raises NotFound."""
    found = await _read(
        session, _bookings(MealBooking.session_id == session_id, MealBooking.code == code)
    )
    if not found:
        raise NotFound
    return found[0]


async def to_come(session: AsyncSession, diner_id: int, *, now: datetime) -> list[Booked]:
    """The diner's bookings of meals that are not over, those cancelled not among them."""
    return await _read(
        session,
        _bookings(
            MealBooking.diner_id == diner_id,
            MealBooking.state.in_(ACTIVE),
            MealSession.ends_at > now,
        ),
    )


async def booked(session: AsyncSession, diner_id: int, session_id: int) -> Sequence[MealBooking]:
    """The diner's bookings in that session which were not cancelled, at most one."""
    found = await session.scalars(
        select(MealBooking).where(
            MealBooking.diner_id == diner_id,
            MealBooking.session_id == session_id,
            MealBooking.state != BookingState.CANCELLED,
        ),
        execution_options={"populate_existing": True},
    )
    return found.all()


async def ahead(session: AsyncSession, booking: MealBooking) -> int:
    """How many wait before `booking`, which waits too."""
    found = await session.scalars(
        select(MealBooking.id)
        .where(
            MealBooking.session_id == booking.session_id,
            MealBooking.state == BookingState.WAITING,
        )
        .order_by(MealBooking.waits_since, MealBooking.id)
    )
    return list(found).index(booking.id)


def hearers(booked: Booked, *, but_not: int | None = None) -> Sequence[int]:
    """Who hears of a booking: the diner and the person who booked, each once."""
    whom = dict.fromkeys((booked.diner.person_id, booked.booking.booked_by))
    return [person_id for person_id in whom if person_id is not None and person_id != but_not]


def _bookings(
    *conditions: ColumnElement[bool],
) -> Select[MealBooking, MealSession, MealSet, Diner]:
    return (
        select(MealBooking, MealSession, MealSet, Diner)
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .join(MealSet, MealSet.id == MealBooking.set_id)
        .join(Diner, Diner.id == MealBooking.diner_id)
        .where(*conditions)
        .order_by(MealSession.day, MealSession.starts_at, MealBooking.id)
    )


async def _read(
    session: AsyncSession, statement: Select[MealBooking, MealSession, MealSet, Diner]
) -> list[Booked]:
    found = await session.execute(statement, execution_options={"populate_existing": True})
    return [
        Booked(booking, meal_session, meal_set, diner)
        for booking, meal_session, meal_set, diner in found
    ]
