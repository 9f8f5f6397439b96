"""Who may hold a place of a task, and so learn whose door it leads to."""

from typing import Any

import pytest

from services.errors import Refusal
from services.news import take_news
from services.volunteering import claims, hand_over
from services.volunteering.errors import NotClaimed, NotTheirPost, OfAnotherCommunity
from services.volunteering.news import Promoted
from storage.tables import ClaimState, Volunteer, VolunteerPost
from tests.services.conftest import Desk
from tests.services.factories import NOW
from tests.services.volunteering.task_factories import claim, put_up, ready

HOLDER, OTHER = 1, 2
NO_DOOR = {"private": None}


@pytest.fixture
async def some(desk: Desk) -> Desk:
    """Two volunteers for elders, of the task's community; and a post that neither signed up for."""
    await ready(desk, (HOLDER, OTHER))
    names = {"zh": "平安巡逻", "zh_Hant": "平安巡邏", "en": "Patrols"}
    async with desk.database.transaction() as session:
        session.add(VolunteerPost(key="patrol", position=2, names=names))
    return desk


async def other_is(desk: Desk, **differently: Any) -> None:
    async with desk.database.transaction() as session:
        volunteer = await session.get_one(Volunteer, OTHER)
        for name, value in differently.items():
            setattr(volunteer, name, value)


@pytest.mark.parametrize(
    ("area", "posts", "task", "refusal"),
    [
        ("community", ["elders"], {}, None),
        ("community", ["patrol"], {}, NotTheirPost),
        ("community", [], {}, NotTheirPost),
        ("community", ["patrol"], NO_DOOR, None),
        ("next_community", ["elders"], {}, OfAnotherCommunity),
        ("next_community", ["elders"], NO_DOOR, OfAnotherCommunity),
        ("street", ["elders"], {}, None),
    ],
)
async def test_claiming_asks_for_the_community_and_at_a_door_for_the_post(
    some: Desk, area: str, posts: list[str], task: dict[str, Any], refusal: type[Refusal] | None
) -> None:
    await other_is(some, area_id=getattr(some.place, area).id, posts=posts)
    claimed = await claim(some, await put_up(some, **task), OTHER)
    if refusal is None:
        assert claimed.state is ClaimState.HELD
    else:
        assert isinstance(claimed, refusal)


async def test_a_place_is_handed_over_to_nobody_who_could_not_claim_it(some: Desk) -> None:
    task = await put_up(some)
    await claim(some, task, HOLDER)
    await other_is(some, posts=["patrol"])
    refused = await some.attempt(
        lambda session: hand_over.offer(session, task.id, HOLDER, OTHER, now=NOW)
    )
    assert isinstance(refused, NotTheirPost)


async def test_who_waits_and_gave_up_the_post_is_passed_over(some: Desk) -> None:
    task = await put_up(some)
    await claim(some, task, HOLDER)
    await claim(some, task, OTHER)
    await other_is(some, posts=["patrol"])
    async with some.database.transaction() as session:
        await claims.release(session, task.id, HOLDER, now=NOW)
        assert not [news for news in take_news(session) if isinstance(news, Promoted)]


async def test_volunteers_are_named_to_a_holder_alone(some: Desk) -> None:
    task = await put_up(some)
    await claim(some, task, HOLDER)
    named = await some.attempt(
        lambda session: hand_over.receivers(session, task.id, HOLDER, "志愿者", now=NOW)
    )
    assert [volunteer.person_id for volunteer in named] == [OTHER]
    refused = await some.attempt(
        lambda session: hand_over.receivers(session, task.id, OTHER, "志愿者", now=NOW)
    )
    assert isinstance(refused, NotClaimed)
