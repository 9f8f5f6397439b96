"""Importing what meals cost whom: subsidies by age or status, and the terms of delivery."""

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.importing.canteens import CANTEEN, FROM, UNTIL, canteens_by_code, if_given, of_canteen
from storage.importing.canteens import until as last_day
from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.rows import Row
from storage.reading import Book
from storage.sheets import MEALS, STATUSES
from storage.tables import DeliveryTerms, Subsidy

KEY, NAME, SOURCE, AGE, STATUS = "编码", "名称", "资金来源", "满几岁", "身份"
MEAL, AMOUNT, MONTH_CAP, FEE = "餐别", "每餐补贴（元）", "每月最多（元）", "每单送餐费（元）"
SUBSIDY_HEADINGS = (
    *(KEY, CANTEEN, NAME, SOURCE, FROM, UNTIL),
    *(AGE, STATUS, MEAL, AMOUNT, MONTH_CAP),
)
DELIVERY_HEADINGS = (KEY, CANTEEN, NAME, FROM, UNTIL, AGE, STATUS, FEE)
NAME_LIMIT = 80
"""The columns' length."""
OLDEST = 130

Terms = TypeVar("Terms", Subsidy, DeliveryTerms)


async def import_subsidies(session: AsyncSession, book: Book) -> Changes:
    """Add and change subsidies, known by canteen, code and first day; the others stay.

    An amount that changes gets a row with another first day: what was booked before then is
    settled by the old one. Raises ImportRefused, nothing written.
    """
    return await _import(session, book, SUBSIDY_HEADINGS, Subsidy, _of_subsidy)


async def import_delivery_terms(session: AsyncSession, book: Book) -> Changes:
    """Add and change terms of delivery, known by canteen, code and first day; the others stay.

    Raises ImportRefused, nothing written.
    """
    return await _import(session, book, DELIVERY_HEADINGS, DeliveryTerms, _of_delivery)


async def _import(
    session: AsyncSession,
    book: Book,
    headings: Sequence[str],
    table: type[Terms],
    read: Callable[[Row], dict[str, object]],
) -> Changes:
    rows, problems = rows_of(book, headings)
    canteens = await canteens_by_code(session)
    keys = [(of_canteen(row, canteens), row.code(KEY), row.day(FROM)) for row in rows]
    wanted = {key: _common(row) | read(row) for key, row in zip(keys, rows, strict=True)}
    refuse_repeated(rows, KEY, keys)
    refuse_if(problems)
    stored = await session.scalars(select(table))
    known = {(terms.canteen_id, terms.key, terms.from_day): terms for terms in stored}
    changes = Changes()
    for (canteen_id, key, first), values in wanted.items():
        if terms := known.get((canteen_id, key, first)):
            changes.note(terms, **values)
        else:
            session.add(table(canteen_id=canteen_id, key=key, from_day=first, **values))
            changes.added += 1
    await session.flush()
    return changes


def _common(row: Row) -> dict[str, object]:
    return {
        "name": row.text(NAME, NAME_LIMIT),
        "until_day": last_day(row),
        "min_age": if_given(row, AGE, lambda column: row.whole(column, 0, OLDEST)),
        "status": if_given(row, STATUS, lambda column: row.one_of(column, STATUSES)),
    }


def _of_subsidy(row: Row) -> dict[str, object]:
    if not row.cells[AGE] and not row.cells[STATUS]:
        row.refuse(AGE, "“满几岁”和“身份”至少要写一个")
    return {
        "source": row.text(SOURCE, NAME_LIMIT),
        "meal": if_given(row, MEAL, lambda column: row.one_of(column, MEALS)),
        "fen": _something(row, AMOUNT),
        "month_cap_fen": if_given(row, MONTH_CAP, lambda column: _something(row, column)),
    }


def _something(row: Row, column: str) -> int:
    """More than nothing, in fen."""
    if re.fullmatch(r"0+(\.0*)?", row.cells[column]):
        row.refuse(column, "要比 0 多")
        return 0
    return row.fen(column)


def _of_delivery(row: Row) -> dict[str, object]:
    return {"fee_fen": row.fen(FEE)}
