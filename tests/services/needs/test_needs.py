"""Needs: said, seconded once, grouped without losing a voice, listed, declined."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import select

from services import needs
from services.errors import AlreadyJoined, NotFound, NotYourGroup, TooLong, WordsNeeded
from services.needs import groups, lists, sorting
from services.needs.errors import NeedPast, NotTogether, TooManyNeeds
from services.needs.news import NeedCard, NeedGrouped, NeedListed
from services.needs.saying import A_DAY, TEXT_LIMIT
from services.news import take_cards, take_news
from storage.tables import Need, NeedState, NeedSupporter
from tests.services.conftest import Deed, Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, STRANGER, member
from tests.services.needs.need_factories import a_need, categories, new_need
from tests.services.tickets.test_races import at_once, refusals

MANY = 20


async def said(desk: Desk, **differently: Any) -> Need:
    need: Need = await desk.do(lambda session: a_need(session, desk.place, **differently))
    return need


async def listed(desk: Desk, **differently: Any) -> Need:
    """By the street's office, which answers for both communities."""
    need = await said(desk, **differently)
    who = member(desk.groups.street)
    await desk.do(lambda session: sorting.put_on_list(session, need.id, who, now=NOW))
    return need


async def as_it_is(desk: Desk, need_id: int) -> Need:
    async with desk.database.reading() as session:
        return await session.get_one(Need, need_id)


async def who_wants(desk: Desk, need_id: int) -> Sequence[int]:
    async with desk.database.reading() as session:
        return await groups.supporters(session, need_id)


def seconding(need_id: int, person_id: int) -> Deed:
    return lambda session: needs.second(session, need_id, person_id, now=NOW)


