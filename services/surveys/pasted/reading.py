"""From pasted text to a definition, line by line."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.surveys.pasted import lines, marks
from services.surveys.pasted.doubts import Doubt
from services.surveys.pasted.drafts import Draft, name_of
from services.surveys.pasted.lines import Shape
from services.surveys.questions import TITLE_LIMIT, Definition
from storage.clean_text import one_line


@dataclass(frozen=True, slots=True)
class Pasted:
    definition: Definition
    """Perhaps with problems (`checking.problems`), such as no questions."""
    doubts: tuple[Doubt, ...]
    """In the order of the lines."""


def read(text: str) -> Pasted:
    """Whatever is written gives a survey, if only one of questions to be answered in words."""
    return _Reader(text).read()


class _Reader:
    def __init__(self, text: str) -> None:
        found = [(number, one_line(line)) for number, line in enumerate(text.splitlines(), start=1)]
        self._lines = [(number, line) for number, line in found if line]
        self._asking = _asking([line for _number, line in self._lines])
        self._before: list[str] = []
        self._drafts: list[Draft] = []
        self._thanks: list[str] = []
        self._heading = ""
        self._parts: dict[str, str] = {}

    def read(self) -> Pasted:
        for number, line in self._lines:
            self._read_line(number, line)
        marked = any(draft.marks.required is not None for draft in self._drafts)
        questions = [
            draft.question(number, marked=marked)
            for number, draft in enumerate(self._drafts, start=1)
        ]
        title, intro = self._title()
        definition = Definition(
            title=title,
            questions=tuple(questions),
            intro=intro,
            thanks="\n".join(self._thanks),
            parts=self._parts,
        )
        doubts = [each for draft in self._drafts for each in draft.doubts]
        return Pasted(definition, tuple(sorted(doubts, key=lambda each: each.line)))

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
            self._drafts[-1].add_options(number, lines.bracketed_options(found.words))
        else:
            self._read_below(number, line, self._drafts[-1])

    def _begin(self, number: int, words: str) -> None:
        asked, options = lines.with_options(words)
        self._drafts.append(Draft(marks.read(asked), number))
        self._drafts[-1].add_options(number, options)
        if self._heading:
            self._parts[name_of(len(self._drafts))] = self._heading
            self._heading = ""

    def _read_below(self, number: int, line: str, draft: Draft) -> None:
        """A line below a question that is no question."""
        if options := lines.options(line):
            draft.add_options(number, options)
        elif lines.is_blanks(line):
            draft.blanks = True
        elif scale := lines.scale(line):
            draft.scale = scale
        elif (hint := lines.hint(line)) is not None:
            draft.add_hint(hint)
        elif lines.is_thanks(line):
            self._thanks.append(line)
        else:
            draft.plain.append((number, line))


def _asking(written: Sequence[str]) -> Shape | None:
    """How questions are numbered here."""
    shapes = {each.shape for line in written if (each := lines.numbered(line))}
    if shapes == {Shape.NUMERAL, Shape.BRACKETED} and any(map(lines.options, written)):
        return Shape.BRACKETED
    return next((each for each in Shape if each in shapes), None)
