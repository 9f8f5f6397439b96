"""Days on which staff say otherwise than the rule: 停餐, or served after all on a holiday."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services import written
from services.errors import Refusal
from services.groups.authority import Member
from services.meals import canteens, capacity, sessions
from services.meals.authority import check_works_for
from services.meals.errors import CutOff, NotServed, SessionClosed
from storage.tables import CanteenDay, Meal, MealSession

CLOSED_AHEAD, OPENED_AHEAD = timedelta(days=14), timedelta(days=30)
"""How far ahead is looked for days to change: holidays are planned further ahead than menus."""
REASON_LIMIT = 80
"""The column's length; people read it on a button's size of screen."""


async def close(
    session: AsyncSession,
    canteen_id: int,
    day: date,
    meals: Sequence[Meal],
    reason: str,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> int:
    """停餐: the meals are not served on `day`, a date in `zone`; who booked them is told why.

    Returns how many bookings were cancelled. Raises NotYourGroup, NotAMember, NotServed where one
    of them would not be served anyway, CutOff once one is over, WordsNeeded or TooLong.
    """
    await check_works_for(session, canteen_id, member)
    words = written.line(reason, limit=REASON_LIMIT)
    opened = [await _to_close(session, canteen_id, meal, day, now=now, zone=zone) for meal in meals]
    if not opened:
        raise NotServed
    cancelled = 0
    for meal, meal_session in zip(meals, opened, strict=True):
        await _say(session, canteen_id, meal, day, is_open=False, reason=words)
        if meal_session is not None and meal_session.closed_at is None:
            ended = await capacity.close(session, meal_session.id, words, member, now=now)
            cancelled += len(ended)
    return cancelled


async def open_after_all(
    session: AsyncSession,
    canteen_id: int,
    day: date,
    meals: Sequence[Meal],
    reason: str,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """照常供餐: the meals are served on `day` though the rule says no, or staff said no before.

    Raises NotYourGroup, NotAMember, NotServed where no rule says when and for how many, CutOff
    when nobody could book one any more, SessionClosed where bookings were cancelled already,
    WordsNeeded or TooLong.
    """
    await check_works_for(session, canteen_id, member)
    words = written.line(reason, limit=REASON_LIMIT)
    if not meals:
        raise NotServed
    for meal in meals:
        await _check_can_open(session, canteen_id, meal, day, now=now, zone=zone)
    for meal in meals:
        await _say(session, canteen_id, meal, day, is_open=True, reason=words)


async def closable(
    session: AsyncSession, canteen_id: int, *, now: datetime, zone: ZoneInfo
) -> list[date]:
    """The days from today on of which some meal can be closed."""
    days = _from_today(CLOSED_AHEAD, now, zone)
    return [day for day in days if await can_close(session, canteen_id, day, now=now, zone=zone)]


async def openable(
    session: AsyncSession, canteen_id: int, *, now: datetime, zone: ZoneInfo
) -> list[date]:
    """The days from today on of which some meal is not served and could be after all."""
    days = _from_today(OPENED_AHEAD, now, zone)
    return [day for day in days if await can_open(session, canteen_id, day, now=now, zone=zone)]


def _from_today(ahead: timedelta, now: datetime, zone: ZoneInfo) -> list[date]:
    today = now.astimezone(zone).date()
    return [today + timedelta(days=step) for step in range(ahead.days)]


async def can_close(
    session: AsyncSession, canteen_id: int, day: date, *, now: datetime, zone: ZoneInfo
) -> list[Meal]:
    """The meals that can be closed on `day`, in the order of the day."""
    found = []
    for meal in await canteens.served_on(session, canteen_id, day):
        with suppress(Refusal):
            opened = await _to_close(session, canteen_id, meal, day, now=now, zone=zone)
            if opened is None or opened.closed_at is None:
                found.append(meal)
    return found


async def can_open(
    session: AsyncSession, canteen_id: int, day: date, *, now: datetime, zone: ZoneInfo
) -> list[Meal]:
    """The meals that are not served on `day` and could be after all, in the order of the day."""
    found = []
    for meal in canteens.MEALS:
        with suppress(Refusal):
            await _check_can_open(session, canteen_id, meal, day, now=now, zone=zone)
            if await canteens.serves(session, canteen_id, meal, day) is None:
                found.append(meal)
    return found


async def said_between(
    session: AsyncSession, canteen_id: int, first: date, last: date
) -> list[CanteenDay]:
    """What staff said of the days from `first` to `last`, both included, in order."""
    found = await session.scalars(
        select(CanteenDay)
        .where(CanteenDay.canteen_id == canteen_id, CanteenDay.day.between(first, last))
        .order_by(CanteenDay.day),
        execution_options={"populate_existing": True},
    )
    return sorted(found, key=lambda said: (said.day, canteens.MEALS.index(said.meal)))


async def _to_close(
    session: AsyncSession,
    canteen_id: int,
    meal: Meal,
    day: date,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> MealSession | None:
    """The session to be closed, where there is one. Raises NotServed or CutOff."""
    rule = await canteens.check_serves(session, canteen_id, meal, day)
    opened = await sessions.find(session, canteen_id, meal, day)
    over = opened.ends_at if opened else sessions.at(day, rule.ends, zone)
    if over <= now:
        raise CutOff(over)
    return opened


async def _check_can_open(
    session: AsyncSession,
    canteen_id: int,
    meal: Meal,
    day: date,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    rule = await canteens.rule_on(session, canteen_id, meal, day)
    if rule is None:
        raise NotServed
    if (at := sessions.cut_off(rule, day, zone)) <= now:
        raise CutOff(at)
    opened = await sessions.find(session, canteen_id, meal, day)
    if opened is not None and opened.closed_at is not None:
        raise SessionClosed(opened.closed_reason or "")


async def _say(
    session: AsyncSession, canteen_id: int, meal: Meal, day: date, *, is_open: bool, reason: str
) -> None:
    dialect = session.get_bind().dialect.name
    statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(CanteenDay)
    await session.execute(
        statement.values(
            canteen_id=canteen_id, meal=meal, day=day, is_open=is_open, reason=reason
        ).on_conflict_do_update(
            index_elements=["canteen_id", "day", "meal"],
            set_={"is_open": is_open, "reason": reason},
        )
    )
