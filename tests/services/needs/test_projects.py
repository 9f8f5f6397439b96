"""Resources and projects: capacity promised once, each step told, days that pass."""

from collections.abc import Awaitable
from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotFound, NotYourGroup, Refusal, TooLong, WordsNeeded
from services.needs import own_offers, projects, resources, sorting
from services.needs.errors import (
    NeedPast,
    NotForThere,
    NothingLeft,
    NotSoOften,
    OverByThen,
    ProjectPast,
    ResourcePast,
    TooManyOffers,
)
from services.needs.news import (
    ProjectLate,
    ResourceConfirmed,
    ResourceDeclined,
    ResourceUsed,
    ResourceWithdrawn,
)
from services.needs.resources import MOST_A_MONTH, MOST_WAITING
from services.news import News, take_news
from services.written.errors import TimesPast, TimesTooFar, TimesUnreadable
from storage.tables import (
    Need,
    NeedProject,
    NeedState,
    ProjectState,
    Resource,
    ResourceMonth,
    ResourceState,
)
from tests.services.conftest import Deed, Desk
from tests.services.factories import NOW, member
from tests.services.needs.need_factories import (
    DUE,
    PARTNER,
    TODAY,
    a_need,
    a_project,
    a_resource,
    new_resource,
)
from tests.services.tickets.test_races import at_once, refusals

MANY = 10


async def a_need_of(desk: Desk, person_id: int = 11) -> Need:
    need: Need = await desk.do(lambda session: a_need(session, desk.place, person_id=person_id))
    return need


async def confirmed(desk: Desk, **differently: Any) -> Resource:
    found: Resource = await desk.do(
        lambda session: a_resource(session, desk.place, desk.groups.street, **differently)
    )
    return found


def accepting(desk: Desk, need_id: int, resource_id: int | None = None, **differently: Any) -> Deed:
    who = member(desk.groups.staff)
    return lambda session: a_project(session, need_id, who, resource_id, **differently)


async def promised(desk: Desk) -> dict[date, int]:
    async with desk.database.reading() as session:
        return {each.month: each.promised for each in await session.scalars(select(ResourceMonth))}


async def project_of(desk: Desk, project_id: int) -> NeedProject:
    async with desk.database.reading() as session:
        return await session.get_one(NeedProject, project_id)


async def state_of(desk: Desk, need_id: int) -> NeedState:
    async with desk.database.reading() as session:
        return (await session.get_one(Need, need_id)).state


async def told(desk: Desk, deed: Deed) -> list[News]:
    async with desk.database.transaction() as session:
        await deed(session)
        return take_news(session)


async def test_offers_wait_for_staff_and_their_giver_hears(desk: Desk) -> None:
    offered = await desk.do(lambda session: a_resource(session, desk.place))
    other = await desk.do(lambda session: a_resource(session, desk.place))
    who = member(desk.groups.staff)
    assert offered.state is ResourceState.OFFERED
    assert await told(desk, lambda session: resources.confirm(session, offered.id, who)) == [
        ResourceConfirmed(offered.id)
    ]
    declining = partial(resources.decline, resource_id=other.id, member=who, reason="不", now=NOW)
    assert await told(desk, declining) == [ResourceDeclined(other.id)]
    for again in (offered, other):
        with pytest.raises(ResourcePast):
            await desk.do(partial(resources.confirm, resource_id=again.id, member=who))


