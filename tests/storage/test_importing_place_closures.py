"""Importing when places are shut for a while."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import Database
from storage.importing import Changes, ImportRefused, import_place_closures, open_book
from storage.tables import PlaceClosure, PlaceKind
from tests.services.factories import build_neighbourhood
from tests.services.places.place_factories import a_place, a_theme_with_two_kinds

PAINTING = "hut-1,2026-11-23,2026-11-25,粉刷墙面"


def sheet(*rows: str) -> bytes:
    return "\n".join(["编码,开始,结束,原因", *rows]).encode()


async def prepare(session: AsyncSession) -> None:
    neighbourhood = await build_neighbourhood(session)
    await a_theme_with_two_kinds(session)
    kind = (await session.scalars(select(PlaceKind).limit(1))).one()
    await a_place(session, neighbourhood, kind, code="hut-1")


async def test_a_place_is_shut_from_one_day_to_another(database: Database) -> None:
    async with database.transaction() as session:
        await prepare(session)
        assert await import_place_closures(session, open_book(sheet(PAINTING))) == Changes(added=1)
        closure = (await session.scalars(select(PlaceClosure))).one()
    assert (closure.starts_on, closure.ends_on) == (date(2026, 11, 23), date(2026, 11, 25))
    assert closure.reason == "粉刷墙面"


async def test_again_it_changes_nothing_and_once_changed_says_so(database: Database) -> None:
    longer = PAINTING.replace("11-25", "11-27")
    async with database.transaction() as session:
        await prepare(session)
        await import_place_closures(session, open_book(sheet(PAINTING)))
        assert await import_place_closures(session, open_book(sheet(PAINTING))) == Changes(
            unchanged=1
        )
        assert await import_place_closures(session, open_book(sheet(longer))) == Changes(changed=1)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (["hut-9,2026-11-23,2026-11-25,粉刷"], "没有编码是“hut-9”的地方"),
        (["hut-1,2026-11-25,2026-11-23,粉刷"], "比开始的日子还早"),
        (["hut-1,11月23日,2026-11-25,粉刷"], "要写像 2026-10-01 这样的日期"),
        (["hut-1,2026-11-23,2026-11-25,"], "不能空着"),
        ([PAINTING, PAINTING], "跟第 2 行重复了"),
    ],
)
async def test_what_is_wrong_is_told_and_nothing_imported(
    database: Database, rows: list[str], told: str
) -> None:
    async with database.transaction() as session:
        await prepare(session)
        with pytest.raises(ImportRefused, match=told):
            await import_place_closures(session, open_book(sheet(*rows)))
        assert (await session.scalars(select(PlaceClosure))).all() == []
