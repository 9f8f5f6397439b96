"""Volunteers as people: who is ready, who decides, and what pausing, leaving and blocking mean."""

import asyncio
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from services import news
from services.errors import NotFound, NotYourGroup, Refusal, TooLong, WordsNeeded
from services.tickets import Member
from services.volunteering import (
    admission,
    claims,
    leaving,
    looking,
    preferences,
    teams,
    volunteers,
)
from services.volunteering.admission import Application
from services.volunteering.errors import (
    AlreadyVolunteer,
    DayPassed,
    NotAdmitted,
    NotAVolunteer,
    NotWaiting,
    VolunteerBlocked,
    VolunteerPaused,
)
from services.volunteering.people_news import Admitted, Blocked, Declined, Unblocked
from storage.tables import ClaimState, VolunteerState
from tests.services.conftest import Desk
from tests.services.factories import NOW, Neighbourhood, member
from tests.services.volunteering.volunteer_factories import (
    POST,
    SECOND,
    START,
    VOLUNTEER,
    a_person,
    a_post,
    a_task,
    a_volunteer,
    bind_volunteers,
)

TODAY = date(2026, 3, 2)


def application(place: Neighbourhood, /, **differently: Any) -> Application:
    told: dict[str, Any] = {
        "person_id": VOLUNTEER,
        "name": "林师傅",
        "area_id": place.community.id,
        "team_id": None,
        "posts": (POST,),
        "times": ("6m",),
        "reach_m": None,
    }
    return Application(**(told | differently))


async def applied(desk: Desk, /, **differently: Any) -> Any:
    async def deed(session: AsyncSession) -> Any:
        await a_post(session)
        return await admission.apply(session, application(desk.place, **differently), now=NOW)

    return await desk.attempt(deed)


async def admitted(desk: Desk, person_id: int = VOLUNTEER) -> None:
    await applied(desk, person_id=person_id)
    await desk.do(
        lambda session: admission.admit(session, person_id, member(desk.groups.staff), now=NOW)
    )


async def ready(desk: Desk, days: int = 0) -> Any:
    later = NOW + timedelta(days=days)
    return await desk.attempt(lambda session: volunteers.ready(session, VOLUNTEER, now=later))


async def test_whoever_never_applied_is_none(desk: Desk) -> None:
    assert isinstance(await ready(desk), NotAVolunteer)


async def test_an_application_waits_until_staff_admit_it(desk: Desk) -> None:
    await applied(desk)
    assert isinstance(await ready(desk), NotAdmitted)
    staff = member(desk.groups.staff)

    async def admit(session: AsyncSession) -> list[news.News]:
        await admission.admit(session, VOLUNTEER, staff, now=NOW)
        return news.take_news(session)

    assert await desk.do(admit) == [Admitted(VOLUNTEER)]
    volunteer = await ready(desk)
    assert (volunteer.state, volunteer.admitted_by) == (VolunteerState.ACTIVE, staff.person_id)


async def test_the_street_may_admit_too_and_others_may_not(desk: Desk) -> None:
    await applied(desk)
    outsiders = [member(desk.groups.property)]
    group = await desk.do(lambda session: bind_volunteers(session, desk.place))
    outsiders.append(Member(person_id=5, name="志愿者", group_id=group.id))
    for outsider in outsiders:
        refusal = await desk.attempt(
            partial(admission.admit, person_id=VOLUNTEER, member=outsider, now=NOW)
        )
        assert isinstance(refusal, NotYourGroup)
    street = member(desk.groups.street)
    await desk.do(lambda session: admission.admit(session, VOLUNTEER, street, now=NOW))
    assert (await ready(desk)).state is VolunteerState.ACTIVE


async def test_two_who_decide_at_once_have_one_winner(desk: Desk) -> None:
    await applied(desk)
    one, other = member(desk.groups.staff, 101), member(desk.groups.staff, 102)
    decided = await asyncio.gather(
        desk.attempt(lambda session: admission.admit(session, VOLUNTEER, one, now=NOW)),
        desk.attempt(lambda session: admission.decline(session, VOLUNTEER, other, "满了", now=NOW)),
    )
    refusals = [outcome for outcome in decided if isinstance(outcome, Refusal)]
    assert [type(refusal) for refusal in refusals] == [NotWaiting]


async def test_who_applies_twice_at_once_has_one_application(desk: Desk) -> None:
    await desk.do(a_post)
    both = await asyncio.gather(applied(desk, name="林师傅"), applied(desk, name="林老师"))
    assert {volunteer.state for volunteer in both} == {VolunteerState.APPLIED}


