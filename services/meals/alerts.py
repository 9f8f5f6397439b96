"""平安守望: somebody who was expected was not seen, and who is told of it, again and again.

An alert goes to the group of their community's office, and to those who book for them, by day and
by night. It is repeated every half hour until somebody goes (`care`). At night the office may be
asleep: the first time nobody has gone those who book for the diner are told so too.
"""

import logging
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, quiet_hours, rows
from services.meals.kitchen_news import CareCard, CareRaised, CareUnheeded
from services.news import draw, tell
from storage.tables import (
    Area,
    CareAlert,
    CareCause,
    Diner,
    MealBooking,
    MealProxy,
    ProxyState,
)

log = logging.getLogger(__name__)

NUDGE_EVERY = timedelta(minutes=30)
"""Somebody may lie on the floor: half an hour is what it takes to walk there and ring."""


async def raise_alert(
    session: AsyncSession, booking: MealBooking, cause: CareCause, *, now: datetime
) -> CareAlert | None:
    """Have somebody look in on the booking's diner; one alert a booking, None where it has one."""
    alert = {
        "diner_id": booking.diner_id,
        "booking_id": booking.id,
        "cause": cause,
        "raised_at": now,
        "nudge_at": now + NUDGE_EVERY,
    }
    for raised in await rows.add_missing(session, CareAlert, [alert]):
        tell(session, CareRaised(raised.id))
        draw(session, CareCard(raised.id))
        return raised
    return None


async def get(session: AsyncSession, alert_id: int) -> CareAlert:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, CareAlert, alert_id)


async def of_booking(session: AsyncSession, booking_id: int) -> CareAlert | None:
    found: CareAlert | None = await session.scalar(
        select(CareAlert).where(CareAlert.booking_id == booking_id),
        execution_options={"populate_existing": True},
    )
    return found


async def area_of(session: AsyncSession, alert: CareAlert) -> Area:
    """Where the diner lives."""
    diner = await session.get_one(Diner, alert.diner_id)
    return await areas.one(session, diner.area_id)


async def told_of(session: AsyncSession, alert: CareAlert) -> list[int]:
    """Ids of those who book for the diner, confirmed, whom it concerns first."""
    found = await session.scalars(
        select(MealProxy.person_id)
        .where(MealProxy.diner_id == alert.diner_id, MealProxy.state == ProxyState.CONFIRMED)
        .order_by(MealProxy.id)
    )
    return list(found)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of alerts to call `act` for, the oldest first."""
    found = await session.scalars(
        select(CareAlert.id)
        .where(CareAlert.nudge_at <= now, CareAlert.settled_at.is_(None))
        .order_by(CareAlert.nudge_at, CareAlert.id)
    )
    return list(found)


async def act(session: AsyncSession, alert_id: int, /, *, now: datetime) -> None:
    """Tell the group again that nobody has gone to look, and when to do so next."""
    nudged = await rows.change(
        session,
        CareAlert,
        CareAlert.id == alert_id,
        CareAlert.nudge_at <= now,
        CareAlert.taken_at.is_(None),
        CareAlert.settled_at.is_(None),
        nudge_at=now + NUDGE_EVERY,
    )
    if nudged is None:
        log.info("care alert %d needs no reminder any more", alert_id)
        return
    tell(session, CareUnheeded(alert_id, relatives_too=await _office_sleeps(session, nudged, now)))


async def _office_sleeps(session: AsyncSession, alert: CareAlert, now: datetime) -> bool:
    """Whether those who book for the diner are the only ones awake; said to them once."""
    quiet = await quiet_hours.of_area(session, await area_of(session, alert))
    return quiet.night(now) is not None and now < alert.raised_at + 2 * NUDGE_EVERY
