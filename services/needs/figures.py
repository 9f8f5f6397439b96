"""What 问需于民 adds to a report: what was said, and what came of projects."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.figures import Figures, Measure, Within
from storage.tables import Area, Level, Need, NeedProject, NeedState, ProjectState


async def figures(session: AsyncSession, within: Within) -> Figures:
    """Nothing where nobody said anything and no project began or ended."""
    communities = within.areas.where(Area.level == Level.COMMUNITY)
    said = await session.scalar(
        select(func.count()).where(
            Need.area_id.in_(communities),
            Need.said_at >= within.start,
            Need.said_at < within.end,
            Need.state != NeedState.WITHDRAWN,
        )
    )
    began = await session.scalar(
        select(func.count()).where(
            NeedProject.area_id.in_(communities),
            NeedProject.created_at >= within.start,
            NeedProject.created_at < within.end,
        )
    )
    done = await session.scalar(
        select(func.count()).where(
            NeedProject.area_id.in_(communities),
            NeedProject.state == ProjectState.DONE,
            NeedProject.ended_at >= within.start,
            NeedProject.ended_at < within.end,
        )
    )
    counted = {
        Measure.NEEDS_SAID: said or 0,
        Measure.PROJECTS_BEGUN: began or 0,
        Measure.PROJECTS_DONE: done or 0,
    }
    return counted if any(counted.values()) else {}
