"""A week's menu as a sheet: the template that staff fill in, and what they send back."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.groups.authority import Member
from services.meals import canteens, sessions, weeks
from services.meals.errors import CutOff, NotServed, SessionClosed
from services.meals.weeks import NewMenu, NewSet, PutIn
from storage import excel
from storage.importing.menus import HEADINGS, Obstacle, SetRow, Slot, read_menu
from storage.importing.written import WEEKDAYS
from storage.reading import Book
from storage.sheets import MEALS
from storage.tables import Meal

FURTHEST = timedelta(days=60)
"""How far ahead a menu may lie: beyond it a year or a month was mistyped."""
SETS_OFFERED = "AB"
"""Rows prefilled for each meal; more can be added."""
_MEAL_NAMES = {meal: name for name, meal in MEALS.items()}


async def template(session: AsyncSession, canteen_id: int, monday: date) -> bytes:
    """A workbook with the week's service days and meals, dishes and prices left to fill in."""
    rows: list[Sequence[str]] = [HEADINGS]
    for day in (monday + timedelta(days=step) for step in range(7)):
        for meal in await canteens.served_on(session, canteen_id, day):
            start = [day.isoformat(), f"星期{WEEKDAYS[day.weekday()]}", _MEAL_NAMES[meal]]
            rows += [[*start, f"{letter}套餐", *[""] * 5] for letter in SETS_OFFERED]
    return excel.write(rows, "菜单")


async def put_in(
    session: AsyncSession,
    canteen_id: int,
    book: Book,
    member: Member,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> PutIn:
    """Put the menus of a sheet in, as `weeks.put_in` does.

    Raises ImportRefused with all that is wrong, told by row and column, nothing written.
    """
    sheet = read_menu(book)
    slots = {
        (day, meal): await _slot(session, canteen_id, day, meal, now=now, zone=zone)
        for day, meal in sorted(sheet.meals, key=lambda key: (key[0], canteens.MEALS.index(key[1])))
    }
    sheet.refuse_unless(slots)
    menus = [_as_menu(day, meal, sets) for (day, meal), sets in sheet.meals.items()]
    return await weeks.put_in(session, canteen_id, menus, member, now=now, zone=zone)


async def _slot(
    session: AsyncSession,
    canteen_id: int,
    day: date,
    meal: Meal,
    *,
    now: datetime,
    zone: ZoneInfo,
) -> Slot:
    today = now.astimezone(zone).date()
    if not today <= day <= today + FURTHEST:
        return Slot(Obstacle.PAST if day < today else Obstacle.TOO_FAR)
    try:
        await weeks.check(session, canteen_id, NewMenu(day, meal, ()), now=now, zone=zone)
    except NotServed:
        return Slot(Obstacle.NOT_SERVED)
    except CutOff:
        return Slot(Obstacle.CUT_OFF)
    except SessionClosed:
        return Slot(Obstacle.CLOSED)
    opened = await sessions.find(session, canteen_id, meal, day)
    return Slot(None, opened.taken, opened.deliveries_taken) if opened else Slot()


def _as_menu(day: date, meal: Meal, sets: Sequence[SetRow]) -> NewMenu:
    return NewMenu(
        day,
        meal,
        tuple(NewSet(each.name, each.dishes, each.price_fen, each.tags) for each in sets),
        portions=next((each.portions for each in sets if each.portions is not None), None),
        deliveries=next((each.deliveries for each in sets if each.deliveries is not None), None),
    )
