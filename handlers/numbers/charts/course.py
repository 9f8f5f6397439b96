"""Lines over days, weeks or months."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font
from handlers.common.pictures.head import nothing
from handlers.common.pictures.paper import MARGIN, SMOOTH, WIDTH, Pen, Sheet

HEIGHT = 520
KEY, FOOT = 64, 64
LEFT = MARGIN + 84
RIGHT = WIDTH - MARGIN - 24
LABELS = 6
"""So many days are named at the most."""
VALUES = 10
"""Of more points than that not each is written at."""
WIDTHS = 12, 6
"""Of the lines, so that one is seen beneath the other."""


@dataclass(frozen=True, slots=True)
class Course:
    """One line: what it is called, its colour, a value for each label."""

    name: str
    colour: str
    values: Sequence[int]


def draw(
    image: Sheet, pen: Pen, top: float, labels: Sequence[str], courses: Sequence[Course], empty: str
) -> None:
    """`empty` is said where all values are nothing."""
    highest = max((value for course in courses for value in course.values), default=0)
    if highest == 0:
        nothing(pen, top, HEIGHT, empty)
        return
    _key(pen, top, courses)
    above, below = top + KEY + 44, top + HEIGHT - FOOT
    scale = _Scale(len(labels), _round(highest), above, below)
    for value in scale.ticks:
        y = scale.y(value)
        pen.line((LEFT, y, RIGHT, y), fill=paper.LINE, width=2)
        font(32).write(pen, (LEFT - 18, y), str(value), paper.FAINT, anchor="rm")
    _lines(image, scale, courses)
    for at in _named(len(labels)):
        font(32).write(pen, (scale.x(at), below + 14), labels[at], paper.FAINT, anchor="ma")
    if len(labels) <= VALUES:
        _values(pen, scale, courses)


class _Scale:
    """From a position and a value to pixels."""

    def __init__(self, count: int, highest: int, above: float, below: float) -> None:
        self._count = count
        self._highest = highest
        self._above, self._below = above, below

    @property
    def ticks(self) -> list[int]:
        parts = 4 if self._highest % 4 == 0 else self._highest if self._highest < 4 else 2
        return [self._highest * at // parts for at in range(parts + 1)]

    def x(self, at: int) -> float:
        inset = (RIGHT - LEFT) / (2 * self._count)
        return LEFT + inset + (RIGHT - LEFT - 2 * inset) * at / max(self._count - 1, 1)

    def y(self, value: int) -> float:
        return self._below - (self._below - self._above) * value / self._highest


def _round(highest: int) -> int:
    """The next number that people like to see at an axis: 3, 4, 8, 12, 20, 40, 80, 120 …"""
    if highest < 4:
        return highest
    step = 1
    while True:
        for times in (4, 8, 12, 20, 40):
            if highest <= times * step:
                return times * step
        step *= 10


def _named(count: int) -> list[int]:
    """Positions that are named, the first and the last among them."""
    if count <= LABELS + 2:
        return list(range(count))
    return sorted({round(at * (count - 1) / (LABELS - 1)) for at in range(LABELS)})


def _lines(image: Sheet, scale: _Scale, courses: Sequence[Course]) -> None:
    """Drawn large and made small again, so that their edges are smooth."""
    top, bottom = round(scale.y(scale.ticks[-1])) - 24, round(scale.y(0)) + 24
    box = (0, top, WIDTH, bottom)
    part = image.crop(box)
    large = part.resize((part.width * SMOOTH, part.height * SMOOTH), Image.Resampling.BICUBIC)
    pen = ImageDraw.Draw(large)
    for width, course in zip(WIDTHS, courses, strict=False):
        points = [
            (scale.x(at) * SMOOTH, (scale.y(value) - top) * SMOOTH)
            for at, value in enumerate(course.values)
        ]
        pen.line(points, fill=course.colour, width=width * SMOOTH, joint="curve")
        for x, y in points:
            radius = (width / 2 + 6) * SMOOTH
            pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=course.colour)
    image.paste(large.reduce(SMOOTH), box)


def _key(pen: Pen, top: float, courses: Sequence[Course]) -> None:
    letters = font(36)
    left = float(MARGIN)
    for course in courses:
        pen.line((left, top + 26, left + 44, top + 26), fill=course.colour, width=8)
        letters.write(pen, (left + 58, top + 26), course.name, paper.INK, anchor="lm")
        left += 58 + letters.length(course.name) + 56


def _values(pen: Pen, scale: _Scale, courses: Sequence[Course]) -> None:
    """The higher one's above its point, the lower one's below, so that they do not meet; no 0."""
    letters = font(34, bold=True)
    for at in range(len(courses[0].values)):
        ordered = sorted(courses, key=lambda course: -course.values[at])
        for place, course in enumerate(ordered):
            value = course.values[at]
            if value == 0 or (place and value == ordered[0].values[at]):
                continue
            y = scale.y(value) + (-24 if place == 0 else 24)
            letters.write(
                pen, (scale.x(at), y), str(value), course.colour,
                anchor="ms" if place == 0 else "mt", around=paper.PAPER,
            )  # fmt: skip
