"""What 走访 adds to a report: how many households are listed, and where somebody was met."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.figures import Figures, Measure, Within
from services.visits import coverage
from storage.tables import Level


async def figures(session: AsyncSession, within: Within) -> Figures:
    """Of communities and streets; a district would have twenty thousand buildings to look at."""
    if within.area.level is Level.DISTRICT:
        return {}
    grids = await coverage.by_grid(session, within.area, within.start, within.end)
    listed = sum(grid.listed for grid in grids)
    if not listed:
        return {}
    return {
        Measure.DOORS_LISTED: listed,
        Measure.DOORS_VISITED: sum(grid.visited for grid in grids),
    }
