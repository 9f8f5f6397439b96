"""What 走访 adds to a report: how many households are listed, and where somebody was met."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.figures import Figures, Measure, Within
from services.visits import coverage
from storage.tables import Level


async def figures(session: AsyncSession, within: Within) -> Figures:
    """Of communities and streets; a district would have twenty thousand buildings to look at."""
    if within.area.level is Level.DISTRICT:
        return {}
    listed, visited = await coverage.of_all(session, within.area, within.start, within.end)
    if not listed:
        return {}
    return {Measure.DOORS_LISTED: listed, Measure.DOORS_VISITED: visited}
