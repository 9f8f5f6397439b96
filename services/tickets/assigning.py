"""派单: a request that waits is given to whom the group's rota names, or whose turn it is.

They still take it themselves (接单), and anybody else may: nobody has to wait for who is at lunch.
It is given out again where it comes to another group, is opened again or given back, and where the
one whom it was given to leaves.
"""

import logging
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.calendar import ZONE
from services.groups import rota
from services.groups.members import ask_whether_there
from services.tickets.recording import record
from storage.keys import state_in
from storage.tables import EventKind, Ticket, TicketState

log = logging.getLogger(__name__)

_WAITS = (
    state_in(Ticket.state, [TicketState.OPEN]),
    or_(Ticket.assigned_at.is_(None), Ticket.assigned_at < Ticket.opened_at),
)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of tickets to call `act` for: where somebody is there who can have them."""
    groups = await rota.could_have(session, now=now, zone=ZONE)
    if not groups:
        return []
    found = await session.scalars(
        select(Ticket.id).where(Ticket.group_id.in_(groups), *_WAITS).order_by(Ticket.id)
    )
    return list(found)


async def act(session: AsyncSession, ticket_id: int, *, now: datetime) -> None:
    """Give it to the next one, unless somebody took it in the meantime; they are called.

    A 重办 goes to its former taker only where there is nobody else.
    """
    ticket = await rows.held(session, Ticket, ticket_id)
    people = (await rota.could_have(session, now=now, zone=ZONE)).get(ticket.group_id or 0)
    if ticket.state is not TicketState.OPEN or is_assigned(ticket) or not people:
        log.info("ticket %d is not to be given out any more", ticket_id)
        return
    assert ticket.group_id is not None
    chosen = await rota.next_of(session, ticket.group_id, people, but=ticket.previous_taker_id)
    ticket.assignee_id, ticket.assigned_at = chosen, now
    data = {"group": ticket.group_id}
    await record(
        session,
        ticket,
        EventKind.ASSIGNED,
        now=now,
        actor_id=chosen,
        internal=True,
        data=data,
    )
    ask_whether_there(session, ticket.group_id, chosen)


def is_assigned(ticket: Ticket) -> bool:
    """Whether somebody was named since it last began to wait."""
    return ticket.assigned_at is not None and ticket.assigned_at >= ticket.opened_at
