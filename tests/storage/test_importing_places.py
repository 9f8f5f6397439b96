"""Importing nearby services: refused by row and column, wholly or not at all, and round trips."""

import csv
from io import StringIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage import excel, sheets
from storage.clean_text import one_line
from storage.coordinates import gcj02
from storage.engine import Database
from storage.exporting import export_place_kinds, export_place_themes, export_places
from storage.importing import (
    Changes,
    ImportRefused,
    import_demo,
    import_place_kinds,
    import_place_themes,
    import_places,
    open_book,
)
from storage.importing.places import HEADINGS
from storage.reading import read
from storage.reading.sheet import trimmed
from storage.tables import Place, PlaceKind, PlaceSpot
from tests.services.factories import NOW, Neighbourhood, build_neighbourhood
from tests.services.places.place_factories import HUT, a_place, a_theme_with_two_kinds

HUT_ROW = {
    "编码": "hut-1",
    "类别编码": HUT,
    "社区编码": "junmen",
    "名称": "军门健康小屋",
    "地址": "军门路1号",
    "电话": "0591-8700 1000",
    "提供": "量血压",
    "携带": "医保卡",
    "站点": "",
    "纬度": "26.0855",
    "经度": "119.299",
    "坐标系": "WGS-84",
    "开放时间": "Mo-Fr 08:30-12:00; PH off",
    "核实日期": "2026-02-01",
    "关闭日期": "",
    "演示": "否",
}
SHIFTED = gcj02(26.0855, 119.299)


def sheet(*rows: dict[str, str]) -> bytes:
    text = StringIO(newline="")
    writer = csv.DictWriter(text, HEADINGS)
    writer.writeheader()
    writer.writerows(HUT_ROW | row for row in rows)
    return text.getvalue().encode()


async def prepare(session: AsyncSession) -> Neighbourhood:
    neighbourhood = await build_neighbourhood(session)
    neighbourhood.community.code = "junmen"
    await a_theme_with_two_kinds(session)
    return neighbourhood


async def refusal_of(database: Database, content: bytes) -> str:
    async with database.transaction() as session:
        await prepare(session)
        with pytest.raises(ImportRefused) as refusal:
            await import_places(session, open_book(content))
        assert await session.scalar(select(func.count()).select_from(Place)) == 0
        assert await session.scalar(select(func.count()).select_from(PlaceSpot)) == 0
    return str(refusal.value)


async def test_a_place_with_its_spot(database: Database) -> None:
    async with database.transaction() as session:
        neighbourhood = await prepare(session)
        assert await import_places(session, open_book(sheet({}))) == Changes(added=1)
    async with database.reading() as session:
        place = (await session.scalars(select(Place))).one()
        spot = (await session.scalars(select(PlaceSpot))).one()
    assert (place.name, place.phone, place.bring) == ("军门健康小屋", "0591-8700 1000", "医保卡")
    assert place.area_id == neighbourhood.community.id
    assert (spot.latitude, spot.longitude) == (26.0855, 119.299)
    assert (spot.place_id, spot.listed_kind_id) == (place.id, place.kind_id)


async def test_again_it_changes_nothing_and_once_changed_says_so(database: Database) -> None:
    async with database.transaction() as session:
        await prepare(session)
        await import_places(session, open_book(sheet({})))
    async with database.transaction() as session:
        assert await import_places(session, open_book(sheet({}))) == Changes(unchanged=1)
        assert await import_places(session, open_book(sheet({"电话": ""}))) == Changes(changed=1)
        assert await import_places(
            session, open_book(sheet({"电话": "", "开放时间": "24/7"}))
        ) == Changes(changed=1)


async def test_a_position_in_gcj02_is_converted(database: Database) -> None:
    latitude, longitude = map(str, SHIFTED)
    shifted = sheet({"纬度": latitude, "经度": longitude, "坐标系": "GCJ-02"})
    async with database.transaction() as session:
        await prepare(session)
        await import_places(session, open_book(shifted))
        spot = (await session.scalars(select(PlaceSpot))).one()
        assert (spot.latitude, spot.longitude) == pytest.approx((26.0855, 119.299), abs=1e-9)


async def test_the_stops_are_those_the_file_names(database: Database) -> None:
    first, second = {"站点": "一站"}, {"站点": "二站", "经度": "119.3"}
    async with database.transaction() as session:
        await prepare(session)
        await import_places(session, open_book(sheet(first, second)))
        assert await import_places(session, open_book(sheet(second))) == Changes(unchanged=1)
        assert (await session.scalars(select(PlaceSpot.name))).all() == ["二站"]


