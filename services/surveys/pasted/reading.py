"""From pasted text to a definition, line by line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from string import ascii_lowercase

from services.surveys.pasted import lines, marks
from services.surveys.pasted.lines import Shape
from services.surveys.pasted.marks import Marks
from services.surveys.questions import (
    TITLE_LIMIT,
    Choice,
    Definition,
    Kind,
    Question,
    Scale,
)
from storage.clean_text import one_line

_OTHER = re.compile(r"其[他它]\s*(?:[(（][^()（）]*[)）])?\s*[:：]?\s*[_＿\s]*")
_YES_NO = ["是", "否"]
_FIVE = Scale(1, 5)
_SHORT = 20
"""Characters of a line that may be an option without a sign."""


class Why(StrEnum):
    """What staff should look at."""

    UNPLACED = "unplaced"
    """A line that was not understood; it was kept in the hint of the question above it."""
    GUESSED = "guessed"
    """Lines without letters that were taken as options."""
    TYPE = "type"
    """A type of question that we do not have; it became one answered in words."""
    SKIP = "skip"
    """Which question comes next; it was left out, and has to be said as a condition."""


@dataclass(frozen=True, slots=True)
class Doubt:
    line: int
    """From 1."""
    why: Why
    text: str


@dataclass(frozen=True, slots=True)
class Pasted:
    definition: Definition
    """Perhaps with problems (`checking.problems`), such as no questions."""
    doubts: tuple[Doubt, ...]


@dataclass(slots=True)
class _Draft:
    """A question as far as its lines were read."""

    marks: Marks
    line: int
    options: list[str] = field(default_factory=list)
    plain: list[tuple[int, str]] = field(default_factory=list)
    hints: list[str] = field(default_factory=list)
    scale: Scale | None = None
    blanks: bool = False


def read(text: str) -> Pasted:
    """Whatever is written gives a survey, if only one of questions to be answered in words."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        found = [(number, one_line(line)) for number, line in enumerate(text.splitlines(), start=1)]
        self._lines = [(number, line) for number, line in found if line]
        shapes = {each.shape for _number, line in self._lines if (each := lines.numbered(line))}
        self._asking = next((each for each in Shape if each in shapes), None)
        self._doubts: list[Doubt] = []
        self._before: list[str] = []
        self._thanks: list[str] = []
        self._drafts: list[_Draft] = []
        self._heading = ""
        self._parts: dict[int, str] = {}

    def read(self) -> Pasted:
        for number, line in self._lines:
            self._read_line(number, line)
        marked = any(draft.marks.required is not None for draft in self._drafts)
        questions = [
            self._question(number, draft, marked=marked)
            for number, draft in enumerate(self._drafts, start=1)
        ]
        title, intro = self._title()
        definition = Definition(
            title=title,
            questions=tuple(questions),
            intro=intro,
            thanks="\n".join(self._thanks),
            parts={_name(number): part for number, part in self._parts.items()},
        )
        doubts = sorted(self._doubts, key=lambda each: each.line)
        return Pasted(definition, tuple(doubts))

    def _title(self) -> tuple[str, str]:
        if self._before and len(self._before[0]) <= TITLE_LIMIT:
            return self._before[0], "\n".join(self._before[1:])
        return "", "\n".join(self._before)

    def _read_line(self, number: int, line: str) -> None:
        found = lines.numbered(line)
        if found and found.shape is self._asking:
            self._begin(number, found.words)
        elif found and found.shape is Shape.NUMERAL:
            self._heading = found.words
        elif not self._drafts:
            self._before.append(line)
        elif found:
            self._add_options(number, [found.words])
        else:
            self._read_below(number, line, self._drafts[-1])

    def _begin(self, number: int, words: str) -> None:
        self._drafts.append(_Draft(marks.read(words), number))
        if self._heading:
            self._parts[len(self._drafts)] = self._heading
            self._heading = ""

    def _read_below(self, number: int, line: str, draft: _Draft) -> None:
        """A line below a question that is no question."""
        if options := lines.options(line):
            self._add_options(number, options)
        elif lines.is_blanks(line):
            draft.blanks = True
        elif scale := lines.scale(line):
            draft.scale = scale
        elif (hint := lines.hint(line)) is not None:
            below = marks.read(f"（{hint}）")
            if below.words:
                draft.hints.append(hint)
            else:
                self._join_marks(draft.marks, below)
        elif lines.is_thanks(line):
            self._thanks.append(line)
        else:
            draft.plain.append((number, line))

    def _join_marks(self, marked: Marks, below: Marks) -> None:
        for name in ("kind", "required", "least", "most", "scale"):
            if getattr(marked, name) is None:
                setattr(marked, name, getattr(below, name))
        marked.unknown += below.unknown
        marked.skips += below.skips

    def _add_options(self, number: int, options: Sequence[str]) -> None:
        for each in options:
            found = marks.read(each)
            if found.skips:
                self._doubts += [Doubt(number, Why.SKIP, skip) for skip in found.skips]
                self._drafts[-1].options.append(found.words)
            else:
                self._drafts[-1].options.append(each)

    def _question(self, number: int, draft: _Draft, *, marked: bool) -> Question:
        found = draft.marks
        self._place_plain(draft)
        self._doubts += [Doubt(draft.line, Why.SKIP, each) for each in found.skips]
        self._doubts += [Doubt(draft.line, Why.TYPE, each) for each in found.unknown]
        kind = _kind(draft)
        labels = [each for each in draft.options if not _OTHER.fullmatch(each)]
        chosen = kind in (Kind.ONE, Kind.SEVERAL)
        if not chosen and kind is not Kind.YES_NO:
            draft.hints += draft.options
        required = (kind is not Kind.WORDS) if not marked else bool(found.required)
        constraint, message = _counted(found) if kind is Kind.SEVERAL else ("", "")
        return Question(
            name=_name(number),
            kind=kind,
            label=found.words,
            hint="\n".join(draft.hints),
            required=required,
            choices=tuple(map(Choice, ascii_lowercase, labels)) if chosen else (),
            other=chosen and len(labels) < len(draft.options),
            scale=_scale(draft) if kind is Kind.SCALE else None,
            whole=kind is Kind.NUMBER and found.whole,
            constraint=constraint,
            constraint_message=message,
        )

    def _place_plain(self, draft: _Draft) -> None:
        """Lines without a sign: options where the type says so or they look like it, else hints."""
        if not draft.plain:
            return
        chosen = draft.marks.kind in (Kind.ONE, Kind.SEVERAL)
        alike = (
            draft.marks.kind is None
            and len(draft.plain) > 1
            and all(len(line) <= _SHORT for _number, line in draft.plain)
        )
        if not draft.options and (chosen or alike):
            draft.options = [line for _number, line in draft.plain]
            if not chosen:
                number, line = draft.plain[0]
                self._doubts.append(Doubt(number, Why.GUESSED, line))
            return
        draft.hints += [line for _number, line in draft.plain]
        self._doubts += [Doubt(number, Why.UNPLACED, line) for number, line in draft.plain]


