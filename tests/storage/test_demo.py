"""The demo community: complete, plausible, and harmless when loaded again."""

import re
from collections import Counter

import pytest
from sqlalchemy import select

from services.areas import distance_m
from storage.engine import Database
from storage.importing import COMMUNITY_CODE, demo_groups, import_demo
from storage.tables import (
    Area,
    Category,
    CategoryPhrase,
    Group,
    Level,
    Place,
    PlaceKind,
    PlaceSpot,
    PlaceTheme,
)
from tests.services.factories import NOW


@pytest.fixture
async def demo(database: Database) -> Database:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
    return database


async def all_areas(database: Database) -> list[Area]:
    async with database.reading() as session:
        return list(await session.scalars(select(Area)))


async def test_loading_it_again_writes_nothing(demo: Database) -> None:
    async with demo.transaction() as session:
        before = len((await session.scalars(select(CategoryPhrase))).all())
        await import_demo(session, now=NOW)
        assert not session.dirty
        assert len((await session.scalars(select(CategoryPhrase))).all()) == before


async def test_the_district_is_complete(demo: Database) -> None:
    levels = Counter(area.level for area in await all_areas(demo))
    assert levels[Level.STREET] == 10
    assert levels[Level.COMMUNITY] == 69


async def test_everything_has_a_position(demo: Database) -> None:
    assert [area.name for area in await all_areas(demo) if area.latitude is None] == []


async def test_every_community_has_a_telephone_that_is_clearly_made_up(demo: Database) -> None:
    phones = [area.phone for area in await all_areas(demo) if area.level is Level.COMMUNITY]
    assert len(set(phones)) == 69
    assert all(phone and re.fullmatch(r"0591-8700 0\d{3}", phone) for phone in phones)


async def test_junmen_lies_within_its_fifth_of_a_square_kilometre(demo: Database) -> None:
    areas = await all_areas(demo)
    junmen = next(area for area in areas if area.code == COMMUNITY_CODE)
    buildings = [
        area for area in areas if area.level is Level.BUILDING and area.path.startswith(junmen.path)
    ]
    assert len(buildings) == 110
    assert junmen.latitude is not None
    assert junmen.longitude is not None
    for building in buildings:
        assert building.latitude is not None
        assert building.longitude is not None
        away = distance_m(junmen.latitude, junmen.longitude, building.latitude, building.longitude)
        assert away < 300, building.code


async def test_no_two_buildings_stand_on_the_same_spot(demo: Database) -> None:
    spots = [
        (area.latitude, area.longitude)
        for area in await all_areas(demo)
        if area.level is Level.BUILDING
    ]
    assert len(set(spots)) == len(spots)


async def test_every_building_fits_a_deep_link(demo: Database) -> None:
    for area in await all_areas(demo):
        if area.level is Level.BUILDING:
            assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", f"b_{area.code}")


async def test_every_category_speaks_all_languages_and_is_known_by_phrases(
    demo: Database,
) -> None:
    async with demo.reading() as session:
        categories = (await session.scalars(select(Category))).all()
        phrases = Counter(await session.scalars(select(CategoryPhrase.category_id)))
    assert len(categories) == 18
    for category in categories:
        assert set(category.names) == {"zh", "zh_Hant", "en"}
        assert phrases[category.id] >= 15, category.key


async def test_groups_get_the_chats_they_are_given(demo: Database) -> None:
    chats = {group.title: -100 - at for at, group in enumerate(await demo_groups())}
    for _ in range(2):
        async with demo.transaction() as session:
            await import_demo(session, now=NOW, chats=chats)
    async with demo.reading() as session:
        bound = (await session.scalars(select(Group))).all()
    assert {group.title: group.chat_id for group in bound} == chats


async def test_a_place_that_another_chat_took_is_left_to_it(demo: Database) -> None:
    [title, *_] = [group.title for group in await demo_groups()]
    async with demo.transaction() as session:
        await import_demo(session, now=NOW, chats={title: -1})
    async with demo.transaction() as session:
        await import_demo(session, now=NOW, chats={title: -2})
        assert (await session.scalars(select(Group.chat_id))).all() == [-1]


async def test_a_hundred_places_are_marked_as_made_up_and_can_be_told(demo: Database) -> None:
    async with demo.reading() as session:
        places = (await session.scalars(select(Place))).all()
        spots = (await session.scalars(select(PlaceSpot))).all()
    assert len(places) == 100
    assert all(place.demo and place.confirmed_at for place in places)
    assert {place.id for place in places} == {spot.place_id for spot in spots}
    phones = [place.phone for place in places if place.phone]
    assert all(re.fullmatch(r"0591-8700 1\d{3}", phone) for phone in phones)


async def test_every_theme_and_kind_has_a_place_near_junmen(demo: Database) -> None:
    async with demo.reading() as session:
        kinds = {kind.id: kind for kind in await session.scalars(select(PlaceKind))}
        found = set(await session.scalars(select(Place.kind_id)))
        themes = set(await session.scalars(select(PlaceTheme.key)))
    assert found == kinds.keys()
    assert {kind.theme for kind in kinds.values()} == themes
    assert len(themes) == 9
    for kind in kinds.values():
        assert set(kind.names) == {"zh", "zh_Hant", "en"}
        assert len(kind.words) >= 3, kind.key
