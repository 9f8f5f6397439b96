"""The same survey, asked again: whether what people answer has changed, or it can be chance."""

from enum import Enum
from math import hypot
from typing import NamedTuple

from services.surveys.cells import cells
from services.surveys.questions import Question
from services.surveys.results import Results, Table
from services.surveys.shares import Between, wilson


class Trend(Enum):
    HIGHER = "higher"
    LOWER = "lower"
    MAYBE_CHANCE = "maybe chance"
    """The interval of the difference holds none at all."""


class Change(NamedTuple):
    """Of the share of those who gave the question's top answer; from 0 to 1."""

    now: float
    before: float
    difference: Between
    """95 times of 100 it lies within; by Newcombe's method of Wilson's intervals."""

    @property
    def trend(self) -> Trend:
        if self.difference.low > 0:
            return Trend.HIGHER
        return Trend.LOWER if self.difference.high < 0 else Trend.MAYBE_CHANCE


def compare(
    question: Question, now: Results, earlier: Question | None, before: Results
) -> Change | None:
    """None where it was not the same question, or its top answer has no share of its own in both.

    Words may have been corrected meanwhile; what could be answered is the same.
    """
    if earlier is None or (earlier.kind, cells(earlier)) != (question.kind, cells(question)):
        return None
    tables = now.table(question.name), before.table(question.name)
    if tables[0] is None or tables[1] is None or not tables[0].top:
        return None
    counts = [_top(table, frozenset(tables[0].top)) for table in tables if table is not None]
    if None in counts:
        return None
    (count, people), (was, of) = (each for each in counts if each is not None)
    return Change(count / people, was / of, difference((count, people), (was, of)))


def _top(table: Table, names: frozenset[str]) -> tuple[int, int] | None:
    """How many gave one of these answers, of how many; None where others stand with them."""
    lines = [each for each in table.lines if not names.isdisjoint(each.names)]
    exact = all(names.issuperset(each.names) and each.people.is_exact for each in lines)
    covered = {name for each in lines for name in each.names} == names
    if not exact or not covered or not table.answered:
        return None
    return sum(each.people.low for each in lines), table.answered


def difference(now: tuple[int, int], before: tuple[int, int]) -> Between:
    """The interval around the difference of two shares: each (how many, of how many people)."""
    (a, m), (b, n) = now, before
    share, was = a / m, b / n
    its, theirs = wilson(a, m), wilson(b, n)
    middle = share - was
    return Between(
        middle - hypot(share - its.low, theirs.high - was),
        middle + hypot(its.high - share, was - theirs.low),
    )
