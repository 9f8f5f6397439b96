"""What the volunteers add to a report: services, and the time that they took."""

from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.figures import Figures, Measure, Within
from storage.tables import RecordState, ServiceRecord


async def figures(session: AsyncSession, within: Within) -> Figures:
    """Confirmed services, by when they began."""
    found = await session.execute(
        select(func.count(), func.sum(ServiceRecord.minutes)).where(
            ServiceRecord.state == RecordState.APPROVED,
            ServiceRecord.area_id.in_(within.areas),
            ServiceRecord.started_at >= within.start,
            ServiceRecord.started_at < within.end,
        )
    )
    count, minutes = found.one()
    if not count:
        return {}
    return {Measure.SERVICES: count, Measure.SERVICE_TIME: timedelta(minutes=int(minutes))}
