"""The 15-minute check-up: within reach or not, and where one more service brings most."""

from collections.abc import Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, places
from services.places.check_up import CheckUp, KindReach
from storage.engine import Database
from storage.importing import COMMUNITY_CODE, import_demo
from storage.tables import Area, Level
from tests.services.factories import NOW, Neighbourhood, build_neighbourhood
from tests.services.places.place_factories import CLINIC, HUT, a_place, a_theme_with_two_kinds, at

PACE = 60 / 1.3
"""Metres a minute as the crow flies."""


async def row_of_buildings(
    session: AsyncSession, neighbourhood: Neighbourhood, norths: Sequence[float]
) -> list[Area]:
    """Buildings so many metres north of the first one, which the neighbourhood has."""
    row = [neighbourhood.building]
    for number, north_m in enumerate(norths, start=10):
        latitude, longitude = at(north_m, 0)
        building = Area(
            level=Level.BUILDING,
            name=f"{number}号楼",
            code=f"b{number}",
            path="",
            parent_id=neighbourhood.compound.id,
            latitude=latitude,
            longitude=longitude,
        )
        session.add(building)
        await session.flush()
        building.path = f"{neighbourhood.compound.path}{building.id}/"
        row.append(building)
    return row


def of_kind(told: CheckUp, key: str) -> KindReach:
    return next(reached for reached in told.kinds if reached.kind.key == key)


@pytest.mark.parametrize(
    ("away_m", "elder", "within"),
    [
        (15 * PACE - 1, False, True),
        (15 * PACE + 1, False, False),
        (15 * PACE * 50 / 60 - 1, True, True),
        (15 * PACE * 50 / 60 + 1, True, False),
    ],
)
async def test_fifteen_minutes_on_foot_end_where_they_end(
    database: Database, away_m: float, elder: bool, within: bool
) -> None:
    async with database.transaction() as session:
        neighbourhood = await build_neighbourhood(session)
        kinds = await a_theme_with_two_kinds(session)
        await a_place(session, neighbourhood, kinds[HUT], east_m=away_m)
        told = await places.reach(session, neighbourhood.community, elder=elder)
    building = neighbourhood.building.id
    assert (building in of_kind(told, HUT).nearest_m) is within
    assert (HUT in [kind.key for kind in told.missing(building)]) is not within
    assert told.themes_of(building) == ({"medical"} if within else set())


async def test_places_of_others_count_and_places_gone_do_not(database: Database) -> None:
    async with database.transaction() as session:
        neighbourhood = await build_neighbourhood(session)
        kinds = await a_theme_with_two_kinds(session)
        theirs = neighbourhood.next_community.id
        await a_place(session, neighbourhood, kinds[HUT], area_id=theirs)
        gone = await a_place(session, neighbourhood, kinds[CLINIC], code="gone")
        [spot] = await places.spots_of(session, gone.id)
        spot.listed_kind_id = None
        await session.flush()
        told = await places.reach(session, neighbourhood.community)
    assert len(of_kind(told, HUT).nearest_m) == 1
    assert not of_kind(told, CLINIC).nearest_m


async def test_one_more_goes_where_most_are_without(database: Database) -> None:
    """Three stand together 600 m apart, one 2 km off; the middle one reaches all three."""
    async with database.transaction() as session:
        neighbourhood = await build_neighbourhood(session)
        await a_theme_with_two_kinds(session)
        row = await row_of_buildings(session, neighbourhood, [600, 1200, 3200])
        told = await places.reach(session, neighbourhood.community)
    gains = [(gain.building.id, gain.reached) for gain in of_kind(told, HUT).gains]
    assert gains == [(row[1].id, 3), (row[3].id, 1)]


async def test_nothing_is_gained_where_all_are_served(database: Database) -> None:
    async with database.transaction() as session:
        neighbourhood = await build_neighbourhood(session)
        kinds = await a_theme_with_two_kinds(session)
        await a_place(session, neighbourhood, kinds[HUT])
        told = await places.reach(session, neighbourhood.community)
    assert of_kind(told, HUT).gains == []


async def test_a_community_without_buildings_has_nothing_to_check(database: Database) -> None:
    async with database.transaction() as session:
        neighbourhood = await build_neighbourhood(session)
        await a_theme_with_two_kinds(session)
        told = await places.reach(session, neighbourhood.next_community)
    assert told.buildings == []
    assert [list(reached.gains) for reached in told.kinds] == [[], []]


async def test_junmen_equals_measuring_every_building_against_every_place(
    database: Database,
) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
        junmen = await areas.by_code(session, COMMUNITY_CODE)
        assert junmen is not None
        told = await places.reach(session, junmen, elder=True)
        assert len(told.buildings) == 110
        for building in told.buildings[::25]:
            assert building.latitude is not None
            assert building.longitude is not None
            view = places.View(building.latitude, building.longitude, NOW, elder=True)
            for reached in told.kinds:
                [nearest] = (
                    await places.near(session, view, kinds=[reached.kind.key], limit=1)
                ).found
                within = nearest.distance_m <= told.radius_m
                assert reached.nearest_m.get(building.id) == (
                    pytest.approx(nearest.distance_m) if within else None
                )
