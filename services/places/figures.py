"""What the map adds to a report: how many entries, and how many nobody has looked after."""

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.figures import Figures, Measure, Within
from services.places.checking import OLD
from storage.tables import Place


async def figures(session: AsyncSession, within: Within) -> Figures:
    """As they are now: of an entry only its last confirmation is known."""
    here = Place.area_id.in_(within.areas), Place.closed_at.is_(None)
    count = await session.scalar(select(func.count()).select_from(Place).where(*here))
    if not count:
        return {}
    unconfirmed = or_(Place.confirmed_at.is_(None), Place.confirmed_at < within.end - OLD)
    old = await session.scalar(select(func.count()).select_from(Place).where(*here, unconfirmed))
    return {Measure.PLACES: count, Measure.PLACES_OLD: old or 0}
