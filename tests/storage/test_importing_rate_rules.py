"""Importing how the three rates are counted."""

import pytest
from sqlalchemy import select

from storage.engine import Database
from storage.exporting import export_rate_rules
from storage.importing import Changes, ImportRefused, import_rate_rules, open_book
from storage.reading import Book
from storage.tables import RateRule

HEADINGS = "开始日期,响应权重,解决权重,满意权重,基本满意折算,没答满意度也算,重办只算最后一次"
USUAL = "2026-01-01,10,50,40,90,否,否"


def sheet(*rows: str) -> Book:
    return open_book("\n".join([HEADINGS, *rows]).encode())


async def test_a_rule_is_added_and_changed(database: Database) -> None:
    async with database.transaction() as session:
        assert await import_rate_rules(session, sheet(USUAL)) == Changes(added=1)
        assert await import_rate_rules(session, sheet(USUAL)) == Changes(unchanged=1)
        stricter = USUAL.replace(",90,", ",80,")
        assert await import_rate_rules(session, sheet(stricter)) == Changes(changed=1)
        stored = (await session.scalars(select(RateRule))).one()
    assert (stored.solved_weight, stored.fair_percent, stored.half_counts) == (50, 80, False)


async def test_an_export_can_be_imported(database: Database) -> None:
    async with database.transaction() as session:
        await import_rate_rules(session, sheet(USUAL, "2026-07-01,0,60,40,80,是,是"))
        book = open_book(await export_rate_rules(session))
        assert await import_rate_rules(session, book) == Changes(unchanged=2)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        (
            ["2026-01-01,10,50,30,90,否,否"],
            "第 2 行「响应权重」：三个权重加起来要等于 100，现在是 90",
        ),
        (["2026-01-01,-1,61,40,90,否,否"], "要写 0 到 100 的整数"),
        (["2026-01-01,10,50,40,101,否,否"], "要写 0 到 100 的整数"),
        (["2026-01-01,10,50,40,90,也许,否"], "只能写是、否"),
        (["明年,10,50,40,90,否,否"], "要写像 2026-10-01 这样的日期"),
        ([USUAL, USUAL], "跟第 2 行重复了"),
    ],
)
async def test_what_cannot_be_meant_is_refused(
    database: Database, rows: list[str], told: str
) -> None:
    async with database.transaction() as session:
        with pytest.raises(ImportRefused, match=told):
            await import_rate_rules(session, sheet(*rows))
        assert (await session.scalars(select(RateRule))).all() == []
