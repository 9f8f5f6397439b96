"""Who did not come: counted once a meal is over, with mercy, and with an eye on who lives alone.

A delivery of which nobody said anything is not counted as missed: the carrier may just not have
tapped, and staff are asked. A door where nobody answered is.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.meals import alerts
from services.meals.diners import statuses_on
from services.meals.history import record
from services.meals.kitchen_news import DeliveriesUntold, OftenMissed
from services.meals.month import days_of, month_of
from services.news import tell
from storage.tables import (
    BookingEventKind,
    BookingState,
    Canteen,
    CareAlert,
    CareCause,
    MealBooking,
    MealSession,
    MealStop,
    Mode,
    Status,
    StopState,
)

GRACE = timedelta(minutes=30)
"""After the meal's end: time to tick off the last guests and for carriers to come back."""
WORRIES_FOR = timedelta(hours=6)
"""After the meal's end, until supper. Counted later, as after an outage, nobody is looked for and
nobody is asked to cancel next time: those who were missed have been seen since, or sought.
"""
LAST_MEALS = 10
"""Two working weeks of lunches tell what somebody usually does, …"""
USUALLY = 7
"""… and who ate at least so many of them usually eats."""
ALONE = frozenset({Status.LIVES_ALONE, Status.NO_FAMILY})
"""Of nobody else can one say that no one would have noticed."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of sessions to call `act` for."""
    found = await session.scalars(
        select(MealSession.id)
        .where(
            MealSession.ends_at <= now - GRACE,
            MealSession.settled_at.is_(None),
            MealSession.closed_at.is_(None),
        )
        .order_by(MealSession.ends_at, MealSession.id)
    )
    return list(found)


async def act(session: AsyncSession, session_id: int, /, *, now: datetime) -> None:
    """Count what was not fetched as missed, once, and see whose absence is a worry."""
    over = await rows.change(
        session,
        MealSession,
        MealSession.id == session_id,
        MealSession.ends_at <= now - GRACE,
        MealSession.settled_at.is_(None),
        MealSession.closed_at.is_(None),
        settled_at=now,
    )
    if over is None:
        return
    found = await session.execute(
        select(MealBooking.id, MealStop.state)
        .outerjoin(MealStop, MealStop.booking_id == MealBooking.id)
        .where(
            MealBooking.session_id == session_id,
            MealBooking.state == BookingState.BOOKED,
            or_(MealBooking.mode != Mode.DELIVERY, MealStop.state == StopState.NOBODY_HOME),
        )
        .order_by(MealBooking.id)
    )
    for booking_id, stop in found.all():
        missed = await _miss(session, booking_id, now)
        late = now > over.ends_at + WORRIES_FOR
        if missed is not None and stop is not StopState.NOBODY_HOME and not late:
            await _ask_or_worry(session, over, missed, now)
    if await _untold(session, session_id):
        tell(session, DeliveriesUntold(session_id))


async def usually_eats(session: AsyncSession, diner_id: int, before: datetime) -> bool:
    """Whether they ate USUALLY of the last LAST_MEALS they had booked, before that moment."""
    states = await session.scalars(
        select(MealBooking.state)
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .where(
            MealBooking.diner_id == diner_id,
            MealBooking.state.in_((BookingState.SERVED, BookingState.MISSED)),
            MealSession.starts_at < before,
        )
        .order_by(MealSession.starts_at.desc())
        .limit(LAST_MEALS)
    )
    return list(states).count(BookingState.SERVED) >= USUALLY


async def missed_in_month(session: AsyncSession, diner_id: int, canteen_id: int, day: date) -> int:
    """How many meals of that day's month they neither fetched nor cancelled."""
    found = await session.scalar(
        select(func.count())
        .select_from(MealBooking)
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .where(
            MealBooking.diner_id == diner_id,
            MealBooking.state == BookingState.MISSED,
            MealSession.canteen_id == canteen_id,
            MealSession.day.between(*days_of(month_of(day))),
        )
    )
    return found or 0


async def _miss(session: AsyncSession, booking_id: int, now: datetime) -> MealBooking | None:
    """The booking, missed now; None where somebody was faster."""
    missed = await rows.change(
        session,
        MealBooking,
        MealBooking.id == booking_id,
        MealBooking.state == BookingState.BOOKED,
        state=BookingState.MISSED,
        ended_at=now,
    )
    if missed is not None:
        record(session, missed, BookingEventKind.MISSED, now=now)
    return missed


async def _ask_or_worry(
    session: AsyncSession, over: MealSession, missed: MealBooking, now: datetime
) -> None:
    """Either somebody looks in on them, or they are asked to cancel next time; never both."""
    alone = ALONE & await statuses_on(session, missed.diner_id, over.day)
    if alone and await usually_eats(session, missed.diner_id, over.starts_at):
        if not await _is_looked_for(session, missed.diner_id):
            await alerts.raise_alert(session, missed, CareCause.MISSED_MEAL, now=now)
        return
    canteen = await session.get_one(Canteen, over.canteen_id)
    count = await missed_in_month(session, missed.diner_id, over.canteen_id, over.day)
    if count > canteen.no_show_mercy:
        tell(session, OftenMissed(missed.id, count))


async def _is_looked_for(session: AsyncSession, diner_id: int) -> bool:
    """Whether an earlier alert is still open: one search at a time is enough."""
    return bool(
        await session.scalar(
            select(exists().where(CareAlert.diner_id == diner_id, CareAlert.settled_at.is_(None)))
        )
    )


async def _untold(session: AsyncSession, session_id: int) -> bool:
    return bool(
        await session.scalar(
            select(
                exists().where(
                    MealBooking.session_id == session_id,
                    MealBooking.state == BookingState.BOOKED,
                )
            )
        )
    )
