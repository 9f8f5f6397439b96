"""What 走访 adds to a report: how many households are listed, and where somebody was met."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.figures import Figures, Measure, Within
from services.visits import coverage
from storage.tables import Area, Level


async def figures(session: AsyncSession, within: Within) -> Figures:
    """Of communities and streets; a district would have twenty thousand buildings to look at."""
    if within.area.level is Level.DISTRICT:
        return {}
    communities = [within.area]
    if within.area.level is Level.STREET:
        below = select(Area).where(Area.id.in_(within.areas), Area.level == Level.COMMUNITY)
        communities = list(await session.scalars(below))
    listed = visited = 0
    for community in communities:
        for grid in await coverage.by_grid(session, community, within.start, within.end):
            listed += grid.listed
            visited += grid.visited
    if not listed:
        return {}
    return {Measure.DOORS_LISTED: listed, Measure.DOORS_VISITED: visited}
