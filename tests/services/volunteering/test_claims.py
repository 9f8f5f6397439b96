"""Places: claimed, waited for, given back, handed over; one thing after another."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from services.errors import NotFound
from services.news import take_news
from services.volunteering import claims, hand_over, looking, tasks, volunteers
from services.volunteering.errors import (
    AlreadyClaimed,
    AlreadyThere,
    ClaimsClosed,
    NotAdmitted,
    NotAVolunteer,
    NotClaimed,
    NotOffered,
    Overlaps,
    OwnTask,
    TaskOver,
    VolunteerBlocked,
    VolunteerPaused,
)
from services.volunteering.news import Promoted, Released
from storage.tables import ClaimState, TaskClaim, VolunteerState
from tests.services.conftest import Desk
from tests.services.factories import NOW, RESIDENT
from tests.services.volunteering.task_factories import (
    ORGANISER,
    TOMORROW,
    a_post,
    claim,
    claims_of,
    put_up,
    ready,
    release,
    volunteer,
)

HELD, WAITING, RELEASED = ClaimState.HELD, ClaimState.WAITING, ClaimState.RELEASED
HOUR = timedelta(hours=1)


@pytest.fixture
async def some(desk: Desk) -> Desk:
    """Five volunteers, 1 to 5."""
    await ready(desk, range(1, 6))
    return desk


async def test_who_comes_first_holds_the_place_and_the_next_waits(some: Desk) -> None:
    task = await put_up(some)
    assert [(await claim(some, task, person)).state for person in (1, 2, 3)] == [
        HELD,
        WAITING,
        WAITING,
    ]
    [role] = await some.do(lambda session: looking.roles(session, task.id))
    assert role.claimed == 1


async def test_a_role_is_chosen_or_the_first_with_a_place_left(some: Desk) -> None:
    task = await put_up(some, roles=(("搬运", 1), ("拍照", 1)))
    carry, photograph = await some.do(lambda session: looking.roles(session, task.id))
    assert (await claim(some, task, 1)).role_id == carry.id
    assert (await claim(some, task, 2)).role_id == photograph.id
    waits = await claim(some, task, 3, role_id=photograph.id)
    assert (waits.role_id, waits.state) == (photograph.id, WAITING)
    assert isinstance(await claim(some, task, 4, role_id=10_000), NotFound)


async def test_a_place_given_back_goes_to_who_waits_longest(some: Desk) -> None:
    task = await put_up(some)
    for person in (1, 2, 3):
        await claim(some, task, person)

    async def give_back(session: Any) -> list[Any]:
        await claims.release(session, task.id, 1, now=NOW)
        return take_news(session)

    news = await some.do(give_back)
    held = await claims_of(some, task, HELD)
    assert [one.person_id for one in held] == [2]
    assert news == [Released(news[0].claim_id, late=False), Promoted(held[0].id)]


async def test_leaving_the_waiting_list_moves_the_others_up(some: Desk) -> None:
    task = await put_up(some)
    for person in (1, 2, 3):
        await claim(some, task, person)
    await release(some, task, 2)
    await release(some, task, 1)
    assert [one.person_id for one in await claims_of(some, task, HELD)] == [3]


async def test_giving_back_is_free_a_day_ahead_and_noted_later(some: Desk) -> None:
    task = await put_up(some, starts_at=NOW + 2 * timedelta(days=1), roles=(("", 2),))
    for person in (1, 2):
        await claim(some, task, person)
    day_before = task.starts_at - timedelta(days=1)
    assert (await release(some, task, 1, now=day_before)).late is False
    assert (await release(some, task, 2, now=day_before + timedelta(seconds=1))).late is True


async def test_who_gave_back_may_claim_again(some: Desk) -> None:
    task = await put_up(some)
    await claim(some, task, 1)
    await release(some, task, 1)
    assert (await claim(some, task, 1)).state is HELD


async def test_twice_is_once(some: Desk) -> None:
    task = await put_up(some)
    await claim(some, task, 1)
    await claim(some, task, 2)
    for person, state in ((1, HELD), (2, WAITING)):
        again = await claim(some, task, person)
        assert isinstance(again, AlreadyClaimed)
        assert again.state is state


async def test_nobody_claims_their_own_task(some: Desk) -> None:
    task = await put_up(some, organiser_id=1, helped_id=2)
    for person in (1, 2):
        assert isinstance(await claim(some, task, person), OwnTask)


async def test_nobody_claims_after_the_deadline_nor_when_it_is_over(some: Desk) -> None:
    task = await put_up(some, claim_by=TOMORROW - HOUR)
    assert isinstance(await claim(some, task, 1, now=TOMORROW - HOUR), ClaimsClosed)
    assert isinstance(await claim(some, task, 1, now=task.ends_at), TaskOver)
    await some.do(lambda session: tasks.cancel(session, task.id, ORGANISER, "下雨", now=NOW))
    assert isinstance(await claim(some, task, 1), TaskOver)
    assert isinstance(await claim(some, await put_up(some), 99), NotAVolunteer)


@pytest.mark.parametrize(
    ("state", "refusal"),
    [
        (VolunteerState.APPLIED, NotAdmitted),
        (VolunteerState.PAUSED, VolunteerPaused),
        (VolunteerState.BLOCKED, VolunteerBlocked),
        (VolunteerState.LEFT, NotAVolunteer),
        (VolunteerState.DECLINED, NotAVolunteer),
    ],
)
async def test_only_who_is_ready_claims(
    desk: Desk, state: VolunteerState, refusal: type[Exception]
) -> None:
    async def prepare(session: Any) -> None:
        await a_post(session)
        await volunteer(session, desk.place, RESIDENT, state=state)

    await desk.do(prepare)
    task = await put_up(desk)
    assert isinstance(await claim(desk, task, RESIDENT), refusal)
    assert await claims_of(desk, task) == []


async def test_two_tasks_at_one_time_are_one_too_many(some: Desk) -> None:
    first, at_the_same_time = await put_up(some), await put_up(some)
    right_after = await put_up(some, starts_at=first.ends_at)
    await claim(some, first, 1)
    refused = await claim(some, at_the_same_time, 1)
    assert isinstance(refused, Overlaps)
    assert refused.task_id == first.id
    assert (await claim(some, right_after, 1)).state is HELD


async def test_who_is_busy_elsewhere_is_passed_over_and_has_it_when_free(some: Desk) -> None:
    first, other = await put_up(some), await put_up(some)
    for person in (1, 2, 3):
        await claim(some, first, person)
    await claim(some, other, 2)
    await release(some, first, 1)
    assert [one.person_id for one in await claims_of(some, first, HELD)] == [3]
    await release(some, first, 3)
    assert await claims_of(some, first, HELD) == []
    await release(some, other, 2)
    assert (await claim(some, first, 2)).state is HELD


async def test_who_waits_comes_before_who_comes_new(some: Desk) -> None:
    task = await put_up(some)
    for person in (1, 2):
        await claim(some, task, person)
    await some.do(lambda session: volunteers.pause(session, 2, None, now=NOW))
    await release(some, task, 1)
    assert await claims_of(some, task, HELD) == []
    await some.do(lambda session: volunteers.resume(session, 2))
    assert (await claim(some, task, 3)).state is WAITING
    assert [one.person_id for one in await claims_of(some, task, HELD)] == [2]


async def test_nobody_is_promoted_once_it_has_begun(some: Desk) -> None:
    task = await put_up(some)
    for person in (1, 2):
        await claim(some, task, person)
    await release(some, task, 1, now=task.starts_at)
    assert await claims_of(some, task, HELD) == []


async def test_what_is_not_held_cannot_be_given_back(some: Desk) -> None:
    task = await put_up(some)
    assert isinstance(await release(some, task, 1), NotClaimed)
    held = await claim(some, task, 1)
    assert isinstance(await release(some, task, 1, now=task.ends_at), TaskOver)
    await some.do(
        lambda session: session.execute(
            update(TaskClaim).where(TaskClaim.id == held.id).values(in_at=NOW)
        )
    )
    assert isinstance(await release(some, task, 1), AlreadyThere)


async def test_a_place_is_handed_over_only_if_the_other_agrees(some: Desk) -> None:
    task = await put_up(some)
    given = await claim(some, task, 1)
    await claim(some, task, 2)
    await some.do(lambda session: hand_over.offer(session, task.id, 1, 3, now=NOW))
    stranger = await some.attempt(lambda session: hand_over.accept(session, given.id, 4, now=NOW))
    assert isinstance(stranger, NotOffered)
    await some.do(lambda session: hand_over.accept(session, given.id, 3, now=NOW))
    held = await claims_of(some, task, HELD)
    assert [one.person_id for one in held] == [3]
    [role] = await some.do(lambda session: looking.roles(session, task.id))
    assert role.claimed == 1


async def test_who_waited_takes_over_with_the_claim_they_have(some: Desk) -> None:
    task = await put_up(some)
    given = await claim(some, task, 1)
    waiting = await claim(some, task, 2)
    await some.do(lambda session: hand_over.offer(session, task.id, 1, 2, now=NOW))
    taken = await some.do(lambda session: hand_over.accept(session, given.id, 2, now=NOW))
    assert (taken.id, taken.state) == (waiting.id, HELD)


async def test_an_offer_declined_or_overtaken_is_none(some: Desk) -> None:
    task = await put_up(some)
    given = await claim(some, task, 1)
    await some.do(lambda session: hand_over.offer(session, task.id, 1, 2, now=NOW))
    await some.do(lambda session: hand_over.decline(session, given.id, 2))
    late = await some.attempt(lambda session: hand_over.accept(session, given.id, 2, now=NOW))
    assert isinstance(late, NotOffered)
    await some.do(lambda session: hand_over.offer(session, task.id, 1, 2, now=NOW))
    await release(some, task, 1)
    late = await some.attempt(lambda session: hand_over.accept(session, given.id, 2, now=NOW))
    assert isinstance(late, NotOffered)
    assert [one.person_id for one in await claims_of(some, task)] == [1]


async def test_a_place_is_offered_only_to_who_could_take_it(some: Desk) -> None:
    task, other = await put_up(some), await put_up(some)
    await claim(some, task, 1)
    await claim(some, other, 2)

    async def offer(to_id: int) -> Any:
        return await some.attempt(
            lambda session: hand_over.offer(session, task.id, 1, to_id, now=NOW)
        )

    assert isinstance(await offer(2), Overlaps)
    assert isinstance(await offer(ORGANISER), NotAVolunteer)
    assert isinstance(await offer(1), NotClaimed)
    for words in ("志愿者", "志願 者"):
        receivers = partial(hand_over.receivers, task_id=task.id, person_id=1, words=words, now=NOW)
        assert [one.person_id for one in await some.do(receivers)] == [2, 3, 4, 5]
