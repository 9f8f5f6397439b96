"""Open requests close by, before another one is filed about the same thing."""

from math import cos, radians

from sqlalchemy import ColumnElement, and_, exists, literal, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.areas import METRES_PER_DEGREE
from services.transitions import IN_WORK
from storage.tables import Area, Level, Ticket, TicketFollower

WITHIN_M = 250
"""FixMyStreet's distance for duplicates."""
AT_MOST = 5
"""FixMyStreet's number, and as many as an elder is ever shown at once."""


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
    within 250 m. Positions are WGS-84 degrees; without one only the compound counts.
    """
    compound = await areas.of_level(session, area, Level.COMPOUND)
    near: list[ColumnElement[bool]] = []
    distance: ColumnElement[float | None] = literal(0.0)
    if compound is not None:
        near.append(Ticket.compound_id == compound.id)
    if latitude is not None and longitude is not None:
        distance = _squared_degrees(latitude, longitude)
        near.append(_within(latitude, longitude, distance))
    if not near:
        return []
    joined = exists().where(
        TicketFollower.ticket_id == Ticket.id, TicketFollower.person_id == person_id
    )
    found = await session.scalars(
        select(Ticket)
        .where(
            Ticket.category_id == category_id,
            Ticket.state.in_(IN_WORK),
            or_(*near),
            Ticket.private.is_(False),
            Ticket.author_id.is_distinct_from(person_id),
            ~joined,
        )
        .order_by(distance.nulls_last(), Ticket.id.desc())
        .limit(AT_MOST)
    )
    return list(found)


def _squared_degrees(latitude: float, longitude: float) -> ColumnElement[float | None]:
    """Squared distance in degrees of latitude; on a plane, which is exact enough for 250 m."""
    north = Ticket.latitude - latitude
    east = (Ticket.longitude - longitude) * cos(radians(latitude))
    return north * north + east * east


def _within(
    latitude: float, longitude: float, squared: ColumnElement[float | None]
) -> ColumnElement[bool]:
    """The circle, after the box that the index can serve."""
    high = WITHIN_M / METRES_PER_DEGREE
    wide = high / max(cos(radians(latitude)), 1e-9)
    return and_(
        Ticket.latitude.between(latitude - high, latitude + high),
        Ticket.longitude.between(longitude - wide, longitude + wide),
        squared <= high * high,
    )
