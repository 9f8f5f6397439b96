"""A pasted question as far as its lines were read, and what it asks once all were."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from string import ascii_lowercase

from services.surveys.pasted import marks
from services.surveys.pasted.doubts import Doubt, Why
from services.surveys.pasted.marks import Marks
from services.surveys.questions import Choice, Kind, Question, Scale

_OTHER = re.compile(
    r"其[他它](?:情况|原因|意见)?\s?(?:[(（][^()（）]*[)）])?\s?[,，]?(?:请(?:注明|说明|写明|填写|补充))?\s?[:：]?"
)
_YES_NO = ["是", "否"]
_FIVE = Scale(1, 5)
_CHOSEN = (Kind.ONE, Kind.SEVERAL)
_SHORT = 20
"""Characters of a line that may be an option without a sign."""


def name_of(number: int) -> str:
    """The name of the question with this number, from 1."""
    return f"q{number}"


@dataclass(slots=True)
class Draft:
    marks: Marks
    line: int
    options: list[str] = field(default_factory=list)
    plain: list[tuple[int, str]] = field(default_factory=list)
    """Lines with their numbers that are neither options nor anything else that is known."""
    hints: list[str] = field(default_factory=list)
    scale: Scale | None = None
    blanks: bool = False
    """____ stands below it."""
    doubts: list[Doubt] = field(default_factory=list)

    def add_options(self, line: int, options: Sequence[str]) -> None:
        for each in options:
            found = marks.read(each)
            self.doubts += [Doubt(line, Why.SKIP, skip) for skip in found.skips]
            self.options.append(found.words if found.skips else each)

    def add_hint(self, hint: str) -> None:
        """Words, or marks that stand on a line of their own."""
        below = marks.read(f"（{hint}）")
        if below.words:
            self.hints.append(hint)
        else:
            self.marks.join(below)

    def question(self, number: int, *, marked: bool) -> Question:
        """`marked` where any question of the survey says whether it has to be answered."""
        found = self.marks
        self._place_plain()
        self.doubts += [Doubt(self.line, Why.SKIP, each) for each in found.skips]
        self.doubts += [Doubt(self.line, Why.TYPE, each) for each in found.unknown]
        kind = self._kind()
        labels = [each for each in self.options if not _OTHER.fullmatch(each)]
        chosen = kind in _CHOSEN
        unused = [] if chosen or kind is Kind.YES_NO else self.options
        constraint, message = _counted(found) if kind is Kind.SEVERAL else ("", "")
        return Question(
            name=name_of(number),
            kind=kind,
            label=found.words,
            hint="\n".join([*self.hints, *unused]),
            required=bool(found.required) if marked else kind is not Kind.WORDS,
            choices=_choices(labels) if chosen else (),
            other=chosen and len(labels) < len(self.options),
            scale=self._scale() if kind is Kind.SCALE else None,
            whole=kind is Kind.NUMBER and found.whole,
            constraint=constraint,
            constraint_message=message,
        )

    def _place_plain(self) -> None:
        """Lines without a sign: options where the type says so or they look like it, else hints."""
        if not self.plain:
            return
        texts = [text for _line, text in self.plain]
        said = self.marks.kind in _CHOSEN
        alike = self.marks.kind is None and len(texts) > 1 and max(map(len, texts)) <= _SHORT
        if not self.options and (said or alike):
            self.options = texts
            if not said:
                self.doubts.append(Doubt(self.plain[0][0], Why.GUESSED, texts[0]))
            return
        self.hints += texts
        self.doubts += [Doubt(line, Why.UNPLACED, text) for line, text in self.plain]

    def _kind(self) -> Kind:
        marked = self.marks.kind
        if self.marks.unknown:
            return Kind.WORDS
        if marked in (None, Kind.ONE, Kind.YES_NO) and self.options:
            return Kind.YES_NO if self.options == _YES_NO else Kind.ONE
        if marked in _CHOSEN and self.blanks and not self.options:
            return Kind.WORDS
        return marked or (Kind.SCALE if self.scale else Kind.WORDS)

    def _scale(self) -> Scale:
        said, drawn = self.marks.scale, self.scale
        if said is None or drawn is None:
            return said or drawn or _FIVE
        ends = {"low_label": drawn.low_label, "high_label": drawn.high_label}
        return Scale(said.low, said.high, stars=said.stars, **ends)


def _choices(labels: Sequence[str]) -> tuple[Choice, ...]:
    names = [*ascii_lowercase, *(f"c{number}" for number in range(len(labels)))]
    return tuple(Choice(name, label) for name, label in zip(names, labels, strict=False))


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
