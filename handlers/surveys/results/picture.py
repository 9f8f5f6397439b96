"""Results as pictures: a bar for each answer, a few questions a picture."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice

from handlers.common.i18n import _
from handlers.common.pictures import paper
from handlers.common.pictures.fonts import font
from handlers.common.pictures.head import BLUE, HEAD, INNER, broken, head, long_name
from handlers.common.pictures.paper import MARGIN, WIDTH, Pen
from handlers.surveys.results import shown
from handlers.surveys.results.shown import Shown
from handlers.surveys.results.text import answered
from services.surveys.publishing import Published
from services.surveys.questions import Question
from services.surveys.results import Table

LINES = 10
"""Of a question; the rest stands in Excel."""
HIGHEST = 2000
"""Pixels of a picture: a higher one is made too small to read on a telephone."""
PICTURES = 4
TITLE, SMALL, ROW, GAP, FOOT = 62, 48, 76, 40, 30
NAME, FIGURE = 330, 270
"""Room for an answer's name, and for its figures."""
BAR = 40


@dataclass(frozen=True, slots=True)
class Part:
    """One question as it is drawn."""

    title: Sequence[str]
    small: str
    """Below the title: who answered, means."""
    lines: Sequence[Shown]
    notes: Sequence[str]
    """Below the bars."""

    @property
    def height(self) -> int:
        texts = 1 + len(self.notes)
        return TITLE * len(self.title) + SMALL * texts + ROW * len(self.lines) + GAP


def draw(found: Published) -> list[bytes]:
    """JPEGs, PICTURES at most; none where nothing may be shown."""
    parts = [
        _part(number, found.definition.named(table.question), table)
        for number, table in enumerate(found.results.tables, start=1)
        if table.lines
    ]
    return [_page(found, each) for each in islice(_pages(parts), PICTURES)]


def _part(number: int, question: Question, table: Table) -> Part:
    lines = shown.lines(question, table)
    said = _("{count} 人答了这题").format(count=table.answered)
    averages = shown.averages(question, table)
    notes = []
    if lines[LINES:]:
        notes.append(_("……还有 {count} 项，见表格。").format(count=len(lines) - LINES))
    if also := list(chain.from_iterable(each.also for each in lines[:LINES])):
        text = _("* 不到 5 个人给的答案（或者没有人给）并在前一项里：{names}")
        notes += broken(font(30), text.format(names="、".join(also)), INNER, 2)
    return Part(
        broken(font(42, bold=True), f"{number}. {question.label}", INNER, 2),
        f"{said} · {averages}" if averages else said,
        lines[:LINES],
        notes,
    )


def _pages(parts: Sequence[Part]) -> Iterator[list[Part]]:
    page: list[Part] = []
    for part in parts:
        if page and sum(each.height for each in page) + part.height > HIGHEST - HEAD - FOOT:
            yield page
            page = []
        page.append(part)
    if page:
        yield page


def _page(found: Published, parts: Sequence[Part]) -> bytes:
    image, pen = paper.sheet(HEAD + sum(each.height for each in parts) + FOOT)
    head(pen, found.definition.title, answered(found.results))
    top = float(HEAD)
    for part in parts:
        _draw(pen, top, part)
        top += part.height
    return paper.jpeg(image)


def _draw(pen: Pen, top: float, part: Part) -> None:
    for line in part.title:
        font(42, bold=True).write(pen, (MARGIN, top), line, paper.INK)
        top += TITLE
    small = font(34)
    small.write(pen, (MARGIN, top), small.fitted(part.small, INNER), paper.FAINT)
    top += SMALL
    for each in part.lines:
        _bar(pen, top + ROW / 2, each)
        top += ROW
    for line in part.notes:
        font(30).write(pen, (MARGIN, top + 4), line, paper.FAINT)
        top += SMALL


def _bar(pen: Pen, middle: float, line: Shown) -> None:
    long_name(pen, middle, line.name + ("*" if line.also else ""), NAME - 20)
    left, room = MARGIN + NAME, INNER - NAME - FIGURE
    top, bottom = middle - BAR / 2, middle + BAR / 2
    pen.rounded_rectangle((left, top, left + room, bottom), 8, fill=paper.LINE)
    if line.percent:
        right = left + max(room * line.percent / 100, 16)
        pen.rounded_rectangle((left, top, right, bottom), 8, fill=BLUE)
    figures = shown.people(line.people)
    if line.percent is not None:
        figures = f"{line.percent}%  {figures}"
    letters = font(34, bold=True)
    words = letters.fitted(figures, FIGURE - 16)
    letters.write(pen, (WIDTH - MARGIN, middle), words, paper.INK, anchor="rm")
