"""A booking's history: a line for every change, append-only."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import BookingEvent, BookingEventKind, MealBooking


def record(
    session: AsyncSession,
    booking: MealBooking,
    kind: BookingEventKind,
    *,
    now: datetime,
    by: int | None = None,
    reason: str | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """Append a line for `booking`, which has an id.

    `reason` and `by` can be erased later, `data` cannot: no names, no words of people in it.
    """
    session.add(
        BookingEvent(
            booking=booking,
            booking_id=booking.id,
            at=now,
            kind=kind,
            actor_id=by,
            reason=reason,
            data=data or {},
        )
    )


async def last_reason(session: AsyncSession, booking_id: int) -> str | None:
    """What staff, or a closure, gave as the reason of the latest line; None where nobody did."""
    found: str | None = await session.scalar(
        select(BookingEvent.reason)
        .where(BookingEvent.booking_id == booking_id)
        .order_by(BookingEvent.id.desc())
        .limit(1)
    )
    return found


def look_of(booking: MealBooking) -> dict[str, Any]:
    """What the history tells of how a booking is now."""
    return {
        "set": booking.set_id,
        "portions": booking.portions,
        "mode": booking.mode.value,
        "paid_fen": booking.paid_fen,
    }
