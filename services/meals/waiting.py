"""候补: who gets what becomes free, and what happens to those for whom nothing does.

In the order in which they came. The first of them who needs more portions than are free holds up
the rest: a couple who waits is not passed by one person after another. Who lacks nothing but a
delivery is stepped over, since holding back portions would not help them; those behind who want a
delivery are stepped over as well, so among them the order holds too. A new booking that comes while
somebody waits goes to the end and is judged by the same rule.

Who waits for a set that was withdrawn (下架) is told, and stepped over until they choose another.

From cut-off on nobody is promoted: who waited has been told by then and has made other plans. What
staff find left over is opened to everyone (余餐).
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.meals import news, seats
from services.meals.history import record
from services.news import tell
from storage.tables import BookingEventKind, BookingState, MealBooking, MealSession, MealSet, Mode


async def promote(
    session: AsyncSession, meal_session: MealSession, *, now: datetime, silent: int | None = None
) -> None:
    """Give what is free in a session that is held to those who wait, and tell them at once.

    Not `silent`, the booking that is just being made or changed: its answer says so.
    """
    while (booking := await _next(session, meal_session)) is not None:
        if not seats.promote(meal_session, booking.portions, booking.mode, now=now):
            return
        await rows.change(
            session,
            MealBooking,
            MealBooking.id == booking.id,
            state=BookingState.BOOKED,
            waits_since=None,
        )
        record(session, booking, BookingEventKind.PROMOTED, now=now)
        if booking.id != silent:
            tell(session, news.Promoted(booking.id))


async def withdrawn(
    session: AsyncSession, meal_session: MealSession, set_ids: Sequence[int], *, now: datetime
) -> None:
    """Tell those who wait for these sets of a session that is held; those behind come forward."""
    found = await session.scalars(
        select(MealBooking.id)
        .where(MealBooking.set_id.in_(set_ids), MealBooking.state == BookingState.WAITING)
        .order_by(MealBooking.waits_since, MealBooking.id)
    )
    told = found.all()
    if not told or meal_session.cut_off_at <= now:
        return
    for booking_id in told:
        tell(session, news.AwaitedWithdrawn(booking_id))
    await promote(session, meal_session, now=now)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of the sessions that were cut off while somebody still waited."""
    found = await session.scalars(
        select(MealSession.id)
        .where(MealSession.cut_off_at <= now, MealSession.waiting > literal_column("0"))
        .order_by(MealSession.cut_off_at, MealSession.id)
    )
    return list(found)


async def act(session: AsyncSession, session_id: int, *, now: datetime) -> None:
    """End the waiting of a session that was cut off, if that was not done before; tell each.

    Nobody any more once the meal is over: they know.
    """
    meal_session = await seats.held(session, session_id)
    if meal_session.cut_off_at > now or meal_session.waiting == 0:
        return
    ended = await end_all(session, meal_session, BookingState.WAITING, now=now)
    seats.leave_queue(meal_session, len(ended))
    if now < meal_session.ends_at:
        for booking in ended:
            tell(session, news.NotPromoted(booking.id))


async def end_all(
    session: AsyncSession,
    meal_session: MealSession,
    *states: BookingState,
    now: datetime,
    by: int | None = None,
    by_name: str | None = None,
    reason: str | None = None,
) -> list[MealBooking]:
    """Cancel every booking in `states` of a session that is held; its counts are the caller's.

    Returned in the order in which they came.
    """
    found = await rows.change_all(
        session,
        MealBooking,
        MealBooking.session_id == meal_session.id,
        MealBooking.state.in_(states),
        state=BookingState.CANCELLED,
        ended_at=now,
        ended_by=by,
        ended_by_name=by_name,
    )
    ended = sorted(found, key=lambda booking: booking.id)
    for booking in ended:
        record(session, booking, BookingEventKind.CANCELLED, now=now, by=by, reason=reason)
    return ended


async def _next(session: AsyncSession, meal_session: MealSession) -> MealBooking | None:
    """The first who waits for what there is; none where no portion is free."""
    if meal_session.waiting == 0 or meal_session.taken >= meal_session.portions:
        return None
    waits = [
        MealBooking.session_id == meal_session.id,
        MealBooking.state == BookingState.WAITING,
        MealSet.withdrawn_at.is_(None),
    ]
    if meal_session.deliveries_taken >= meal_session.deliveries:
        waits.append(MealBooking.mode != Mode.DELIVERY)
    found: MealBooking | None = await session.scalar(
        select(MealBooking)
        .join(MealSet, MealSet.id == MealBooking.set_id)
        .where(*waits)
        .order_by(MealBooking.waits_since, MealBooking.id)
        .limit(1),
        execution_options={"populate_existing": True},
    )
    return found
