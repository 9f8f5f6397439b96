"""What a coordinator asks on a Monday: who is free, what nobody took, hours by person and team."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.volunteering import claims, looking, offers, overview, totals, volunteers
from services.volunteering.totals import HoursOf, TeamTotal
from storage.tables import (
    Area,
    ClaimState,
    RecordState,
    ServiceRecord,
    TaskClaim,
    TeamKind,
    VolunteerState,
    VolunteerTeam,
)
from tests.services.conftest import Desk
from tests.services.factories import NOW, Neighbourhood
from tests.services.volunteering.volunteer_factories import (
    POST,
    SECOND,
    START,
    THIRD,
    VOLUNTEER,
    a_person,
    a_post,
    a_task,
    a_volunteer,
)

ZONE = ZoneInfo("Asia/Shanghai")
WEDNESDAY_MORNING = "3m"
MARCH = date(2026, 3, 1), date(2026, 3, 31)


async def somebody(
    session: AsyncSession, place: Neighbourhood, person_id: int, **differently: Any
) -> None:
    home = differently.pop("home", place.building)
    await a_person(session, person_id, home_id=home.id if home else None)
    values = {"times": [WEDNESDAY_MORNING]} | differently
    await a_volunteer(session, place, person_id, **values)


async def served(
    session: AsyncSession,
    place: Neighbourhood,
    person_id: int | None,
    minutes: int,
    /,
    *,
    at: datetime = NOW,
    **differently: Any,
) -> None:
    """A record, with the task and claim it needs."""
    task = await a_task(session, place)
    claim = TaskClaim(
        task_id=task.id,
        role_id=(await _role(session, task.id)),
        person_id=person_id,
        person_name=None,
        state=ClaimState.DONE,
        claimed_at=NOW,
    )
    session.add(claim)
    await session.flush()
    values: dict[str, Any] = {
        "claim_id": claim.id,
        "person_id": person_id,
        "team_id": None,
        "area_id": place.community.id,
        "post": POST,
        "started_at": at,
        "minutes": minutes,
        "state": RecordState.APPROVED,
    }
    session.add(ServiceRecord(**(values | differently)))
    await session.flush()


async def _role(session: AsyncSession, task_id: int) -> int:
    [role] = await looking.roles(session, task_id)
    return role.id


async def free(desk: Desk, area: Area, at: datetime = START, post: str = POST) -> list[int]:
    async with desk.database.reading() as session:
        found = await overview.free_for(session, area, post, at)
    return [one.volunteer.person_id for one in found]


@pytest.fixture
async def place(desk: Desk) -> Neighbourhood:
    await desk.do(a_post)
    return desk.place


async def test_the_nearest_come_first_and_the_homeless_last(
    desk: Desk, place: Neighbourhood
) -> None:
    async def move_in(session: AsyncSession) -> None:
        await somebody(session, place, VOLUNTEER, home=None)
        await somebody(session, place, SECOND, home=place.next_compound)
        await somebody(session, place, THIRD)

    await desk.do(move_in)
    assert await free(desk, place.compound) == [THIRD, SECOND, VOLUNTEER]
    assert await free(desk, place.next_compound) == [SECOND, THIRD, VOLUNTEER]


@pytest.mark.parametrize(
    "differently",
    [
        {"times": ["3a", "4m"]},
        {"posts": ["patrol"]},
        {"state": VolunteerState.APPLIED},
        {"state": VolunteerState.BLOCKED},
        {"state": VolunteerState.LEFT},
        {"state": VolunteerState.PAUSED},
        {"state": VolunteerState.PAUSED, "paused_until": START.date()},
    ],
    ids=str,
)
async def test_who_does_not_fit_is_not_named(
    desk: Desk, place: Neighbourhood, differently: dict[str, Any]
) -> None:
    await desk.do(lambda session: somebody(session, place, VOLUNTEER, **differently))
    assert await free(desk, place.community) == []


async def test_whose_break_is_over_by_then_is_named(desk: Desk, place: Neighbourhood) -> None:
    the_day_before = START.date() - timedelta(days=1)
    await desk.do(
        lambda session: somebody(
            session, place, VOLUNTEER, state=VolunteerState.PAUSED, paused_until=the_day_before
        )
    )
    assert await free(desk, place.community) == [VOLUNTEER]


async def test_nobody_is_sent_farther_than_they_go(desk: Desk, place: Neighbourhood) -> None:
    """The next compound is about 1,100 m away."""

    async def move_in(session: AsyncSession) -> None:
        await somebody(session, place, VOLUNTEER, reach_m=1000)
        await somebody(session, place, SECOND, reach_m=1200)

    await desk.do(move_in)
    assert await free(desk, place.next_compound) == [SECOND]
    assert await free(desk, place.compound) == [VOLUNTEER, SECOND]


async def test_who_holds_a_place_that_morning_is_busy_then_and_free_in_the_afternoon(
    desk: Desk, place: Neighbourhood
) -> None:
    async def hold(session: AsyncSession) -> None:
        await somebody(session, place, VOLUNTEER, times=["3m", "3a"])
        task = await a_task(session, place, starts_at=START + timedelta(hours=1))
        await claims.claim(session, task.id, VOLUNTEER, now=NOW)

    await desk.do(hold)
    assert await free(desk, place.community) == []
    assert await free(desk, place.community, START + timedelta(hours=5)) == [VOLUNTEER]


async def test_volunteers_of_another_community_are_not_named(
    desk: Desk, place: Neighbourhood
) -> None:
    await desk.do(lambda session: somebody(session, place, VOLUNTEER))
    assert await free(desk, place.next_community) == []
    assert await free(desk, place.street) == [VOLUNTEER]


async def test_places_that_nobody_took_are_told_the_soonest_first(
    desk: Desk, place: Neighbourhood
) -> None:
    async def put_up(session: AsyncSession) -> None:
        await somebody(session, place, VOLUNTEER)
        for title, days, places in (("远的", 8, 1), ("后天", 2, 3), ("明天", 1, 2), ("满的", 3, 1)):
            starts = NOW + timedelta(days=days)
            task = await a_task(
                session,
                place,
                title=title,
                starts_at=starts,
                ends_at=starts + timedelta(hours=1),
                claim_by=starts,
                roles=[("", places)],
            )
            if title in ("满的", "后天"):
                await claims.claim(session, task.id, VOLUNTEER, now=NOW)

    await desk.do(put_up)
    async with desk.database.reading() as session:
        found = await overview.unclaimed(session, place.street, now=NOW)
        elsewhere = await overview.unclaimed(session, place.next_community, now=NOW)
    assert [(one.task.title, one.missing, one.places) for one in found] == [
        ("明天", 2, 2),
        ("后天", 2, 3),
    ]
    assert elsewhere == []


async def test_hours_count_approved_service_of_the_communitys_days(
    desk: Desk, place: Neighbourhood
) -> None:
    first_minute = datetime(2026, 3, 1, tzinfo=ZONE)
    last_minute = datetime(2026, 3, 31, 23, 59, tzinfo=ZONE)

    async def serve(session: AsyncSession) -> None:
        await somebody(session, place, VOLUNTEER)
        await served(session, place, VOLUNTEER, 60, at=first_minute)
        await served(session, place, VOLUNTEER, 30, at=last_minute)
        await served(session, place, VOLUNTEER, 1, at=first_minute - timedelta(minutes=1))
        await served(session, place, VOLUNTEER, 2, at=last_minute + timedelta(minutes=1))
        for state in RecordState:
            if state is not RecordState.APPROVED:
                await served(session, place, VOLUNTEER, 4, state=state)
        await served(session, place, VOLUNTEER, 8, area_id=place.next_community.id)

    await desk.do(serve)
    async with desk.database.reading() as session:
        assert await totals.hours(session, place.community, *MARCH) == [
            HoursOf(VOLUNTEER, f"志愿者{VOLUNTEER}", None, services=2, minutes=90)
        ]
        assert await totals.minutes_of(session, [VOLUNTEER]) == {VOLUNTEER: 90 + 1 + 2 + 8}


async def test_teams_have_the_hours_that_were_given_for_them(
    desk: Desk, place: Neighbourhood
) -> None:
    async def serve(session: AsyncSession) -> None:
        team = VolunteerTeam(
            code="t", area_id=place.community.id, name="市医院", kind=TeamKind.WORKPLACE
        )
        session.add(team)
        await session.flush()
        await somebody(session, place, VOLUNTEER, team_id=team.id)
        await somebody(session, place, SECOND)
        await served(session, place, VOLUNTEER, 60, team_id=team.id)
        await served(session, place, VOLUNTEER, 10)
        await served(session, place, SECOND, 240)
        await served(session, place, None, 30, team_id=team.id)

    await desk.do(serve)
    async with desk.database.reading() as session:
        rows = await totals.hours(session, place.street, *MARCH)
    assert totals.by_team(rows) == [
        TeamTotal("市医院", people=1, services=2, minutes=90),
        TeamTotal(None, people=2, services=2, minutes=250),
    ]


async def test_the_roll_of_honour_names_those_alone_who_agreed(
    desk: Desk, place: Neighbourhood
) -> None:
    async def serve(session: AsyncSession) -> None:
        await somebody(session, place, VOLUNTEER, honour=True)
        await somebody(session, place, SECOND)
        await somebody(session, place, THIRD, honour=True, state=VolunteerState.BLOCKED)
        for person_id in (VOLUNTEER, SECOND, THIRD):
            await served(session, place, person_id, 60)
        await served(session, place, VOLUNTEER, 60, at=datetime(2025, 12, 31, tzinfo=ZONE))

    await desk.do(serve)
    async with desk.database.reading() as session:
        named = await totals.honour_roll(session, place.community, 2026)
    assert [(one.person_id, one.minutes) for one in named] == [(VOLUNTEER, 60)]


async def test_open_tasks_that_fit_come_first_and_own_ones_not_at_all(
    desk: Desk, place: Neighbourhood
) -> None:
    async def put_up(session: AsyncSession) -> None:
        await a_post(session, "patrol")
        await somebody(session, place, VOLUNTEER, reach_m=1000)
        await somebody(session, place, SECOND)
        far = place.next_compound
        for title, differently in (
            ("别的岗位", {"post": "patrol"}),
            ("太远", {"latitude": far.latitude, "longitude": far.longitude}),
            ("满了", {}),
            ("正合适", {}),
            ("自己组织的", {"organiser_id": VOLUNTEER}),
            ("认领过的", {"roles": [("", 2)]}),
        ):
            task = await a_task(session, place, title=title, **differently)
            if title == "满了":
                await claims.claim(session, task.id, SECOND, now=NOW)
            if title == "认领过的":
                await claims.claim(session, task.id, VOLUNTEER, now=NOW)

    await desk.do(put_up)
    async with desk.database.reading() as session:
        volunteer = await volunteers.ready(session, VOLUNTEER, now=NOW)
        found = await offers.offers_for(session, volunteer, now=NOW)
    assert [(one.task.title, one.missing, one.fits) for one in found] == [
        ("正合适", 1, True),
        ("满了", 0, True),
        ("别的岗位", 1, False),
        ("太远", 1, False),
    ]
