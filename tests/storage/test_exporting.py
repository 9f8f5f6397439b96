"""Exporting: what stands in the ledger, that no cell can act, that exports can be imported."""

import csv
from collections.abc import AsyncIterator
from datetime import timedelta
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.commands.links import telegram
from services import tickets
from storage import sheets
from storage.clean_text import one_line
from storage.engine import Database
from storage.exporting import (
    building_links,
    export_areas,
    export_categories,
    export_tickets,
    volunteer_links,
)
from storage.importing import import_areas, import_categories, import_demo, open_book
from storage.reading import read
from storage.tables import Area, FollowUp, Purpose, Satisfaction, Ticket
from tests.conftest import copy_of
from tests.services.factories import (
    NOW,
    Neighbourhood,
    a_ticket,
    bind_groups,
    build_neighbourhood,
    member,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
SPREADSHEET_SIGNS = ("=", "+", "-", "@", "\t", "\r")

cells = st.text(st.characters(codec="utf-8")) | st.builds(
    "".join, st.lists(st.sampled_from([*SPREADSHEET_SIGNS, "'", "甲", "1", '"', ",", "\n"]))
)
LANGUAGES = ("zh", "zh_Hant", "en")
latitudes = st.floats(-90, 90)
longitudes = st.floats(-180, 180)
names = (
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=30)
    .map(one_line)
    .filter(bool)
)


@pytest.fixture
async def neighbourhood(
    sqlite_template: Path, tmp_path: Path
) -> AsyncIterator[tuple[AsyncSession, Neighbourhood]]:
    """In a transaction that is never committed, with codes as an import would have them."""
    database = Database(copy_of(sqlite_template, tmp_path / "round.db"))
    async with AsyncSession(database.writer) as session:
        place = await build_neighbourhood(session)
        for number, area in enumerate(await session.scalars(select(Area))):
            area.code = f"area-{number}"
        for category in (place.lamp, place.leak):
            category.names = dict.fromkeys(LANGUAGES, category.key)
        await session.flush()
        yield session, place
    await database.close()


async def ledger(database: Database) -> list[dict[str, str]]:
    async with database.reading() as session:
        content = await export_tickets(session, zone=SHANGHAI)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))


@given(st.lists(cells, min_size=1))
def test_no_cell_can_begin_a_formula(row: list[str]) -> None:
    written = sheets.write(["标题"] * len(row), [row]).decode("utf-8-sig")
    [_, parsed] = csv.reader(StringIO(written, newline=""))
    assert [cell for cell in parsed if cell.startswith(SPREADSHEET_SIGNS)] == []


@given(st.lists(cells.map(str.strip), min_size=1))
def test_what_was_written_is_read_again(row: list[str]) -> None:
    [sheet] = read(sheets.write(["标题"] * len(row), [[*row, "止"]]))
    assert sheet.rows[1] == [*map(one_line, row), "止"]


