"""Reading a canteen's menu out of a sheet: one row per set (套餐), with the meal it belongs to.

Rows prefilled with a day and a meal but without dishes and price were left empty on purpose and
are passed over. Whether a meal is served and can still be booked is the services' to say: they
are asked with `MenuSheet.meals` and answer with a `Slot` each, so that every problem of a sheet is
told at once, by row and column.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from storage.importing import written
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.importing.rows import ImportRefused, Problem, Row
from storage.reading import Book
from storage.sheets import MEALS
from storage.tables import Meal

DAY, WEEKDAY, MEAL, NAME, DISHES = "日期", "星期", "餐别", "套餐", "菜品"
PRICE, TAGS, PORTIONS, DELIVERIES = "价格（元）", "标签", "份数", "送餐单数"
HEADINGS = (DAY, WEEKDAY, MEAL, NAME, DISHES, PRICE, TAGS, PORTIONS, DELIVERIES)
WEEK_HEADINGS = (WEEKDAY, MEAL, NAME, DISHES, PRICE, TAGS)
NAME_LIMIT = 16
"""It has to fit a button; and two whole days of menus have to fit one message of 4,096."""
MOST_DISHES, DISH_LIMIT, DISHES_LIMIT = 8, 16, 60
MOST_TAGS, TAG_LIMIT, TAGS_LIMIT = 4, 8, 24
MOST_SETS = 5
"""Of one meal: elders are lost in more choices."""
MOST_ROWS = 400
DEAREST_FEN = 20_000
MOST_PORTIONS = 5000
_SEPARATOR = re.compile(r"[、，,;；\s]+")
_FILLED = (DISHES, PRICE)


class Obstacle(Enum):
    """Why no menu can be put in for a meal."""

    PAST = auto()
    TOO_FAR = auto()
    NOT_SERVED = auto()
    CUT_OFF = auto()
    CLOSED = auto()


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in the way of a meal's menu, and how much of the meal is booked already."""

    obstacle: Obstacle | None = None
    taken: int = 0
    deliveries_taken: int = 0


@dataclass(frozen=True, slots=True)
class SetRow:
    """A set as its row has it; the price in fen, capacity where the row gives one."""

    row: Row
    day: date
    meal: Meal
    name: str
    dishes: tuple[str, ...]
    price_fen: int
    tags: tuple[str, ...]
    portions: int | None = None
    deliveries: int | None = None


@dataclass(frozen=True, slots=True)
class MenuSheet:
    """The sets of a sheet by meal, in the sheet's order, and what is wrong so far."""

    meals: Mapping[tuple[date, Meal], Sequence[SetRow]]
    problems: list[Problem]

    def refuse_unless(self, slots: Mapping[tuple[date, Meal], Slot]) -> None:
        """Raises ImportRefused with all problems; those of the meals themselves among them."""
        for key, sets in self.meals.items():
            _check_slot(sets, slots.get(key, Slot()))
        refuse_if(self.problems)


def read_menu(book: Book) -> MenuSheet:
    """Raises ImportRefused where nothing can be read or nothing is filled in."""
    rows, problems = rows_of(book, HEADINGS)
    filled = [row for row in rows if any(row.cells[column] for column in _FILLED)]
    if len(filled) > MOST_ROWS:
        raise ImportRefused([Problem(0, "", f"最多 {MOST_ROWS} 行，请分几次发")])
    if not filled:
        raise ImportRefused([Problem(0, "", "还没有填：每个套餐要写“菜品”和“价格（元）”")])
    read = [_of_set(row, _day(row)) for row in filled]
    astray = {problem.row for problem in problems if problem.column in (DAY, MEAL)}
    sets = [each for each in read if each.row.number not in astray]
    keys = [(each.day, each.meal, each.name) for each in sets]
    refuse_repeated([each.row for each in sets], NAME, keys)
    meals: dict[tuple[date, Meal], list[SetRow]] = {}
    for each in sets:
        meals.setdefault((each.day, each.meal), []).append(each)
    for of_meal in meals.values():
        _check_together(of_meal)
    return MenuSheet(meals, problems)


