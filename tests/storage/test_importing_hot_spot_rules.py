"""Importing what makes a hot spot."""

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.exporting import export_hot_spot_rules
from storage.importing import Changes, ImportRefused, import_hot_spot_rules, open_book
from storage.reading import Book
from storage.tables import Category, HotSpotRule
from tests.services.factories import build_neighbourhood

HEAD = "类别,件数,天数,范围米,多少天内不再提醒"


def sheet(*rows: str) -> Book:
    return open_book("\n".join([HEAD, *rows]).encode())


@pytest.fixture
async def neighbourhood(database: Database) -> Database:
    async with database.transaction() as session:
        await build_neighbourhood(session)
    return database


async def test_a_rule_for_all_and_one_for_a_category(neighbourhood: Database) -> None:
    book = sheet(",5,7,250,14", "lamp,3,7,250,14")
    async with neighbourhood.transaction() as session:
        assert await import_hot_spot_rules(session, book) == Changes(added=2)
        assert await import_hot_spot_rules(session, book) == Changes(unchanged=2)
        lamp = await session.scalar(select(Category.id).where(Category.key == "lamp"))
        rules = await session.scalars(select(HotSpotRule).order_by(HotSpotRule.requests))
        assert [(rule.category_id, rule.requests) for rule in rules] == [(lamp, 3), (None, 5)]


async def test_what_is_exported_can_be_imported(neighbourhood: Database) -> None:
    async with neighbourhood.transaction() as session:
        await import_hot_spot_rules(session, sheet("lamp,3,7,250,14"))
        exported = open_book(await export_hot_spot_rules(session))
        assert await import_hot_spot_rules(session, exported) == Changes(unchanged=1)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (("nothing,5,7,250,14",), "没有编码是“nothing”的类别"),
        ((",1,7,250,14",), "件数"),
        ((",5,0,250,14",), "天数"),
        ((",5,7,250,14", ",6,7,250,14"), "重复"),
    ],
)
async def test_it_is_refused_by_row_and_column(
    neighbourhood: Database, rows: tuple[str, ...], told: str
) -> None:
    book = sheet(*rows)
    async with neighbourhood.transaction() as session:
        with pytest.raises(ImportRefused) as refused:
            await import_hot_spot_rules(session, book)
    assert told in str(refused.value.problems)
