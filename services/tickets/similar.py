"""Open requests close by, before another one is filed about the same thing."""

from math import cos, radians

from sqlalchemy import BigInteger, Float, Integer, bindparam, exists, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.areas import METRES_PER_DEGREE
from services.tickets.transitions import IN_WORK
from storage.keys import state_in
from storage.tables import Area, Level, Ticket, TicketFollower

WITHIN_M = 250
"""FixMyStreet's distance for duplicates."""
AT_MOST = 5
"""FixMyStreet's number, and as many as an elder is ever shown at once."""

_HIGH = WITHIN_M / METRES_PER_DEGREE
"""The distance in degrees of latitude."""
_latitude = bindparam("latitude", type_=Float)
_longitude = bindparam("longitude", type_=Float)
_wide = bindparam("wide", type_=Float)
_person = bindparam("person", type_=BigInteger)
_north = Ticket.latitude - _latitude
_east = (Ticket.longitude - _longitude) * bindparam("narrower", type_=Float)
_squared = _north * _north + _east * _east
"""Squared distance in degrees of latitude, on a plane, which is exact enough for 250 m. Like every
comparison with a position that is not known it is NULL, which holds for no row."""

_of_the_kind = (
    Ticket.category_id == bindparam("category", type_=Integer),
    state_in(Ticket.state, IN_WORK),
)
_IN_COMPOUND = select(Ticket.id).where(
    *_of_the_kind, Ticket.compound_id == bindparam("compound", type_=Integer)
)
_CLOSE_BY = select(Ticket.id).where(
    *_of_the_kind,
    # The box, which the index can serve, then the circle.
    Ticket.latitude.between(_latitude - _HIGH, _latitude + _HIGH),
    Ticket.longitude.between(_longitude - _wide, _longitude + _wide),
    _squared <= _HIGH * _HIGH,
)

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
    .order_by(_squared.nulls_last(), Ticket.id.desc())
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
    narrower = cos(radians(latitude or 0.0))
    ids = await session.scalars(
        _SIMILAR,
        {
            "category": category_id,
            "compound": compound.id if compound else None,
            "latitude": latitude,
            "longitude": longitude,
            "narrower": narrower,
            "wide": _HIGH / max(narrower, 1e-9),
            "person": person_id,
        },
        execution_options={"autoflush": False},
    )
    return [await session.get_one(Ticket, ticket_id) for ticket_id in ids]