def read_week(book: Book) -> Iterator[tuple[int, SetRow]]:
    """Sets by weekday (1: Monday) that every week has. Raises ImportRefused."""
    rows, problems = rows_of(book, WEEK_HEADINGS)
    sets = [(row.whole(WEEKDAY, 1, 7), _of_set(row, date.min)) for row in rows]
    refuse_if(problems)
    yield from sets


def _of_set(row: Row, day: date) -> SetRow:
    return SetRow(
        row,
        day,
        row.one_of(MEAL, MEALS),
        row.text(NAME, NAME_LIMIT),
        _listed(row, DISHES, DISHES_LIMIT, MOST_DISHES, DISH_LIMIT),
        _price(row),
        _listed(row, TAGS, TAGS_LIMIT, MOST_TAGS, TAG_LIMIT),
        _capacity(row, PORTIONS),
        _capacity(row, DELIVERIES),
    )


def _price(row: Row) -> int:
    price = row.fen(PRICE)
    if price > DEAREST_FEN:
        row.refuse(PRICE, f"最多 {DEAREST_FEN // 100} 元")
    return price


def _day(row: Row) -> date:
    day, said = row.day(DAY), row.cells[WEEKDAY]
    if day != date.min and said and written.weekday(said) != day.isoweekday():
        right = f"{day.month} 月 {day.day} 日是星期{written.WEEKDAYS[day.weekday()]}"
        row.refuse(WEEKDAY, f"{right}，现在写的是“{said}”")
    return day


def _listed(row: Row, column: str, together: int, most: int, limit: int) -> tuple[str, ...]:
    """What is listed in a cell: `most` words of `limit` characters, so many `together`."""
    text = row.text(column, together, needed=column == DISHES)
    parts = tuple(dict.fromkeys(part for part in _SEPARATOR.split(text) if part))
    if len(parts) > most:
        row.refuse(column, f"最多 {most} 样，现在有 {len(parts)} 样")
    for part in parts:
        if len(part) > limit:
            row.refuse(column, f"“{part}”太长了，最多 {limit} 个字")
    return parts


def _capacity(row: Row, column: str) -> int | None:
    return row.whole(column, 0, MOST_PORTIONS) if row.cells.get(column) else None


def _check_together(sets: Sequence[SetRow]) -> None:
    for each in sets[MOST_SETS:]:
        each.row.refuse(NAME, f"一餐最多 {MOST_SETS} 个套餐")
    for column, of in ((PORTIONS, "portions"), (DELIVERIES, "deliveries")):
        given = [each for each in sets if getattr(each, of) is not None]
        for each in given[1:]:
            if getattr(each, of) != getattr(given[0], of):
                text = f"跟第 {given[0].row.number} 行不一样：同一餐只能有一个数"
                each.row.refuse(column, text)


def _check_slot(sets: Sequence[SetRow], slot: Slot) -> None:
    first = sets[0].row
    if slot.obstacle is not None:
        first.refuse(*_in_words(slot.obstacle))
        return
    for each in sets:
        if each.portions is not None and each.portions < slot.taken:
            each.row.refuse(PORTIONS, f"已经订出去 {slot.taken} 份，不能比这少")
        if each.deliveries is not None and each.deliveries < slot.deliveries_taken:
            each.row.refuse(DELIVERIES, f"已经有 {slot.deliveries_taken} 单要送，不能比这少")


def _in_words(obstacle: Obstacle) -> tuple[str, str]:
    """The column and what is wrong with it."""
    match obstacle:
        case Obstacle.PAST:
            return DAY, "这一天已经过去了"
        case Obstacle.TOO_FAR:
            return DAY, "这一天还太远，请看看年份和月份写对没有"
        case Obstacle.NOT_SERVED:
            return MEAL, "这一餐那天不供应（停餐、放假或本来就没有）"
        case Obstacle.CUT_OFF:
            return MEAL, "这一餐的订餐已经截止，不能再改菜单"
        case Obstacle.CLOSED:
            return MEAL, "这一餐已经停餐"
