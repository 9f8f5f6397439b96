"""Who has which role where, today."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
from services.people import addresses
from storage.remembered import remembered, unattached
from storage.tables import Area, Role, Steward

_ROLES = tuple(Role)
REPORTING = frozenset(Role) - {Role.PROPERTY_MANAGER}
"""Roles that pass on what they see and file for others (随手报, 代办); a property manager works on
what is filed, and files like everybody."""


class Post(NamedTuple):
    """Somebody's role, and where."""

    steward: Steward
    area: Area


async def answering_for(session: AsyncSession, area: Area, today: date) -> list[Post]:
    """Who answers for `area`: of each role those who are nearest on the tree, the nearest first.

    A building without a head of its own has the compound's; who looks it up wants one to call, and
    not a ladder of superiors.
    """
    line = {each.id: each for each in [*await areas.ancestors(session, area), area]}
    found = await session.scalars(select(Steward).where(Steward.area_id.in_(sorted(line))))
    posts = [Post(each, line[each.area_id]) for each in found if each.is_on(today)]
    nearest: dict[Role, int] = defaultdict(int)
    for steward, of in posts:
        nearest[steward.role] = max(nearest[steward.role], len(of.lineage))
    chosen = [each for each in posts if len(each.area.lineage) == nearest[each.steward.role]]
    return sorted(
        chosen,
        key=lambda post: (
            -len(post.area.lineage),
            _ROLES.index(post.steward.role),
            post.steward.id,
        ),
    )


async def at(session: AsyncSession, area: Area, today: date) -> list[Steward]:
    """Those of `area` itself who are in office or will be, in the order of roles."""
    found = await session.scalars(select(Steward).where(Steward.area_id == area.id))
    present = (each for each in found if each.until is None or today < each.until)
    return sorted(present, key=lambda each: (_ROLES.index(each.role), each.id))


async def get(session: AsyncSession, steward_id: int) -> Steward:
    """Raises NotFound."""
    return await rows.current(session, Steward, steward_id)


async def posts_of(
    session: AsyncSession, person_id: int, today: date, roles: frozenset[Role] = frozenset(Role)
) -> list[Steward]:
    """The roles that a person has, once they opened their link; from memory."""
    joined = await _joined(session)
    if person_id not in joined:
        wanted = {person_id, *addresses.met_so_far(session)} - joined.keys()
        joined |= await _find(session, wanted)
    theirs = joined[person_id]
    return [each for each in theirs if each.is_on(today) and each.role in roles]


async def communities_of(session: AsyncSession, person_id: int, today: date) -> dict[int, Steward]:
    """Communities in which a person files for others and passes on, with the role they have there.

    The whole community, not only their building: neighbours ask whom they know.
    """
    found: dict[int, Steward] = {}
    for steward in await posts_of(session, person_id, today, REPORTING):
        community = await areas.community_of(session, steward.area_id)
        if community is not None:
            found.setdefault(community.id, steward)
    return found


@remembered(Steward)
async def _joined(_session: AsyncSession) -> dict[int, list[Steward]]:
    """By person; filled as they are asked for, with every message."""
    return {}


async def _find(session: AsyncSession, people: Collection[int]) -> dict[int, list[Steward]]:
    theirs: dict[int, list[Steward]] = {person_id: [] for person_id in people}
    found = await unattached(session, Steward, Steward.person_id.in_(sorted(people)))
    for each in sorted(found, key=lambda one: one.id):
        theirs[each.person_id or 0].append(each)
    return theirs
