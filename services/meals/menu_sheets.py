"""A week's menu as a sheet: the template that staff fill in, and what they send back."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services.groups.authority import Member
from services.meals import canteens, menus, sessions, weeks
from services.meals.errors import CutOff, NotServed, SessionClosed
from services.meals.weeks import NewMenu, NewSet, PutIn
from storage.importing.files import headings_found
from storage.importing.menus import HEADINGS, Obstacle, SetRow, Slot, read_menu
from storage.importing.written import WEEKDAYS
from storage.reading import Book
from storage.sheets import MEALS
from storage.tables import Meal

FURTHEST = timedelta(days=60)
"""How far ahead a menu may lie: beyond it a year or a month was mistyped."""
SETS_OFFERED = "AB"
"""Rows to fill in for a meal without a menu; more can be added."""
ENOUGH = 3
"""Headings by which a menu is known among other sheets."""
FEN = 100
"""In a yuan."""
_MEAL_NAMES = {meal: name for name, meal in MEALS.items()}


async def template(
    session: AsyncSession, canteen_id: int, monday: date, *, now: datetime, zone: ZoneInfo
) -> bytes:
    """A workbook of the week's meals that can be changed: what stands, or rows to fill in."""
    rows: list[Sequence[str]] = [HEADINGS]
    standing = await _standing(session, canteen_id, monday, monday + timedelta(days=6))
    for day in (monday + timedelta(days=step) for step in range(7)):
        for meal in await canteens.served_on(session, canteen_id, day):
            slot = await _slot(session, canteen_id, day, meal, now=now, zone=zone)
            if slot.obstacle is not None:
                continue
            start = [day.isoformat(), f"星期{WEEKDAYS[day.weekday()]}", _MEAL_NAMES[meal]]
            sets = [_cells(each) for each in standing.get((day, meal), ())]
            empty = [[f"{letter}套餐", *[""] * 5] for letter in SETS_OFFERED]
            rows += [[*start, *cells] for cells in sets or empty]
    from storage import excel

    return await asyncio.to_thread(excel.write, rows, "菜单")


def _cells(new: NewSet) -> list[str]:
    """From the name on; the capacity is left as it is."""
    yuan, rest = divmod(new.price_fen, FEN)
    price = f"{yuan}.{rest:02d}" if rest else str(yuan)
    return [new.name, "、".join(new.dishes), price, "、".join(new.tags), "", ""]


async def _standing(
    session: AsyncSession, canteen_id: int, first: date, last: date
) -> dict[tuple[date, Meal], tuple[NewSet, ...]]:
    """What stands on the menus of these days, both included."""
    return {
        (each.meal_session.day, each.meal_session.meal): tuple(map(weeks.as_new, each.sets))
        for each in await menus.between(session, canteen_id, first, last)
    }


def is_menu(book: Book) -> bool:
    """Whether somebody means it as a menu, however much of it is wrong."""
    return headings_found(book, HEADINGS) >= ENOUGH


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

    A meal that cannot be changed any more may stand in it as it is: the sheet came filled in.

    Raises ImportRefused with all that is wrong, told by row and column, nothing written.
    """
    sheet = read_menu(book)
    slots = {
        (day, meal): await _slot(session, canteen_id, day, meal, now=now, zone=zone)
        for day, meal in sorted(sheet.meals, key=lambda key: (key[0], canteens.MEALS.index(key[1])))
    }
    wanted = {key: _as_menu(*key, sets) for key, sets in sheet.meals.items()}
    late = {
        key for key, slot in slots.items() if slot.obstacle in (Obstacle.PAST, Obstacle.CUT_OFF)
    }
    if late:
        days = [day for day, _meal in late]
        standing = await _standing(session, canteen_id, min(days), max(days))
        late = {key for key in late if wanted[key].sets == standing.get(key)}
    sheet.refuse_unless(slots | dict.fromkeys(late, Slot()))
    to_put_in = [menu for key, menu in wanted.items() if key not in late]
    done = await weeks.put_in(session, canteen_id, to_put_in, member, now=now, zone=zone)
    done.unchanged += len(late)
    return done


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
