"""How many points minutes are worth: dated rules of an area, never code."""

from datetime import date, datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.calendar import ZONE
from storage.tables import PointsRule

FULL = 100
"""Per cent of a post that has no weight of its own."""


async def rule_on(session: AsyncSession, area_id: int, day: date) -> PointsRule | None:
    """The rule of the nearest area upwards that has one for `day` (local); None where none has."""
    area = await areas.one(session, area_id)
    found = await session.scalars(
        select(PointsRule)
        .where(
            PointsRule.area_id.in_(area.lineage),
            PointsRule.from_day <= day,
            or_(PointsRule.until_day.is_(None), PointsRule.until_day >= day),
        )
        .order_by(PointsRule.from_day.desc())
    )
    by_area = {rule.area_id: rule for rule in reversed(list(found))}
    upwards = [area, *reversed(await areas.ancestors(session, area))]
    return next((by_area[node.id] for node in upwards if node.id in by_area), None)


def points_of(rule: PointsRule, post: str, minutes: int) -> int:
    """Whole points for `minutes` of one activity; a rest that makes no whole point is dropped."""
    counted = min(minutes, rule.cap_minutes)
    return counted * rule.weights.get(post, FULL) // (FULL * rule.minutes_a_point)


def day_of(at: datetime) -> date:
    """The day of the community's zone: by it a service's rule and a certificate's period go."""
    return at.astimezone(ZONE).date()
