"""How a period went: its figures by day, week and month, as far as these lie within it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from services.calendar import ONE_DAY
from services.numbers.books import Books
from services.numbers.counting import Figures, Sums
from services.numbers.periods import Period

A_MONTH = 31
"""Days: a longer course is drawn by weeks."""
HALF_A_YEAR = 26 * 7
"""Days: a longer one by months."""


class Step(StrEnum):
    """How long the stretches of a course are, the shortest first."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


Days = tuple[date, date]
"""The first and the last, both included."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A day, week or month, as far as it lies within the period."""

    first: date
    last: date
    figures: Figures


def steps(period: Period) -> list[Step]:
    """Those by which its course can be told; it is drawn by the first."""
    if period.days <= A_MONTH:
        return [Step.DAY, Step.WEEK] if period.days > 7 else [Step.DAY]
    return [Step.WEEK, Step.MONTH] if period.days <= HALF_A_YEAR else [Step.MONTH, Step.WEEK]


def rated(period: Period) -> Step:
    """Of these the longest."""
    return max(steps(period), key=list(Step).index)


def summed(books: Books) -> Mapping[Step, Mapping[Days, Sums]]:
    """What happened in each stretch, and what was in work at its end."""
    return {step: dict(_summed(books, step)) for step in steps(books.period)}


def _summed(books: Books, step: Step) -> Iterator[tuple[Days, Sums]]:
    in_work = books.opened[books.period.first - ONE_DAY]
    for first, last in _stretches(books.period, step):
        sums = Sums()
        day = first
        while day <= last:
            for fact in books.days.get(day, ()):
                sums.add(fact)
            in_work += books.opened[day]
            day += ONE_DAY
        sums.open = in_work
        yield (first, last), sums


def _stretches(period: Period, step: Step) -> Iterator[Days]:
    first = period.first
    while first <= period.last:
        match step:
            case Step.DAY:
                following = first + ONE_DAY
            case Step.WEEK:
                following = first + timedelta(days=7 - first.weekday())
            case Step.MONTH:
                following = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        yield first, min(following - ONE_DAY, period.last)
        first = following
