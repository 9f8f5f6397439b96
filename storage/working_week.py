"""A week's working hours as they may be kept: what is wrong with some, and the usual ones."""

from collections.abc import Iterable, Mapping
from datetime import time
from itertools import combinations
from typing import NamedTuple

from storage.tables import WorkDay

DAY = 24 * 60


class Stretch(NamedTuple):
    """From opening until closing, by the clock on the wall; until 0:00 is to the end of the day."""

    opens: time
    closes: time

    @property
    def minutes(self) -> tuple[int, int]:
        """Since midnight."""
        opens = self.opens.hour * 60 + self.opens.minute
        closes = self.closes.hour * 60 + self.closes.minute
        return opens, closes or DAY

    @property
    def is_backwards(self) -> bool:
        """It ends before it begins, or has no length."""
        opens, closes = self.minutes
        return closes <= opens

    def overlaps(self, other: "Stretch") -> bool:
        (opens, closes), (begins, ends) = self.minutes, other.minutes
        return opens < ends and begins < closes


Week = Mapping[WorkDay, tuple[Stretch, ...]]
"""In order of their times; a day that is missing is free."""

WEEKDAYS = tuple(day for day in WorkDay if day is not WorkDay.HOLIDAY)
OFFICE_DAYS = WEEKDAYS[:5]
USUAL: Week = dict.fromkeys(
    OFFICE_DAYS, (Stretch(time(8, 30), time(12)), Stretch(time(14, 30), time(18)))
)
"""When a community's service hall is staffed; the noon break is the usual one in Fuzhou."""


def overlapping(stretches: Iterable[Stretch]) -> tuple[Stretch, Stretch] | None:
    """The first two of a day that are open at the same time."""
    pairs = combinations(sorted(stretches), 2)
    return next(((one, other) for one, other in pairs if one.overlaps(other)), None)


def has_no_week(week: Week) -> bool:
    """Whether nobody ever works but on holidays: then nothing would ever be due."""
    return not any(week.get(day) for day in WEEKDAYS)
