"""A heat map: places below one another, kinds beside one another, darker where there is more."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import ImageColor

from handlers.common.pictures import paper
from handlers.common.pictures.fonts import Letters, font
from handlers.common.pictures.head import INNER, evenly, long_name
from handlers.common.pictures.paper import MARGIN, WIDTH, Pen

TITLES, ROW = 136, 86
TITLE_LINES = 3
WIDEST = 180
NAME = 300
SUM = 96
GAP = 6
_PALE, _DEEP = ImageColor.getrgb("#f6e3c5"), ImageColor.getrgb("#a82a1e")
_NONE = "#efebe2"
_WHITE_FROM = 0.45
"""On what is darker white letters are read better."""


Line = tuple[str, Sequence[int]]
"""A name, and a count for each column."""


@dataclass(frozen=True, slots=True)
class Heat:
    """Rows and columns in the order in which they are shown."""

    columns: Sequence[str]
    rows: Sequence[Line]
    rest: Line | None
    """What stands in no row of its own, without a shade."""
    sum_label: str

    @property
    def lines(self) -> Sequence[Line]:
        return [*self.rows, self.rest] if self.rest else self.rows


def height(heat: Heat) -> int:
    return TITLES + ROW * (len(heat.lines) + 1)


def draw(pen: Pen, top: float, heat: Heat) -> None:
    width = min((INNER - NAME - SUM) / max(len(heat.columns), 1), WIDEST)
    highest = max((count for _name, counts in heat.rows for count in counts), default=0)
    for at, name in enumerate(heat.columns):
        _title(pen, MARGIN + NAME + width * (at + 0.5), top, width - GAP, name)
    _title(pen, WIDTH - MARGIN - SUM / 2, top, SUM, heat.sum_label)
    top += TITLES
    for name, counts in heat.rows:
        long_name(pen, top + ROW / 2, name, NAME - 20)
        for at, count in enumerate(counts):
            _cell(pen, MARGIN + NAME + width * at, top, width, count, highest)
        _sum(pen, WIDTH - MARGIN - SUM / 2, top, sum(counts), SUM)
        top += ROW
    if heat.rest:
        _sums(pen, top, width, *heat.rest)
        top += ROW
    totals = [sum(counts[at] for _name, counts in heat.lines) for at in range(len(heat.columns))]
    _sums(pen, top, width, heat.sum_label, totals)


def _sums(pen: Pen, top: float, width: float, name: str, counts: Sequence[int]) -> None:
    long_name(pen, top + ROW / 2, name, NAME - 20)
    for at, count in enumerate(counts):
        _sum(pen, MARGIN + NAME + width * (at + 0.5), top, count, width)
    _sum(pen, WIDTH - MARGIN - SUM / 2, top, sum(counts), SUM)


def _title(pen: Pen, middle: float, top: float, width: float, name: str) -> None:
    letters = font(30)
    lines = evenly(letters, name, width, TITLE_LINES)
    for at, line in enumerate(lines):
        y = top + TITLES - 20 - 36 * (len(lines) - 1 - at)
        letters.write(pen, (middle, y), line, paper.FAINT, anchor="ms")


def _cell(pen: Pen, left: float, top: float, width: float, count: int, highest: int) -> None:
    box = (left + GAP / 2, top + GAP / 2, left + width - GAP / 2, top + ROW - GAP / 2)
    share = count / highest if highest else 0
    pen.rounded_rectangle(box, 12, fill=_shade(share) if count else _NONE)
    if count:
        ink = paper.WHITE if share >= _WHITE_FROM else paper.INK
        place = (left + width / 2, top + ROW / 2)
        _fitting(str(count), width - 2 * GAP).write(pen, place, str(count), ink, anchor="mm")


def _fitting(text: str, width: float) -> Letters:
    sizes = (font(size, bold=True) for size in (40, 34, 28, 24))
    return next((letters for letters in sizes if letters.length(text) < width), font(20))


def _shade(share: float) -> str:
    mixed = (round(a + (b - a) * share) for a, b in zip(_PALE, _DEEP, strict=True))
    return "#" + "".join(f"{each:02x}" for each in mixed)


def _sum(pen: Pen, middle: float, top: float, count: int, width: float) -> None:
    letters = _fitting(str(count), width - 2 * GAP)
    letters.write(pen, (middle, top + ROW / 2), str(count), paper.INK, anchor="mm")
