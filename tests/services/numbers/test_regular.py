"""Reports that go out by themselves: when they are due, and to whom they go no more."""

import asyncio
from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.calendar import ONE_DAY, ZONE, Days
from services.errors import NotYourGroup
from services.news import take_news
from services.numbers import regular
from services.numbers.periods import Period
from services.numbers.regular import ReportDue, due_periods, next_due
from storage.tables import Group, RegularReport, Rhythm
from tests.services.conftest import Desk
from tests.services.factories import NOW, member

WEEKLY, MONTHLY = Rhythm.WEEKLY, Rhythm.MONTHLY


def local(day: str, clock: str = "09:00") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("rhythm", "now", "due"),
    [
        (WEEKLY, local("2026-11-23", "08:59"), local("2026-11-23")),
        (WEEKLY, local("2026-11-23", "09:00"), local("2026-11-30")),
        (WEEKLY, local("2026-11-28"), local("2026-11-30")),
        # 1 to 7 October 2026 are free.
        (WEEKLY, local("2026-10-02"), local("2026-10-08")),
        (MONTHLY, local("2026-11-23"), local("2026-12-01")),
        (MONTHLY, local("2026-12-01", "09:00"), local("2027-01-04")),
        (MONTHLY, local("2026-09-20"), local("2026-10-08")),
        # 1 November 2026 is a Sunday.
        (MONTHLY, local("2026-10-31"), local("2026-11-02")),
        (MONTHLY, local("2026-11-01"), local("2026-11-02")),
    ],
)
def test_nine_on_the_first_working_day(rhythm: Rhythm, now: datetime, due: datetime) -> None:
    assert next_due(Days({}), rhythm, now) == due


def test_staff_may_declare_a_day_free() -> None:
    monday = {date(2026, 11, 30): False}
    assert next_due(Days(monday), WEEKLY, local("2026-11-28")) == local("2026-12-01")


@pytest.mark.parametrize(
    ("rhythm", "day", "weeks"),
    [
        (WEEKLY, "2026-11-23", [("2026-11-16", "2026-11-22")]),
        # 1 to 7 October 2026 are free, a Thursday to a Wednesday.
        (WEEKLY, "2026-10-08", [("2026-09-28", "2026-10-04")]),
        # So are 15 to 23 February 2026: in the week between nobody worked.
        (WEEKLY, "2026-02-24", [("2026-02-09", "2026-02-15"), ("2026-02-16", "2026-02-22")]),
        (MONTHLY, "2026-10-08", [("2026-09-01", "2026-09-30")]),
        (MONTHLY, "2027-01-04", [("2026-12-01", "2026-12-31")]),
    ],
)
def test_no_week_is_left_out(rhythm: Rhythm, day: str, weeks: list[tuple[str, str]]) -> None:
    found = due_periods(Days({}), rhythm, date.fromisoformat(day))
    assert [(f"{each.first}", f"{each.last}") for each in found] == weeks


@pytest.mark.parametrize("rhythm", Rhythm)
def test_each_period_is_told_of_once(rhythm: Rhythm) -> None:
    now, end, told = local("2025-06-01"), local("2026-11-30"), []
    while now < end:
        now = next_due(Days({}), rhythm, now)
        told += due_periods(Days({}), rhythm, now.astimezone(ZONE).date())
    assert len(told) > 15
    assert all(one.last + ONE_DAY == other.first for one, other in pairwise(told))


async def due_ids(desk: Desk, now: datetime) -> list[int]:
    async with desk.database.reading() as session:
        return await regular.due(session, now)


async def told(desk: Desk, now: datetime) -> list[Period]:
    """Of which days a report is told at that moment."""

    async def act(session: AsyncSession) -> list[Period]:
        for regular_id in await regular.due(session, now):
            reports = await regular.count(session, regular_id, now=now)
            await regular.send(session, regular_id, reports, now=now)
        return [news.report.period for news in take_news(session) if isinstance(news, ReportDue)]

    found: list[Period] = await desk.do(act)
    return found


async def want(desk: Desk, *rhythms: Rhythm) -> None:
    staff = member(desk.groups.staff)
    await desk.do(lambda session: regular.want(session, staff, rhythms, now=NOW))


async def test_each_is_told_once_with_its_period(desk: Desk) -> None:
    await want(desk, WEEKLY, MONTHLY)
    # NOW is Monday, 2 March, nine o'clock: the report of the week is a week ahead.
    monday = NOW + timedelta(days=7)
    assert await told(desk, monday) == [Period(date(2026, 3, 2), date(2026, 3, 8))]
    assert await told(desk, monday) == []
    month = Period(date(2026, 3, 1), date(2026, 3, 31))
    assert month in await told(desk, local("2026-04-01", "09:01"))


@pytest.mark.parametrize(("late", "reports"), [(47, 1), (49, 0)])
async def test_what_comes_too_late_is_left_out(desk: Desk, late: int, reports: int) -> None:
    await want(desk, WEEKLY)
    now = NOW + timedelta(days=7, hours=late)
    assert len(await told(desk, now)) == reports
    assert await due_ids(desk, now) == []
    assert len(await told(desk, NOW + timedelta(days=14))) == 1


async def test_a_group_that_is_gone_hears_nothing(desk: Desk) -> None:
    await want(desk, WEEKLY)

    async def lose(session: AsyncSession) -> None:
        its_id = desk.groups.staff.id
        await rows.change(session, Group, Group.id == its_id, lost_at=NOW)

    await desk.do(lose)
    assert await told(desk, NOW + timedelta(days=7)) == []


async def test_wanting_twice_is_wanting_once(desk: Desk) -> None:
    await want(desk, WEEKLY)
    await want(desk, WEEKLY, MONTHLY)
    async with desk.database.reading() as session:
        assert await regular.wanted(session, desk.groups.staff.id) == {WEEKLY, MONTHLY}
        assert len((await session.scalars(select(RegularReport))).all()) == 2


async def test_two_who_want_at_once(desk: Desk) -> None:
    await asyncio.gather(want(desk, WEEKLY), want(desk, WEEKLY), want(desk, WEEKLY, MONTHLY))
    async with desk.database.reading() as session:
        kept = (await session.scalars(select(RegularReport.rhythm))).all()
    assert sorted(kept) in (["weekly"], ["monthly", "weekly"])


async def test_no_other_group_can_want_them(desk: Desk) -> None:
    other = member(desk.groups.property)
    refused = await desk.attempt(lambda session: regular.want(session, other, [WEEKLY], now=NOW))
    assert isinstance(refused, NotYourGroup)
