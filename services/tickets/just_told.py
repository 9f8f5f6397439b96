"""What a resident told a moment ago: what they send next most likely belongs to it."""

from datetime import datetime, timedelta

from sqlalchemy import BigInteger, bindparam, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services.tickets.transitions import ENDED
from storage.tables import Ticket, TicketFollower
from storage.tables.base import UtcDateTime

MOMENT = timedelta(minutes=10)
"""So long after filing people send the photo they forgot; later, something else."""


_person = bindparam("person", type_=BigInteger)
_since = bindparam("since", type_=UtcDateTime)
_TOLD = union_all(
    select(Ticket.id, Ticket.filed_at.label("at")).where(
        Ticket.author_id == _person, Ticket.filed_at > _since
    ),
    select(TicketFollower.ticket_id, TicketFollower.joined_at).where(
        TicketFollower.person_id == _person, TicketFollower.joined_at > _since
    ),
).subquery()
_LAST_TOLD = (
    select(Ticket)
    .join(_TOLD, _TOLD.c.id == Ticket.id)
    .where(Ticket.state.not_in(ENDED))
    .order_by(_TOLD.c.at.desc(), Ticket.id.desc())
    .limit(1)
)


async def just_told(session: AsyncSession, person_id: int, *, now: datetime) -> Ticket | None:
    """The last request they filed or joined within a moment, if more can still be added to it."""
    found: Ticket | None = await session.scalar(
        _LAST_TOLD, {"person": person_id, "since": now - MOMENT}
    )
    return found
