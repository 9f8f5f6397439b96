"""Importing areas, and with them any file: what is read, what is refused, in what words."""

import pytest
from sqlalchemy import func, select

from storage.engine import Database
from storage.importing import (
    Changes,
    ImportRefused,
    import_areas,
    open_book,
)
from storage.tables import Area, Level

AREAS = """\
编码,上级编码,层级,名称,纬度,经度,电话
d,,区,鼓楼区,26.0887,119.293,
s,d,街道,东街街道,26.0866,119.3012,0591-8700 0004
c,s,社区,军门社区,,,
"""


def areas(*rows: str) -> bytes:
    return (AREAS + "\n".join(rows) + "\n").encode()


async def refused(database: Database, content: bytes) -> list[str]:
    """The problems an import of areas is refused with; the tables are as they were."""
    with pytest.raises(ImportRefused) as refusal:
        async with database.transaction() as session:
            await import_areas(session, open_book(content))
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Area)) == 0
    return [str(problem) for problem in refusal.value.problems]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
async def test_files_as_they_are_saved_in_china(database: Database, encoding: str) -> None:
    async with database.transaction() as session:
        assert await import_areas(session, open_book(AREAS.encode(encoding))) == Changes(added=3)
    async with database.reading() as session:
        names = await session.scalars(select(Area.name).order_by(Area.id))
        assert names.all() == ["鼓楼区", "东街街道", "军门社区"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
async def test_line_endings_of_every_machine(database: Database, ending: str) -> None:
    async with database.transaction() as session:
        changes = await import_areas(session, open_book(AREAS.replace("\n", ending).encode()))
    assert changes.added == 3


async def test_the_same_file_again_changes_nothing(database: Database) -> None:
    async with database.transaction() as session:
        await import_areas(session, open_book(AREAS.encode()))
    async with database.transaction() as session:
        assert await import_areas(session, open_book(AREAS.encode())) == Changes(unchanged=3)
        assert not session.dirty


async def test_a_row_with_a_known_code_changes_that_area(database: Database) -> None:
    async with database.transaction() as session:
        await import_areas(session, open_book(AREAS.encode()))
    renamed = AREAS.replace("军门社区", "新军门社区")
    async with database.transaction() as session:
        assert await import_areas(session, open_book(renamed.encode())) == Changes(
            changed=1, unchanged=2
        )


async def test_paths_lead_from_the_root(database: Database) -> None:
    async with database.transaction() as session:
        await import_areas(session, open_book(AREAS.encode()))
    async with database.reading() as session:
        district, street, community = await session.scalars(select(Area).order_by(Area.id))
    assert community.lineage == [district.id, street.id, community.id]


async def test_children_may_stand_above_their_parents_in_the_file(database: Database) -> None:
    heading, *rows = AREAS.splitlines()
    upside_down = "\n".join([heading, *reversed(rows)])
    async with database.transaction() as session:
        assert (await import_areas(session, open_book(upside_down.encode()))).added == 3


async def test_a_moved_area_takes_along_what_lies_in_it(database: Database) -> None:
    async with database.transaction() as session:
        await import_areas(
            session, open_book(areas("s2,d,街道,南街街道,,,", "x,c,小区,军门新村,,,"))
        )
    async with database.transaction() as session:
        await import_areas(session, open_book(AREAS.replace("c,s,社区", "c,s2,社区").encode()))
    async with database.reading() as session:
        street = (await session.scalars(select(Area).where(Area.code == "s2"))).one()
        compound = (await session.scalars(select(Area).where(Area.code == "x"))).one()
    assert street.id in compound.lineage


async def test_blank_rows_and_quoted_commas_are_fine(database: Database) -> None:
    async with database.transaction() as session:
        await import_areas(session, open_book(areas("", ",,,,,,", 'x,c,小区,"军门新村, 东区",,,')))
        named = await session.scalar(select(Area.name).where(Area.level == Level.COMPOUND))
    assert named == "军门新村, 东区"


WRONG_ROWS = {
    "x,nowhere,小区,甲,,,": "第 5 行「上级编码」：没有编码是“nowhere”的区域",
    "x,,小区,甲,,,": "第 5 行「上级编码」：只有“区”可以没有上级",
    "x,c,街道,甲,,,": "第 5 行「上级编码」：“c”的层级不比这一行高",
    "x,x,小区,甲,,,": "第 5 行「上级编码」：“x”的层级不比这一行高",
    "x,c,村,甲,,,": "第 5 行「层级」：只能写区、街道、社区、网格、小区、楼栋，现在是“村”",
    "x,c,小区,,,,": "第 5 行「名称」：不能空着",
    f"x,c,小区,{'甲' * 81},,,": "第 5 行「名称」：最多 80 个字，现在有 81 个",
    "x,c,小区,甲,119.3,26.1,": "第 5 行「纬度」：要写 -90 到 90 的数字，现在是“119.3”",
    "x,c,小区,甲,nan,119,": "第 5 行「纬度」：要写 -90 到 90 的数字，现在是“nan”",
    "x,c,小区,甲,26.1,,": "第 5 行「纬度」：纬度和经度要么都写，要么都空着",
    "c,s,社区,又一个,,,": "第 5 行「编码」：跟第 4 行重复了",
    "x,c,小区,甲,,,,多的": "第 5 行：比标题多出几格，文字里的逗号要放在引号里",
}


@pytest.mark.parametrize(("row", "said"), WRONG_ROWS.items())
async def test_a_wrong_cell_is_told_by_row_and_column(
    database: Database, row: str, said: str
) -> None:
    assert await refused(database, areas(row)) == [said]


async def test_a_code_that_excel_spoilt_is_told_with_the_remedy(database: Database) -> None:
    [said] = await refused(database, areas("3.50102E+11,c,小区,甲,,,"))
    assert said.startswith("第 5 行「编码」：“3.50102E+11”不能用作编码")
    assert "文本" in said


async def test_all_that_is_wrong_is_told_at_once(database: Database) -> None:
    problems = await refused(database, areas("x,c,小区,,,,", "y,nowhere,小区,乙,,,"))
    assert [problem.split("：")[0] for problem in problems] == [
        "第 5 行「名称」",
        "第 6 行「上级编码」",
    ]


WRONG_FILES = {
    b"": "第 1 行「编码」：缺少这一列",
    AREAS.replace("名称", "名字").encode(): "第 1 行「名称」：缺少这一列",
    AREAS.replace("电话", "名称").encode(): "第 1 行「名称」：这一列出现了不止一次",
    b"\xff\xff\xff": "整个文件：读不出里面的文字，请另存为“CSV UTF-8（逗号分隔）”",
    (AREAS + 'x,c,小区,"甲,,,\n').encode(): "整个文件：引号没有成对，读不下去",
}


@pytest.mark.parametrize(("content", "said"), WRONG_FILES.items(), ids=range(len(WRONG_FILES)))
async def test_a_file_that_is_none_of_ours(database: Database, content: bytes, said: str) -> None:
    assert (await refused(database, content))[0] == said


async def test_an_area_keeps_its_level(database: Database) -> None:
    async with database.transaction() as session:
        await import_areas(session, open_book(AREAS.encode()))
    with pytest.raises(ImportRefused, match="已有的区域不能改层级"):
        async with database.transaction() as session:
            await import_areas(session, open_book(AREAS.replace("c,s,社区", "c,s,网格").encode()))
