"""Open requests close by, before another one is filed about the same thing."""

from sqlalchemy import BigInteger, Integer, bindparam, exists, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.tickets.close_by import at, in_circle, squared
from services.tickets.transitions import IN_WORK
from storage.keys import state_in
from storage.tables import Area, Level, Ticket, TicketFollower

AT_MOST = 5
"""FixMyStreet's number, and as many as an elder is ever shown at once."""

_person = bindparam("person", type_=BigInteger)

_of_the_kind = (
    Ticket.category_id == bindparam("category", type_=Integer),
    state_in(Ticket.state, IN_WORK),
)
_IN_COMPOUND = select(Ticket.id).where(
    *_of_the_kind, Ticket.compound_id == bindparam("compound", type_=Integer)
)
_CLOSE_BY = select(Ticket.id).where(*_of_the_kind, *in_circle)

# Built once: building it costs as much as running it. As two selections, for SQLite takes one index
# for a condition with OR, which then holds every open request of the kind.
_SIMILAR = (
    select(Ticket.id)
    .where(
        Ticket.id.in_(union_all(_IN_COMPOUND, _CLOSE_BY)),
        Ticket.private.is_(False),
        Ticket.author_id.is_distinct_from(_person),
        ~exists().where(TicketFollower.ticket_id == Ticket.id, TicketFollower.person_id == _person),
    )
    .order_by(squared.nulls_last(), Ticket.id.desc())
    .limit(AT_MOST)
)


async def similar(
    session: AsyncSession,
    *,
    category_id: int,
    area: Area,
    latitude: float | None,
    longitude: float | None,
    person_id: int,
) -> list[Ticket]:
    """Requests `person_id` may join instead of filing again, nearest first.

    Same category, in work, public, neither theirs nor joined by them, in the same compound or
    within 250 m. Positions are WGS-84 degrees; without one only the compound counts. What is filed
    in the same transaction is of the same moment and not among them: writing it first would cost a
    batch of updates more than all its reading.
    """
    compound = await areas.of_level(session, area, Level.COMPOUND)
    ids = await session.scalars(
        _SIMILAR,
        {
            "category": category_id,
            "compound": compound.id if compound else None,
            "person": person_id,
            **at(latitude, longitude),
        },
        execution_options={"autoflush": False},
    )
    return [await session.get_one(Ticket, ticket_id) for ticket_id in ids]
