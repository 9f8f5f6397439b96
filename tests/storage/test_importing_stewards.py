"""Importing who answers for which area, and exporting it again."""

from datetime import date

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.exporting import export_stewards
from storage.importing import Changes, ImportRefused, import_demo, import_stewards, open_book
from storage.tables import Role, SaidHow, Steward
from tests.services.factories import NOW

HEAD = "区域编码,角色,姓名,电话,公开电话,同意日期,开始,卸任\n"
ROW = "junmen-xincun-7,楼栋长,郑阿姨,13800001111,书面,2026-02-01,2026-01-01,\n"


@pytest.fixture
async def demo(database: Database) -> Database:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
    return database


async def brings(database: Database, *rows: str) -> Changes:
    async with database.transaction() as session:
        return await import_stewards(session, open_book((HEAD + "".join(rows)).encode()))


async def refused(database: Database, *rows: str) -> str:
    with pytest.raises(ImportRefused) as refusal:
        await brings(database, *rows)
    return str(refusal.value)


async def head_of_7(database: Database) -> Steward:
    async with database.reading() as session:
        return (await session.scalars(select(Steward).where(Steward.name == "郑阿姨"))).one()


async def says_themselves(database: Database, *, shown: bool) -> None:
    async with database.transaction() as session:
        head = (await session.scalars(select(Steward).where(Steward.name == "郑阿姨"))).one()
        head.phone_shown = shown
        head.phone_said_how, head.phone_said_on = SaidHow.CHAT, date(2026, 3, 1)


async def test_a_file_adds_changes_and_leaves_alone(demo: Database) -> None:
    assert await brings(demo, ROW) == Changes(added=1)
    assert await brings(demo, ROW) == Changes(unchanged=1)
    assert await brings(demo, ROW.replace("13800001111", "13900002222")) == Changes(changed=1)
    head = await head_of_7(demo)
    assert (head.role, head.phone, head.phone_shown) == (Role.BUILDING_HEAD, "13900002222", True)


async def test_importing_an_export_changes_nothing(demo: Database) -> None:
    await brings(
        demo, ROW, ROW.replace("郑阿姨", "前任").replace("2026-01-01,", "2025-01-01,2026-01-01")
    )
    await says_themselves(demo, shown=True)
    async with demo.reading() as session:
        content = await export_stewards(session)
    async with demo.transaction() as session:
        changes = await import_stewards(session, open_book(content))
    assert (changes.added, changes.changed) == (0, 0)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW.replace("junmen-xincun-7", "nowhere"), "没有编码是“nowhere”的区域"),
        (ROW.replace("楼栋长", "楼主"), "只能写网格员"),
        (ROW.replace("13800001111", "没有"), "不像电话号码"),
        (ROW.replace("13800001111", ""), "没有电话，没法公开"),
        (ROW.replace("2026-01-01,", "2026-01-01,2025-01-01"), "比开始的日子还早"),
        (ROW.replace("2026-02-01", ""), "第 2 行「同意日期」"),
        (ROW.replace("书面", "本人"), "只能由本人在聊天里点"),
        (ROW + ROW, "跟第 2 行重复了"),
    ],
)
async def test_what_is_wrong_is_said_by_row_and_column(demo: Database, row: str, why: str) -> None:
    assert why in await refused(demo, row)


async def test_nobody_is_the_same_thing_twice(demo: Database) -> None:
    await brings(demo, ROW)
    assert "从 2026-01-01 起已经是了" in await refused(
        demo, ROW.replace("2026-01-01,", "2026-05-01,")
    )


async def test_nobody_is_the_same_thing_twice_within_one_file(demo: Database) -> None:
    later = ROW.replace("2026-01-01,", "2026-05-01,")
    said = await refused(demo, ROW + later)
    assert "第 3 行「开始」：“" in said
    assert "从 2026-01-01 起已经是了" in said
    assert "第 2 行「开始」" not in said
    ended = ROW.replace("2026-01-01,", "2026-01-01,2026-05-01")
    assert await brings(demo, later + ended) == Changes(added=2)


async def test_one_file_ends_a_term_and_begins_the_next(demo: Database) -> None:
    await brings(demo, ROW)
    ended = ROW.replace("2026-01-01,", "2026-01-01,2026-05-01")
    later = ROW.replace("2026-01-01,", "2026-05-01,")
    assert await brings(demo, ended + later) == Changes(added=1, changed=1)


async def test_what_they_said_themselves_holds_against_an_older_paper(demo: Database) -> None:
    await brings(demo, ROW)
    await says_themselves(demo, shown=False)
    assert "选了不公开，比这张纸晚" in await refused(demo, ROW)
    assert await brings(demo, ROW.replace("2026-02-01", "2026-03-02")) == Changes(changed=1)
    assert (await head_of_7(demo)).phone_shown
