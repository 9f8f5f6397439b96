"""Importing elderly canteens (长者食堂) and when they serve which meal."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.folding import folded
from storage.importing import written
from storage.importing.changes import Changes
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.rows import Row
from storage.reading import Book
from storage.sheets import MEALS, YES_NO
from storage.tables import Area, Canteen, MealRule

CODE, AREA, NAME, ADDRESS, PHONE, MERCY = (
    "编码",
    "区域编码",
    "名称",
    "地址",
    "电话",
    "每月未取不提醒",
)
CANTEEN_HEADINGS = (CODE, AREA, NAME, ADDRESS, PHONE, MERCY)
CANTEEN, MEAL, FROM, UNTIL, WEEKDAYS = "食堂编码", "餐别", "开始", "结束", "星期"
HOLIDAYS, STARTS, ENDS, CUT_OFF_DAYS = "节假日供餐", "开餐", "收餐", "提前天数"
CUT_OFF, PORTIONS, DELIVERIES, EACH = "截单", "份数", "送餐单数", "每单最多"
RULE_HEADINGS = (
    *(CANTEEN, MEAL, FROM, UNTIL, WEEKDAYS, HOLIDAYS, STARTS, ENDS, CUT_OFF_DAYS, CUT_OFF),
    *(PORTIONS, DELIVERIES, EACH),
)
NAME_LIMIT, ADDRESS_LIMIT, PHONE_LIMIT = 80, 200, 40
"""The columns' lengths."""
MOST_PORTIONS, MOST_EACH, MOST_DAYS_BEFORE, MOST_MERCY = 5000, 20, 14, 31
_BETWEEN_DAYS = re.compile(r"星期|周|礼拜|[、,;]")

T = TypeVar("T")


async def import_canteens(session: AsyncSession, book: Book) -> Changes:
    """Add and change canteens by their codes. Raises ImportRefused, nothing written."""
    rows, problems = rows_of(book, CANTEEN_HEADINGS)
    named = select(Area).where(Area.code.in_({row.cells[AREA] for row in rows}))
    areas = {area.code: area.id for area in await session.scalars(named)}
    wanted = {row.code(CODE): _of_canteen(row, areas) for row in rows}
    refuse_repeated(rows, CODE, [row.cells[CODE] for row in rows])
    refuse_if(problems)
    known = {canteen.code: canteen for canteen in await session.scalars(select(Canteen))}
    changes = Changes()
    for code, values in wanted.items():
        if canteen := known.get(code):
            changes.note(canteen, **values)
        else:
            session.add(Canteen(code=code, **values))
            changes.added += 1
    await session.flush()
    return changes


async def import_meal_rules(session: AsyncSession, book: Book) -> Changes:
    """Add and change rules, known by canteen, meal and first day; those not in the file stay.

    Sessions that are open for booking keep what they were opened with. Raises ImportRefused,
    nothing written.
    """
    rows, problems = rows_of(book, RULE_HEADINGS)
    canteens = await canteens_by_code(session)
    keys = [(of_canteen(row, canteens), row.one_of(MEAL, MEALS), row.day(FROM)) for row in rows]
    wanted = dict(zip(keys, map(_of_rule, rows), strict=True))
    refuse_repeated(rows, FROM, keys)
    refuse_if(problems)
    stored = await session.scalars(select(MealRule))
    known = {(rule.canteen_id, rule.meal, rule.from_day): rule for rule in stored}
    changes = Changes()
    for (canteen_id, meal, first), values in wanted.items():
        if rule := known.get((canteen_id, meal, first)):
            changes.note(rule, **values)
        else:
            session.add(MealRule(canteen_id=canteen_id, meal=meal, from_day=first, **values))
            changes.added += 1
    await session.flush()
    return changes


async def canteens_by_code(session: AsyncSession) -> Mapping[str, int]:
    rows = await session.execute(select(Canteen.code, Canteen.id))
    return {row.code: row.id for row in rows}


def of_canteen(row: Row, canteens: Mapping[str, int]) -> int:
    """The id of the canteen that the row is about; 0 and a problem where there is none."""
    code = row.cells[CANTEEN]
    if code not in canteens:
        row.refuse(CANTEEN, f"没有编码是“{code}”的食堂")
    return canteens.get(code, 0)


def until(row: Row) -> date | None:
    """The last day; empty for no end."""
    last = row.last_day(UNTIL)
    if last is not None and last < row.day(FROM):
        row.refuse(UNTIL, "比开始的日子还早")
    return last


def if_given(row: Row, column: str, read: Callable[[str], T]) -> T | None:
    """What `read` makes of the cell; nothing where it is empty."""
    return read(column) if row.cells[column] else None


def _of_canteen(row: Row, areas: Mapping[str, int]) -> dict[str, object]:
    code = row.cells[AREA]
    if code not in areas:
        row.refuse(AREA, f"没有编码是“{code}”的区域")
    return {
        "area_id": areas.get(code, 0),
        "name": row.text(NAME, NAME_LIMIT),
        "address": row.text(ADDRESS, ADDRESS_LIMIT),
        "phone": row.text(PHONE, PHONE_LIMIT, needed=False) or None,
        "no_show_mercy": row.whole(MERCY, 0, MOST_MERCY),
    }


def _of_rule(row: Row) -> dict[str, object]:
    starts, ends = row.time(STARTS), row.time(ENDS)
    if ends <= starts:
        row.refuse(ENDS, "要比开餐晚")
    return {
        "until_day": until(row),
        "weekdays": _weekdays(row, row.cells[WEEKDAYS]),
        "on_holidays": row.one_of(HOLIDAYS, YES_NO),
        "starts": starts,
        "ends": ends,
        "cut_off_days": row.whole(CUT_OFF_DAYS, 0, MOST_DAYS_BEFORE),
        "cut_off": row.time(CUT_OFF),
        "portions": row.whole(PORTIONS, 0, MOST_PORTIONS),
        "deliveries": row.whole(DELIVERIES, 0, MOST_PORTIONS),
        "portions_each": row.whole(EACH, 1, MOST_EACH),
    }


def _weekdays(row: Row, value: str) -> str:
    """Each once and in order, however they were written."""
    days = {written.weekday(sign) for sign in _BETWEEN_DAYS.sub("", folded(value))}
    if not days or None in days:
        row.refuse(WEEKDAYS, "要写像 12345 这样的数字，1 是星期一，7 是星期日")
    return "".join(str(day) for day in range(1, 8) if day in days)