@pytest.mark.parametrize(
    ("differently", "refusal"),
    [
        ({"what": ""}, WordsNeeded),
        ({"unit": "单" * 81}, TooLong),
        ({"a_month": 0}, NotSoOften),
        ({"a_month": MOST_A_MONTH + 1}, NotSoOften),
        ({"until": TODAY - timedelta(days=1)}, TimesPast),
        ({"category": "nothing"}, NotFound),
        ({"area_id": 999}, NotFound),
    ],
)
async def test_an_offer_that_cannot_be(
    desk: Desk, differently: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        await desk.do(partial(a_resource, place=desk.place, **differently))


async def test_what_is_put_right_waits_again_and_keeps_what_is_promised(desk: Desk) -> None:
    resource, need = await confirmed(desk, a_month=2), await a_need_of(desk)
    await desk.do(accepting(desk, need.id, resource.id))
    new = new_resource(desk.place, a_month=1, what="老师周六教书法")
    await desk.do(lambda session: own_offers.amend(session, resource.id, new, today=TODAY))
    async with desk.database.reading() as session:
        stored = await session.get_one(Resource, resource.id)
        [own] = await own_offers.every(session, PARTNER)
    assert (stored.state, stored.a_month, own.id) == (ResourceState.OFFERED, 1, resource.id)
    assert stored.what == "老师周六教书法"
    assert await promised(desk) == {DUE.replace(day=1): 1}


async def test_only_who_offered_it_changes_it_and_only_while_it_stands(desk: Desk) -> None:
    resource, stranger = await confirmed(desk), PARTNER + 1
    new = new_resource(desk.place, offered_by=stranger)
    with pytest.raises(NotFound):
        await desk.do(lambda session: own_offers.amend(session, resource.id, new, today=TODAY))
    with pytest.raises(NotFound):
        await desk.do(
            partial(own_offers.withdraw, resource_id=resource.id, person_id=stranger, now=NOW)
        )
    taking_back = partial(own_offers.withdraw, resource_id=resource.id, person_id=PARTNER, now=NOW)
    assert await told(desk, taking_back) == [ResourceWithdrawn(resource.id)]
    with pytest.raises(ResourcePast):
        await desk.do(taking_back)


async def test_of_a_confirmation_and_a_withdrawal_at_once_it_ends(desk: Desk) -> None:
    offered = await desk.do(lambda session: a_resource(session, desk.place))
    both: list[Deed] = [
        partial(resources.confirm, resource_id=offered.id, member=member(desk.groups.staff)),
        partial(own_offers.withdraw, resource_id=offered.id, person_id=PARTNER, now=NOW),
    ]
    await at_once(desk, both)
    async with desk.database.reading() as session:
        assert (await session.get_one(Resource, offered.id)).state is ResourceState.ENDED


async def test_so_many_offers_of_one_person_wait(desk: Desk) -> None:
    for _each in range(MOST_WAITING):
        await desk.do(lambda session: a_resource(session, desk.place))
    with pytest.raises(TooManyOffers):
        await desk.do(lambda session: a_resource(session, desk.place))


async def test_one_place_left_is_promised_to_one_of_many(desk: Desk) -> None:
    resource = await confirmed(desk, a_month=3)
    many = [await a_need_of(desk, 100 + each) for each in range(MANY)]
    outcomes = await at_once(desk, [accepting(desk, each.id, resource.id) for each in many])
    assert refusals(outcomes) == {NothingLeft: MANY - 3}
    assert await promised(desk) == {DUE.replace(day=1): 3}
    states = [await state_of(desk, each.id) for each in many]
    assert states.count(NeedState.ACCEPTED) == 3
    assert states.count(NeedState.NEW) == MANY - 3


async def test_a_need_is_taken_on_once(desk: Desk) -> None:
    need, resource = await a_need_of(desk), await confirmed(desk, a_month=MANY)
    outcomes = await at_once(desk, [accepting(desk, need.id, resource.id)] * MANY)
    assert refusals(outcomes) == {NeedPast: MANY - 1}
    assert await promised(desk) == {DUE.replace(day=1): 1}


async def test_another_month_has_room_of_its_own(desk: Desk) -> None:
    resource = await confirmed(desk)
    one, other = await a_need_of(desk), await a_need_of(desk)
    await desk.do(accepting(desk, one.id, resource.id))
    with pytest.raises(NothingLeft) as full:
        await desk.do(accepting(desk, other.id, resource.id))
    assert full.value.month == date(2026, 3, 1)
    await desk.do(accepting(desk, other.id, resource.id, due_on=date(2026, 4, 1)))


@pytest.mark.parametrize(
    ("differently", "refusal"),
    [
        ({"due_on": TODAY - timedelta(days=1)}, TimesPast),
        ({"due_on": TODAY + timedelta(days=400)}, TimesTooFar),
        ({"owner_name": " "}, WordsNeeded),
    ],
)
async def test_a_project_that_cannot_be(
    desk: Desk, differently: dict[str, Any], refusal: type[Refusal]
) -> None:
    need = await a_need_of(desk)
    assert isinstance(await desk.attempt(accepting(desk, need.id, **differently)), refusal)
    assert await state_of(desk, need.id) is NeedState.NEW


async def test_a_resource_that_is_not_there_for_it(desk: Desk) -> None:
    need = await a_need_of(desk)
    waiting = await desk.do(lambda session: a_resource(session, desk.place))
    elsewhere = await confirmed(desk, area_id=desk.place.next_community.id)
    over = await confirmed(desk, until=DUE - timedelta(days=1))
    for resource, refusal in (
        (waiting, ResourcePast),
        (elsewhere, NotForThere),
        (over, OverByThen),
    ):
        outcome = await desk.attempt(accepting(desk, need.id, resource.id))
        assert isinstance(outcome, refusal)
    assert await promised(desk) == {}
    for area in (desk.place.street, desk.place.compound):
        there = await confirmed(desk, area_id=area.id)
        project = await desk.do(accepting(desk, need.id, there.id))
        who = member(desk.groups.staff)
        await desk.do(
            partial(projects.drop, project_id=project.id, member=who, reason="换一个", now=NOW)
        )


async def test_who_offered_what_it_uses_hears_each_step(desk: Desk) -> None:
    need, resource, who = await a_need_of(desk), await confirmed(desk), member(desk.groups.staff)
    async with desk.database.transaction() as session:
        project = await a_project(session, need.id, who, resource.id)
        assert take_news(session) == [ResourceUsed(project.id)]
    await desk.do(lambda session: projects.start(session, project.id, who))
    done = partial(projects.finish, project_id=project.id, member=who, said="开班了", now=NOW)
    assert await told(desk, done) == [ResourceUsed(project.id)]
    assert await state_of(desk, need.id) is NeedState.DONE
    for deed in (
        lambda session: projects.start(session, project.id, who),
        lambda session: projects.finish(session, project.id, who, "又", now=NOW),
        lambda session: projects.drop(session, project.id, who, "不", now=NOW),
        lambda session: projects.postpone(session, project.id, who, "月底", now=NOW),
        lambda session: projects.hand_over(session, project.id, who, "小王"),
    ):
        with pytest.raises(ProjectPast):
            await desk.do(deed)


async def test_a_dropped_project_gives_the_resource_back_and_the_need_to_the_list(
    desk: Desk,
) -> None:
    need, resource, who = await a_need_of(desk), await confirmed(desk), member(desk.groups.staff)
    project = await desk.do(accepting(desk, need.id, resource.id))
    dropping = partial(projects.drop, project_id=project.id, member=who, reason="老师病了", now=NOW)
    assert await told(desk, dropping) == [ResourceUsed(project.id)]
    assert await state_of(desk, need.id) is NeedState.LISTED
    assert await promised(desk) == {DUE.replace(day=1): 0}
    await desk.do(accepting(desk, need.id, resource.id))


async def test_finished_and_dropped_at_once_is_one_of_both(desk: Desk) -> None:
    need, resource, who = await a_need_of(desk), await confirmed(desk), member(desk.groups.staff)
    project = await desk.do(accepting(desk, need.id, resource.id))
    both: list[Deed] = [
        lambda session: projects.finish(session, project.id, who, "好了", now=NOW),
        lambda session: projects.drop(session, project.id, who, "不做", now=NOW),
    ]
    assert refusals(await at_once(desk, both * 3)) == {ProjectPast: 5}
    done = (await project_of(desk, project.id)).state is ProjectState.DONE
    assert await promised(desk) == {DUE.replace(day=1): 1 if done else 0}
    assert await state_of(desk, need.id) is (NeedState.DONE if done else NeedState.LISTED)


async def test_another_day_takes_the_promise_along_to_its_month(desk: Desk) -> None:
    need, resource, who = await a_need_of(desk), await confirmed(desk), member(desk.groups.staff)
    project = await desk.do(accepting(desk, need.id, resource.id))
    await desk.do(lambda session: projects.postpone(session, project.id, who, "4月10日", now=NOW))
    assert await promised(desk) == {date(2026, 3, 1): 0, date(2026, 4, 1): 1}
    other = await a_need_of(desk)
    await desk.do(accepting(desk, other.id, resource.id))
    with pytest.raises(NothingLeft):
        await desk.do(
            lambda session: projects.postpone(session, project.id, who, "3月20日", now=NOW)
        )
    with pytest.raises(TimesUnreadable):
        await desk.do(lambda session: projects.postpone(session, project.id, who, "改天", now=NOW))
    assert (await project_of(desk, project.id)).due_on == date(2026, 4, 10)


async def test_the_group_hears_once_that_its_day_has_passed(desk: Desk) -> None:
    need = await a_need_of(desk)
    friday = date(2026, 3, 6)
    project = await desk.do(accepting(desk, need.id, due_on=friday))
    saturday, monday = NOW + timedelta(days=5), NOW + timedelta(days=7)
    async with desk.database.reading() as session:
        assert await projects.due(session, saturday) == []
        assert await projects.due(session, monday) == [project.id]

    def acting(session: AsyncSession) -> Awaitable[None]:
        return projects.act(session, project.id, now=monday)

    assert await told(desk, acting) == [ProjectLate(project.id)]
    assert await told(desk, acting) == []


async def test_another_office_has_no_say(desk: Desk) -> None:
    need, resource = await a_need_of(desk), await confirmed(desk)
    other = member(desk.groups.property)
    project = await desk.do(accepting(desk, need.id, resource.id))
    for deed in (
        lambda session: a_project(session, need.id, other),
        lambda session: projects.start(session, project.id, other),
        lambda session: projects.finish(session, project.id, other, "好", now=NOW),
        lambda session: projects.drop(session, project.id, other, "不", now=NOW),
        lambda session: projects.hand_over(session, project.id, other, "小王"),
        lambda session: projects.postpone(session, project.id, other, "月底", now=NOW),
        lambda session: resources.end(session, resource.id, other, now=NOW),
    ):
        with pytest.raises(NotYourGroup):
            await desk.do(deed)


async def test_a_need_with_a_project_is_not_grouped_away(desk: Desk) -> None:
    need, other, who = await a_need_of(desk), await a_need_of(desk, 12), member(desk.groups.staff)
    await desk.do(accepting(desk, need.id))
    with pytest.raises(NeedPast):
        await desk.do(lambda session: sorting.group(session, need.id, other.id, who))
    await desk.do(lambda session: sorting.group(session, other.id, need.id, who))
