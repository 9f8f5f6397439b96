"""Working time by any hours and over any days, beside one that is counted minute by minute."""

from collections.abc import AsyncIterator
from datetime import datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, working_hours
from services.calendar import ZONE
from services.errors import NotYourGroup, Refusal
from services.working_hours import HoursBackwards, HoursOverlap, NoWorkingHours
from storage.engine import Database
from storage.tables import Area, WorkDay, WorkingHours
from storage.working_week import USUAL, WEEKDAYS, Stretch, Week
from tests.services import plain_time
from tests.services.conftest import Desk
from tests.services.factories import build_neighbourhood, member

FIRST = datetime(2026, 1, 5, tzinfo=ZONE)
moments = st.integers(0, 338 * 24 * 60).map(lambda minutes: FIRST + timedelta(minutes=minutes))
"""The holidays of two years are looked at from here, and the plain calendar knows one."""
STRETCHES = (
    Stretch(time(7), time(8)),
    Stretch(time(8, 30), time(12)),
    Stretch(time(14, 30), time(18)),
    Stretch(time(18), time(20, 45)),
    Stretch(time(21), time(0)),
)
a_day = st.sets(st.sampled_from(STRETCHES)).map(lambda some: tuple(sorted(some)))
weeks = st.fixed_dictionaries(dict.fromkeys(WorkDay, a_day)).filter(
    lambda week: any(week[day] for day in WEEKDAYS)
)


def plainly(week: Week) -> plain_time.Week:
    """As `plain_time` takes it, where midnight is a minute too late to be a time of day."""
    names = dict(zip(WEEKDAYS, plain_time.DAYS, strict=True)) | {WorkDay.HOLIDAY: "holiday"}
    return {
        names[day]: [
            (each.opens, time.max if each.closes == time() else each.closes) for each in stretches
        ]
        for day, stretches in week.items()
    }


@pytest.fixture
async def somewhere(database: Database) -> AsyncIterator[tuple[AsyncSession, Area]]:
    """A community in a transaction that every example works in."""
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        yield session, place.community


async def keep(session: AsyncSession, area_id: int, week: Week) -> None:
    session.expunge_all()
    await session.execute(delete(WorkingHours))
    session.add_all(
        WorkingHours(area_id=area_id, day=day, opens=each.opens, closes=each.closes)
        for day, stretches in week.items()
        for each in stretches
    )
    await session.flush()


@given(week=weeks, start=moments, minutes=st.integers(1, 3000))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_deadline_is_where_as_many_minutes_have_been_worked(
    somewhere: tuple[AsyncSession, Area], week: Week, start: datetime, minutes: int
) -> None:
    session, area = somewhere
    await keep(session, area.id, week)
    found = await calendar.after(session, start, timedelta(minutes=minutes), area.id)
    within = start + timedelta(days=20)
    if found <= within:
        assert found == plain_time.after(start, minutes, plainly(week))
    else:
        assert plain_time.worked(start, within, plainly(week)) < minutes


@given(week=weeks, start=moments, minutes=st.integers(0, 20 * 24 * 60))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_as_much_is_worked_between_two_moments_as_there_are_minutes_of_work(
    somewhere: tuple[AsyncSession, Area], week: Week, start: datetime, minutes: int
) -> None:
    session, area = somewhere
    await keep(session, area.id, week)
    end = start + timedelta(minutes=minutes)
    found = await calendar.worked(session, start, end, area.id)
    assert found == timedelta(minutes=plain_time.worked(start, end, plainly(week)))


async def test_nothing_is_worked_before_it_began(somewhere: tuple[AsyncSession, Area]) -> None:
    session, area = somewhere
    at = datetime(2026, 3, 2, 9, tzinfo=ZONE)
    assert await calendar.worked(session, at, at - timedelta(days=1), area.id) == timedelta()


SATURDAYS: Week = {WorkDay.SATURDAY: (Stretch(time(9), time(12)),)}
SUNDAYS: Week = {WorkDay.SUNDAY: (Stretch(time(9), time(12)),)}


async def test_the_nearest_area_that_has_hours_says_them(desk: Desk) -> None:
    place = desk.place

    async def week_of(area: Area) -> Week:
        async with desk.database.reading() as session:
            return (await working_hours.of_area(session, area.id)).week

    assert await week_of(place.building) == USUAL
    above = member(desk.groups.street)
    await desk.do(lambda session: working_hours.change(session, place.street.id, SATURDAYS, above))
    assert await week_of(place.building) == SATURDAYS
    who = member(desk.groups.staff)
    await desk.do(lambda session: working_hours.change(session, place.community.id, SUNDAYS, who))
    assert await week_of(place.building) == SUNDAYS
    assert await week_of(place.next_community) == SATURDAYS
    assert await week_of(place.district) == USUAL
    await desk.do(lambda session: working_hours.change(session, place.community.id, None, who))
    assert await week_of(place.building) == SATURDAYS


async def test_what_was_promised_before_stays_as_it_was(desk: Desk) -> None:
    ticket = await desk.file(category_id=desk.place.lamp.id)
    who = member(desk.groups.staff)
    await desk.do(
        lambda session: working_hours.change(session, desk.place.community.id, SUNDAYS, who)
    )
    again = await desk.ticket(ticket.id)
    assert (again.respond_by, again.solve_by) == (ticket.respond_by, ticket.solve_by)


async def test_a_team_that_is_no_office_does_not_say_when_the_community_works(desk: Desk) -> None:
    who = member(desk.groups.property)
    with pytest.raises(NotYourGroup):
        await desk.do(
            lambda session: working_hours.change(session, desk.place.community.id, SUNDAYS, who)
        )


BAD: dict[str, tuple[Week, type[Refusal]]] = {
    "overlap": (
        {WorkDay.MONDAY: (Stretch(time(8), time(12)), Stretch(time(11), time(13)))},
        HoursOverlap,
    ),
    "overlap of the same beginning": (
        {WorkDay.MONDAY: (Stretch(time(8), time(9)), Stretch(time(8), time(12)))},
        HoursOverlap,
    ),
    "ends before it begins": ({WorkDay.MONDAY: (Stretch(time(18), time(8)),)}, HoursBackwards),
    "no length": ({WorkDay.MONDAY: (Stretch(time(8), time(8)),)}, HoursBackwards),
    "none": ({}, NoWorkingHours),
    "holidays alone": ({WorkDay.HOLIDAY: (Stretch(time(9), time(12)),)}, NoWorkingHours),
}


@pytest.mark.parametrize(("week", "refused"), BAD.values(), ids=BAD)
def test_hours_that_cannot_be_are_refused(week: Week, refused: type[Refusal]) -> None:
    with pytest.raises(refused):
        working_hours.check(week)


def test_one_stretch_may_begin_where_another_ends() -> None:
    day = (Stretch(time(8), time(12)), Stretch(time(12), time(0)))
    working_hours.check({WorkDay.MONDAY: day})
