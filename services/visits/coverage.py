"""走访 coverage: how many of a grid's households were visited in a period.

No table says how many households a building has. So the whole is what the lists say: every door
that any list of visits of the community has named and that is still kept (docs/retention.md), each
once, however often it was visited. What the tree says is counted beside it, by building.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

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
    listed: dict[int, set[tuple[int, str]]] = defaultdict(set)
    visited: dict[int, set[tuple[int, str]]] = defaultdict(set)
    grids = [area for area in below.values() if area.level is Level.GRID]
    offices = [*community.lineage, *(grid.id for grid in grids)]
    for area_id, door, seen_at in await _doors(session, below, offices, until):
        grid_id = _grid_of(below[area_id], below, community)
        key = (area_id, same_door(door))
        listed[grid_id].add(key)
        if seen_at is not None and since <= seen_at < until:
            visited[grid_id].add(key)
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
            buildings_visited=len(
                buildings[grid.id] & {area_id for area_id, _door in visited[grid.id]}
            ),
        )
        for grid in grids
    ]


async def _areas_below(session: AsyncSession, community: Area) -> dict[int, Area]:
    """Itself included, by id, in the order in which they were entered."""
    found = await session.scalars(
        select(Area).where(Area.path.startswith(community.path, autoescape=True)).order_by(Area.id)
    )
    return {area.id: area for area in found}


async def _doors(
    session: AsyncSession, below: Collection[int], offices: Collection[int], until: datetime
) -> list[tuple[int, str, datetime | None]]:
    """The area, the door and when somebody was met there, if so, of all visits of these offices.

    A street's list goes to doors of several communities: only those `below` count.
    """
    found = await session.execute(
        select(Visit.area_id, Visit.door, Visit.state, Visit.done_at)
        .join(VisitRound, VisitRound.id == Visit.round_id)
        .where(
            VisitRound.area_id.in_(offices),
            VisitRound.kind == VisitKind.VISIT,
            VisitRound.created_at < until,
        )
    )
    return [
        (area_id, door, done_at if state is VisitState.SEEN else None)
        for area_id, door, state, done_at in found
        if area_id in below
    ]


def _grid_of(area: Area, below: dict[int, Area], community: Area) -> int:
    around = (below.get(area_id) for area_id in area.lineage)
    grid = next((each for each in around if each and each.level is Level.GRID), community)
    return grid.id