def _name(number: int) -> str:
    return f"q{number}"


def _kind(draft: _Draft) -> Kind:
    marked = draft.marks.kind
    if draft.marks.unknown:
        return Kind.WORDS
    if draft.options == _YES_NO and marked in (None, Kind.ONE):
        return Kind.YES_NO
    if marked in (Kind.ONE, Kind.SEVERAL) and not draft.options:
        return Kind.WORDS if draft.blanks else marked
    if marked:
        return marked
    if draft.options:
        return Kind.ONE
    return Kind.SCALE if draft.scale else Kind.WORDS


def _scale(draft: _Draft) -> Scale:
    marked = draft.marks.scale
    if draft.scale:
        return (
            draft.scale
            if not marked
            else Scale(
                marked.low,
                marked.high,
                stars=marked.stars,
                low_label=draft.scale.low_label,
                high_label=draft.scale.high_label,
            )
        )
    return marked or _FIVE


def _counted(found: Marks) -> tuple[str, str]:
    """How many may be chosen, as a constraint with its words."""
    bounds, words = [], []
    if found.least:
        bounds.append(f"count-selected(.) >= {found.least}")
        words.append(f"最少选 {found.least} 个")
    if found.most:
        bounds.append(f"count-selected(.) <= {found.most}")
        words.append(f"最多选 {found.most} 个")
    return " and ".join(bounds), "，".join(words)
