"""Where a request goes, where it can be passed on to, and who stands above."""

from datetime import timedelta
from functools import partial

from services.groups import binding as groups
from services.groups import reach as group_reach
from services.groups import routing
from storage.tables import Area, Category, Group, Purpose
from tests.chats import telegram
from tests.services.conftest import Desk
from tests.services.factories import NOW, STAFF_CHAT


async def routed(desk: Desk, category: Category, area: Area) -> int | None:
    async with desk.database.reading() as session:
        group = await routing.route(session, category, area)
    return group.id if group else None


async def lose(desk: Desk, *lost: Group) -> None:
    for group in lost:
        await desk.do(partial(group_reach.lost, chat=group.chat, now=NOW))


async def test_the_nearest_group_of_the_categorys_team_comes_first(desk: Desk) -> None:
    assert await routed(desk, desk.place.lamp, desk.place.building) == desk.groups.property.id


async def test_without_the_team_it_is_the_communitys_staff(desk: Desk) -> None:
    assert await routed(desk, desk.place.lamp, desk.place.next_compound) == desk.groups.staff.id


async def test_without_staff_in_the_community_it_is_the_streets(desk: Desk) -> None:
    assert await routed(desk, desk.place.leak, desk.place.next_community) == desk.groups.street.id


async def test_groups_that_were_lost_get_nothing(desk: Desk) -> None:
    await lose(desk, desk.groups.property, desk.groups.staff)
    assert await routed(desk, desk.place.lamp, desk.place.building) == desk.groups.street.id


async def test_without_any_group_nobody_has_it(desk: Desk) -> None:
    await lose(desk, desk.groups.property, desk.groups.staff, desk.groups.street)
    assert await routed(desk, desk.place.leak, desk.place.building) is None


async def test_a_request_goes_where_the_routing_says_when_it_is_filed(desk: Desk) -> None:
    assert (await desk.file(category_id=desk.place.lamp.id)).group_id == desk.groups.property.id
    assert (await desk.file(category_id=desk.place.leak.id)).group_id == desk.groups.staff.id


async def test_it_can_be_passed_on_within_the_community_and_to_the_street(desk: Desk) -> None:
    await desk.do(
        lambda session: groups.bind(
            session,
            chat=telegram(-1009),
            title="别的社区",
            area_id=desk.place.next_community.id,
            purpose=Purpose.STAFF,
            by=1,
            now=NOW,
        )
    )
    ticket = await desk.file()
    async with desk.database.reading() as session:
        others = await routing.others(session, ticket)
    assert [group.id for group in others] == [desk.groups.property.id, desk.groups.street.id]


async def test_the_level_above_is_the_next_staff_group_up(desk: Desk) -> None:
    of_property = await desk.file(category_id=desk.place.lamp.id)
    of_staff = await desk.file(category_id=desk.place.leak.id)
    async with desk.database.reading() as session:
        above_property = await routing.level_above(session, of_property)
        above_staff = await routing.level_above(session, of_staff)
    assert above_property is not None
    assert above_property.id == desk.groups.staff.id
    assert above_staff is not None
    assert above_staff.id == desk.groups.street.id


async def test_above_the_street_there_is_nobody(desk: Desk) -> None:
    await lose(desk, desk.groups.staff)
    ticket = await desk.file()
    assert ticket.group_id == desk.groups.street.id
    async with desk.database.reading() as session:
        assert await routing.level_above(session, ticket) is None


async def test_a_group_bound_in_the_same_transaction_is_seen(desk: Desk) -> None:
    async with desk.database.transaction() as session:
        before = await routing.route(session, desk.place.leak, desk.place.building)
        bound = await groups.bind(
            session,
            chat=telegram(STAFF_CHAT - 100),
            title="新群",
            area_id=desk.place.community.id,
            purpose=Purpose.STAFF,
            by=1,
            now=NOW + timedelta(hours=1),
        )
        after = await routing.route(session, desk.place.leak, desk.place.building)
    assert before is not None
    assert after is not None
    assert after.id == bound.id
    assert before.id != bound.id
