"""Small wishes: one at a time, unmatched first, in touch within seven days."""

from datetime import timedelta
from typing import Any

import pytest

from services import wishes
from services.errors import NotFound, NotYours, TooLong, WordsNeeded
from services.volunteering import claims, granting, looking, passing_on, tasks
from services.volunteering.errors import NotClaimed
from services.wishes import AlreadyWished, WishPast
from services.wishes.news import (
    GranterFound,
    GranterGone,
    WishApproved,
    WishDeclined,
    WishGranted,
    WishQuiet,
)
from storage.engine import Database
from storage.tables import Task, TaskSource, TaskState, Wish, WishState
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, STRANGER
from tests.services.meals.kitchen_desk import open_kitchen
from tests.services.volunteering.switchboard import Switchboard, open_switchboard
from tests.services.volunteering.volunteer_factories import SECOND, VOLUNTEER

FORTNIGHT = granting.WISH_CLAIMED_WITHIN


@pytest.fixture
async def desk(database: Database) -> Switchboard:
    return await open_switchboard(await open_kitchen(database))


async def hung(desk: Switchboard, **differently: Any) -> tuple[Wish, Task]:
    """A wish on the wall, and its task."""
    wish = await desk.wish(**differently)
    return wish, await desk.passed_on(desk.new_for_wish(wish.id))


async def test_everybody_has_one_wish_at_a_time(desk: Switchboard) -> None:
    wish = await desk.wish()
    with pytest.raises(AlreadyWished):
        await desk.wish(text="还要一个")
    await desk.wish(NEIGHBOUR)
    await desk.do(lambda session: wishes.withdraw(session, wish.id, RESIDENT))
    await desk.wish(text="还要一个")


async def test_a_wish_has_words_and_not_too_many(desk: Switchboard) -> None:
    with pytest.raises(WordsNeeded):
        await desk.wish(text=" ")
    with pytest.raises(TooLong):
        await desk.wish(text="好" * 201)


async def test_an_approved_wish_has_a_task_and_the_wisher_hears(desk: Switchboard) -> None:
    wish, task = await hung(desk)
    found = await desk.wished(wish.id)
    assert (found.state, found.handled_by) == (WishState.APPROVED, desk.staff.person_id)
    assert (task.source, task.source_id) == (TaskSource.WISH, wish.id)
    assert desk.heard(WishApproved) == [WishApproved(wish.id)]


async def test_a_wish_is_judged_once(desk: Switchboard) -> None:
    wish, _task = await hung(desk)
    refused = await desk.attempt(
        lambda session: wishes.decline(session, wish.id, desk.staff, "不合适")
    )
    assert isinstance(refused, WishPast)
    again = await desk.attempt(
        lambda session: passing_on.pass_on(session, desk.new_for_wish(wish.id), desk.staff, now=NOW)
    )
    assert isinstance(again, WishPast)


async def test_the_granter_is_in_touch_within_seven_days(desk: Switchboard) -> None:
    wish, task = await hung(desk)
    claim = await desk.claimed(task)
    assert desk.heard(GranterFound) == [GranterFound(wish.id, claim.id)]
    assert (await desk.wished(wish.id)).contact_by == NOW + timedelta(days=7)
    async with desk.kitchen.database.reading() as session:
        assert await wishes.due(session, NOW + timedelta(days=6)) == []
        assert await wishes.due(session, NOW + timedelta(days=7)) == [wish.id]


async def test_a_quiet_wish_is_told_of_once_and_keeps_its_granter(desk: Switchboard) -> None:
    wish, task = await hung(desk)
    await desk.claimed(task)
    for _twice in range(2):
        await desk.do(lambda session: wishes.act(session, wish.id, now=NOW + timedelta(days=7)))
    assert desk.heard(WishQuiet) == [WishQuiet(wish.id)]
    async with desk.kitchen.database.reading() as session:
        assert await wishes.granter(session, wish.id) == VOLUNTEER


async def test_a_wish_given_back_hangs_on(desk: Switchboard) -> None:
    wish, task = await hung(desk)
    await desk.claimed(task)
    await desk.released(task)
    found = await desk.wished(wish.id)
    assert (found.state, found.contact_by) == (WishState.APPROVED, None)
    assert desk.heard(GranterGone) == [GranterGone(wish.id)]
    claim = await desk.claimed(task, SECOND)
    assert desk.heard(GranterFound)[-1] == GranterFound(wish.id, claim.id)


async def test_giving_a_wish_back_is_never_late(desk: Switchboard) -> None:
    _wish, task = await hung(desk)
    await desk.claimed(task)
    given = await desk.do(
        lambda session: claims.release(session, task.id, VOLUNTEER, now=NOW + timedelta(days=3))
    )
    assert not given.late


async def test_a_wish_overlaps_with_nothing(desk: Switchboard) -> None:
    _wish, task = await hung(desk)
    await desk.claimed(task)
    order = await desk.order()
    other = await desk.passed_on(desk.new(TaskSource.HELP, order.id))
    await desk.claimed(other)
    _third, third = await hung(desk, person_id=NEIGHBOUR)
    await desk.claimed(third)


