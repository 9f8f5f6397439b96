"""Diners who do not eat for a while, or never again: nothing is generated for them, nothing cooked.

A pause cancels what is booked in it and still can be cancelled; the rest only staff change, who are
asked for a reason. A diner who died or moved away has everything cancelled that is not over.
"""

from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services import written
from services.groups.authority import Member
from services.meals import changing, diners, news, reading
from services.meals.changing import cancel_each
from services.meals.errors import DaysOutOfOrder, DinerEnded, ReasonNeeded
from services.meals.leave import check_may
from services.meals.reading import Booked
from services.meals.standing import end_all
from services.news import draw
from storage.tables import Diner

REASON_LIMIT = 200


def period(days: int | None, today: date) -> tuple[date, date | None]:
    """First and last day of a pause that begins as soon as it can; None is open-ended.

    That is tomorrow: today's meals are cooked already. `today` is of the community's zone.
    """
    first = today + timedelta(days=1)
    return first, first + timedelta(days=days - 1) if days else None


async def pause(
    session: AsyncSession,
    diner_id: int,
    from_day: date,
    until_day: date | None,
    *,
    by: int,
    now: datetime,
) -> list[Booked]:
    """No meals from one day to another, both included, or until they go on.

    Returns the bookings that were cancelled. Raises NotFound, NotYours, NotConfirmed, DinerEnded
    and DaysOutOfOrder.
    """
    if until_day is not None and until_day < from_day:
        raise DaysOutOfOrder
    diner = await _held(session, diner_id, by)
    diner.paused_from, diner.paused_until = from_day, until_day
    await session.flush()
    paused = [
        booked
        for booked in await reading.to_come(session, diner.id, now=now)
        if changing.pauses(from_day, until_day, booked.meal_session.day)
        and now < booked.meal_session.cut_off_at
    ]
    return await cancel_each(session, paused, by=by, now=now)


async def resume(session: AsyncSession, diner_id: int, *, by: int) -> Diner:
    """Meals again; what the pause cancelled has to be booked again.

    Raises NotFound, NotYours, NotConfirmed and DinerEnded.
    """
    diner = await _held(session, diner_id, by)
    diner.paused_from = diner.paused_until = None
    await session.flush()
    return diner


async def end(
    session: AsyncSession, diner_id: int, member: Member, reason: str | None, *, now: datetime
) -> list[Booked]:
    """Staff note that the diner died or moved away. Returns the bookings that were cancelled.

    Raises NotFound, NotYourGroup, NotAMember, DinerEnded, ReasonNeeded and TooLong.
    """
    why = written.line_if_any(reason, limit=REASON_LIMIT)
    if why is None:
        raise ReasonNeeded
    diner = await diners.held(session, diner_id)
    await diners.check_serves(session, diner, member)
    if diner.ended_at is not None:
        raise DinerEnded
    diner.ended_at = now
    await session.flush()
    await end_all(session, diner.id, now=now)
    draw(session, news.DinerCard(diner.id))
    coming = await reading.to_come(session, diner.id, now=now)
    return await cancel_each(
        session, coming, by=member.person_id, by_name=member.name, reason=why, now=now
    )


async def _held(session: AsyncSession, diner_id: int, by: int) -> Diner:
    diner = await diners.held(session, diner_id)
    await check_may(session, diner, by)
    if diner.ended_at is not None:
        raise DinerEnded
    return diner
