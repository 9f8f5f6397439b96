"""Meal sessions: one meal of one day at one canteen, made from the rule that holds that day."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.meals import canteens
from storage.tables import Meal, MealRule, MealSession


async def get(session: AsyncSession, session_id: int) -> MealSession:
    """As it is at this moment. Raises NotFound."""
    return await rows.current(session, MealSession, session_id)


async def find(session: AsyncSession, canteen_id: int, meal: Meal, day: date) -> MealSession | None:
    """The session, where it was opened already, as it is at this moment."""
    found: MealSession | None = await session.scalar(
        select(MealSession).where(
            MealSession.canteen_id == canteen_id,
            MealSession.day == day,
            MealSession.meal == meal,
        ),
        execution_options={"populate_existing": True},
    )
    return found


async def open_session(
    session: AsyncSession, canteen_id: int, meal: Meal, day: date, *, zone: ZoneInfo
) -> MealSession:
    """The session of that meal on `day`, a date in `zone`; made by the day's rule if need be.

    Hours, cut-off and capacity are those of the rule at the first time: a rule that comes later
    changes no session that people book already. A session that was closed is returned as it is.
    Raises NotServed on a day without the meal.
    """
    rule = await canteens.check_serves(session, canteen_id, meal, day)
    if found := await find(session, canteen_id, meal, day):
        return found
    dialect = session.get_bind().dialect.name
    insert = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(MealSession)
    await session.execute(
        insert.values(
            canteen_id=canteen_id, meal=meal, day=day, **_by_rule(rule, day, zone)
        ).on_conflict_do_nothing(index_elements=["canteen_id", "day", "meal"])
    )
    made = await find(session, canteen_id, meal, day)
    assert made is not None
    return made


def _by_rule(rule: MealRule, day: date, zone: ZoneInfo) -> dict[str, datetime | int]:
    """A session's hours and cut-off (aware, UTC) and its capacity on `day`."""
    return {
        "starts_at": at(day, rule.starts, zone),
        "ends_at": at(day, rule.ends, zone),
        "cut_off_at": cut_off(rule, day, zone),
        "portions": rule.portions,
        "deliveries": rule.deliveries,
        "portions_each": rule.portions_each,
    }


def cut_off(rule: MealRule, day: date, zone: ZoneInfo) -> datetime:
    """截单 of the meal on `day`, aware, in UTC."""
    return at(day - timedelta(days=rule.cut_off_days), rule.cut_off, zone)


def at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    """That time of `day` in `zone`, in UTC."""
    return datetime.combine(day, clock, zone).astimezone(UTC)
