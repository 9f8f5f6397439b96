"""Importing and exporting 常用答复: what may be filled in is checked, row by row."""

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.exporting import export_canned_answers
from storage.importing import Changes, ImportRefused, import_canned_answers, open_book
from storage.importing.demo import demo_book, import_demo
from storage.reading import Book
from storage.tables import CannedAnswer, CannedFor
from tests.services.factories import NOW, build_neighbourhood

HEAD = "编码,用于,类别编码,顺序,内容,启用"


def sheet(*rows: str) -> Book:
    return open_book("\n".join([HEAD, *rows]).encode())


async def test_answers_are_added_and_changed_by_their_keys(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        rows = ["a,办结,lamp,1,{地点}的灯换好了,是", "b,问居民,,1,几楼？,是"]
        assert await import_canned_answers(session, sheet(*rows)) == Changes(added=2)
        assert await import_canned_answers(session, sheet(*rows)) == Changes(unchanged=2)
        rows[1] = rows[1].replace("几楼", "几号楼")
        assert await import_canned_answers(session, sheet(*rows)) == Changes(changed=1, unchanged=1)
        found = await session.scalars(select(CannedAnswer).order_by(CannedAnswer.key))
        first, second = found.all()
    assert (first.used_for, first.category_id) == (CannedFor.RESOLVE, place.lamp.id)
    assert (second.used_for, second.category_id) == (CannedFor.ASK, None)
    assert second.text == "几号楼？"


@pytest.mark.parametrize(
    ("row", "told"),
    [
        ("a,办结,,1,{姓名}您好,是", "第 2 行「内容」：“{姓名}”不能用"),
        ("a,办结,,1,{}您好,是", "第 2 行「内容」：“{}”不能用"),
        ("a,办结,,1,{地点修好了,是", "第 2 行「内容」：大括号不成对"),
        ("a,办结,,1,{{地点}},是", "第 2 行「内容」：大括号不成对"),
        ("a,办结,,1,,是", "第 2 行「内容」：不能空着"),
        (f"a,办结,,1,{'好' * 501},是", "第 2 行「内容」：最多 500 个字"),
        ("a,转派,,1,好了,是", "第 2 行「用于」：只能写办结、问居民"),
        ("a,办结,moon,1,好了,是", "第 2 行「类别编码」：没有编码是“moon”的类别"),
        ("a b,办结,,1,好了,是", "第 2 行「编码」"),
        ("a,办结,,一,好了,是", "第 2 行「顺序」"),
    ],
)
async def test_a_wrong_row_is_refused_in_a_sentence(
    database: Database, row: str, told: str
) -> None:
    async with database.transaction() as session:
        await build_neighbourhood(session)
        with pytest.raises(ImportRefused) as refused:
            await import_canned_answers(session, sheet(row))
        assert told in str(refused.value)
        assert (await session.scalars(select(CannedAnswer))).all() == []


async def test_a_key_stands_once(database: Database) -> None:
    async with database.transaction() as session:
        with pytest.raises(ImportRefused, match="跟第 2 行重复了"):
            await import_canned_answers(session, sheet("a,办结,,1,好了,是", "a,办结,,2,好,是"))


async def test_what_is_exported_can_be_imported(database: Database) -> None:
    async with database.transaction() as session:
        await import_demo(session, now=NOW)
        stored = await demo_book("canned-answers.csv")
        again = open_book(await export_canned_answers(session))
        changes = await import_canned_answers(session, again)
    assert changes == Changes(
        unchanged=sum(bool(row) for sheet in stored for row in sheet.rows) - 1
    )
