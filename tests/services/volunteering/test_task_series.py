"""Tasks that repeat: by local days, around holidays, over a change of the zone's clock."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from services.calendar import ZONE, Days
from services.errors import NotFound, NotYours
from services.volunteering import looking, series, tasks
from services.volunteering.errors import BadTimes, UnreadableRule
from services.volunteering.recurring import checked_rule, occurrences, times_on
from storage.tables import CalendarDay, HolidayPolicy, Task, TaskSeries, TaskState
from tests.services.conftest import Desk
from tests.services.factories import NOW, RESIDENT, member
from tests.services.volunteering.task_factories import ORGANISER, claim, new_task, ready

ALWAYS, SKIP = HolidayPolicy.ALWAYS, HolidayPolicy.SKIP_HOLIDAYS
WORKING = HolidayPolicy.WORKING_DAYS
BERLIN = ZoneInfo("Europe/Berlin")
"""A zone that changes its clocks: on 29 March and 25 October 2026."""
AS_ARRANGED = Days({})
DAY = timedelta(days=1)


def on(
    rule: str, first: date, until: date, policy: HolidayPolicy = ALWAYS, days: Days = AS_ARRANGED
) -> list[date]:
    return list(occurrences(rule, first, policy, days, since=first, until=until))


def october(*numbers: int) -> list[date]:
    return [date(2026, 10, number) for number in numbers]


def test_every_wednesday_is_every_wednesday() -> None:
    found = on("FREQ=WEEKLY;BYDAY=WE", date(2026, 9, 30), date(2026, 10, 21))
    assert found == [date(2026, 9, 30), *october(7, 14, 21)]


def test_holidays_take_their_days_away_where_that_is_wanted() -> None:
    """国庆 2026 is from 1 to 7 October."""
    found = on("FREQ=WEEKLY;BYDAY=WE", date(2026, 9, 30), date(2026, 10, 21), SKIP)
    assert found == [date(2026, 9, 30), *october(14, 21)]


def test_working_days_are_those_that_people_work() -> None:
    """10 October 2026 is a Saturday on which people work for the holiday (调休)."""
    found = on("FREQ=DAILY", date(2026, 9, 30), date(2026, 10, 13), WORKING)
    assert found == [date(2026, 9, 30), *october(8, 9, 10, 12, 13)]


def test_staff_s_own_arrangements_count() -> None:
    closed = Days({date(2026, 10, 14): False, date(2026, 10, 7): True})
    found = on("FREQ=WEEKLY;BYDAY=WE", date(2026, 9, 30), date(2026, 10, 21), SKIP, closed)
    assert found == [date(2026, 9, 30), *october(7, 21)]


def test_the_thirty_first_comes_only_in_long_months() -> None:
    found = on("FREQ=MONTHLY;BYMONTHDAY=31", date(2026, 1, 31), date(2026, 6, 30))
    assert found == [date(2026, 1, 31), date(2026, 3, 31), date(2026, 5, 31)]


@pytest.mark.parametrize(
    "rule",
    [
        "",
        "every Wednesday",
        "FREQ=HOURLY",
        "FREQ=WEEKLY;BYHOUR=9",
        "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;COUNT=0",
        "FREQ=DAILY\nEXDATE:20260101",
        "FREQ=DAILY;UNTIL=20200101",
        "FREQ=DAILY;INTERVAL=" + "1" * 200,
    ],
)
def test_a_rule_that_is_none_is_refused(rule: str) -> None:
    with pytest.raises(UnreadableRule):
        checked_rule(rule, date(2026, 3, 4))


def test_the_hour_stays_when_the_zone_changes_its_clocks() -> None:
    template = {"starts": "09:00", "minutes": 120, "claim_before": 60}
    winter, summer = (
        times_on(template, day, BERLIN) for day in (date(2026, 3, 25), date(2026, 4, 1))
    )
    assert winter.starts_at.astimezone(UTC) == datetime(2026, 3, 25, 8, tzinfo=UTC)
    assert summer.starts_at.astimezone(UTC) == datetime(2026, 4, 1, 7, tzinfo=UTC)
    assert {times.starts_at.hour for times in (winter, summer)} == {9}
    assert {times.ends_at.hour for times in (winter, summer)} == {11}
    assert {times.claim_by.hour for times in (winter, summer)} == {8}


@given(
    first=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    interval=st.integers(1, 4),
    made=st.lists(st.integers(1, 60), min_size=1, max_size=6),
    policy=st.sampled_from(HolidayPolicy),
    zone=st.sampled_from([ZONE, BERLIN]),
)
def test_made_in_however_many_steps_the_days_are_the_same(
    first: date, interval: int, made: list[int], policy: HolidayPolicy, zone: ZoneInfo
) -> None:
    """No day twice, none forgotten, each at the same hour of its own day."""
    rule = f"FREQ=WEEKLY;INTERVAL={interval}"
    stepwise: list[date] = []
    since = first
    for days_more in made:
        until = since + days_more * DAY
        stepwise += occurrences(rule, first, policy, AS_ARRANGED, since=since, until=until)
        since = until + DAY
    assert stepwise == on(rule, first, since - DAY, policy)
    template = {"starts": "09:30", "minutes": 90, "claim_before": 0}
    for day in stepwise:
        times = times_on(template, day, zone)
        assert (times.starts_at.date(), f"{times.starts_at:%H:%M}") == (day, "09:30")
        assert day.weekday() == first.weekday()


@pytest.fixture
async def some(desk: Desk) -> Desk:
    await ready(desk, (1, 2))
    return desk


async def start(desk: Desk, rule: str, policy: HolidayPolicy = ALWAYS, **differently: Any) -> Any:
    new = new_task(desk.place, **differently)
    return await desk.attempt(lambda session: series.start(session, new, rule, policy, now=NOW))


async def days_made(desk: Desk, of: TaskSeries, *, open_only: bool = False) -> list[date]:
    async with desk.database.reading() as session:
        found = await session.scalars(
            select(Task).where(Task.series_id == of.id).order_by(Task.starts_at)
        )
        return [
            task.starts_at.astimezone(ZONE).date()
            for task in found
            if task.state is TaskState.OPEN or not open_only
        ]


async def tick(desk: Desk, now: datetime) -> None:
    async def work(session: Any) -> None:
        for series_id in await series.due(session, now):
            await series.act(session, series_id, now=now)

    await desk.do(work)


async def test_two_weeks_are_put_up_at_once_and_the_next_day_by_day(some: Desk) -> None:
    """NOW is Monday, 2 March 2026; the first is on Tuesday."""
    started = await start(some, "FREQ=WEEKLY;BYDAY=TU,TH")
    march = [date(2026, 3, number) for number in (3, 5, 10, 12)]
    assert await days_made(some, started) == march
    await tick(some, NOW + DAY)
    assert await days_made(some, started) == [*march, date(2026, 3, 17)]
    await tick(some, NOW + DAY)
    assert await days_made(some, started) == [*march, date(2026, 3, 17)]


async def test_each_has_the_words_the_places_and_the_times_of_the_first(some: Desk) -> None:
    started = await start(some, "FREQ=DAILY", roles=(("搬运", 2), ("拍照", 1)))
    async with some.database.reading() as session:
        last = (
            await session.scalars(
                select(Task).where(Task.series_id == started.id).order_by(Task.id.desc())
            )
        ).first()
        assert last is not None
        roles = await looking.roles(session, last.id)
    first = new_task(some.place)
    assert (last.title, last.details, last.private) == (first.title, first.details, first.private)
    assert last.ends_at - last.starts_at == first.ends_at - first.starts_at
    assert last.claim_by == last.starts_at
    assert [(role.name, role.places) for role in roles] == [("搬运", 2), ("拍照", 1)]
    assert last.organiser_id == ORGANISER


async def test_staff_s_calendar_is_asked_when_tasks_are_made(some: Desk) -> None:
    holiday = date(2026, 3, 5)
    await some.do(
        lambda session: _add(session, CalendarDay(day=holiday, working=False, note="停电检修"))
    )
    started = await start(some, "FREQ=WEEKLY;BYDAY=TU,TH", SKIP)
    assert holiday not in await days_made(some, started)


async def test_a_day_called_off_is_not_made_again(some: Desk) -> None:
    started = await start(some, "FREQ=WEEKLY;BYDAY=TU,TH")
    async with some.database.reading() as session:
        first = (await session.scalars(select(Task).order_by(Task.id))).first()
    assert first is not None
    await some.do(lambda session: tasks.cancel(session, first.id, ORGANISER, "下雨", now=NOW))
    await some.do(lambda session: _set_back(session, started.id))
    await tick(some, NOW)
    assert date(2026, 3, 3) not in await days_made(some, started, open_only=True)
    assert len(await days_made(some, started)) == 4


async def test_an_ended_series_keeps_only_what_somebody_claimed(some: Desk) -> None:
    started = await start(some, "FREQ=WEEKLY;BYDAY=TU,TH")
    async with some.database.reading() as session:
        second = (await session.scalars(select(Task).order_by(Task.id).offset(1))).first()
    assert second is not None
    await claim(some, second, 1)
    with pytest.raises(NotYours):
        await some.do(lambda session: series.end(session, started.id, RESIDENT, "不办了", now=NOW))
    staff = member(some.groups.staff, 5)
    kept = await some.do(lambda session: series.end(session, started.id, staff, "不办了", now=NOW))
    assert [task.id for task in kept] == [second.id]
    assert await days_made(some, started, open_only=True) == [date(2026, 3, 5)]
    await tick(some, NOW + 7 * DAY)
    assert len(await days_made(some, started)) == 4
    with pytest.raises(NotFound):
        await some.do(lambda session: series.end(session, started.id, staff, "不办了", now=NOW))


async def test_a_series_that_cannot_be_leaves_nothing(some: Desk) -> None:
    assert isinstance(await start(some, "FREQ=NEVER"), UnreadableRule)
    assert isinstance(await start(some, "FREQ=DAILY", starts_at=NOW - DAY), BadTimes)
    async with some.database.reading() as session:
        assert (await session.scalars(select(TaskSeries))).all() == []


async def test_after_a_long_stop_only_what_is_still_to_come_is_made(some: Desk) -> None:
    started = await start(some, "FREQ=DAILY")
    made = await days_made(some, started)
    await tick(some, NOW + 30 * DAY)
    later = [day for day in await days_made(some, started) if day not in made]
    assert later[0] >= (NOW + 30 * DAY).astimezone(ZONE).date()
    assert len(later) == 14


async def _add(session: Any, row: Any) -> None:
    session.add(row)


async def _set_back(session: Any, series_id: int) -> None:
    """As if nothing had been made yet."""
    row = await session.get_one(TaskSeries, series_id)
    row.made_until = None
