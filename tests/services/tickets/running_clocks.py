"""The clocks of a request, read, and worked off as the scheduler does."""

from datetime import datetime
from functools import partial

from sqlalchemy import select

from services.tickets import clock_steps
from storage.tables import ClockKind, TicketClock
from tests.services.conftest import Desk


async def clocks_of(desk: Desk, ticket_id: int, *kinds: ClockKind) -> list[TicketClock]:
    """Those that run, or those of these kinds."""
    async with desk.database.reading() as session:
        found = await session.scalars(
            select(TicketClock).where(TicketClock.ticket_id == ticket_id).order_by(TicketClock.id)
        )
        return [clock for clock in found if not kinds or clock.kind in kinds]


async def tick(desk: Desk, now: datetime) -> int:
    """Do what is due once; how much that was."""
    async with desk.database.reading() as session:
        due = await clock_steps.due(session, now)
    for clock_id in due:
        await desk.do(partial(clock_steps.act, clock_id=clock_id, now=now))
    return len(due)
