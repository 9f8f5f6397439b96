"""Tasks: put up, found, called off, ended, and remembered in time."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest

from services.errors import NotFound, NotYourGroup, NotYours, TooLong, WordsNeeded
from services.news import take_news
from services.volunteering import looking, reminders, tasks
from services.volunteering.errors import (
    AlreadyATask,
    BadPlaces,
    BadTimes,
    TaskOver,
    TooManyRoles,
)
from services.volunteering.news import Remind, TaskCancelled
from storage.tables import ClaimState, TaskSource, TaskState
from tests.services.conftest import Desk
from tests.services.factories import NOW, member
from tests.services.volunteering.task_factories import (
    TOMORROW,
    claim,
    claims_of,
    put_up,
    ready,
)

HELD, WAITING, RELEASED = ClaimState.HELD, ClaimState.WAITING, ClaimState.RELEASED
HOUR = timedelta(hours=1)


@pytest.fixture
async def some(desk: Desk) -> Desk:
    """Five volunteers, 1 to 5."""
    await ready(desk, range(1, 6))
    return desk


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        ({"title": "  "}, WordsNeeded),
        ({"title": "长" * 61}, TooLong),
        ({"place": ""}, WordsNeeded),
        ({"post": "unheard of"}, NotFound),
        ({"roles": ()}, BadPlaces),
        ({"roles": (("", 0),)}, BadPlaces),
        ({"roles": (("", 51),)}, BadPlaces),
        ({"roles": (("", 1), ("", 1))}, WordsNeeded),
        ({"roles": (("角色", 1),) * 9}, TooManyRoles),
        ({"ends_at": TOMORROW}, BadTimes),
        ({"starts_at": NOW - 3 * HOUR}, BadTimes),
        ({"claim_by": TOMORROW + 3 * HOUR}, BadTimes),
    ],
)
async def test_a_task_that_cannot_be_is_not_put_up(
    some: Desk, wrong: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await put_up(some, **wrong)


async def test_one_source_is_one_living_task(some: Desk) -> None:
    of_ticket: dict[str, Any] = {"source": TaskSource.STAFF, "source_id": 7}
    first = await put_up(some, **of_ticket)
    with pytest.raises(AlreadyATask) as told_so:
        await put_up(some, **of_ticket)
    assert told_so.value.task_id == first.id


async def test_only_the_organiser_and_staff_call_a_task_off(some: Desk) -> None:
    task = await put_up(some)
    property_staff = member(some.groups.property, 77)
    for by, refusal in ((5, NotYours), (property_staff, NotYourGroup)):
        cancel_by = partial(tasks.cancel, task_id=task.id, by=by, reason="下雨", now=NOW)
        assert isinstance(await some.attempt(cancel_by), refusal)
    staff = member(some.groups.staff, 78)
    for person in (1, 2):
        await claim(some, task, person)

    async def cancel(session: Any) -> list[Any]:
        await tasks.cancel(session, task.id, staff, "下大雨", now=NOW)
        return take_news(session)

    [news] = await some.do(cancel)
    assert isinstance(news, TaskCancelled)
    assert len(news.claim_ids) == 2
    assert {one.state for one in await claims_of(some, task)} == {RELEASED}
    with pytest.raises(TaskOver):
        await some.do(cancel)


async def test_a_finished_task_lets_those_go_who_were_never_reached(some: Desk) -> None:
    task = await put_up(some)
    for person in (1, 2):
        await claim(some, task, person)
    done = await some.do(lambda session: tasks.finish(session, task.id, now=task.ends_at))
    assert done.state is TaskState.DONE
    assert [one.state for one in await claims_of(some, task)] == [HELD, RELEASED]


async def reminded(desk: Desk, now: Any) -> list[Remind]:
    """What a tick of the clock tells."""

    async def tick(session: Any) -> list[Any]:
        for task_id in await reminders.due(session, now):
            await reminders.act(session, task_id, now=now)
        return take_news(session)

    news: list[Remind] = await desk.do(tick)
    return news


async def test_holders_are_reminded_the_day_before_and_three_hours_before(some: Desk) -> None:
    starts_at = NOW + timedelta(days=3)
    task = await put_up(some, starts_at=starts_at)
    held = await claim(some, task, 1)
    await claim(some, task, 2)
    assert await reminded(some, starts_at - 25 * HOUR) == []
    assert await reminded(some, starts_at - 24 * HOUR) == [Remind(held.id, 24)]
    assert await reminded(some, starts_at - 23 * HOUR) == []
    assert await reminded(some, starts_at - 3 * HOUR) == [Remind(held.id, 3)]
    assert await reminded(some, starts_at) == []


async def test_a_task_put_up_late_has_only_the_reminder_to_come(some: Desk) -> None:
    task = await put_up(some, starts_at=NOW + 5 * HOUR)
    held = await claim(some, task, 1)
    assert await reminded(some, NOW + HOUR) == []
    assert await reminded(some, NOW + 2 * HOUR) == [Remind(held.id, 3)]
    at_once = await put_up(some, starts_at=NOW + 2 * HOUR)
    assert at_once.remind_at is None


async def test_reminders_missed_while_nobody_worked_are_one(some: Desk) -> None:
    task = await put_up(some, starts_at=NOW + timedelta(days=2))
    held = await claim(some, task, 1)
    assert await reminded(some, task.starts_at - 2 * HOUR) == [Remind(held.id, 2)]
    assert await reminded(some, task.starts_at - HOUR) == []


async def test_tasks_to_be_claimed_are_those_of_the_community(some: Desk) -> None:
    later = await put_up(some, starts_at=NOW + timedelta(days=2))
    sooner = await put_up(some)
    await put_up(some, area_id=some.place.next_community.id)

    async def found(area_id: int) -> list[int]:
        return [
            task.id
            for task in await some.do(lambda session: looking.open_in(session, area_id, now=NOW))
        ]

    assert await found(some.place.community.id) == [sooner.id, later.id]
    assert len(await found(some.place.street.id)) == 3
    await claim(some, sooner, 1)
    mine = await some.do(lambda session: looking.of_person(session, 1, now=NOW))
    assert [one.task.id for one in mine] == [sooner.id]


async def test_a_building_s_task_is_its_community_s(some: Desk) -> None:
    task = await put_up(some, area_id=some.place.building.id)
    assert task.area_id == some.place.community.id
