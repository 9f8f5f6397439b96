"""走访 coverage: what is counted as a grid's households, and as visited."""

from datetime import timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.visits import coverage, holding, walking
from services.visits.coverage import Coverage
from services.visits.rounds import Door
from services.visits.walking import Found
from storage.engine import Database
from storage.tables import Visit, VisitKind
from tests.services.factories import (
    NOW,
    Groups,
    Neighbourhood,
    bind_groups,
    build_neighbourhood,
)
from tests.services.visits.visit_factories import GOER, a_round, doors_of

MONTH = (NOW - timedelta(days=1), NOW + timedelta(days=30))


async def visited(session: AsyncSession, visit: Visit, *, days: int = 0) -> None:
    now = NOW + timedelta(days=days)
    await holding.next_door(session, visit.round_id, GOER, now=now)
    await walking.seen(session, visit.id, GOER, "网格员", Found(), now=now)


def counted(found: Coverage) -> tuple[str, int, int, int, int]:
    return (
        found.area.name,
        found.listed,
        found.visited,
        found.buildings,
        found.buildings_visited,
    )


async def placed(session: AsyncSession) -> tuple[Neighbourhood, Groups]:
    place = await build_neighbourhood(session)
    return place, await bind_groups(session, place)


async def test_doors_met_are_counted_of_doors_that_any_list_names(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await placed(session)
        first, *_others = await doors_of(
            session, await a_round(session, place, groups.staff, "301", "302", "303")
        )
        await visited(session, first)
        [grid] = await coverage.by_grid(session, place.community, *MONTH)
    assert counted(grid) == ("第一网格", 3, 1, 1, 1)
    assert grid.share == pytest.approx(1 / 3)


async def test_a_door_is_one_however_often_it_is_visited_and_written(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await placed(session)
        for door in ("301", "301室"):
            [visit] = await doors_of(session, await a_round(session, place, groups.staff, door))
            await visited(session, visit)
        [grid] = await coverage.by_grid(session, place.community, *MONTH)
    assert counted(grid) == ("第一网格", 1, 1, 1, 1)


async def test_nobody_at_home_and_another_month_are_no_visits(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await placed(session)
        empty, later = await doors_of(
            session, await a_round(session, place, groups.staff, "301", "302")
        )
        await holding.next_door(session, empty.round_id, GOER, now=NOW)
        await walking.nobody(session, empty.id, GOER, "网格员", now=NOW)
        await visited(session, later, days=30)
        [grid] = await coverage.by_grid(session, place.community, *MONTH)
        [before] = await coverage.by_grid(session, place.community, NOW - timedelta(days=9), NOW)
    assert counted(grid) == ("第一网格", 2, 0, 1, 0)
    assert before.share is None


async def test_inspections_are_no_visits(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await placed(session)
        drawn = await a_round(session, place, groups.staff, "配电房", kind=VisitKind.INSPECTION)
        [visit] = await doors_of(session, drawn)
        await visited(session, visit)
        [grid] = await coverage.by_grid(session, place.community, *MONTH)
    assert counted(grid) == ("第一网格", 0, 0, 1, 0)


async def test_a_building_as_a_whole_is_no_household(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await placed(session)
        drawn = await a_round(session, place, groups.staff, "", "301")
        whole, _door = await doors_of(session, drawn)
        await visited(session, whole)
        [grid] = await coverage.by_grid(session, place.community, *MONTH)
        sums = await coverage.of_all(session, place.community, *MONTH)
    assert counted(grid) == ("第一网格", 1, 0, 1, 1)
    assert sums == (1, 0)


async def test_what_lies_in_no_grid_is_the_communitys(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await placed(session)
        drawn = await a_round(
            session, place, groups.staff, doors=[Door(place.community.id, "88栋 301")]
        )
        [visit] = await doors_of(session, drawn)
        await visited(session, visit)
        found = await coverage.by_grid(session, place.community, *MONTH)
    assert list(map(counted, found)) == [("第一网格", 0, 0, 1, 0), ("军门社区", 1, 1, 0, 0)]


async def test_a_community_without_grids_is_counted_whole(database: Database) -> None:
    async with database.transaction() as session:
        place, _groups = await placed(session)
        found = await coverage.by_grid(session, place.next_community, *MONTH)
    assert list(map(counted, found)) == [("邻社区", 0, 0, 0, 0)]
