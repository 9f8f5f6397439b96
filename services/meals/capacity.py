"""What staff do to a session as a whole: more or fewer portions, 余餐, 停餐."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.groups.authority import Member
from services.meals import news, seats, waiting
from services.meals.authority import check_works_for
from services.meals.errors import BelowTaken, CutOff, Full, NotCutOffYet, SessionClosed
from services.news import tell
from storage.tables import BookingState, MealBooking, MealSession, Mode


async def set_portions(
    session: AsyncSession,
    session_id: int,
    portions: int,
    deliveries: int | None,
    member: Member,
    *,
    now: datetime,
) -> MealSession:
    """Cook more or less than the rule says; who waits gets what is added.

    Without `deliveries` there are as many as before.
    Raises NotFound, NotYourGroup, NotAMember, SessionClosed, CutOff once the meal is over, and
    BelowTaken for less than is booked.
    """
    meal_session = await _held(session, session_id, member, now=now)
    if portions < meal_session.taken:
        raise BelowTaken(meal_session.taken)
    if deliveries is None:
        deliveries = meal_session.deliveries
    if deliveries < meal_session.deliveries_taken:
        raise BelowTaken(meal_session.deliveries_taken)
    meal_session.portions, meal_session.deliveries = portions, deliveries
    meal_session.reopened = min(meal_session.reopened, portions - meal_session.taken)
    await session.flush()
    await waiting.promote(session, meal_session, now=now)
    return meal_session


async def reopen_left(
    session: AsyncSession, session_id: int, portions: int | None, member: Member, *, now: datetime
) -> MealSession:
    """余餐: after cut-off so many portions go to those who book first; None is all, 0 ends it.

    Raises NotFound, NotYourGroup, NotAMember, SessionClosed, CutOff once the meal is over,
    NotCutOffYet, and Full for more than are left.
    """
    await waiting.act(session, session_id, now=now)
    meal_session = await _held(session, session_id, member, now=now)
    if now < meal_session.cut_off_at:
        raise NotCutOffYet(meal_session.cut_off_at)
    left = meal_session.portions - meal_session.taken
    if portions is not None and portions > left:
        raise Full(left)
    meal_session.reopened = left if portions is None else portions
    await session.flush()
    return meal_session


async def close(
    session: AsyncSession, session_id: int, reason: str, member: Member | None, *, now: datetime
) -> list[MealBooking]:
    """停餐: cancel every booking that is still to come and tell each why; those are returned.

    Raises NotFound, NotYourGroup, NotAMember, SessionClosed when it was closed before, and CutOff
    once the meal is over.
    """
    meal_session = await _held(session, session_id, member, now=now)
    ended = await waiting.end_all(
        session,
        meal_session,
        BookingState.BOOKED,
        BookingState.WAITING,
        now=now,
        by=member.person_id if member else None,
        by_name=member.name if member else None,
        reason=reason,
    )
    had = [booking for booking in ended if booking.waits_since is None]
    meal_session.closed_at, meal_session.closed_reason = now, reason
    meal_session.waiting = meal_session.reopened = 0
    meal_session.taken -= sum(booking.portions for booking in had)
    meal_session.deliveries_taken -= sum(booking.mode is Mode.DELIVERY for booking in had)
    if meal_session.sheet_sent_at is not None:
        meal_session.changed_at = now
    await session.flush()
    for booking in ended:
        tell(session, news.SessionClosed(booking.id))
    return ended


async def _held(
    session: AsyncSession, session_id: int, member: Member | None, *, now: datetime
) -> MealSession:
    """A session that goes on, held, for a member of its canteen's group or for the bot itself."""
    meal_session = await seats.held(session, session_id)
    if member is not None:
        await check_works_for(session, meal_session.canteen_id, member)
    if meal_session.closed_at is not None:
        raise SessionClosed(meal_session.closed_reason or "")
    if meal_session.ends_at <= now:
        raise CutOff(meal_session.ends_at)
    return meal_session