async def test_declining_takes_a_reason_that_is_told(desk: Desk) -> None:
    await applied(desk)
    staff = member(desk.groups.staff)
    for reason, refused in (("  ", WordsNeeded), ("长" * 201, TooLong)):
        refusal = await desk.attempt(
            partial(admission.decline, person_id=VOLUNTEER, member=staff, reason=reason, now=NOW)
        )
        assert isinstance(refusal, refused)

    async def decline(session: AsyncSession) -> list[news.News]:
        await admission.decline(session, VOLUNTEER, staff, "请先来见一面", now=NOW)
        return news.take_news(session)

    assert await desk.do(decline) == [Declined(VOLUNTEER)]
    assert isinstance(await ready(desk), NotAVolunteer)
    again = await applied(desk)
    assert (again.state, again.reason) == (VolunteerState.APPLIED, None)


@pytest.mark.parametrize(
    ("differently", "refused"),
    [
        ({"posts": ("flying",)}, NotFound),
        ({"team_id": 4711}, NotFound),
        ({"area_id": 4711}, NotFound),
        ({"name": " "}, WordsNeeded),
        ({"name": "名" * 41}, TooLong),
    ],
)
async def test_an_application_that_makes_no_sense_is_refused(
    desk: Desk, differently: dict[str, Any], refused: type[Refusal]
) -> None:
    assert isinstance(await applied(desk, **differently), refused)
    assert isinstance(await ready(desk), NotAVolunteer)


async def test_who_is_one_already_is_told_so(desk: Desk) -> None:
    await admitted(desk)
    assert isinstance(await applied(desk), AlreadyVolunteer)


async def test_a_break_ends_by_itself_the_day_after(desk: Desk) -> None:
    await admitted(desk)
    until = TODAY + timedelta(days=3)
    await desk.do(lambda session: volunteers.pause(session, VOLUNTEER, until, now=NOW))
    refusal = await ready(desk, days=3)
    assert isinstance(refusal, VolunteerPaused)
    assert refusal.until == until
    assert (await ready(desk, days=4)).person_id == VOLUNTEER


async def test_an_open_break_ends_when_they_say_so(desk: Desk) -> None:
    await admitted(desk)
    await desk.do(lambda session: volunteers.pause(session, VOLUNTEER, None, now=NOW))
    assert isinstance(await ready(desk, days=400), VolunteerPaused)
    await desk.do(lambda session: volunteers.resume(session, VOLUNTEER))
    assert (await ready(desk)).state is VolunteerState.ACTIVE


async def test_a_break_cannot_be_over_already(desk: Desk) -> None:
    await admitted(desk)
    yesterday = TODAY - timedelta(days=1)
    refusal = await desk.attempt(
        lambda session: volunteers.pause(session, VOLUNTEER, yesterday, now=NOW)
    )
    assert isinstance(refusal, DayPassed)


async def test_leaving_lets_the_next_in_line_have_the_place(desk: Desk) -> None:
    async def hold_and_wait(session: AsyncSession) -> int:
        for person_id in (VOLUNTEER, SECOND):
            await a_person(session, person_id)
            await a_volunteer(session, desk.place, person_id)
        task = await a_task(session, desk.place)
        await claims.claim(session, task.id, VOLUNTEER, now=NOW)
        await claims.claim(session, task.id, SECOND, now=NOW)
        return task.id

    task_id = await desk.do(hold_and_wait)
    await desk.do(lambda session: leaving.leave(session, VOLUNTEER, now=NOW))
    async with desk.database.reading() as session:
        states = {
            claim.person_id: claim.state for claim in await looking.claims_of(session, task_id)
        }
    assert states == {VOLUNTEER: ClaimState.RELEASED, SECOND: ClaimState.HELD}
    assert isinstance(await ready(desk), NotAVolunteer)


async def test_who_is_stopped_cannot_come_back_by_leaving(desk: Desk) -> None:
    await admitted(desk)
    staff = member(desk.groups.staff)

    async def block(session: AsyncSession) -> list[news.News]:
        await leaving.block(session, VOLUNTEER, staff, "三次没有来", now=NOW)
        return news.take_news(session)

    assert await desk.do(block) == [Blocked(VOLUNTEER)]
    for attempt in (
        await ready(desk),
        await desk.attempt(lambda session: leaving.leave(session, VOLUNTEER, now=NOW)),
        await applied(desk),
    ):
        assert isinstance(attempt, VolunteerBlocked)
        assert attempt.reason == "三次没有来"


