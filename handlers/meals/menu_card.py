"""A day's menu, in letters that can be read at a phone's size without glasses.

A phone shows 1080 pixels on some 7 cm: dishes are at least 3 mm high there. What was drawn is
kept: before lunch everybody asks for the same picture, and drawing it takes 50 ms of a processor.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from handlers.common.i18n import current_language
from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font, printable
from handlers.common.pictures.paper import MARGIN, WIDTH, Pen

HEAD = 214
MEAL_HEAD = 168
SET_HEAD = 92
DISH_LINE = 70
TAG_LINE = 76
BETWEEN = 30
FOOT = 36
TALLEST = 2300
"""Higher than that a picture is shown narrower than the screen: the next meal gets its own."""
KEPT = 16
"""Pictures, some 100 kB each: two days' menus of a few canteens, in each language."""
TITLE, NAME, DISH, TAG, NOTE = 76, 62, 52, 42, 48
INDENT = MARGIN + 92
INNER = WIDTH - MARGIN - INDENT
_BAND = "#e3f1e4"
_PILL = "#fdeccb"
_SEPARATOR = "、"


@dataclass(frozen=True, slots=True)
class CardSet:
    """A set on the picture; everything as it is to be read."""

    name: str
    price: str
    dishes: tuple[str, ...]
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CardMeal:
    """A meal on the picture: its name, when it is served, and whether it can be booked."""

    name: str
    hours: str
    note: str
    can_be_booked: bool
    sets: tuple[CardSet, ...]


def draw(title: str, subtitle: str, meals: Sequence[CardMeal]) -> list[bytes]:
    """JPEGs, one where it all fits; meals are never cut in two."""
    return [_page(current_language(), title, subtitle, page) for page in _pages(meals)]


def draw_first(title: str, subtitle: str, meals: Sequence[CardMeal]) -> bytes:
    """A JPEG of the first meals, as many as fit."""
    return _page(current_language(), title, subtitle, next(_pages(meals)))


def _pages(meals: Sequence[CardMeal]) -> Iterator[tuple[CardMeal, ...]]:
    page: list[CardMeal] = []
    for meal in meals:
        if page and HEAD + sum(map(_height, [*page, meal])) + FOOT > TALLEST:
            yield tuple(page)
            page = []
        page.append(meal)
    yield tuple(page)


@lru_cache(maxsize=KEPT)
def _page(language: str, title: str, subtitle: str, meals: tuple[CardMeal, ...]) -> bytes:
    """`language` chooses the letters, see `font`."""
    image, pen = paper.sheet(HEAD + sum(map(_height, meals)) + FOOT)
    pen.rectangle((0, 0, WIDTH, HEAD - 24), fill=paper.GREEN)
    inner = WIDTH - 2 * MARGIN
    large, small = font(TITLE, bold=True), font(NOTE)
    large.write(pen, (MARGIN, 18), large.fitted(title, inner), paper.WHITE)
    small.write(pen, (MARGIN, 116), small.fitted(subtitle, inner), paper.WHITE)
    top = HEAD
    for meal in meals:
        _meal(pen, top, meal)
        top += _height(meal)
    return paper.jpeg(image)


def _height(meal: CardMeal) -> int:
    return MEAL_HEAD + sum(_set_height(each) + BETWEEN for each in meal.sets)


def _set_height(each: CardSet) -> int:
    return SET_HEAD + DISH_LINE * len(_dish_lines(each)) + (TAG_LINE if each.tags else 0)


def _dish_lines(each: CardSet) -> list[str]:
    """The dishes, a line broken between two of them where it would be too long."""
    letters = font(DISH)
    lines: list[str] = []
    for dish in map(printable, each.dishes):
        longer = f"{lines[-1]}{_SEPARATOR}{dish}" if lines else dish
        if lines and letters.length(longer) <= INNER:
            lines[-1] = longer
        else:
            lines.append(dish)
    return lines


def _meal(pen: Pen, top: float, meal: CardMeal) -> None:
    pen.rectangle((0, top, WIDTH, top + MEAL_HEAD - 24), fill=_BAND)
    name, words = font(NAME, bold=True), font(NOTE)
    half = WIDTH / 2 - MARGIN
    name.write(pen, (MARGIN, top + 2), name.fitted(meal.name, half), paper.INK)
    hours = words.fitted(meal.hours, half)
    words.write(pen, (WIDTH - MARGIN, top + 10), hours, paper.INK, anchor="ra")
    colour = paper.GREEN if meal.can_be_booked else paper.RED
    note = font(NOTE, bold=True).fitted(meal.note, WIDTH - 2 * MARGIN)
    font(NOTE, bold=True).write(pen, (MARGIN, top + 76), note, colour)
    top += MEAL_HEAD
    for number, each in enumerate(meal.sets, start=1):
        _set(pen, top, number, each)
        top += _set_height(each) + BETWEEN


def _set(pen: Pen, top: float, number: int, each: CardSet) -> None:
    name = font(NAME, bold=True)
    paper.disc(pen, MARGIN + 36, top + 42, 36, paper.GREEN, str(number), 46)
    price = name.fitted(each.price, INNER / 2)
    room = INNER - name.length(price) - 24
    name.write(pen, (INDENT, top), name.fitted(each.name, room), paper.INK)
    name.write(pen, (WIDTH - MARGIN, top), price, paper.RED, anchor="ra")
    letters = font(DISH)
    top += SET_HEAD
    for line in _dish_lines(each):
        letters.write(pen, (INDENT, top), letters.fitted(line, INNER), paper.INK)
        top += DISH_LINE
    _tags(pen, top, each.tags)


def _tags(pen: Pen, top: float, tags: Sequence[str]) -> None:
    left, letters = float(INDENT), font(TAG)
    for tag in tags:
        words = letters.fitted(tag, INNER / 2)
        right = left + letters.length(words) + 40
        if right > WIDTH - MARGIN:
            return
        pen.rounded_rectangle((left, top + 2, right, top + 64), radius=31, fill=_PILL)
        letters.write(pen, (left + 20, top + 1), words, paper.AMBER)
        left = right + 16
