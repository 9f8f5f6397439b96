"""What came of a survey, as anybody may see it: no count tells what fewer than five people said.

It is made once, when the survey has ended, and kept: what came later, or left with somebody who
was erased, would tell by the difference what one person had said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from services.surveys.cells import PASSED
from services.surveys.disclosure import Span
from services.surveys.questions import Answers


@dataclass(frozen=True, slots=True)
class Response:
    """What one person answered."""

    answers: Answers
    complete: bool = True
    group: int | None = None
    """See `groups`."""


@dataclass(frozen=True, slots=True)
class Line:
    """How many gave an answer; of answers counted together, the first and any of the others."""

    names: tuple[str, ...]
    """As `cells.cells` has them."""
    people: Span


@dataclass(frozen=True, slots=True)
class Row:
    """Groups counted together; None among them: of whom no group is kept."""

    groups: tuple[int | None, ...]
    people: int
    """Who answered to the end."""
    asked: int | None
    """None where that is not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The answers to one question."""

    question: str
    people: int
    """Who were asked it, were they to answer or to pass it over."""
    lines: tuple[Line, ...] = ()
    """None where nothing may be shown."""
    top: tuple[str, ...] = ()
    """The names of the lines that are compared by group."""
    by_row: tuple[Span, ...] = ()
    """So many in each row of the results gave such an answer."""

    @property
    def answered(self) -> int:
        """Without those who passed it over, where their number is shown."""
        passed = sum(each.people.low for each in self.lines if each.names == (PASSED,))
        return self.people - passed

    @property
    def is_whole(self) -> bool:
        """Each answer has a line, and a number, of its own."""
        return bool(self.lines) and all(
            len(each.names) == 1 and each.people.is_exact for each in self.lines
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    people: int
    """Who answered to the end; 0 where they are fewer than five."""
    asked: int | None
    """None where so few did not answer that it is not said."""
    partial: int
    """Who stopped on the way and are counted for the questions before; 0 where they are few."""
    tables: tuple[Table, ...]
    rows: tuple[Row, ...]

    def dump(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)

    @classmethod
    def load(cls, kept: Mapping[str, Any]) -> "Results":
        """What `dump` gave, once it was JSON."""
        rows = (Row(tuple(each["groups"]), each["people"], each["asked"]) for each in kept["rows"])
        return cls(**{**kept, "tables": _tables(kept["tables"]), "rows": tuple(rows)})

    def table(self, question: str) -> Table | None:
        return next((each for each in self.tables if each.question == question), None)


def _tables(kept: Iterable[Mapping[str, Any]]) -> tuple[Table, ...]:
    return tuple(
        Table(
            question=each["question"],
            people=each["people"],
            lines=tuple(Line(tuple(one["names"]), Span(*one["people"])) for one in each["lines"]),
            top=tuple(each["top"]),
            by_row=tuple(Span(*one) for one in each["by_row"]),
        )
        for each in kept
    )