async def test_staff_have_a_stopped_volunteer_back(desk: Desk) -> None:
    await admitted(desk)
    staff = member(desk.groups.staff)
    await desk.do(lambda session: leaving.block(session, VOLUNTEER, staff, "误会", now=NOW))

    async def unblock(session: AsyncSession) -> list[news.News]:
        await leaving.unblock(session, VOLUNTEER, staff)
        return news.take_news(session)

    assert await desk.do(unblock) == [Unblocked(VOLUNTEER)]
    assert (await ready(desk)).reason is None


async def test_stopping_gives_back_what_was_held(desk: Desk) -> None:
    async def hold(session: AsyncSession) -> int:
        await a_volunteer(session, desk.place)
        task = await a_task(session, desk.place)
        await claims.claim(session, task.id, VOLUNTEER, now=NOW)
        return task.id

    task_id = await desk.do(hold)
    staff = member(desk.groups.staff)
    await desk.do(lambda session: leaving.block(session, VOLUNTEER, staff, "误会", now=NOW))
    async with desk.database.reading() as session:
        roles = await looking.roles(session, task_id)
    assert [role.claimed for role in roles] == [0]


async def test_who_claims_while_being_stopped_holds_nothing(desk: Desk) -> None:
    """Whichever comes first: the claim is given back, or refused."""

    async def put_up(session: AsyncSession) -> int:
        await a_volunteer(session, desk.place)
        return (await a_task(session, desk.place)).id

    task_id = await desk.do(put_up)
    staff = member(desk.groups.staff)
    await asyncio.gather(
        desk.attempt(lambda session: claims.claim(session, task_id, VOLUNTEER, now=NOW)),
        desk.do(lambda session: leaving.block(session, VOLUNTEER, staff, "误会", now=NOW)),
    )
    async with desk.database.reading() as session:
        held = await looking.claims_of(session, task_id, ClaimState.HELD)
        roles = await looking.roles(session, task_id)
    assert (held, [role.claimed for role in roles]) == ([], [0])


async def test_who_is_at_work_sees_it_through_when_they_leave(desk: Desk) -> None:
    async def at_work(session: AsyncSession) -> int:
        await a_volunteer(session, desk.place)
        task = await a_task(session, desk.place)
        claim = await claims.claim(session, task.id, VOLUNTEER, now=NOW)
        claim.in_at = START
        return claim.id

    claim_id = await desk.do(at_work)
    during = START + timedelta(minutes=5)
    await desk.do(lambda session: leaving.leave(session, VOLUNTEER, now=during))
    async with desk.database.reading() as session:
        claim = await looking.get_claim(session, claim_id)
    assert claim.state is ClaimState.HELD


async def test_only_volunteers_change_what_they_said(desk: Desk) -> None:
    await applied(desk)
    refusal = await desk.attempt(
        lambda session: preferences.stand_on_honour_roll(session, VOLUNTEER, True)
    )
    assert isinstance(refusal, NotAVolunteer)


async def test_a_profile_is_changed_one_thing_at_a_time(desk: Desk) -> None:
    await admitted(desk)

    async def change(session: AsyncSession) -> None:
        await a_post(session, "patrol")
        await preferences.rename(session, VOLUNTEER, " 林老师 ")
        await preferences.choose_posts(session, VOLUNTEER, ["patrol"])
        await preferences.choose_times(session, VOLUNTEER, ["1e"])
        await preferences.choose_reach(session, VOLUNTEER, 692)
        await preferences.stand_on_honour_roll(session, VOLUNTEER, True)

    await desk.do(change)
    volunteer = await ready(desk)
    assert (volunteer.name, volunteer.posts, volunteer.times) == ("林老师", ["patrol"], ["1e"])
    assert (volunteer.reach_m, volunteer.honour) == (692, True)


async def test_a_post_or_team_that_is_not_there_is_refused(desk: Desk) -> None:
    await admitted(desk)
    for deed in (
        lambda session: preferences.choose_posts(session, VOLUNTEER, ["flying"]),
        lambda session: preferences.join_team(session, VOLUNTEER, 4711),
    ):
        assert isinstance(await desk.attempt(deed), NotFound)


async def test_a_team_that_nobody_knows_is_none(desk: Desk) -> None:
    assert await desk.do(lambda session: teams.by_code(session, "v_nobody")) is None


@given(st.sets(st.sampled_from(preferences.GROUPS)))
def test_times_of_the_week_are_read_back_as_they_were_chosen(groups: set[str]) -> None:
    times = preferences.times_of(list(groups))
    assert set(preferences.groups_of(times)) == groups
    assert len(set(times)) == len(times)
