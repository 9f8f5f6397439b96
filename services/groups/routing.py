"""Which group a request goes to: by its category's team and its place in the tree."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.groups import known
from storage.remembered import remembered
from storage.tables import Area, Category, Group, Level, Purpose, Ticket

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
    nearest = _first(await _living(session), upwards, category.team)
    return nearest or await office(session, area)


async def office(session: AsyncSession, area: Area) -> Group | None:
    """The staff group of the community around `area`, else of the street or district above it."""
    upwards = [area, *reversed(await areas.ancestors(session, area))]
    offices = [node for node in upwards if node.level in _OFFICES]
    return _first(await _living(session), offices, Purpose.STAFF)


async def serving(session: AsyncSession, area: Area, purpose: Purpose) -> Group | None:
    """The nearest living group for `purpose` of `area` or above it; None while none is bound."""
    upwards = [area, *reversed(await areas.ancestors(session, area))]
    return _first(await _living(session), upwards, purpose)


async def level_above(session: AsyncSession, ticket: Ticket) -> Group | None:
    """The staff group of the nearest area strictly above the present group's (提级)."""
    group = await known.get(session, ticket.group_id) if ticket.group_id else None
    area = await areas.one(session, group.area_id if group else ticket.community_id)
    upwards = list(reversed(await areas.ancestors(session, area)))
    return _first(await _living(session), upwards, Purpose.STAFF)


class Above(NamedTuple):
    """Who hears next where a group has not acted."""

    group: Group | None
    silent: Sequence[Area]
    """The levels with an office in between, nearest first, that have no group."""


async def above(session: AsyncSession, group: Group | None, community_id: int) -> Above:
    """The staff of the next area above the group's: grid → community → street → district.

    Of a team that is no staff, the staff of its own area come first. Where nobody has a request,
    its community is the first to hear.
    """
    living = await _living(session)
    area = await areas.one(session, group.area_id if group else community_id)
    upwards = list(reversed(await areas.ancestors(session, area)))
    if group is None or group.purpose is not Purpose.STAFF:
        upwards.insert(0, area)
    silent: list[Area] = []
    for level in upwards:
        if found := _first(living, [level], Purpose.STAFF):
            return Above(found, silent)
        if level.level in _OFFICES:
            silent.append(level)
    return Above(None, silent)


async def others(session: AsyncSession, ticket: Ticket) -> list[Group]:
    """Where the ticket may be passed on to (转派): the community's other groups, the street's."""
    community = await areas.one(session, ticket.community_id)
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


def works(group: Group) -> bool:
    """Whether requests can be sent there."""
    return group.lost_at is None and group.muted_at is None and group.purpose in DESKS


@remembered(Group)
async def _living(session: AsyncSession) -> Mapping[int, Sequence[Group]]:
    """The groups that are bound, by area."""
    living: dict[int, list[Group]] = defaultdict(list)
    for group in (await known.every(session)).values():
        if group.lost_at is None:
            living[group.area_id].append(group)
    return dict(living)


def _first(
    groups: Mapping[int, Iterable[Group]], nearest_first: Iterable[Area], purpose: Purpose
) -> Group | None:
    found = (group for area in nearest_first for group in groups.get(area.id, ()))
    of_purpose = (group for group in found if group.purpose is purpose)
    if purpose in DESKS:
        return next((group for group in of_purpose if group.muted_at is None), None)
    return next(of_purpose, None)
