"""Portions and deliveries of a session: the conditional UPDATEs that decide who gets one.

Each is one statement that holds only while there is room, so however many tap at once, a session
is never sold beyond its capacity, on SQLite and PostgreSQL alike. It locks the session's row until
the transaction ends; a caller that needs more than the statement says locks it first, with `held`.
A session's row is locked after its diner's and before its bookings'.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, case
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


async def take_or_queue(
    session: AsyncSession, session_id: int, portions: int, mode: Mode, *, now: datetime
) -> MealSession:
    """Before cut-off: take what is asked for, or else a place on the waiting list.

    Nobody takes a portion past those who wait: who comes while there are some, waits too. Hence
    `waiting` is 0 in what is returned if and only if the portions were taken. After cut-off what
    staff opened again (余餐) is taken, for dining in or fetching; the rounds are made by then.

    Raises NotFound, SessionClosed, CutOff, and Full for 余餐 that does not suffice.
    """
    fits = and_(MealSession.waiting == 0, _room(portions, mode))
    taken = await _update(
        session,
        session_id,
        MealSession.closed_at.is_(None),
        MealSession.cut_off_at > now,
        taken=case((fits, MealSession.taken + portions), else_=MealSession.taken),
        deliveries_taken=case(
            (fits, MealSession.deliveries_taken + _delivery(mode)),
            else_=MealSession.deliveries_taken,
        ),
        waiting=case((fits, 0), else_=MealSession.waiting + 1),
        codes=MealSession.codes + 1,
    )
    return taken or await _take_left(session, session_id, portions, mode, now=now)


async def take(
    session: AsyncSession, session_id: int, portions: int, mode: Mode, *, now: datetime
) -> MealSession:
    """Staff take what is free after cut-off, until the meal is over.

    Raises NotFound, SessionClosed, CutOff once it is over, and Full.
    """
    taken = await _update(
        session,
        session_id,
        MealSession.closed_at.is_(None),
        MealSession.ends_at > now,
        _room(portions, mode),
        taken=MealSession.taken + portions,
        deliveries_taken=MealSession.deliveries_taken + _delivery(mode),
        reopened=_at_most(MealSession.portions - MealSession.taken - portions),
        codes=MealSession.codes + 1,
        changed_at=_changed(now),
    )
    if taken is not None:
        return taken
    present = await held(session, session_id)
    _check_open(present, present.ends_at, now=now)
    raise _full(present, portions)


async def exchange(
    session: AsyncSession,
    meal_session: MealSession,
    before: tuple[int, Mode],
    after: tuple[int, Mode],
    *,
    now: datetime,
) -> None:
    """Other portions or another mode for a booking that has some, in one statement.

    The old ones are given up only if the new ones fit; nothing grows past those who wait for it.
    `meal_session` is held. Raises Full and OthersWait.
    """
    more = after[0] - before[0]
    more_delivered = _delivery(after[1]) - _delivery(before[1])
    grows = more > 0 or more_delivered > 0
    if grows and meal_session.waiting > 0:
        raise OthersWait
    exchanged = await _update(
        session,
        meal_session.id,
        MealSession.taken + more <= MealSession.portions,
        MealSession.deliveries_taken + more_delivered <= MealSession.deliveries,
        taken=MealSession.taken + more,
        deliveries_taken=MealSession.deliveries_taken + more_delivered,
        reopened=_at_most(MealSession.portions - MealSession.taken - more),
        changed_at=_changed(now),
    )
    if exchanged is None:
        raise _full(meal_session, more)


async def release(
    session: AsyncSession, session_id: int, portions: int, deliveries: int, *, now: datetime
) -> None:
    """Give back what bookings had."""
    await _update(
        session,
        session_id,
        taken=MealSession.taken - portions,
        deliveries_taken=MealSession.deliveries_taken - deliveries,
        changed_at=_changed(now),
    )


async def leave_queue(session: AsyncSession, session_id: int, bookings: int = 1) -> None:
    """So many stand on the waiting list no more, and got nothing."""
    await _update(session, session_id, waiting=MealSession.waiting - bookings)


async def promote(
    session: AsyncSession, session_id: int, portions: int, mode: Mode, *, now: datetime
) -> bool:
    """From the waiting list to a portion, where there is room before cut-off."""
    promoted = await _update(
        session,
        session_id,
        MealSession.closed_at.is_(None),
        MealSession.cut_off_at > now,
        _room(portions, mode),
        taken=MealSession.taken + portions,
        deliveries_taken=MealSession.deliveries_taken + _delivery(mode),
        waiting=MealSession.waiting - 1,
    )
    return promoted is not None


async def _take_left(
    session: AsyncSession, session_id: int, portions: int, mode: Mode, *, now: datetime
) -> MealSession:
    if mode is not Mode.DELIVERY:
        taken = await _update(
            session,
            session_id,
            MealSession.closed_at.is_(None),
            MealSession.cut_off_at <= now,
            MealSession.ends_at > now,
            MealSession.reopened >= portions,
            MealSession.waiting == 0,
            _room(portions, mode),
            taken=MealSession.taken + portions,
            reopened=MealSession.reopened - portions,
            codes=MealSession.codes + 1,
            changed_at=_changed(now),
        )
        if taken is not None:
            return taken
    present = await held(session, session_id)
    _check_open(present, present.ends_at if present.reopened else present.cut_off_at, now=now)
    raise Full(present.reopened, deliveries=mode is Mode.DELIVERY)


def _check_open(meal_session: MealSession, until: datetime, *, now: datetime) -> None:
    if meal_session.closed_at is not None:
        raise SessionClosed(meal_session.closed_reason or "")
    if until <= now:
        raise CutOff(until)


def _full(meal_session: MealSession, portions: int) -> Full:
    left = meal_session.portions - meal_session.taken
    return Full(max(left, 0), deliveries=portions <= left)


def _room(portions: int, mode: Mode) -> ColumnElement[bool]:
    return and_(
        MealSession.taken + portions <= MealSession.portions,
        MealSession.deliveries_taken + _delivery(mode) <= MealSession.deliveries,
    )


def _delivery(mode: Mode) -> int:
    return 1 if mode is Mode.DELIVERY else 0


def _at_most(left: ColumnElement[int]) -> ColumnElement[int]:
    """余餐 is never more than what is free."""
    return case((MealSession.reopened > left, left), else_=MealSession.reopened)


def _changed(now: datetime) -> ColumnElement[datetime | None]:
    """What changes after the prep sheet was made is for a supplement to tell."""
    told = MealSession.sheet_sent_at.is_not(None)
    return case((told, now), else_=MealSession.changed_at)


async def _update(
    session: AsyncSession, session_id: int, *where: ColumnElement[bool], **values: Any
) -> MealSession | None:
    return await rows.change(session, MealSession, MealSession.id == session_id, *where, **values)
