"""What the canteens add to a report: meals, and elders who were looked in on (平安守望)."""

from collections.abc import Sequence
from datetime import timedelta
from statistics import median

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.calendar import ONE_DAY, ZONE
from services.figures import Figures, Measure, Value, Within
from storage.tables import BookingState, Canteen, CareAlert, Diner, MealBooking, MealSession

_COUNTED = {
    BookingState.SERVED: Measure.MEALS_SERVED,
    BookingState.MISSED: Measure.MEALS_MISSED,
}


async def figures(session: AsyncSession, within: Within) -> Figures:
    """Portions by the day of the meal, alerts by when they were raised."""
    return await _meals(session, within) | await _care(session, within)


async def _meals(session: AsyncSession, within: Within) -> dict[Measure, Value]:
    first = within.start.astimezone(ZONE).date()
    last = within.end.astimezone(ZONE).date() - ONE_DAY
    canteens = select(Canteen.id).where(Canteen.area_id.in_(within.areas))
    found = await session.execute(
        select(MealBooking.state, func.sum(MealBooking.portions))
        .join(MealSession, MealSession.id == MealBooking.session_id)
        .where(
            MealSession.canteen_id.in_(canteens),
            MealSession.day.between(first, last),
            MealBooking.state.in_(_COUNTED),
        )
        .group_by(MealBooking.state)
    )
    portions = {_COUNTED[state]: int(count) for state, count in found}
    return {measure: portions.get(measure, 0) for measure in _COUNTED.values()} if portions else {}


async def _care(session: AsyncSession, within: Within) -> dict[Measure, Value]:
    found = await session.execute(
        select(CareAlert.raised_at, CareAlert.taken_at, CareAlert.settled_at)
        .join(Diner, Diner.id == CareAlert.diner_id)
        .where(
            CareAlert.raised_at >= within.start,
            CareAlert.raised_at < within.end,
            Diner.area_id.in_(within.areas),
        )
    )
    waits = [
        None if heeded is None else heeded - raised
        for raised, taken, settled in found
        for heeded in (taken or settled,)
    ]
    if not waits:
        return {}
    heeded = [wait for wait in waits if wait is not None]
    return {
        Measure.CARE_ALERTS: len(waits),
        **({Measure.CARE_WAIT: _middle(heeded)} if heeded else {}),
        Measure.CARE_UNHEEDED: len(waits) - len(heeded),
    }


def _middle(waits: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=median(wait.total_seconds() for wait in waits))
