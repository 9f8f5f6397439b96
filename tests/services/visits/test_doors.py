"""Lines of a list as staff write them."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services.visits import doors
from services.visits.doors import Read
from services.visits.rounds import Door
from storage.engine import Database
from storage.reading import Sheet
from storage.tables import Area, Level, VisitKind
from tests.services.factories import Neighbourhood, build_neighbourhood


@pytest.fixture
async def session(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        yield session


@pytest.fixture
async def place(session: AsyncSession) -> Neighbourhood:
    return await build_neighbourhood(session)


async def read(
    session: AsyncSession,
    place: Neighbourhood,
    text: str,
    kind: VisitKind = VisitKind.VISIT,
) -> Read:
    return await doors.read(session, doors.lines_of(text), place.community, kind)


def said(found: Read) -> list[tuple[str, str | None]]:
    return [(each.door, each.name) for each in found.doors]


@pytest.mark.parametrize(
    ("line", "door", "name"),
    [
        ("3栋 301 林阿姨", "301", "林阿姨"),
        ("3号楼301室林阿姨", "301室", "林阿姨"),
        ("3栋301", "301", None),
        ("3栋 301 13800001111 林阿姨", "301", "13800001111 林阿姨"),
        ("3栋 13800001111 林阿姨", "", "13800001111 林阿姨"),
        ("军门新村3号楼 2单元402 陈伯 13800001111", "2单元402", "陈伯 13800001111"),
        ("3-301 林阿姨", "301", "林阿姨"),
        ("3-2-301 林阿姨", "2单元301", "林阿姨"),
        ("三号楼 一单元 402，陈伯", "一单元 402", "陈伯"),
        ("3栋、301、林阿姨", "301", "林阿姨"),
        ("3栋 A301 林阿姨", "A301", "林阿姨"),
        ("3栋 林阿姨", "", "林阿姨"),
        ("林阿姨 3栋 301", "301", "林阿姨"),
        ("林阿姨3栋301 13800001111", "301", "林阿姨 13800001111"),
        ("陈伯，军门新村3号楼301", "301", "陈伯"),
        ("13800001111 3栋 301", "301", "13800001111"),
        ("3幢", "", None),
    ],
)
async def test_a_household(
    session: AsyncSession, place: Neighbourhood, line: str, door: str, name: str | None
) -> None:
    found = await read(session, place, line)
    assert found.doors == [Door(place.building.id, door, name)]
    assert (found.unknown, found.unread) == ([], [])


@pytest.mark.parametrize(
    ("line", "level", "point"),
    [
        ("3栋 消防通道", Level.BUILDING, "消防通道"),
        ("3号楼2单元电表箱", Level.BUILDING, "2单元电表箱"),
        ("消防通道 3栋", Level.BUILDING, "消防通道"),
        ("配电房", Level.COMMUNITY, "配电房"),
        ("军门新村配电房", Level.COMPOUND, "军门新村配电房"),
    ],
)
async def test_a_point(
    session: AsyncSession, place: Neighbourhood, line: str, level: Level, point: str
) -> None:
    [door] = (await read(session, place, line, VisitKind.INSPECTION)).doors
    area = await session.get_one(Area, door.area_id)
    assert (area.level, door.door, door.name) == (level, point, None)


async def test_a_building_that_the_tree_does_not_have_is_kept_as_written(
    session: AsyncSession, place: Neighbourhood
) -> None:
    found = await read(session, place, "88栋 301 林阿姨")
    assert found.doors == [Door(place.community.id, "88栋 301", "林阿姨")]
    assert found.unknown == ["88栋 301 林阿姨"]


@pytest.mark.parametrize(
    ("line", "door", "name"),
    [
        ("林阿姨 88栋 301", "88栋 301", "林阿姨"),
        ("林阿姨，13800001111，88栋301", "88栋 301", "林阿姨 13800001111"),
        ("王小路 88栋", "88栋", "王小路"),
        ("金色家园 88栋 301 林阿姨", "金色家园 88栋 301", "林阿姨"),
        ("金色家园88栋301林阿姨", "金色家园 88栋 301", "林阿姨"),
        ("湖前路12号 林阿姨 88栋", "湖前路12号 88栋", "林阿姨"),
    ],
)
async def test_a_name_before_a_building_is_no_part_of_the_door(
    session: AsyncSession, place: Neighbourhood, line: str, door: str, name: str
) -> None:
    """Groups see doors; a name they do not, and which words are one nobody can know for sure."""
    found = await read(session, place, line)
    assert found.doors == [Door(place.community.id, door, name)]
    assert found.unknown == [line]


async def test_a_household_without_a_building_is_asked_for_again(
    session: AsyncSession, place: Neighbourhood
) -> None:
    found = await read(session, place, "林阿姨家\n3栋 301")
    assert found.unread == ["林阿姨家"]
    assert said(found) == [("301", None)]


async def test_empty_lines_and_doors_that_come_twice_are_left_out(
    session: AsyncSession, place: Neighbourhood
) -> None:
    found = await read(session, place, "3栋 301 林阿姨\n\n  \n3号楼301室 林依姆\n3栋 302\n")
    assert said(found) == [("301", "林阿姨"), ("302", None)]
    assert found.repeated == 1


async def test_what_is_on_the_list_already_comes_not_twice(
    session: AsyncSession, place: Neighbourhood
) -> None:
    before = [Door(place.building.id, "301")]
    found = await doors.read(session, ["3栋301"], place.community, VisitKind.VISIT, before)
    assert (found.doors, found.repeated) == ([], 1)


async def test_a_compound_above_holds_for_the_lines_below(
    session: AsyncSession, place: Neighbourhood
) -> None:
    session.add(
        Area(
            parent_id=place.next_compound.id,
            level=Level.BUILDING,
            code="next-3",
            name="3号楼",
            path=f"{place.next_compound.path}9999/",
        )
    )
    await session.flush()
    alone = await read(session, place, "3栋 301")
    headed = await read(session, place, "军门新村：\n3栋 301\n3栋 302")
    assert alone.unknown == ["3栋 301"]
    assert [(each.area_id, each.door) for each in headed.doors] == [
        (place.building.id, "301"),
        (place.building.id, "302"),
    ]


async def test_a_place_beyond_the_community_is_not_known(
    session: AsyncSession, place: Neighbourhood
) -> None:
    found = await doors.read(session, ["军门新村3栋 301"], place.next_community, VisitKind.VISIT)
    assert [each.area_id for each in found.doors] == [place.next_community.id]
    assert found.unknown == ["军门新村3栋 301"]


def test_a_file_is_read_without_headings_and_running_numbers() -> None:
    book = [
        Sheet(
            "表",
            [["序号", "楼栋", "门牌", "姓名"], ["1", "3栋", "301", "林阿姨"], [], ["2", "3栋"]],
        )
    ]
    assert doors.lines_in(book) == ["3栋 301 林阿姨", "3栋"]


async def test_the_buildings_of_a_grid(session: AsyncSession, place: Neighbourhood) -> None:
    assert await doors.buildings_of(session, place.grid) == [Door(place.building.id, "")]
    assert [each.id for each in await doors.grids_of(session, place.community)] == [place.grid.id]


@pytest.mark.parametrize("other", ["301室", "301 房", "３０１", "301户"])
def test_one_door_however_it_is_written(other: str) -> None:
    assert doors.same_door(other) == doors.same_door("301")


def test_another_door_is_another() -> None:
    assert doors.same_door("1单元301") != doors.same_door("2单元301")
