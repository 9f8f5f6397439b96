"""Who answers for a place, who may say so, and two who open one link at once."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import NotYourGroup, NotYours
from services.stewards import asked, office, reading, themselves
from services.stewards.errors import LinkSpent, RoleEnded, SameAgain
from services.stewards.office import NewSteward
from storage.engine import Database
from storage.tables import Area, Role, Steward
from tests.services.factories import (
    NEIGHBOUR,
    NOW,
    RESIDENT,
    STRANGER,
    Groups,
    Neighbourhood,
    bind_groups,
    build_neighbourhood,
    member,
)

TODAY = date(2026, 3, 2)


async def has(session: AsyncSession, area: Area, role: Role, name: str, **more: object) -> Steward:
    given = {"since": date(2026, 1, 1)} | more
    steward = Steward(area_id=area.id, role=role, name=name, **given)
    session.add(steward)
    await session.flush()
    return steward


async def a_neighbourhood(session: AsyncSession) -> tuple[Neighbourhood, Groups]:
    place = await build_neighbourhood(session)
    return place, await bind_groups(session, place)


async def names_at(session: AsyncSession, area: Area, day: date = TODAY) -> list[str]:
    return [post.steward.name for post in await reading.answering_for(session, area, day)]


async def test_of_each_role_the_nearest_answers(database: Database) -> None:
    async with database.transaction() as session:
        place, _groups = await a_neighbourhood(session)
        await has(session, place.community, Role.GRID_WORKER, "远")
        await has(session, place.grid, Role.GRID_WORKER, "近")
        await has(session, place.building, Role.BUILDING_HEAD, "楼长")
        await has(session, place.next_compound, Role.PROPERTY_MANAGER, "隔壁的")
        assert await names_at(session, place.building) == ["楼长", "近"]
        assert await names_at(session, place.next_compound) == ["隔壁的", "近"]
        assert await names_at(session, place.community) == ["远"]


async def test_a_role_holds_from_its_first_day_until_its_end(database: Database) -> None:
    async with database.transaction() as session:
        place, _groups = await a_neighbourhood(session)
        await has(session, place.grid, Role.GRID_WORKER, "前任", until=TODAY)
        await has(session, place.grid, Role.GRID_WORKER, "现任", since=TODAY)
        assert await names_at(session, place.building, TODAY - timedelta(days=1)) == ["前任"]
        assert await names_at(session, place.building) == ["现任"]


def new(area: Area, **differently: object) -> NewSteward:
    told: dict[str, object] = {
        "area_id": area.id,
        "role": Role.BUILDING_HEAD,
        "name": "郑阿姨",
        "phone": None,
        "signed_on": None,
    }
    return NewSteward(**(told | differently))  # type: ignore[arg-type]


async def test_only_the_office_of_the_place_or_above_gives_a_role(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await a_neighbourhood(session)
        await office.appoint(session, new(place.building), member(groups.street), today=TODAY)
        with pytest.raises(SameAgain):
            await office.appoint(session, new(place.building), member(groups.staff), today=TODAY)
        for group, area in (
            (groups.property, place.building),
            (groups.staff, place.next_community),
        ):
            with pytest.raises(NotYourGroup):
                await office.appoint(session, new(area), member(group), today=TODAY)


async def test_what_has_ended_cannot_be_ended_again(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await a_neighbourhood(session)
        staff = member(groups.staff)
        head = await office.appoint(session, new(place.building), staff, today=TODAY)
        await office.end(session, head.id, staff, today=TODAY)
        assert head.until == TODAY
        with pytest.raises(RoleEnded):
            await office.end(session, head.id, staff, today=TODAY)
        with pytest.raises(RoleEnded):
            await office.make_link(session, head.id, staff, now=NOW, today=TODAY)


async def test_whoever_joined_is_known_until_the_role_ends(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await a_neighbourhood(session)
        staff = member(groups.staff)
        head = await office.appoint(session, new(place.building), staff, today=TODAY)
        code = await office.make_link(session, head.id, staff, now=NOW, today=TODAY)
        await themselves.join(session, code, RESIDENT, now=NOW, today=TODAY)
    async with database.transaction() as session:
        assert list(await reading.communities_of(session, RESIDENT, TODAY)) == [place.community.id]
        with pytest.raises(NotYours):
            await themselves.show_phone(session, head.id, STRANGER, shown=True, today=TODAY)
        await office.end(session, head.id, staff, today=TODAY)
        assert await reading.communities_of(session, RESIDENT, TODAY) == {}


async def test_of_two_who_open_one_link_one_has_the_role(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await a_neighbourhood(session)
        staff = member(groups.staff)
        head = await office.appoint(session, new(place.building), staff, today=TODAY)
        code = await office.make_link(session, head.id, staff, now=NOW, today=TODAY)

    async def opens(person_id: int) -> bool:
        async with database.transaction() as session:
            try:
                await themselves.join(session, code, person_id, now=NOW, today=TODAY)
            except LinkSpent:
                return False
        return True

    joined = await asyncio.gather(opens(RESIDENT), opens(NEIGHBOUR))
    assert sorted(joined) == [False, True]


@pytest.mark.parametrize(
    "words",
    [
        "谁管我这栋楼",
        "谁管我们小区？",
        "网格员是谁",
        "请问网格员电话",
        "我们的楼长叫什么呀",
        "楼栋长",
        "物业电话是多少",
        "谁是我们这里的网格员",
        "这栋楼归谁管",
        "3号楼的中心户是哪位",
    ],
)
def test_asks_who_answers(words: str) -> None:
    assert asked.asks(words)


@pytest.mark.parametrize(
    "words",
    [
        "物业不管",
        "物业电话打不通",
        "投诉物业",
        "网格员态度差",
        "楼道没人管",
        "谁管过我们的死活啊楼下垃圾",
        "",
    ],
)
def test_asks_something_else(words: str) -> None:
    assert not asked.asks(words)