@pytest.mark.parametrize("by", [RESIDENT, VOLUNTEER])
async def test_the_wisher_or_the_granter_say_that_it_came_true(desk: Switchboard, by: int) -> None:
    wish, task = await hung(desk)
    await desk.claimed(task)
    later = NOW + timedelta(days=5)
    await desk.do(lambda session: granting.grant_wish(session, wish.id, by, now=later))
    found = await desk.wished(wish.id)
    assert (found.state, found.granted_at, found.contact_by) == (WishState.GRANTED, later, None)
    assert desk.heard(WishGranted) == [WishGranted(wish.id, by)]


async def test_nobody_else_says_so(desk: Switchboard) -> None:
    wish, task = await hung(desk)
    await desk.claimed(task)
    for stranger in (STRANGER, SECOND):
        assert isinstance(await desk.grants(wish.id, stranger), NotYours)
    assert (await desk.wished(wish.id)).state is WishState.APPROVED


async def test_a_granted_wish_counts_an_hour_for_its_organiser_to_confirm(
    desk: Switchboard,
) -> None:
    wish, task = await hung(desk)
    await desk.claimed(task)
    later = NOW + timedelta(days=5)
    await desk.do(lambda session: granting.grant_wish(session, wish.id, RESIDENT, now=later))
    async with desk.kitchen.database.reading() as session:
        found = await looking.get(session, task.id)
    assert (found.state, found.ends_at) == (TaskState.OPEN, later)
    assert found.ends_at - found.starts_at == granting.WISH_LASTS
    assert found.review_at == later


async def test_a_wish_that_family_fulfilled_leaves_no_task(desk: Switchboard) -> None:
    wish, task = await hung(desk)
    await desk.do(lambda session: granting.grant_wish(session, wish.id, RESIDENT, now=NOW))
    assert await desk.living(TaskSource.WISH, wish.id) is None
    async with desk.kitchen.database.reading() as session:
        assert (await looking.get(session, task.id)).state is TaskState.DONE


async def test_unmatched_wishes_are_posted_again_and_come_first(desk: Switchboard) -> None:
    old, first = await hung(desk)
    later = NOW + FORTNIGHT
    async with desk.kitchen.database.reading() as session:
        assert await granting.due(session, later - timedelta(minutes=1)) == []
        assert await granting.due(session, later) == [old.id]
    for _twice in range(2):
        await desk.do(lambda session: granting.act(session, old.id, now=later))
    again = await desk.living(TaskSource.WISH, old.id)
    assert again is not None
    assert again.id != first.id
    assert again.claim_by == later + FORTNIGHT
    assert again.private == first.private
    assert (await desk.wished(old.id)).rounds == 1
    newer, _task = await hung(desk, person_id=NEIGHBOUR)
    async with desk.kitchen.database.reading() as session:
        listed = await wishes.wall(session, desk.kitchen.place.community)
    assert [wish.id for wish, _task in listed] == [old.id, newer.id]


async def test_a_claimed_wish_is_not_posted_again(desk: Switchboard) -> None:
    wish, task = await hung(desk)
    await desk.claimed(task)
    async with desk.kitchen.database.reading() as session:
        assert await granting.due(session, NOW + FORTNIGHT) == []
        assert await wishes.wall(session, desk.kitchen.place.community) == []
    await desk.do(lambda session: granting.act(session, wish.id, now=NOW + FORTNIGHT))
    assert (await desk.wished(wish.id)).rounds == 0


async def test_calling_the_task_off_takes_the_wish_from_the_wall(desk: Switchboard) -> None:
    wish, task = await hung(desk)
    await desk.do(lambda session: tasks.call_off(session, task.id, "找不到这种款式", now=NOW))
    found = await desk.wished(wish.id)
    assert (found.state, found.reason) == (WishState.DECLINED, "找不到这种款式")
    assert desk.heard(WishDeclined) == [WishDeclined(wish.id)]
    async with desk.kitchen.database.reading() as session:
        assert await granting.due(session, NOW + FORTNIGHT) == []


async def test_a_withdrawn_wish_ends_its_task(desk: Switchboard) -> None:
    wish, task = await hung(desk)
    await desk.claimed(task)
    await desk.do(
        lambda session: granting.withdraw_wish(session, wish.id, RESIDENT, "收回了", now=NOW)
    )
    assert (await desk.wished(wish.id)).state is WishState.WITHDRAWN
    async with desk.kitchen.database.reading() as session:
        assert (await looking.get(session, task.id)).state is TaskState.CANCELLED
    assert desk.heard(WishDeclined) == []


async def test_others_wishes_are_not_found(desk: Switchboard) -> None:
    wish = await desk.wish()
    refused = await desk.attempt(lambda session: wishes.withdraw(session, wish.id, NEIGHBOUR))
    assert isinstance(refused, NotFound)


async def test_the_office_gives_a_claimed_wish_to_another(desk: Switchboard) -> None:
    wish, task = await hung(desk)
    free = await desk.attempt(
        lambda session: granting.another_granter(session, wish.id, desk.staff, now=NOW)
    )
    assert isinstance(free, NotClaimed)
    await desk.claimed(task)
    await desk.do(lambda session: granting.another_granter(session, wish.id, desk.staff, now=NOW))
    async with desk.kitchen.database.reading() as session:
        assert await wishes.granter(session, wish.id) is None
