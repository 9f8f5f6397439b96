"""Places in the middle of a sentence: what is named, what is meant, what has to be asked."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from bench.filing import HOME, first_messages
from services import areas
from services.areas_in_words import meant, place_in
from storage.engine import Database
from storage.importing import import_areas, open_book
from storage.importing.demo import DEMO

AREAS = (DEMO / "areas.csv").read_bytes()


@pytest.fixture
async def demo(database: Database) -> AsyncIterator[AsyncSession]:
    async with database.transaction() as session:
        await import_areas(session, open_book(AREAS))
    async with database.reading() as session:
        yield session


async def place(session: AsyncSession, words: str, home: str | None = HOME) -> tuple[str, str]:
    """The code of the area and the spot; empty where it has to be asked."""
    lives = await areas.by_code(session, home) if home else None
    found = await place_in(session, words, lives)
    return (found.area.code, found.spot) if found else ("", "")


@pytest.mark.parametrize(
    ("words", "area", "spot"),
    [
        ("停水了", HOME, ""),
        ("楼下的路灯不亮了", HOME, "楼下"),
        ("5号楼楼下的路灯不亮了", "junmen-xincun-5", "楼下"),
        ("二号楼三楼漏水", "junmen-xincun-2", "三楼"),
        ("军门新村5号楼2单元电梯坏了", "junmen-xincun-5", "2单元电梯"),
        ("北门口的垃圾没人收", "junmen-xincun", "北门口"),
        ("1号楼和2号楼之间的路灯坏了", "junmen-xincun", ""),
        ("军门的健身器材坏了", "junmen-xincun", "健身器材"),
        ("军门社区门口有人乱停车", "350102004001", "门口"),
        ("大根新村2栋楼道堆了电动车", "dagen-xincun-2", "楼道"),
        ("三坊七巷乱停车", "350102005008", ""),
        ("广场舞音响太吵", HOME, ""),
    ],
)
async def test_what_is_named_goes_before_where_one_lives(
    demo: AsyncSession, words: str, area: str, spot: str
) -> None:
    assert await place(demo, words) == (area, spot)


@pytest.mark.parametrize(
    "words", ["丁香花园3号楼门口", "军门新村99号楼电梯坏了", "大根新村和军门里小区都停水"]
)
async def test_what_we_do_not_know_or_several_places_are_asked_for(
    demo: AsyncSession, words: str
) -> None:
    assert await place(demo, words) == ("", "")


@pytest.mark.parametrize("words", ["停水了", "3号楼楼下的路灯不亮了"])
async def test_without_a_home_a_number_says_nothing(demo: AsyncSession, words: str) -> None:
    assert await place(demo, words, home=None) == ("", "")


async def test_without_a_home_a_full_name_is_enough(demo: AsyncSession) -> None:
    assert await place(demo, "军门新村3号楼路灯不亮", home=None) == (HOME, "")


async def test_first_messages_are_placed_right(demo: AsyncSession) -> None:
    wrong = [
        each.words for each in first_messages() if (await place(demo, each.words))[0] != each.place
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("words", "home", "found"),
    [
        ("3号楼", HOME, ["junmen-xincun-3"]),
        ("五栋门口", HOME, ["junmen-xincun-5"]),
        ("大根新村2号楼", HOME, ["dagen-xincun-2"]),
        ("大根新村2号楼", None, ["dagen-xincun-2"]),
        ("3号楼和5号楼之间", HOME, ["junmen-xincun-3", "junmen-xincun-5"]),
        ("丁香花园3号楼", HOME, []),
        ("军门新村99号楼", HOME, []),
    ],
)
async def test_an_answer_means_the_buildings_that_it_counts(
    demo: AsyncSession, words: str, home: str | None, found: list[str]
) -> None:
    lives = await areas.by_code(demo, home) if home else None
    assert [area.code for area in await meant(demo, words, lives)] == found


async def test_without_a_home_a_number_means_all_that_carry_it(demo: AsyncSession) -> None:
    found = await meant(demo, "7号楼", None)
    assert found
    assert {area.name for area in found} == {"7号楼"}