async def test_what_is_said_waits_for_staff_and_its_author_wants_it(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        need = await a_need(session, desk.place)
        assert take_cards(session) == [NeedCard(need.id)]
    stored = await as_it_is(desk, need.id)
    assert (stored.state, stored.people, stored.area_id) == (
        NeedState.NEW,
        1,
        desk.place.community.id,
    )
    assert await who_wants(desk, need.id) == [RESIDENT]


@pytest.mark.parametrize(("text", "refusal"), [(" ", WordsNeeded), ("要" * 301, TooLong)])
async def test_words_are_needed_and_not_too_many(
    desk: Desk, text: str, refusal: type[Exception]
) -> None:
    await desk.do(categories)
    with pytest.raises(refusal):
        await said(desk, text=text)


async def test_a_street_has_no_list(desk: Desk) -> None:
    await desk.do(categories)
    with pytest.raises(NotFound):
        await said(desk, place_id=desk.place.street.id)


async def test_so_many_a_day_and_more_when_the_first_is_a_day_old(desk: Desk) -> None:
    for hour in range(A_DAY):
        await said(desk, now=NOW + timedelta(hours=hour))
    with pytest.raises(TooManyNeeds) as told:
        await said(desk, now=NOW + timedelta(hours=23))
    assert told.value.until == NOW + timedelta(hours=24)
    await said(desk, now=NOW + timedelta(hours=24))


async def test_words_of_a_survey_become_a_need_with_a_guessed_category(desk: Desk) -> None:
    await desk.do(categories)
    async with desk.database.transaction() as session:
        need = await needs.from_words(
            session,
            "想要一个食堂" + "，" * TEXT_LIMIT,
            person_id=None,
            place_id=desk.place.compound.id,
            now=NOW,
        )
        assert need is not None
        nothing = await needs.from_words(
            session, " ", person_id=None, place_id=desk.place.compound.id, now=NOW
        )
    stored = await as_it_is(desk, need.id)
    assert nothing is None
    assert (stored.category, stored.people, stored.unnamed) == ("elders", 1, 1)
    assert await who_wants(desk, need.id) == []


async def test_each_counts_once_by_however_many_devices(desk: Desk) -> None:
    need = await listed(desk)
    twice = [seconding(need.id, 1000 + each) for each in range(MANY)] * 2
    assert refusals(await at_once(desk, twice)) == {AlreadyJoined: MANY}
    assert (await as_it_is(desk, need.id)).people == MANY + 1
    assert len(await who_wants(desk, need.id)) == MANY + 1


async def test_its_author_wants_it_already(desk: Desk) -> None:
    need = await listed(desk)
    with pytest.raises(AlreadyJoined):
        await desk.do(seconding(need.id, RESIDENT))


async def test_what_is_not_on_the_list_cannot_be_seconded(desk: Desk) -> None:
    need = await said(desk)
    with pytest.raises(NeedPast):
        await desk.do(seconding(need.id, NEIGHBOUR))


async def test_grouping_counts_people_of_both_once_and_keeps_their_words(desk: Desk) -> None:
    one, other = await listed(desk), await said(desk, person_id=NEIGHBOUR, text="想学写毛笔字")
    await desk.do(seconding(one.id, NEIGHBOUR))
    await desk.do(seconding(one.id, STRANGER))
    who = member(desk.groups.staff)
    async with desk.database.transaction() as session:
        await sorting.group(session, other.id, one.id, who)
        assert take_news(session) == [NeedGrouped(other.id)]
    assert (await as_it_is(desk, one.id)).people == 3
    grouped = await as_it_is(desk, other.id)
    assert (grouped.state, grouped.text, grouped.merged_into_id) == (
        NeedState.MERGED,
        "想学写毛笔字",
        one.id,
    )
    await desk.do(lambda session: sorting.take_out(session, other.id, who, now=NOW))
    assert ((await as_it_is(desk, one.id)).people, (await as_it_is(desk, other.id)).people) == (
        3,
        1,
    )


async def test_seconding_an_old_button_of_a_grouped_need_counts_for_what_speaks_for_it(
    desk: Desk,
) -> None:
    one, other = await listed(desk), await listed(desk, person_id=NEIGHBOUR)
    who = member(desk.groups.staff)
    await desk.do(lambda session: sorting.group(session, other.id, one.id, who))
    await desk.do(seconding(other.id, STRANGER))
    with pytest.raises(AlreadyJoined):
        await desk.do(seconding(one.id, STRANGER))
    assert (await as_it_is(desk, one.id)).people == 3


async def test_what_a_grouped_need_spoke_for_goes_along(desk: Desk) -> None:
    first, second, third = [await listed(desk, person_id=each) for each in (51, 52, 53)]
    who = member(desk.groups.staff)
    await desk.do(lambda session: sorting.group(session, first.id, second.id, who))
    await desk.do(lambda session: sorting.group(session, second.id, third.id, who))
    assert (await as_it_is(desk, first.id)).merged_into_id == third.id
    assert (await as_it_is(desk, third.id)).people == 3


async def test_a_new_need_that_speaks_for_a_listed_one_is_listed(desk: Desk) -> None:
    old, new = await listed(desk), await said(desk, person_id=NEIGHBOUR)
    who = member(desk.groups.staff)
    await desk.do(lambda session: sorting.group(session, old.id, new.id, who))
    assert (await as_it_is(desk, new.id)).state is NeedState.LISTED


async def test_needs_of_two_communities_or_one_alone_are_not_grouped(desk: Desk) -> None:
    here, there = await said(desk), await said(desk, place_id=desk.place.next_community.id)
    street = member(desk.groups.street)
    for other in (there.id, here.id):
        with pytest.raises(NotTogether):
            await desk.do(partial(sorting.group, need_id=here.id, with_id=other, member=street))


async def test_grouping_both_ways_at_once_leaves_one_that_speaks(desk: Desk) -> None:
    one, other = await listed(desk), await listed(desk, person_id=NEIGHBOUR)
    who = member(desk.groups.staff)
    both_ways: list[Deed] = [
        lambda session: sorting.group(session, one.id, other.id, who),
        lambda session: sorting.group(session, other.id, one.id, who),
    ]
    crowd = [seconding(one.id, 1000 + each) for each in range(MANY)]
    outcomes = await at_once(desk, [*both_ways, *crowd])
    assert refusals(outcomes) == {NeedPast: 1}
    states = {(await as_it_is(desk, each.id)).state for each in (one, other)}
    assert states == {NeedState.MERGED, NeedState.LISTED}
    [head] = [
        each
        for each in [await as_it_is(desk, one.id), await as_it_is(desk, other.id)]
        if each.state is NeedState.LISTED
    ]
    assert head.people == len(await who_wants(desk, head.id)) == MANY + 2


async def test_what_nobody_wants_any_more_leaves_the_list(desk: Desk) -> None:
    need = await listed(desk)
    await desk.do(seconding(need.id, NEIGHBOUR))
    for person, state in ((RESIDENT, NeedState.LISTED), (NEIGHBOUR, NeedState.WITHDRAWN)):
        await desk.do(partial(needs.take_back, need_id=need.id, person_id=person, now=NOW))
        assert (await as_it_is(desk, need.id)).state is state
    with pytest.raises(NeedPast):
        await desk.do(lambda session: needs.take_back(session, need.id, NEIGHBOUR, now=NOW))


async def test_who_does_not_want_it_cannot_take_it_back(desk: Desk) -> None:
    need = await listed(desk)
    with pytest.raises(NotFound):
        await desk.do(lambda session: needs.take_back(session, need.id, STRANGER, now=NOW))


async def test_listing_is_told_and_both_are_done_once(desk: Desk) -> None:
    need, who = await said(desk), member(desk.groups.staff)
    async with desk.database.transaction() as session:
        await sorting.put_on_list(session, need.id, who, now=NOW)
        assert take_news(session) == [NeedListed(need.id)]
    with pytest.raises(NeedPast):
        await desk.do(lambda session: sorting.put_on_list(session, need.id, who, now=NOW))
    await desk.do(lambda session: sorting.decline(session, need.id, who, "没有场地", now=NOW))
    with pytest.raises(NeedPast):
        await desk.do(lambda session: sorting.decline(session, need.id, who, "再说", now=NOW))


async def test_another_office_has_no_say(desk: Desk) -> None:
    need, other = await said(desk), member(desk.groups.property)
    for deed in (
        lambda session: sorting.put_on_list(session, need.id, other, now=NOW),
        lambda session: sorting.rename(session, need.id, other, "书法班"),
        lambda session: sorting.decline(session, need.id, other, "不", now=NOW),
    ):
        with pytest.raises(NotYourGroup):
            await desk.do(deed)


async def test_the_list_is_ranked_by_people_then_by_how_long(desk: Desk) -> None:
    old = await listed(desk, now=NOW)
    new = await listed(desk, now=NOW + timedelta(hours=1), person_id=NEIGHBOUR)
    wanted = await listed(desk, now=NOW + timedelta(hours=2), person_id=STRANGER)
    await said(desk, person_id=54)
    await listed(desk, person_id=55, place_id=desk.place.next_community.id)
    await desk.do(seconding(wanted.id, RESIDENT))
    async with desk.database.reading() as session:
        ranked = await lists.ranked(session, desk.place.community)
    assert [each.id for each in ranked] == [wanted.id, old.id, new.id]


async def test_alike_needs_are_found_by_their_words(desk: Desk) -> None:
    alike = await listed(desk, text="希望开办书法兴趣班，大人小孩都能学")
    await listed(desk, text="希望多几个电动车充电桩", person_id=NEIGHBOUR)
    async with desk.database.reading() as session:
        found = await lists.alike(session, "社区能不能开书法班", desk.place.community)
    assert [each.id for each in found] == [alike.id]


async def test_what_they_want_stands_under_what_speaks_for_it(desk: Desk) -> None:
    one, other = await listed(desk), await listed(desk, person_id=NEIGHBOUR)
    who = member(desk.groups.staff)
    await desk.do(lambda session: sorting.group(session, other.id, one.id, who))
    async with desk.database.reading() as session:
        found = await lists.wanted_by(session, NEIGHBOUR)
    assert [each.id for each in found] == [one.id]


async def test_seconding_while_it_is_declined_is_one_or_the_other(desk: Desk) -> None:
    need, who = await listed(desk), member(desk.groups.staff)
    declining: list[Deed] = [lambda session: sorting.decline(session, need.id, who, "不", now=NOW)]
    await at_once(desk, [*declining, seconding(need.id, NEIGHBOUR)])
    async with desk.database.reading() as session:
        stored = await session.get_one(Need, need.id)
        there = await session.scalars(select(NeedSupporter).where(NeedSupporter.need_id == need.id))
        assert (stored.state, stored.people) == (NeedState.DECLINED, len(there.all()))
    assert new_need(desk.place).text not in repr(new_need(desk.place))
