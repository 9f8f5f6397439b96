"""The head of a picture, the title of a part of it, and names that need two lines."""

from handlers.common.pictures import paper
from handlers.common.pictures.fonts import Letters, font, printable
from handlers.common.pictures.paper import MARGIN, WIDTH, Pen

HEAD = 196
SECTION = 84
INNER = WIDTH - 2 * MARGIN
BLUE = "#1e64c8"


def head(pen: Pen, title: str, subtitle: str) -> None:
    pen.rectangle((0, 0, WIDTH, HEAD - 24), fill=paper.GREEN)
    large, small = font(66, bold=True), font(40)
    large.write(pen, (MARGIN, 16), large.fitted(title, INNER), paper.WHITE)
    small.write(pen, (MARGIN, 104), small.fitted(subtitle, INNER), paper.WHITE)


def section(pen: Pen, top: float, title: str) -> float:
    """Where what it is the title of begins."""
    letters = font(44, bold=True)
    letters.write(pen, (MARGIN, top + 10), letters.fitted(title, INNER), paper.INK)
    return top + SECTION


def nothing(pen: Pen, top: float, height: float, words: str) -> None:
    """Said where there is nothing to draw."""
    letters = font(44)
    place = (WIDTH / 2, top + height / 2)
    letters.write(pen, place, letters.fitted(words, INNER), paper.FAINT, anchor="mm")


def long_name(pen: Pen, middle: float, name: str, room: float) -> None:
    """At the left; in two smaller lines where it is long: what tells it apart often stands last."""
    large, small = font(38), font(30)
    fits = large.length(printable(name)) <= room
    letters = large if fits else small
    lines = [large.fitted(name, room)] if fits else broken(small, name, room, 2)
    for at, line in enumerate(lines):
        y = middle + 38 * (at - (len(lines) - 1) / 2)
        letters.write(pen, (MARGIN, y), line, paper.INK, anchor="lm")


def broken(letters: Letters, words: str, width: float, most: int) -> list[str]:
    """In `most` lines at the most, each as full as it can be, the last of them cut."""
    rest = printable(words)
    lines: list[str] = []
    while len(lines) < most - 1 and letters.length(rest) > width:
        first = rest
        while len(first) > 1 and letters.length(first) > width:
            first = first[:-1]
        lines.append(first)
        rest = rest[len(first) :]
    return [*lines, letters.fitted(rest, width)]


def evenly(letters: Letters, words: str, width: float, most: int) -> list[str]:
    """The same with lines of one length: 路灯 and 不亮, not 路灯不 and 亮."""
    full = broken(letters, words, width, most)
    if full[-1].endswith("…"):
        return full
    words = printable(words)
    length = -(-len(words) // len(full))
    even = [words[first : first + length] for first in range(0, len(words), length)]
    return even if all(letters.length(line) <= width for line in even) else full
