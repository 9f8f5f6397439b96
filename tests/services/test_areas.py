"""Places: what is near, what words mean, how a place is named."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from storage.engine import Database
from storage.importing import import_areas, open_book
from storage.importing.demo import DEMO
from storage.tables import Area, Level

AREAS = (DEMO / "areas.csv").read_bytes()
JUNMEN = 26.0863, 119.3005
latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)


@pytest.fixture
async def demo(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        await import_areas(session, open_book(AREAS))
    async with database.reading() as session:
        yield session


async def found(session: AsyncSession, words: str) -> list[str]:
    return [await areas.title(session, area) for area in await areas.search(session, words)]


async def by_code(session: AsyncSession, code: str) -> Area:
    area = await areas.by_code(session, code)
    assert area is not None
    return area


def test_a_degree_of_latitude_is_111_kilometres() -> None:
    assert areas.distance_m(26, 119, 27, 119) == pytest.approx(111_195, rel=1e-4)


def test_a_degree_of_longitude_is_shorter_in_fuzhou() -> None:
    assert areas.distance_m(26, 119, 26, 120) == pytest.approx(99_941, rel=1e-3)


@given(latitudes, longitudes, latitudes, longitudes)
def test_distance_is_the_same_both_ways_and_at_most_half_round(
    lat1: float, lon1: float, lat2: float, lon2: float
) -> None:
    there = areas.distance_m(lat1, lon1, lat2, lon2)
    assert there == pytest.approx(areas.distance_m(lat2, lon2, lat1, lon1), abs=1e-3)
    assert 0 <= there <= 20_015_115


async def test_the_nearest_building_is_the_one_at_the_door(demo: AsyncSession) -> None:
    door = await by_code(demo, "junmen-xincun-3")
    assert door.latitude is not None
    assert door.longitude is not None
    near = await areas.nearest_building(demo, door.latitude + 0.00002, door.longitude)
    assert near is door


async def test_no_building_within_reach(demo: AsyncSession) -> None:
    assert await areas.nearest_building(demo, 26.11, 119.28) is None


async def test_the_corners_of_the_box_are_out_of_reach(demo: AsyncSession) -> None:
    door = await by_code(demo, "dagen-xincun-1")
    assert door.latitude is not None
    assert door.longitude is not None
    diagonal = door.latitude + 0.0025, door.longitude - 0.0028
    assert areas.distance_m(*diagonal, door.latitude, door.longitude) > 300
    assert await areas.nearest_building(demo, *diagonal, within_m=300) is None


async def test_the_community_around_a_position(demo: AsyncSession) -> None:
    near = await areas.nearest_community(demo, *JUNMEN)
    assert near is not None
    assert near.name == "军门社区"


@pytest.mark.parametrize("position", [(48.1, 11.6), (90.0, 0.0), (-90.0, 180.0)])
async def test_a_position_abroad_is_in_no_community(
    demo: AsyncSession, position: tuple[float, float]
) -> None:
    assert await areas.nearest_community(demo, *position) is None


@pytest.mark.parametrize("words", ["军门新村3号楼", "军门新村 3号楼", " 军门新村  3号楼 "])
async def test_words_find_the_building(demo: AsyncSession, words: str) -> None:
    assert (await found(demo, words))[0] == "军门社区 · 军门新村 · 3号楼"


async def test_a_part_of_a_name_finds_the_higher_place_first(demo: AsyncSession) -> None:
    titles = await found(demo, "军门")
    assert titles[0] == "军门社区"
    assert "军门社区 · 军门新村" in titles


async def test_a_sentence_finds_what_it_names(demo: AsyncSession) -> None:
    assert (await found(demo, "我家在竹林新村后面"))[0] == "竹林境社区 · 竹林新村"


@pytest.mark.parametrize("words", ["", "   ", "%", "_", "巴黎铁塔", "'; DROP TABLE areas"])
async def test_words_that_mean_no_place(demo: AsyncSession, words: str) -> None:
    assert await areas.search(demo, words) == []


async def test_an_essay_is_searched_by_its_beginning(demo: AsyncSession) -> None:
    assert (await found(demo, "军门新村 3号楼" + " 啊" * 5000))[0] == "军门社区 · 军门新村 · 3号楼"


async def test_search_keeps_its_limit(demo: AsyncSession) -> None:
    assert len(await areas.search(demo, "1号楼", limit=4)) == 4


async def test_buildings_are_counted_as_people_count(demo: AsyncSession) -> None:
    compound = await by_code(demo, "junmen-xincun")
    names = [area.name for area in await areas.children(demo, compound.id)]
    assert names == [f"{number}号楼" for number in range(1, 17)]


async def test_the_root_is_the_district(demo: AsyncSession) -> None:
    assert [area.name for area in await areas.children(demo, None)] == ["鼓楼区"]


async def test_choosing_passes_over_grids(demo: AsyncSession) -> None:
    community = await by_code(demo, "350102004001")
    below = await areas.choices_below(demo, community)
    assert {area.level for area in below} == {Level.COMPOUND}
    assert len(below) == 14


async def test_choosing_begins_with_the_streets(demo: AsyncSession) -> None:
    assert len(await areas.choices_below(demo, None)) == 10


async def test_ancestors_come_root_first(demo: AsyncSession) -> None:
    building = await by_code(demo, "junmen-xincun-3")
    levels = [area.level for area in await areas.ancestors(demo, building)]
    assert levels == list(Level)[:-1]


async def test_a_level_that_is_not_used_is_none(demo: AsyncSession) -> None:
    building = await by_code(demo, "dagen-xincun-1")
    assert await areas.of_level(demo, building, Level.GRID) is None
    assert await areas.of_level(demo, building, Level.BUILDING) is building


async def test_a_street_is_called_by_its_name_alone(demo: AsyncSession) -> None:
    assert await areas.title(demo, await by_code(demo, "350102004")) == "东街街道"


async def test_the_telephone_of_a_building_is_its_communitys(demo: AsyncSession) -> None:
    building = await by_code(demo, "junmen-xincun-3")
    community = await by_code(demo, "350102004001")
    assert await areas.community_phone(demo, building) == community.phone


async def test_without_a_telephone_of_its_own_the_office_above_answers(database: Database) -> None:
    async with database.transaction() as session:
        await import_areas(session, open_book(AREAS))
        community = await by_code(session, "350102004001")
        street = await by_code(session, "350102004")
        community.phone = None
        assert await areas.community_phone(session, community) == street.phone
