"""Working days and hours of Fuzhou, 调休 included; times are given and compared in its zone."""

import logging
from datetime import UTC, date, datetime

import pytest

from services import calendar
from services.calendar import ZONE
from storage.engine import Database
from storage.tables import CalendarDay


def local(month: int, day: int, hour: int, minute: int = 0, *, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=ZONE)


ANYWHERE = 1
"""No area has hours of its own."""

DUE = {
    "within the morning": (local(3, 2, 9), 2, local(3, 2, 11)),
    "over the noon break": (local(3, 2, 11), 2, local(3, 2, 15, 30)),
    "filed at night": (local(3, 2, 23), 1, local(3, 3, 9, 30)),
    "filed before opening": (local(3, 2, 6), 1, local(3, 2, 9, 30)),
    "filed at noon": (local(3, 2, 13), 1, local(3, 2, 15, 30)),
    "over a night": (local(3, 2, 17), 2, local(3, 3, 9, 30)),
    "up to closing": (local(3, 2, 16), 2, local(3, 2, 18)),
    "over a weekend": (local(3, 6, 17, 30), 1, local(3, 9, 9)),
    "a whole day": (local(3, 2, 8, 30), 7, local(3, 2, 18)),
    "over the National Day week": (local(9, 30, 17), 2, local(10, 8, 9, 30)),
    "into a working Saturday": (local(10, 9, 17), 2, local(10, 10, 9, 30)),
}


@pytest.mark.parametrize(("start", "hours", "expected"), DUE.values(), ids=DUE)
async def test_working_hours_are_counted(
    database: Database, start: datetime, hours: int, expected: datetime
) -> None:
    async with database.reading() as session:
        due = await calendar.due(session, start=start, hours=hours, urgent=False, area_id=ANYWHERE)
    assert due == expected
    assert due.tzinfo is UTC


async def test_what_is_urgent_goes_by_the_clock(database: Database) -> None:
    async with database.reading() as session:
        due = await calendar.due(
            session, start=local(3, 7, 23), hours=2, urgent=True, area_id=ANYWHERE
        )
    assert due == local(3, 8, 1)


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (date(2026, 3, 2), True),
        (date(2026, 3, 7), False),
        (date(2026, 10, 1), False),
        (date(2026, 10, 10), True),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
    ],
)
async def test_days_are_those_of_the_state_council(
    database: Database, day: date, works: bool
) -> None:
    async with database.reading() as session:
        assert await calendar.is_working_day(session, day) is works


async def test_staff_can_declare_a_day_free_or_working(database: Database) -> None:
    async with database.transaction() as session:
        session.add(CalendarDay(day=date(2026, 3, 2), working=False, note="台风"))
        session.add(CalendarDay(day=date(2026, 3, 7), working=True, note="调休"))
    async with database.reading() as session:
        assert not await calendar.is_working_day(session, date(2026, 3, 2))
        assert await calendar.is_working_day(session, date(2026, 3, 7))
        due = await calendar.due(
            session, start=local(3, 2, 9), hours=1, urgent=False, area_id=ANYWHERE
        )
    assert due == local(3, 3, 9, 30)


async def test_a_year_whose_working_weekends_are_unknown_is_warned_of_once(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    calendar._warn_if_unknown.cache_clear()
    with caplog.at_level(logging.WARNING):
        for _transaction in range(2):
            async with database.reading() as session:
                await calendar.is_working_day(session, date(2035, 5, 2))
    assert [record.args for record in caplog.records] == [(2035,)]


async def test_a_year_that_staff_declared_is_not_warned_of(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    calendar._warn_if_unknown.cache_clear()
    async with database.transaction() as session:
        session.add(CalendarDay(day=date(2035, 5, 5), working=True, note="调休"))
    async with database.reading() as session:
        await calendar.is_working_day(session, date(2035, 5, 2))
    assert not caplog.records


@pytest.mark.parametrize(
    ("day", "holiday", "make_up"),
    [
        (date(2026, 9, 30), False, False),
        (date(2026, 10, 1), True, False),
        (date(2026, 10, 4), True, False),
        (date(2026, 10, 7), True, False),
        (date(2026, 10, 10), False, True),
        (date(2026, 10, 11), False, False),
        (date(2026, 9, 26), True, False),
        (date(2026, 9, 27), True, False),
        (date(2026, 2, 15), True, False),
        (date(2026, 2, 14), False, True),
        (date(2026, 10, 17), False, False),
        (date(2026, 2, 21), True, False),
    ],
    ids=[
        "the day before",
        "National Day",
        "a Sunday the holiday goes around",
        "a day in lieu",
        "a working Saturday",
        "an ordinary Sunday",
        "the Saturday of the Mid-Autumn Festival",
        "its Sunday",
        "the Sunday with which the Spring Festival begins",
        "the working Saturday before it",
        "an ordinary Saturday",
        "a Saturday within the Spring Festival",
    ],
)
async def test_holidays_and_make_up_days(
    database: Database, day: date, holiday: bool, make_up: bool
) -> None:
    async with database.reading() as session:
        days = await calendar.days(session)
    assert (days.is_holiday(day), days.is_make_up_day(day)) == (holiday, make_up)


async def test_a_weekend_beside_a_day_that_staff_declared_free_is_an_ordinary_one(
    database: Database,
) -> None:
    saturday, typhoon = date(2026, 3, 7), date(2026, 3, 9)
    async with database.transaction() as session:
        session.add(CalendarDay(day=typhoon, working=False, note="台风"))
    async with database.reading() as session:
        days = await calendar.days(session)
    assert days.is_holiday(typhoon)
    assert not days.is_holiday(saturday)