async def test_a_closed_place_is_kept_and_not_found(database: Database) -> None:
    async with database.transaction() as session:
        await prepare(session)
        await import_places(session, open_book(sheet({"关闭日期": "2026-03-01"})))
        spot = (await session.scalars(select(PlaceSpot))).one()
        assert spot.listed_kind_id is None
        await import_places(session, open_book(sheet({})))
        assert spot.listed_kind_id is not None


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"类别编码": "hat"}, "「类别编码」：没有编码是“hat”的服务类别"),
        ({"社区编码": "xx"}, "「社区编码」：没有编码是“xx”的社区"),
        ({"社区编码": "军门新村"}, "「社区编码」：没有编码是“军门新村”的社区"),
        ({"名称": ""}, "「名称」：不能空着"),
        ({"纬度": ""}, "「纬度」：不能空着"),
        ({"纬度": "二十六"}, "「纬度」：要写 -90 到 90 的数字，现在是“二十六”"),
        (
            {"纬度": "119.299", "经度": "26.0855"},
            "「纬度」：跟经度写反了，现在是“119.299”和“26.0855”",
        ),
        (
            {"纬度": "39.9", "经度": "116.4"},
            "「纬度」：离军门社区有 1563 公里，请核对纬度、经度和坐标系",
        ),
        ({"坐标系": "BD-09"}, "「坐标系」：只能写WGS-84、GCJ-02，现在是“BD-09”"),
        ({"坐标系": ""}, "「坐标系」：只能写WGS-84、GCJ-02，现在是“”"),
        (
            {"开放时间": "早八点"},
            (
                "「开放时间」：看不懂，要写像“Mo-Fr 08:30-12:00,14:30-18:00; PH off”这样的开放时间"
                "（OSM opening_hours 格式），现在是“早八点”"
            ),
        ),
        ({"核实日期": "去年"}, "「核实日期」：要写像 2026-10-01 这样的日期，现在是“去年”"),
        ({"演示": "也许"}, "「演示」：只能写是、否，现在是“也许”"),
    ],
)
async def test_a_wrong_row_is_refused(database: Database, wrong: dict[str, str], said: str) -> None:
    right = {"编码": "hut-2", "名称": "另一处"}
    assert await refusal_of(database, sheet(right, wrong)) == f"第 3 行{said}"


async def test_one_place_under_two_codes_is_refused(database: Database) -> None:
    said = await refusal_of(database, sheet({}, {"编码": "hut-2"}))
    assert said == "第 3 行「名称」：这个社区已经有同类同名的一处，编码是“hut-1”"


async def test_a_place_that_is_there_under_another_code_is_refused(database: Database) -> None:
    async with database.transaction() as session:
        await prepare(session)
        await import_places(session, open_book(sheet({})))
    async with database.transaction() as session:
        with pytest.raises(ImportRefused, match="编码是“hut-1”"):
            await import_places(session, open_book(sheet({"编码": "hut-2"})))


async def test_a_stop_twice_is_refused(database: Database) -> None:
    said = await refusal_of(database, sheet({"站点": "一站"}, {"站点": "一站"}))
    assert said == "第 3 行「站点」：跟第 2 行重复了"


async def test_stops_that_disagree_about_their_place_are_refused(database: Database) -> None:
    said = await refusal_of(database, sheet({"站点": "一站"}, {"站点": "二站", "电话": "1"}))
    assert said == "第 3 行「电话」：跟第 2 行编码相同，这一格却不一样"


async def test_everything_that_is_wrong_is_told_at_once(database: Database) -> None:
    said = await refusal_of(
        database, sheet({"坐标系": "x", "演示": "x"}, {"编码": "b", "名称": "", "类别编码": "x"})
    )
    assert [line[:5] for line in said.splitlines()] == ["第 2 行"] * 2 + ["第 3 行"] * 2


async def test_something_that_only_begins_like_a_workbook_is_refused(database: Database) -> None:
    said = await refusal_of(database, b"PK\x03\x04nonsense")
    assert said == "整个文件：这个 Excel 文件打不开，请重新保存一次"


@pytest.mark.parametrize("as_workbook", [False, True], ids=["csv", "xlsx"])
async def test_the_demo_comes_back_as_it_went_out(database: Database, as_workbook: bool) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
        for importer, exporter in (
            (import_place_themes, export_place_themes),
            (import_place_kinds, export_place_kinds),
            (import_places, export_places),
        ):
            content = await exporter(session)
            if as_workbook:
                content = sheets.to_workbook(content, "导出")
                assert content.startswith(b"PK\x03\x04")
            changes = await importer(session, open_book(content))
            assert (changes.added, changes.changed) == (0, 0)
            assert changes.unchanged > 0


async def test_the_hour_of_a_confirmation_survives_the_round_trip(database: Database) -> None:
    async with database.transaction() as session:
        neighbourhood = await prepare(session)
        kind = (await session.scalars(select(PlaceKind).where(PlaceKind.key == HUT))).one()
        place = await a_place(
            session, neighbourhood, kind, confirmed_at=NOW, closed_at=NOW, code="a"
        )
        [spot] = await session.scalars(select(PlaceSpot))
        spot.listed_kind_id = None
        assert await import_places(session, open_book(await export_places(session))) == Changes(
            unchanged=1
        )
        assert (place.confirmed_at, place.closed_at) == (NOW, NOW)


cells = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=40)


@given(rows=st.lists(st.lists(cells.map(str.strip), min_size=3, max_size=3), min_size=1))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_survives_a_workbook(rows: list[list[str]]) -> None:
    [sheet] = read(excel.write([["甲", "乙", "丙"], *rows], "表"))
    filled = [trimmed([one_line(cell) for cell in row]) for row in rows]
    while filled and not filled[-1]:
        filled.pop()
    assert sheet.rows[1:] == filled


def test_a_workbook_holds_no_formula() -> None:
    assert b"<f>" not in excel.write([["=1+1"]], "表")
    assert [sheet.rows for sheet in read(excel.write([["=1+1"]], "表"))] == [[["=1+1"]]]
