"""Pairs of needs and resources: which, why, and that nothing is proposed twice."""

from types import SimpleNamespace
from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st

from services.needs import lists, matching, sorting
from services.needs.matching import Near, Pair
from storage.tables import Need, Resource
from tests.services.conftest import Desk
from tests.services.factories import NOW, member
from tests.services.needs.need_factories import DUE, TODAY, a_need, a_project, a_resource


async def listed(desk: Desk, **differently: Any) -> Need:
    async with desk.database.transaction() as session:
        need = await a_need(session, desk.place, **differently)
        return await sorting.put_on_list(session, need.id, member(desk.groups.street), now=NOW)


async def offered(desk: Desk, **differently: Any) -> Resource:
    async with desk.database.transaction() as session:
        return await a_resource(session, desk.place, desk.groups.street, **differently)


async def proposed(desk: Desk) -> list[Pair]:
    async with desk.database.reading() as session:
        return await matching.pairs(session, desk.place.community, today=TODAY)


async def test_a_pair_says_why(desk: Desk) -> None:
    need, resource = await listed(desk), await offered(desk, a_month=2)
    await offered(desk, category="elders", what="理发")
    [pair] = await proposed(desk)
    assert (pair.need.id, pair.resource.id) == (need.id, resource.id)
    assert (pair.same_category, pair.near, pair.left) == (True, Near.COMMUNITY, 2)
    assert pair.words_alike > 0


async def test_a_street_is_proposed_the_pairs_of_its_communities_and_none_across_them(
    desk: Desk,
) -> None:
    here, there = desk.place.community, desk.place.next_community
    need = await listed(desk)
    elsewhere = await listed(desk, place_id=there.id)
    own = await offered(desk, area_id=here.id, a_month=5)
    async with desk.database.reading() as session:
        for area in (desk.place.street, desk.place.district):
            [pair] = await matching.pairs(session, area, today=TODAY)
            assert (pair.need.id, pair.resource.id) == (need.id, own.id)
            ranked = await lists.ranked(session, area)
            assert {each.id for each in ranked} == {need.id, elsewhere.id}
            needs, projects = await lists.everything(session, area, since=NOW)
            assert ({each.id for each in needs}, projects) == ({need.id, elsewhere.id}, [])
    wide = await offered(desk, area_id=desk.place.street.id)
    async with desk.database.reading() as session:
        pairs = await matching.pairs(session, desk.place.district, today=TODAY)
    assert {(each.need.id, each.resource.id) for each in pairs} == {
        (need.id, own.id),
        (elsewhere.id, wide.id),
    }


async def test_words_alone_may_fit(desk: Desk) -> None:
    await listed(desk, category="other")
    resource = await offered(desk, category="elders")
    [pair] = await proposed(desk)
    assert (pair.resource.id, pair.same_category) == (resource.id, False)


async def test_the_nearer_of_equals_comes_first(desk: Desk) -> None:
    need = await listed(desk, place_id=desk.place.building.id)
    street = await offered(desk, area_id=desk.place.street.id)
    compound = await offered(desk, area_id=desk.place.compound.id)
    whole = await offered(desk)
    far = await offered(desk, area_id=desk.place.next_compound.id)
    async with desk.database.reading() as session:
        found = await matching.for_need(session, need, today=TODAY)
    assert [(each.resource.id, each.near) for each in found] == [
        (compound.id, Near.CLOSE),
        (whole.id, Near.COMMUNITY),
        (far.id, Near.COMMUNITY),
        (street.id, Near.WIDER),
    ]


async def test_what_is_over_used_up_or_elsewhere_is_not_proposed(desk: Desk) -> None:
    await listed(desk, person_id=12)
    used = await offered(desk)
    await offered(desk, area_id=desk.place.next_community.id)
    other = await listed(desk)
    async with desk.database.transaction() as session:
        await a_project(session, other.id, member(desk.groups.staff), used.id, due_on=DUE)
    assert await proposed(desk) == []


async def test_each_need_once_and_a_resource_as_often_as_it_is_free(desk: Desk) -> None:
    for person in (51, 52, 53):
        await listed(desk, person_id=person)
    resource = await offered(desk, a_month=2)
    found = await proposed(desk)
    assert [each.resource.id for each in found] == [resource.id, resource.id]
    assert len({each.need.id for each in found}) == 2


fits = st.lists(
    st.tuples(st.integers(0, 6), st.integers(0, 4), st.booleans(), st.floats(0, 1)), max_size=30
)


@given(fits, st.lists(st.integers(1, 3), min_size=5, max_size=5))
def test_the_choice_never_takes_more_than_there_is(
    some: list[tuple[int, int, bool, float]], left: list[int]
) -> None:
    pairs = [
        Pair(
            need=cast("Need", SimpleNamespace(id=need)),
            resource=cast("Resource", SimpleNamespace(id=resource, a_month=3)),
            same_category=same,
            words_alike=words,
            near=Near.COMMUNITY,
            left=left[resource],
        )
        for need, resource, same, words in some
    ]
    fitting = sorted(pairs, key=lambda pair: -pair.score)
    chosen = matching.chosen(fitting)
    needs = [each.need.id for each in chosen]
    assert len(needs) == len(set(needs))
    used = [each.resource.id for each in chosen]
    assert all(used.count(each) <= left[each] for each in used)
    left_out = [each for each in fitting if each.need.id not in needs]
    assert all(used.count(each.resource.id) == each.left for each in left_out)
