"""Areas compared: two bars each, and a score."""

from collections.abc import Sequence
from dataclasses import dataclass

from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font
from handlers.common.pictures.head import BLUE, long_name
from handlers.common.pictures.paper import MARGIN, WIDTH, Pen

TITLES, ROW = 76, 100
NAME, SCORE, COUNT = 290, 150, 96
BAR = 30


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    filed: int
    resolved: int
    score: str


def height(bars: Sequence[Bar]) -> int:
    return TITLES + ROW * len(bars)


def draw(pen: Pen, top: float, bars: Sequence[Bar], titles: tuple[str, str, str]) -> None:
    """`titles` say what the two bars and the score are."""
    _titles(pen, top, titles)
    highest = max((max(bar.filed, bar.resolved) for bar in bars), default=0)
    score = font(42, bold=True)
    left, room = MARGIN + NAME, WIDTH - 2 * MARGIN - NAME - SCORE - COUNT
    for at, bar in enumerate(bars):
        y = top + TITLES + ROW * at
        pen.line((MARGIN, y, WIDTH - MARGIN, y), fill=paper.LINE, width=2)
        long_name(pen, y + ROW / 2, bar.name, NAME - 24)
        for value, colour, middle in (
            (bar.filed, BLUE, y + ROW / 2 - BAR / 2 - 3),
            (bar.resolved, paper.GREEN, y + ROW / 2 + BAR / 2 + 3),
        ):
            _bar(pen, left, middle, room * value / highest if highest else 0, value, colour)
        place = (WIDTH - MARGIN, y + ROW / 2)
        score.write(pen, place, score.fitted(bar.score, SCORE), paper.INK, anchor="rm")


def _bar(pen: Pen, left: float, middle: float, length: float, value: int, colour: str) -> None:
    box = (left, middle - BAR / 2, left + max(length, 4), middle + BAR / 2)
    pen.rounded_rectangle(box, min(8, max(length, 4) / 2), fill=colour)
    font(32, bold=True).write(pen, (box[2] + 14, middle), str(value), paper.INK, anchor="lm")


def _titles(pen: Pen, top: float, titles: tuple[str, str, str]) -> None:
    letters = font(36)
    filed, resolved, score = titles
    left = float(MARGIN + NAME)
    for words, colour in ((filed, BLUE), (resolved, paper.GREEN)):
        pen.rounded_rectangle((left, top + 20, left + 30, top + 50), 6, fill=colour)
        letters.write(pen, (left + 44, top + 35), words, paper.INK, anchor="lm")
        left += 44 + letters.length(words) + 48
    letters.write(pen, (WIDTH - MARGIN, top + 35), score, paper.FAINT, anchor="rm")
