"""Which group a request goes to: by its category's team and its place in the tree."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from storage.tables import Area, Category, Group, Level, Purpose, Ticket

_KNOWN = "groups by area"
_OFFICES = (Level.COMMUNITY, Level.STREET, Level.DISTRICT)
"""Levels with an office that answers for everything, whatever the category's team."""
DESKS = (Purpose.STAFF, Purpose.PROPERTY, Purpose.PATROL)
"""Groups that work on requests; canteens and volunteers have tasks of other kinds.

A desk that refuses our messages is passed over: somebody else has to see the request now. For
canteens and volunteers nobody can stand in, so what is meant for them waits.
"""


async def route(session: AsyncSession, category: Category, area: Area) -> Group | None:
    """The nearest living group of the category's team, else of the staff of the community or above.

    None while no such group is bound.
    """
    upwards = [area, *reversed(await areas.ancestors(session, area))]
    groups = await _living(session, [node.id for node in upwards])
    return _first(groups, upwards, category.team) or await office(session, area)


async def office(session: AsyncSession, area: Area) -> Group | None:
    """The staff group of the community around `area`, else of the street or district above it."""
    upwards = [area, *reversed(await areas.ancestors(session, area))]
    groups = await _living(session, [node.id for node in upwards])
    offices = [node for node in upwards if node.level in _OFFICES]
    return _first(groups, offices, Purpose.STAFF)


async def serving(session: AsyncSession, area: Area, purpose: Purpose) -> Group | None:
    """The nearest living group for `purpose` of `area` or above it; None while none is bound."""
    upwards = [area, *reversed(await areas.ancestors(session, area))]
    groups = await _living(session, [node.id for node in upwards])
    return _first(groups, upwards, purpose)


async def level_above(session: AsyncSession, ticket: Ticket) -> Group | None:
    """The staff group of the nearest area strictly above the present group's (提级)."""
    group = await session.get(Group, ticket.group_id) if ticket.group_id else None
    area = await session.get_one(Area, group.area_id if group else ticket.community_id)
    upwards = list(reversed(await areas.ancestors(session, area)))
    return _first(await _living(session, [node.id for node in upwards]), upwards, Purpose.STAFF)


async def others(session: AsyncSession, ticket: Ticket) -> list[Group]:
    """Where the ticket may be passed on to (转派): the community's other groups, the street's."""
    community = await session.get_one(Area, ticket.community_id)
    found = await session.scalars(
        select(Group)
        .join(Area, Area.id == Group.area_id)
        .where(
            Group.lost_at.is_(None),
            Group.muted_at.is_(None),
            Group.purpose.in_(DESKS),
            Group.id.is_distinct_from(ticket.group_id),
            or_(
                Area.path.startswith(community.path, autoescape=True),
                Area.id == community.parent_id,
            ),
        )
        .order_by(Area.level != Level.COMMUNITY, Group.purpose, Group.id)
    )
    return list(found)


def forget(session: AsyncSession) -> None:
    """Let the rest of the transaction see that groups were bound, lost or moved."""
    session.info.pop(_KNOWN, None)


async def _living(session: AsyncSession, area_ids: Sequence[int]) -> Mapping[int, list[Group]]:
    """The groups that are bound, by area; read once a transaction."""
    known: dict[int, list[Group]] = session.info.setdefault(_KNOWN, {})
    if missing := set(area_ids) - known.keys():
        known.update((area_id, []) for area_id in missing)
        found = await session.scalars(
            select(Group)
            .where(Group.area_id.in_(missing), Group.lost_at.is_(None))
            .order_by(Group.id)
        )
        for group in found:
            known[group.area_id].append(group)
    return known


def _first(
    groups: Mapping[int, Iterable[Group]], nearest_first: Iterable[Area], purpose: Purpose
) -> Group | None:
    found = (group for area in nearest_first for group in groups[area.id])
    of_purpose = (group for group in found if group.purpose is purpose)
    if purpose in DESKS:
        return next((group for group in of_purpose if group.muted_at is None), None)
    return next(of_purpose, None)
