"""What a resident told a moment ago: what they send next most likely belongs to it."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.transitions import ENDED
from storage.tables import Ticket, TicketFollower

MOMENT = timedelta(minutes=10)
"""So long after filing people send the photo they forgot; later, something else."""


async def just_told(session: AsyncSession, person_id: int, *, now: datetime) -> Ticket | None:
    """The last request they filed or joined within a moment, if more can still be added to it."""
    filed = await session.execute(
        select(Ticket, Ticket.filed_at)
        .where(Ticket.author_id == person_id, Ticket.filed_at > now - MOMENT)
        .where(Ticket.state.not_in(ENDED))
        .order_by(Ticket.filed_at.desc(), Ticket.id.desc())
        .limit(1)
    )
    joined = await session.execute(
        select(Ticket, TicketFollower.joined_at)
        .join(TicketFollower, TicketFollower.ticket_id == Ticket.id)
        .where(TicketFollower.person_id == person_id, TicketFollower.joined_at > now - MOMENT)
        .where(Ticket.state.not_in(ENDED))
        .order_by(TicketFollower.joined_at.desc())
        .limit(1)
    )
    told = [(at, ticket) for ticket, at in (*filed, *joined)]
    return max(told, key=lambda each: each[0])[1] if told else None
