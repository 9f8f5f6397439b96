"""When the community works, and by when a resident hears from it.

Working days are those of the State Council's calendar, 调休 included (PyPI `holidays`), unless
staff said otherwise in `calendar_days`; the hours of each are those of the community
(`services.working_hours`).
"""

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import takewhile
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import public_holidays, working_hours
from services.public_holidays import china
from storage.remembered import remembered
from storage.tables import CalendarDay, WorkDay
from storage.working_week import WEEKDAYS, Week

log = logging.getLogger(__name__)

ZONE = ZoneInfo("Asia/Shanghai")
"""The whole country's."""
SATURDAY = 5
"""As `date.weekday` counts."""
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Days:
    """The year's days as the State Council and staff have arranged them; dates of the zone."""

    declared: Mapping[date, bool]

    def works(self, day: date) -> bool:
        return _works(day, self.declared)

    def is_holiday(self, day: date) -> bool:
        """Whether `day` is part of a public holiday (放假), days in lieu included.

        So is a weekend with no work between it and the holiday, as the State Council counts: the
        Mid-Autumn Festival of 2026 is "9月25日（周五）至27日（周日）放假".
        """
        if self.works(day):
            return False
        if day.weekday() < SATURDAY:
            return True
        return any(self._leads_to_a_holiday(day, step) for step in (-ONE_DAY, ONE_DAY))

    def is_make_up_day(self, day: date) -> bool:
        """Whether `day` is a Saturday or Sunday on which people work (调休)."""
        return day.weekday() >= SATURDAY and self.works(day)

    def _leads_to_a_holiday(self, day: date, step: timedelta) -> bool:
        """Whether `day` or one of those after it is a public holiday, before there is work."""
        while day not in china():
            day += step
            if self.works(day):
                return False
        return True


async def days(session: AsyncSession) -> Days:
    """What kind of day each day is."""
    return Days(await _declared(session))


async def is_working_day(session: AsyncSession, day: date) -> bool:
    """Whether the community works on `day`, a date in its own zone."""
    return _works(day, await _declared(session))


async def due(
    session: AsyncSession,
    *,
    start: datetime,
    hours: int,
    urgent: bool,
    area_id: int,
    zone: ZoneInfo = ZONE,
) -> datetime:
    """`hours` after `start`: by the clock if urgent, else of the area's working time. In UTC."""
    length = timedelta(hours=hours)
    if urgent:
        return start.astimezone(UTC) + length
    return await after(session, start, length, area_id, zone)


async def after(
    session: AsyncSession, start: datetime, length: timedelta, area_id: int, zone: ZoneInfo = ZONE
) -> datetime:
    """When people in the area have worked for `length`, more than nothing, since `start`. In UTC.

    Counted by the hours that hold now: who changes them moves nothing that was promised before.
    """
    left = length
    for opens, closes in await _open_from(session, start, area_id, zone):
        available = closes - max(opens, start)
        if available >= left:
            return (max(opens, start) + left).astimezone(UTC)
        left -= available
    raise AssertionError("working time never ends")


async def worked(
    session: AsyncSession, start: datetime, end: datetime, area_id: int, zone: ZoneInfo = ZONE
) -> timedelta:
    """How long people in the area work between two moments; nothing where `end` is no later."""
    found = timedelta()
    for opens, closes in await _open_from(session, start, area_id, zone):
        if opens >= end:
            return found
        found += min(closes, end) - max(opens, start)
    raise AssertionError("working time never ends")


async def opening(
    session: AsyncSession, start: datetime, end: datetime, area_id: int, zone: ZoneInfo = ZONE
) -> list[tuple[datetime, datetime]]:
    """The area's stretches of working time that lie between two moments or reach into them."""
    stretches = await _open_from(session, start, area_id, zone)
    return list(takewhile(lambda stretch: stretch[0] < end, stretches))


async def first_opening(
    session: AsyncSession, day: date, area_id: int, zone: ZoneInfo = ZONE
) -> datetime:
    """When people in the area begin to work on `day`, or on the next on which they do. In UTC."""
    begins = datetime.combine(day, time(), zone)
    return next(await _open_from(session, begins, area_id, zone))[0]


async def _open_from(
    session: AsyncSession, start: datetime, area_id: int, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches of working time that end after `start`, without end, in UTC."""
    week = (await working_hours.of_area(session, area_id)).week
    return _stretches(start, week, await days(session), zone)


def _stretches(
    start: datetime, week: Week, days: Days, zone: ZoneInfo
) -> Iterator[tuple[datetime, datetime]]:
    day = start.astimezone(zone).date()
    while True:
        for opens, closes in (each.minutes for each in week.get(_kept_as(day, days), ())):
            until = _at(day, closes, zone)
            if until > start:
                yield _at(day, opens, zone), until
        day += ONE_DAY


def _kept_as(day: date, days: Days) -> WorkDay:
    """Whose hours hold: a working Saturday (调休) is kept like a Friday, a Sunday like a Monday."""
    if days.is_holiday(day):
        return WorkDay.HOLIDAY
    if days.is_make_up_day(day):
        return WorkDay.FRIDAY if day.weekday() == SATURDAY else WorkDay.MONDAY
    return WEEKDAYS[day.weekday()]


def _at(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """So many minutes after midnight by the clock on the wall, in UTC."""
    wall = datetime.combine(day, time()) + timedelta(minutes=minutes)
    return wall.replace(tzinfo=zone).astimezone(UTC)


def _works(day: date, declared: Mapping[date, bool]) -> bool:
    if day in declared:
        return declared[day]
    if not any(known.year == day.year for known in declared):
        _warn_if_unknown(day.year)
    return china().is_working_day(day)


@remembered(CalendarDay)
async def _declared(session: AsyncSession) -> Mapping[date, bool]:
    """What staff declared; a few days a year."""
    await public_holidays.load()
    rows = await session.execute(select(CalendarDay.day, CalendarDay.working))
    return {row.day: row.working for row in rows}


async def knows_make_up_days(session: AsyncSession, year: int) -> bool:
    """Whether staff or our version of the holidays know on which weekends of `year` people work."""
    declared = await _declared(session)
    return any(day.year == year for day in declared) or _is_published(year)


@cache
def _warn_if_unknown(year: int) -> None:
    """Say once that a year's 调休 is not published yet, or not known to our version."""
    if not _is_published(year):
        log.warning("the working weekends (调休) of %d are not known: declare them", year)


def _is_published(year: int) -> bool:
    return any(day.year == year for day in china(year).weekend_workdays)
