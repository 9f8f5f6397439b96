"""Portions and deliveries of a session: who gets one, decided where nobody else can.

Those who take, give back or exchange hold the session's row (`held`): on PostgreSQL everybody
else waits for it, and SQLite has one writer. So what is judged is true, and what is counted here is
written once, however many of a batch of updates book the same meal: 200 taps on one menu are one
UPDATE. Nothing is written when somebody hears that it is full. Behind it stand the table's CHECKs:
a session is never sold beyond its capacity, whatever is written wrong here.

A session's row is held after its diner's and before its bookings'.
"""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.meals.errors import CutOff, Full, OthersWait, SessionClosed
from storage.tables import MealSession, Mode


async def held(session: AsyncSession, session_id: int) -> MealSession:
    """As it is, and nobody else changes it until the transaction ends. Raises NotFound."""
    return await rows.held(session, MealSession, session_id)


def would_wait(meal_session: MealSession, portions: int) -> bool:
    """Whether a booking for so many would get a place on the waiting list, as it looks now."""
    return meal_session.waiting > 0 or meal_session.taken + portions > meal_session.portions


def take_or_queue(meal_session: MealSession, portions: int, mode: Mode, *, now: datetime) -> bool:
    """Before cut-off: take what is asked for, or else a place on the waiting list; whether taken.

    Nobody takes a portion past those who wait: who comes while there are some, waits too. After
    cut-off what staff opened again (余餐) is taken, for dining in or fetching; the rounds are made
    by then. Raises SessionClosed, CutOff, and Full for 余餐 that does not suffice.
    """
    if meal_session.closed_at is not None or meal_session.cut_off_at <= now:
        _take_left(meal_session, portions, mode, now=now)
        return True
    fits = meal_session.waiting == 0 and _has_room(meal_session, portions, mode)
    if fits:
        _count(meal_session, portions, _delivery(mode))
    else:
        meal_session.waiting += 1
    meal_session.codes += 1
    return fits


def take(meal_session: MealSession, portions: int, mode: Mode, *, now: datetime) -> bool:
    """Staff take what is free after cut-off, until the meal is over; True.

    Raises SessionClosed, CutOff once it is over, and Full.
    """
    _check_open(meal_session, meal_session.ends_at, now=now)
    if not _has_room(meal_session, portions, mode):
        raise _full(meal_session, portions)
    _count(meal_session, portions, _delivery(mode))
    meal_session.codes += 1
    _note_change(meal_session, now)
    return True


def exchange(
    meal_session: MealSession, before: tuple[int, Mode], after: tuple[int, Mode], *, now: datetime
) -> None:
    """Other portions or another mode for a booking that has some.

    The old ones are given up only if the new ones fit; nothing grows past those who wait for it.
    Raises Full and OthersWait.
    """
    more = after[0] - before[0]
    more_delivered = _delivery(after[1]) - _delivery(before[1])
    grows = more > 0 or more_delivered > 0
    if grows and meal_session.waiting > 0:
        raise OthersWait
    if not _fits(meal_session, more, more_delivered):
        raise _full(meal_session, more)
    _count(meal_session, more, more_delivered)
    _note_change(meal_session, now)


def release(meal_session: MealSession, portions: int, mode: Mode, *, now: datetime) -> None:
    """Give back what a booking had."""
    meal_session.taken -= portions
    meal_session.deliveries_taken -= _delivery(mode)
    _note_change(meal_session, now)


def leave_queue(meal_session: MealSession, bookings: int = 1) -> None:
    """So many stand on the waiting list no more, and got nothing."""
    meal_session.waiting -= bookings


def promote(meal_session: MealSession, portions: int, mode: Mode, *, now: datetime) -> bool:
    """From the waiting list to a portion, where there is room before cut-off."""
    if meal_session.closed_at is not None or meal_session.cut_off_at <= now:
        return False
    if not _has_room(meal_session, portions, mode):
        return False
    meal_session.taken += portions
    meal_session.deliveries_taken += _delivery(mode)
    meal_session.waiting -= 1
    return True


def _take_left(meal_session: MealSession, portions: int, mode: Mode, *, now: datetime) -> None:
    left = meal_session.reopened
    _check_open(meal_session, meal_session.ends_at if left else meal_session.cut_off_at, now=now)
    is_free = meal_session.waiting == 0 and _has_room(meal_session, portions, mode)
    if mode is Mode.DELIVERY or left < portions or not is_free:
        raise Full(left, deliveries=mode is Mode.DELIVERY)
    meal_session.taken += portions
    meal_session.reopened -= portions
    meal_session.codes += 1
    _note_change(meal_session, now)


def _check_open(meal_session: MealSession, until: datetime, *, now: datetime) -> None:
    if meal_session.closed_at is not None:
        raise SessionClosed(meal_session.closed_reason or "")
    if until <= now:
        raise CutOff(until)


def _full(meal_session: MealSession, portions: int) -> Full:
    left = meal_session.portions - meal_session.taken
    return Full(max(left, 0), deliveries=portions <= left)


def _has_room(meal_session: MealSession, portions: int, mode: Mode) -> bool:
    return _fits(meal_session, portions, _delivery(mode))


def _fits(meal_session: MealSession, portions: int, deliveries: int) -> bool:
    return (
        meal_session.taken + portions <= meal_session.portions
        and meal_session.deliveries_taken + deliveries <= meal_session.deliveries
    )


def _count(meal_session: MealSession, portions: int, deliveries: int) -> None:
    """So many more are taken; 余餐 is never more than what is free."""
    meal_session.taken += portions
    meal_session.deliveries_taken += deliveries
    free = meal_session.portions - meal_session.taken
    meal_session.reopened = min(meal_session.reopened, free)


def _delivery(mode: Mode) -> int:
    return 1 if mode is Mode.DELIVERY else 0


def _note_change(meal_session: MealSession, now: datetime) -> None:
    """What changes after the prep sheet was made is for a supplement to tell."""
    if meal_session.sheet_sent_at is not None:
        meal_session.changed_at = now
