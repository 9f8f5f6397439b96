"""Which canteen serves whom, and on which days it serves which meal.

Whether a meal is served is decided here and nowhere else, by what canteens put in as data:

1. What staff said of the day itself (`CanteenDay`) holds: closed, or open after all.
2. On a public holiday (放假) the rule has to serve holidays.
3. On other days the rule's weekdays decide. On a working Saturday or Sunday (调休) a canteen that
   serves all of Monday to Friday serves too: it follows the working days, as places do whose hours
   name them all.
"""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, calendar
from services.errors import NotFound
from services.groups import routing
from services.meals import errors
from storage.tables import Area, Canteen, CanteenDay, Group, Meal, MealRule, Purpose

MEALS = tuple(Meal)
"""In the order of a day."""
_WORKING_DAYS = frozenset("12345")


async def serving(session: AsyncSession, area: Area) -> list[Canteen]:
    """The canteens whose area is `area` or one it lies in, nearest first."""
    found = await session.scalars(
        select(Canteen).where(Canteen.area_id.in_(area.lineage)).order_by(Canteen.id)
    )
    nearest = {area_id: depth for depth, area_id in enumerate(reversed(area.lineage))}
    return sorted(found, key=lambda canteen: nearest[canteen.area_id])


async def of_group(session: AsyncSession, group: Group) -> Canteen | None:
    """The canteen that a group works for; None for a group of another purpose or without one.

    Where an area has several, the group works for the first.
    """
    if group.purpose is not Purpose.CANTEEN:
        return None
    found: Canteen | None = await session.scalar(
        select(Canteen).where(Canteen.area_id == group.area_id).order_by(Canteen.id).limit(1)
    )
    return found


async def group_for(session: AsyncSession, area_id: int) -> Group | None:
    """The canteen's group that serves the area; None while none is bound."""
    area = await areas.get(session, area_id)
    return await routing.serving(session, area, Purpose.CANTEEN) if area else None


async def get(session: AsyncSession, canteen_id: int) -> Canteen:
    """Raises NotFound."""
    found = await session.get(Canteen, canteen_id)
    if found is None:
        raise NotFound
    return found


async def rule_on(session: AsyncSession, canteen_id: int, meal: Meal, day: date) -> MealRule | None:
    """The rule that holds on `day`, served that day or not; of several the one begun last."""
    found: MealRule | None = await session.scalar(
        select(MealRule)
        .where(
            MealRule.canteen_id == canteen_id,
            MealRule.meal == meal,
            MealRule.from_day <= day,
            or_(MealRule.until_day.is_(None), MealRule.until_day >= day),
        )
        .order_by(MealRule.from_day.desc())
        .limit(1)
    )
    return found


async def said_of(
    session: AsyncSession, canteen_id: int, meal: Meal, day: date
) -> CanteenDay | None:
    """What staff said of the meal on that very day, as it is at this moment."""
    found: CanteenDay | None = await session.get(
        CanteenDay, (canteen_id, day, meal), populate_existing=True
    )
    return found


async def serves(session: AsyncSession, canteen_id: int, meal: Meal, day: date) -> MealRule | None:
    """The rule by which the meal is served on `day`, None when it is not served."""
    rule = await rule_on(session, canteen_id, meal, day)
    if rule is None:
        return None
    said = await said_of(session, canteen_id, meal, day)
    if said is not None:
        return rule if said.is_open else None
    return rule if _keeps(rule, day, await calendar.days(session)) else None


async def served_on(session: AsyncSession, canteen_id: int, day: date) -> list[Meal]:
    """The meals that are served on `day`, in the order of the day."""
    return [meal for meal in MEALS if await serves(session, canteen_id, meal, day) is not None]


async def check_serves(session: AsyncSession, canteen_id: int, meal: Meal, day: date) -> MealRule:
    """As `serves`. Raises NotServed."""
    rule = await serves(session, canteen_id, meal, day)
    if rule is None:
        raise errors.NotServed
    return rule


def _keeps(rule: MealRule, day: date, days: calendar.Days) -> bool:
    if days.is_holiday(day):
        return rule.on_holidays
    if days.is_make_up_day(day) and set(rule.weekdays) >= _WORKING_DAYS:
        return True
    return str(day.isoweekday()) in rule.weekdays
