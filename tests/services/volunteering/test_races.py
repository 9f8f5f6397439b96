"""Many at once: exactly as many hold a place as there are places, whoever claims or lets go."""

import asyncio
from collections import Counter
from functools import partial
from typing import Any

import pytest

from services.errors import AlreadyTaken
from services.volunteering import hand_over, looking, sources, tasks
from services.volunteering.errors import (
    AlreadyATask,
    AlreadyClaimed,
    NotOffered,
    Overlaps,
    TaskOver,
)
from storage.tables import ClaimState, Task, TaskSource
from tests.services.conftest import Desk
from tests.services.factories import NOW
from tests.services.volunteering.task_factories import (
    ORGANISER,
    claim,
    claims_of,
    new_task,
    put_up,
    ready,
    release,
)

HELD, WAITING, RELEASED = ClaimState.HELD, ClaimState.WAITING, ClaimState.RELEASED
MANY = range(1, 41)


@pytest.fixture
async def crowd(desk: Desk) -> Desk:
    await ready(desk, MANY)
    return desk


async def counted(desk: Desk, task: Task) -> int:
    """The places that are counted as claimed."""
    roles = await desk.do(lambda session: looking.roles(session, task.id))
    return sum(role.claimed for role in roles)


async def people(desk: Desk, task: Task, state: ClaimState) -> list[int | None]:
    return [one.person_id for one in await claims_of(desk, task, state)]


async def test_of_forty_at_once_as_many_hold_a_place_as_there_are(crowd: Desk) -> None:
    task = await put_up(crowd, roles=(("", 3),))
    outcomes = await asyncio.gather(*(claim(crowd, task, person) for person in MANY))
    assert Counter(one.state for one in outcomes) == {HELD: 3, WAITING: 37}
    assert await counted(crowd, task) == 3


async def test_one_person_s_taps_at_once_are_one_claim(crowd: Desk) -> None:
    task = await put_up(crowd, roles=(("", 3),))
    outcomes = await asyncio.gather(*(claim(crowd, task, 1) for _tap in range(20)))
    assert sum(isinstance(one, AlreadyClaimed) for one in outcomes) == 19
    assert await people(crowd, task, HELD) == [1]
    assert await counted(crowd, task) == 1


async def test_two_tasks_at_one_time_claimed_at_once_are_not_both_held(crowd: Desk) -> None:
    first, second = await put_up(crowd), await put_up(crowd)
    outcomes = await asyncio.gather(claim(crowd, first, 1), claim(crowd, second, 1))
    assert sum(isinstance(one, Overlaps) for one in outcomes) == 1
    held = [*await people(crowd, first, HELD), *await people(crowd, second, HELD)]
    assert held == [1]


async def test_places_given_back_and_claimed_at_once_stay_as_many(crowd: Desk) -> None:
    task = await put_up(crowd, roles=(("", 3),))
    for person in range(1, 7):
        await claim(crowd, task, person)
    await asyncio.gather(
        *(release(crowd, task, person) for person in range(1, 4)),
        *(claim(crowd, task, person) for person in range(7, 20)),
    )
    assert set(await people(crowd, task, HELD)) == {4, 5, 6}
    assert await counted(crowd, task) == 3


async def test_everybody_coming_and_going_leaves_as_many_held_as_counted(crowd: Desk) -> None:
    task = await put_up(crowd, roles=(("", 3),))

    async def comes_and_goes(person: int) -> None:
        await claim(crowd, task, person)
        if person % 2:
            await release(crowd, task, person)

    await asyncio.gather(*map(comes_and_goes, MANY))
    assert len(await people(crowd, task, HELD)) == 3
    assert len(await people(crowd, task, WAITING)) == 17
    assert await counted(crowd, task) == 3


async def test_a_task_called_off_while_everybody_claims_leaves_nobody_in_it(crowd: Desk) -> None:
    task = await put_up(crowd, roles=(("", 3),))
    cancel = partial(tasks.cancel, task_id=task.id, by=ORGANISER, reason="下雨", now=NOW)
    outcomes = await asyncio.gather(
        *(claim(crowd, task, person) for person in range(1, 11)),
        crowd.attempt(cancel),
        *(claim(crowd, task, person) for person in range(11, 21)),
    )
    living = await claims_of(crowd, task, HELD, WAITING)
    assert living == []
    assert await counted(crowd, task) == 0
    assert all(
        isinstance(one, TaskOver | Task) or one.state in (HELD, WAITING, RELEASED)
        for one in outcomes
    )


async def test_a_place_accepted_and_given_back_at_once_is_held_by_one(crowd: Desk) -> None:
    task = await put_up(crowd)
    given = await claim(crowd, task, 1)
    await claim(crowd, task, 3)
    await crowd.do(lambda session: hand_over.offer(session, task.id, 1, 2, now=NOW))
    accepted, _released = await asyncio.gather(
        crowd.attempt(lambda session: hand_over.accept(session, given.id, 2, now=NOW)),
        release(crowd, task, 1),
    )
    expected = 3 if isinstance(accepted, NotOffered) else 2
    assert await people(crowd, task, HELD) == [expected]
    assert await counted(crowd, task) == 1


async def test_one_source_passed_on_by_ten_at_once_is_one_task(crowd: Desk) -> None:
    new = new_task(crowd.place, source=TaskSource.STAFF, source_id=5)

    async def create() -> Any:
        return await crowd.attempt(lambda session: tasks.create(session, new, now=NOW))

    outcomes = await asyncio.gather(*(create() for _staff in range(10)))
    [task] = [one for one in outcomes if isinstance(one, Task)]
    assert {one.task_id for one in outcomes if isinstance(one, AlreadyATask)} == {task.id}


async def test_what_the_source_refuses_is_not_claimed(
    crowd: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody of the canteen took the round a moment ago."""

    async def refuse(*_args: Any) -> None:
        raise AlreadyTaken("食堂管理员甲", yours=False)

    async def nothing(*_args: Any) -> None:
        pass

    task = await put_up(crowd, source=TaskSource.ROUND, source_id=5)
    monkeypatch.setattr(sources, "released", nothing)
    monkeypatch.setattr(sources, "claimed", refuse)
    assert isinstance(await claim(crowd, task, 1), AlreadyTaken)
    assert await claims_of(crowd, task) == []
    assert await counted(crowd, task) == 0
    monkeypatch.setattr(sources, "claimed", nothing)
    for person in (1, 2):
        await claim(crowd, task, person)
    monkeypatch.setattr(sources, "claimed", refuse)
    await release(crowd, task, 1)
    assert await people(crowd, task, WAITING) == [2]
    assert await counted(crowd, task) == 0