async def test_a_new_request_in_the_ledger(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        await bind_groups(session, place)
        ticket = await a_ticket(session, place)
    [row] = await ledger(database)
    assert row["编号"] == ticket.number
    assert (row["类别"], row["社区"], row["状态"]) == ("leak", "军门社区", "待接单")
    assert (row["地点"], row["承办组"], row["承办人"]) == ("军门新村 3号楼", "军门社区群", "")
    assert (row["提交时间"], row["应答复时间"]) == ("2026-03-02 09:00", "2026-03-02 11:00")
    assert (row["办结时间"], row["满意度"]) == ("", "")


async def test_a_solved_request_shows_its_last_rating(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        groups = await bind_groups(session, place)
        ticket = await a_ticket(session, place)
        await tickets.take(session, ticket.id, member(groups.staff), now=NOW)
        await session.execute(update(Ticket).values(round=1))
        session.add_all(
            [
                FollowUp(
                    ticket_id=ticket.id,
                    round=at,
                    delay=timedelta(days=1),
                    contacted=True,
                    solved=bool(at),
                    satisfaction=given,
                )
                for at, given in enumerate([Satisfaction.UNSATISFIED, Satisfaction.FAIR, None])
            ]
        )
    [row] = await ledger(database)
    assert (row["状态"], row["承办人"], row["重办次数"]) == ("处理中", "网格员101", "1")
    assert (row["联系了吗"], row["解决了吗"], row["满意度"]) == ("是", "是", "基本满意")


async def test_words_and_authors_are_not_in_the_ledger(database: Database) -> None:
    async with database.transaction() as session:
        await a_ticket(session, await build_neighbourhood(session), text="我的秘密")
    [row] = await ledger(database)
    assert "我的秘密" not in row.values()
    assert "林阿姨" not in row.values()


async def test_a_place_that_looks_like_a_formula_does_nothing(database: Database) -> None:
    async with database.transaction() as session:
        ticket = await a_ticket(session, await build_neighbourhood(session))
        ticket.place = "=HYPERLINK(1)"
    [row] = await ledger(database)
    assert row["地点"] == "'=HYPERLINK(1)"


async def test_importing_an_export_of_the_demo_changes_nothing(database: Database) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
    async with database.transaction() as session:
        areas = await import_areas(session, open_book(await export_areas(session)))
        categories = await import_categories(session, open_book(await export_categories(session)))
        assert (areas.unchanged, areas.added, areas.changed) == (230, 0, 0)
        assert (categories.unchanged, categories.added, categories.changed) == (18, 0, 0)


async def test_an_export_builds_the_same_community_elsewhere(
    database: Database, tmp_path: Path, sqlite_template: Path
) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
        exported = await export_areas(session)
    elsewhere = Database(copy_of(sqlite_template, tmp_path / "elsewhere.db"))
    async with elsewhere.transaction() as session:
        await import_areas(session, open_book(exported))
        again = await export_areas(session)
    await elsewhere.close()
    assert again == exported


@given(name=names, phone=st.none() | names, latitude=latitudes, longitude=longitudes)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_area_survives_the_round_trip(
    neighbourhood: tuple[AsyncSession, Neighbourhood],
    name: str,
    phone: str | None,
    latitude: float,
    longitude: float,
) -> None:
    session, place = neighbourhood
    area = place.compound
    area.name, area.phone, area.latitude, area.longitude = name, phone, latitude, longitude
    changes = await import_areas(session, open_book(await export_areas(session)))
    assert (changes.added, changes.changed) == (0, 0)


@given(
    spoken=st.fixed_dictionaries(dict.fromkeys(LANGUAGES, names)),
    asked=st.just({}) | st.fixed_dictionaries(dict.fromkeys(LANGUAGES, names)),
    position=st.integers(0, 9999),
    hours=st.integers(1, 1000),
    urgent=st.booleans(),
    team=st.sampled_from(sorted(sheets.TEAMS.values())),
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_any_category_survives_the_round_trip(
    neighbourhood: tuple[AsyncSession, Neighbourhood],
    spoken: dict[str, str],
    asked: dict[str, str],
    position: int,
    hours: int,
    urgent: bool,
    team: Purpose,
) -> None:
    session, place = neighbourhood
    category = place.lamp
    category.names, category.questions, category.position = spoken, asked, position
    category.respond_hours, category.urgent, category.team = hours, urgent, team
    changes = await import_categories(session, open_book(await export_categories(session)))
    assert (changes.added, changes.changed) == (0, 0)


async def test_every_building_gets_a_link_and_a_code(database: Database, tmp_path: Path) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
    async with database.reading() as session:
        doors = await building_links(session)
    doors.write(tmp_path / "out", [telegram("jinlin_bot", [each.told for each in doors.links])])
    count = len(doors.links)
    [sheet] = read((tmp_path / "out" / "楼栋.csv").read_bytes())
    [_, *rows] = sheet.rows
    assert count == len(rows) == 124
    code, community, compound, building, url, picture = rows[0]
    assert (code, community, compound, building) == (
        "junmen-xincun-1",
        "军门社区",
        "军门新村",
        "1号楼",
    )
    assert url == "https://t.me/jinlin_bot?start=b_junmen-xincun-1"
    drawn = ET.parse(tmp_path / "out" / picture).getroot()  # noqa: S314 - drawn a moment ago
    assert drawn.tag.endswith("svg")
    assert len(list((tmp_path / "out" / "qr").iterdir())) == count


async def test_every_compound_and_team_gets_a_link_for_volunteers(
    database: Database, tmp_path: Path
) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
    async with database.reading() as session:
        joining = await volunteer_links(session)
    joining.write(tmp_path, [telegram("jinlin_bot", [each.told for each in joining.links])])
    count = len(joining.links)
    [sheet] = read((tmp_path / "志愿者.csv").read_bytes())
    [_, *rows] = sheet.rows
    assert count == len(rows) == len(list((tmp_path / "volunteers").iterdir()))
    links = {code: (community, url) for code, community, _name, url, _picture in rows}
    assert links["jm-hospital"] == ("军门社区", "https://t.me/jinlin_bot?start=v_jm-hospital")
    assert links["junmen-xincun"][1] == "https://t.me/jinlin_bot?start=v_junmen-xincun"


async def test_exporting_the_links_again_replaces_them(database: Database, tmp_path: Path) -> None:
    async with database.transaction() as session:
        await build_neighbourhood(session)
        doors = await building_links(session)
    for bot in ("one_bot", "two_bot"):
        doors.write(tmp_path, [telegram(bot, [each.told for each in doors.links])])
    assert "two_bot" in (tmp_path / "楼栋.csv").read_text(encoding="utf-8-sig")
