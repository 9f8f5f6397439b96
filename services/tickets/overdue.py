"""Telling the group, once, that nobody took a request by the time the resident was promised."""

import logging
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.rows import judged_again
from services.tickets.recording import record
from services.tickets.transitions import change, current
from storage.tables import EventKind, Ticket, TicketState

log = logging.getLogger(__name__)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of tickets to call `act` for, the longest overdue first."""
    found = await session.scalars(
        select(Ticket.id)
        .where(
            Ticket.state == TicketState.OPEN,
            Ticket.respond_by <= now,
            Ticket.overdue_at.is_(None),
        )
        .order_by(Ticket.respond_by, Ticket.id)
    )
    return list(found)


@judged_again
async def act(session: AsyncSession, ticket_id: int, *, now: datetime) -> None:
    """Note that the time has passed, unless somebody took the ticket in the meantime."""
    ticket = await current(session, ticket_id)
    if ticket.state is not TicketState.OPEN or ticket.overdue_at or ticket.respond_by > now:
        log.info("ticket %d is not overdue any more: %s", ticket_id, ticket.state.value)
        return
    await change(session, ticket, overdue_at=now)
    await record(session, ticket, EventKind.OVERDUE, now=now)
