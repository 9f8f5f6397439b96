"""Requests that somebody took and left: the group is reminded of them."""

import logging
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.groups.members import ask_whether_there
from services.rows import judged_again
from services.tickets.recording import record
from services.tickets.transitions import change, current
from storage.tables import EventKind, Ticket, TicketEvent, TicketState

log = logging.getLogger(__name__)

LEFT_AFTER = timedelta(days=3)
"""By the clock, without a line in the timeline; a reminder is a line too, so they come as far
apart."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of tickets to call `act` for."""
    found = await session.scalars(
        select(Ticket.id).where(Ticket.state == TicketState.TAKEN, _nothing_since(now))
    )
    return list(found)


@judged_again
async def act(session: AsyncSession, ticket_id: int, *, now: datetime) -> None:
    """Remind the group, and ask whether the taker is still in it."""
    ticket = await current(session, ticket_id)
    idle = await session.scalar(select(_nothing_since(now)).where(Ticket.id == ticket_id))
    if ticket.state is not TicketState.TAKEN or not idle:
        log.info("ticket %d is not left alone any more: %s", ticket_id, ticket.state.value)
        return
    await change(session, ticket, state=TicketState.TAKEN)
    await record(
        session, ticket, EventKind.OVERDUE, now=now, internal=True, data={"left_alone": True}
    )
    ask_whether_there(session, ticket.group_id, ticket.taker_id)


def _nothing_since(now: datetime) -> ColumnElement[bool]:
    recent = TicketEvent.at > now - LEFT_AFTER
    return ~exists().where(TicketEvent.ticket_id == Ticket.id, recent)
