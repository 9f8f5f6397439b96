"""走访 coverage: how many of a grid's households were visited in a period.

No table says how many households a building has. So the whole is what the lists say: every door
that any list of visits of the community has named and that is still kept (docs/retention.md), each
once, however often it was visited; a building that a list names as a whole is no household. What
the tree says is counted beside it, by building.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.visits.doors import same_door
from storage.tables import Area, Level, Visit, VisitKind, VisitRound, VisitState


@dataclass(frozen=True, slots=True)
class Coverage:
    """Of one grid. Inspections (巡查) are not counted: they look at points, not households."""

    area: Area
    """The grid; the community itself for what lies in none of its grids."""
    listed: int
    """The whole: different doors on lists that were drawn before the period's end."""
    visited: int
    """Of these, where somebody was met in the period."""
    buildings: int
    """In the tree."""
    buildings_visited: int
    """In which at least one door was visited in the period."""

    @property
    def share(self) -> float | None:
        """Visited of listed, 0 to 1; None where no list names a door of the grid."""
        return self.visited / self.listed if self.listed else None


async def by_grid(
    session: AsyncSession, community: Area, since: datetime, until: datetime
) -> list[Coverage]:
    """Every grid of the community, in the order of the tree, from `since` to `until` (excluded).

    Both are aware. The community itself comes last, where some of its doors or buildings lie in
    no grid; so it is the only one where a community has no grids. A door that was met counts by
    its latest visit: one that was met before the period and again found empty in it is not
    visited in it.
    """
    below = await _areas_below(session, community)
    listed: dict[int, set[_Household]] = defaultdict(set)
    visited: dict[int, set[_Household]] = defaultdict(set)
    been_in: set[int] = set()
    grids = [area for area in below.values() if area.level is Level.GRID]
    for visit in await _visits(session, community, since, until):
        grid_id = _grid_of(below[visit.area_id], below, community)
        if visit.household is not None:
            listed[grid_id].add(visit.household)
        if visit.is_met:
            been_in.add(visit.area_id)
            if visit.household is not None:
                visited[grid_id].add(visit.household)
    buildings: dict[int, set[int]] = defaultdict(set)
    for area in below.values():
        if area.level is Level.BUILDING:
            buildings[_grid_of(area, below, community)].add(area.id)
    if listed[community.id] or buildings[community.id] or not grids:
        grids.append(community)
    return [
        Coverage(
            area=grid,
            listed=len(listed[grid.id]),
            visited=len(visited[grid.id]),
            buildings=len(buildings[grid.id]),
            buildings_visited=len(buildings[grid.id] & been_in),
        )
        for grid in grids
    ]


async def of_all(
    session: AsyncSession, area: Area, since: datetime, until: datetime
) -> tuple[int, int]:
    """How many households below an area are listed, and how many of them were visited.

    As in `by_grid`, and also of a street: doors of buildings that the tree does not have lie on the
    street itself, in none of its communities.
    """
    visits = await _visits(session, area, since, until)
    listed = {visit.household for visit in visits}
    visited = {visit.household for visit in visits if visit.is_met}
    return len(listed - {None}), len(visited - {None})


async def _areas_below(session: AsyncSession, community: Area) -> dict[int, Area]:
    """Itself included, by id, in the order in which they were entered."""
    found = await session.scalars(
        select(Area).where(Area.path.startswith(community.path, autoescape=True)).order_by(Area.id)
    )
    return {area.id: area for area in found}


_Household = tuple[int, str]
"""The building, and the door however it is written."""


class _OnList(NamedTuple):
    area_id: int
    household: _Household | None
    """None for the building as a whole."""
    is_met: bool
    """In the period."""


async def _visits(
    session: AsyncSession, area: Area, since: datetime, until: datetime
) -> list[_OnList]:
    """Every door below `area` on lists drawn before `until`, whichever office drew them."""
    found = await session.execute(
        select(Visit.area_id, Visit.door, Visit.state, Visit.done_at)
        .join(VisitRound, VisitRound.id == Visit.round_id)
        .where(
            Visit.area_id.in_(
                select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
            ),
            VisitRound.kind == VisitKind.VISIT,
            VisitRound.created_at < until,
        )
    )
    visits: list[_OnList] = []
    for area_id, words, state, done_at in found:
        door = same_door(words)
        seen_at = done_at if state is VisitState.SEEN else None
        is_met = seen_at is not None and since <= seen_at < until
        visits.append(_OnList(area_id, (area_id, door) if door else None, is_met))
    return visits


def _grid_of(area: Area, below: dict[int, Area], community: Area) -> int:
    around = (below.get(area_id) for area_id in area.lineage)
    grid = next((each for each in around if each and each.level is Level.GRID), community)
    return grid.id
