"""Changing and ending a booking; `placing` makes it.

`services.meals.booking` says who may and until when. A refusal is raised before anything is
written, except that bookings left waiting past cut-off may have ended by then, which holds anyway.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound
from services.meals import diners, menus, news, pricing, seats, waiting
from services.meals.errors import (
    DinerEnded,
    DinerPaused,
    NotServed,
    SetWithdrawn,
    WrongBookingState,
)
from services.meals.history import look_of, record
from services.meals.reading import ACTIVE, Booked
from services.news import tell
from storage.tables import (
    BookingEventKind,
    BookingState,
    Diner,
    MealBooking,
    MealSession,
    MealSet,
    Mode,
)


@dataclass(frozen=True, slots=True)
class Held:
    """A booking whose diner and session nobody else changes until the transaction ends."""

    booking: MealBooking
    meal_session: MealSession
    diner: Diner


async def hold(session: AsyncSession, booking_id: int) -> Held:
    """The booking as it is, for one who is about to change it. Raises NotFound.

    Locked in the order diner, session, booking, so that two transactions never wait for each other.
    """
    known = await session.get(MealBooking, booking_id)
    if known is None:
        raise NotFound
    diner = await diners.held(session, known.diner_id)
    meal_session = await seats.held(session, known.session_id)
    booking = await rows.held(session, MealBooking, booking_id)
    return Held(booking, meal_session, diner)


async def alter(
    session: AsyncSession,
    held: Held,
    *,
    by: int,
    now: datetime,
    reason: str | None = None,
    set_id: int | None = None,
    portions: int | None = None,
    mode: Mode | None = None,
) -> bool:
    """Change what is given; the price is agreed again. Returns whether anything was different.

    What does not fit leaves the booking as it was. One that waits keeps its place unless it wants
    more. Raises WrongBookingState, NotFound, SetWithdrawn, NotServed for a set of another session,
    DinerEnded, DinerPaused, what `pricing.quote` raises, Full and OthersWait.
    """
    booking, meal_session = held.booking, held.meal_session
    if booking.state not in ACTIVE:
        raise WrongBookingState(booking.state)
    before = (booking.portions, booking.mode)
    after = (
        booking.portions if portions is None else portions,
        booking.mode if mode is None else mode,
    )
    meal_set = await _chosen(session, booking, set_id)
    if after == before and meal_set.id == booking.set_id:
        return False
    check_eats(held.diner, meal_session.day)
    cost = await pricing.quote(session, held.diner, meal_set, *after, but_not=booking.id)
    values: dict[str, Any] = {
        "set_id": meal_set.id,
        "portions": after[0],
        "mode": after[1],
        **pricing.frozen(cost),
    }
    if booking.state is BookingState.BOOKED:
        seats.exchange(meal_session, before, after, now=now)
    elif after[0] > before[0] or (after[1] is Mode.DELIVERY and before[1] is not Mode.DELIVERY):
        values["waits_since"] = now
    was = look_of(booking)
    await _change(session, booking, **values)
    data = {"was": was} | look_of(booking)
    changed = BookingEventKind.CHANGED
    record(session, booking, changed, now=now, by=by, reason=reason, data=data)
    await waiting.promote(session, meal_session, now=now, silent=booking.id)
    return True


async def end(
    session: AsyncSession,
    booking: MealBooking,
    meal_session: MealSession,
    *,
    by: int | None,
    now: datetime,
    by_name: str | None = None,
    reason: str | None = None,
) -> None:
    """Cancel a booking of a session that is held; what it had goes to those who wait.

    Raises WrongBookingState.
    """
    if booking.state not in ACTIVE:
        raise WrongBookingState(booking.state)
    waited = booking.state is BookingState.WAITING
    await _change(
        session,
        booking,
        state=BookingState.CANCELLED,
        ended_at=now,
        ended_by=by,
        ended_by_name=by_name,
    )
    record(session, booking, BookingEventKind.CANCELLED, now=now, by=by, reason=reason)
    if waited:
        seats.leave_queue(meal_session)
    else:
        seats.release(meal_session, booking.portions, booking.mode, now=now)
    await waiting.promote(session, meal_session, now=now)


async def cancel_each(
    session: AsyncSession,
    bookings: list[Booked],
    *,
    by: int | None,
    now: datetime,
    by_name: str | None = None,
    reason: str | None = None,
) -> list[Booked]:
    """Cancel these of a diner who is held, each told; what was served meanwhile stays.

    Returns those that were cancelled.
    """
    cancelled = []
    for booked in sorted(bookings, key=lambda one: one.meal_session.id):
        held = await hold(session, booked.booking.id)
        if held.booking.state not in ACTIVE:
            continue
        await end(
            session,
            held.booking,
            held.meal_session,
            by=by,
            by_name=by_name,
            now=now,
            reason=reason,
        )
        tell(session, news.Cancelled(booked.booking.id, by))
        cancelled.append(booked)
    return cancelled


def check_eats(diner: Diner, day: date) -> None:
    """Whether anything is booked for `diner` on `day`. Raises DinerEnded and DinerPaused."""
    if diner.ended_at is not None:
        raise DinerEnded
    if pauses(diner.paused_from, diner.paused_until, day):
        raise DinerPaused(diner.paused_until)


def pauses(first: date | None, last: date | None, day: date) -> bool:
    """Whether `day` lies in a pause; the last day is part of it, without one it is open-ended."""
    return first is not None and first <= day and (last is None or day <= last)


def check_on_menu(meal_set: MealSet) -> None:
    """Raises SetWithdrawn."""
    if meal_set.withdrawn_at is not None:
        raise SetWithdrawn


async def _chosen(session: AsyncSession, booking: MealBooking, set_id: int | None) -> MealSet:
    """The set from now on; one that was withdrawn stays for those who have it."""
    if set_id is None or set_id == booking.set_id:
        return await menus.get_set(session, booking.set_id)
    meal_set = await menus.get_set(session, set_id)
    check_on_menu(meal_set)
    if meal_set.session_id != booking.session_id:
        raise NotServed
    return meal_set


async def _change(session: AsyncSession, booking: MealBooking, **values: Any) -> None:
    """Write to a booking that is held."""
    for name, value in values.items():
        setattr(booking, name, value)
    await session.flush()
