"""Two people who are one, as far as requests are concerned."""

from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Ticket, TicketFollower


async def join(session: AsyncSession, *, from_id: int, into_id: int) -> None:
    """Nobody follows what they filed, and nobody follows it twice: one is affected less."""
    both = (from_id, into_id)
    theirs = select(TicketFollower.ticket_id).where(TicketFollower.person_id == into_id)
    filed = select(Ticket.id).where(Ticket.author_id.in_(both))
    twice = or_(
        and_(TicketFollower.person_id == from_id, TicketFollower.ticket_id.in_(theirs)),
        and_(TicketFollower.person_id.in_(both), TicketFollower.ticket_id.in_(filed)),
    )
    fewer = select(TicketFollower.ticket_id).where(twice)
    await session.execute(
        update(Ticket).where(Ticket.id.in_(fewer)).values(affected=Ticket.affected - 1)
    )
    await session.execute(delete(TicketFollower).where(twice))
