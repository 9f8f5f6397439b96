"""Who is offered which new task, and how often."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.news import take_news
from services.volunteering import claims, new_offers
from services.volunteering.news import TaskOffered
from storage.tables import Volunteer, VolunteerState
from tests.services.conftest import Desk
from tests.services.factories import NOW, Neighbourhood
from tests.services.volunteering.volunteer_factories import (
    SECOND,
    VOLUNTEER,
    a_person,
    a_post,
    a_task,
    a_volunteer,
)

LATER = NOW + timedelta(minutes=5)
AGAIN = LATER + new_offers.APART


@pytest.fixture
def place(desk: Desk) -> Neighbourhood:
    return desk.place


@pytest.fixture
async def session(desk: Desk) -> AsyncIterator[AsyncSession]:
    async with desk.database.transaction() as session:
        yield session


async def wants(
    session: AsyncSession, place: Neighbourhood, person_id: int = VOLUNTEER, **differently: Any
) -> Volunteer:
    values: dict[str, Any] = {"offers_from": NOW - timedelta(minutes=1)}
    return await a_volunteer(session, place, person_id, **(values | differently))


async def offered(session: AsyncSession, now: datetime = LATER) -> list[TaskOffered]:
    for person_id in await new_offers.due(session, now):
        await new_offers.act(session, person_id, now=now)
    return [news for news in take_news(session) if isinstance(news, TaskOffered)]


async def test_who_asked_for_it_is_offered_a_new_task_once(
    session: AsyncSession, place: Neighbourhood
) -> None:
    await wants(session, place)
    task = await a_task(session, place)
    assert await offered(session) == [TaskOffered(VOLUNTEER, task.id, others=0)]
    assert await offered(session, AGAIN) == []


@pytest.mark.parametrize(
    "differently",
    [
        pytest.param({"offers_from": None}, id="did not ask"),
        pytest.param({"offers_from": LATER}, id="asked after it went up"),
        pytest.param({"posts": ["patrol"]}, id="another kind"),
        pytest.param({"state": VolunteerState.PAUSED}, id="takes a break"),
        pytest.param({"state": VolunteerState.BLOCKED}, id="stopped by staff"),
        pytest.param({"offered_at": NOW - timedelta(hours=3)}, id="was offered one lately"),
    ],
)
async def test_others_are_offered_nothing(
    session: AsyncSession, place: Neighbourhood, differently: dict[str, Any]
) -> None:
    await wants(session, place, **differently)
    await a_task(session, place)
    assert await offered(session) == []


async def test_too_far_from_home_is_offered_to_those_alone_who_go_anywhere(
    session: AsyncSession, place: Neighbourhood
) -> None:
    await a_person(session, VOLUNTEER, home_id=place.building.id)
    await a_person(session, SECOND, home_id=place.building.id)
    await wants(session, place, reach_m=1000)
    await wants(session, place, SECOND)
    task = await a_task(session, place, latitude=26.2, longitude=119.3)
    assert await offered(session) == [TaskOffered(SECOND, task.id, others=0)]


async def test_what_is_taken_is_offered_to_nobody(
    session: AsyncSession, place: Neighbourhood
) -> None:
    await wants(session, place)
    task = await a_task(session, place)
    await a_volunteer(session, place, SECOND)
    await claims.claim(session, task.id, SECOND, now=NOW)
    assert await offered(session) == []


async def test_what_went_up_a_moment_ago_is_looked_at_next_time(
    session: AsyncSession, place: Neighbourhood
) -> None:
    """Another that began before may be committed later."""
    await wants(session, place)
    await a_task(session, place, now=NOW)
    assert await offered(session, NOW) == []
    assert len(await offered(session)) == 1


async def test_of_several_the_soonest_is_offered_and_the_others_are_counted(
    session: AsyncSession, place: Neighbourhood
) -> None:
    await wants(session, place)
    await a_post(session, "patrol")
    first = await a_task(session, place)
    starts = first.starts_at + timedelta(days=1)
    until = {"starts_at": starts, "ends_at": starts + timedelta(hours=1), "claim_by": starts}
    await a_task(session, place, **until)
    await a_task(session, place, post="patrol", **until)
    assert await offered(session) == [TaskOffered(VOLUNTEER, first.id, others=1)]


async def test_what_went_up_meanwhile_is_offered_four_hours_later(
    session: AsyncSession, place: Neighbourhood
) -> None:
    await wants(session, place)
    await a_task(session, place)
    await offered(session)
    second = await a_task(session, place, now=LATER)
    assert await offered(session, AGAIN - timedelta(minutes=1)) == []
    assert await offered(session, AGAIN) == [TaskOffered(VOLUNTEER, second.id, others=0)]
