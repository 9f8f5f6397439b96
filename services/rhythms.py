"""How often something repeats, as staff choose it, and the rule that says so."""

from datetime import date, datetime, time
from enum import StrEnum

from dateutil.rrule import rrulestr

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_LAST = 5
"""Not every month has a fifth Saturday; who starts on one means the last."""


class Rhythm(StrEnum):
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"
    """On the same weekday of the month, such as its third Saturday."""
    DAILY = "daily"


def rule(rhythm: Rhythm, first_day: date) -> str:
    """The RRULE of a series that begins on `first_day`."""
    weekday = _WEEKDAYS[first_day.weekday()]
    match rhythm:
        case Rhythm.WEEKLY:
            return f"FREQ=WEEKLY;BYDAY={weekday}"
        case Rhythm.FORTNIGHTLY:
            return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={weekday}"
        case Rhythm.MONTHLY:
            nth = week_of_month(first_day)
            return f"FREQ=MONTHLY;BYDAY={-1 if nth == _LAST else nth}{weekday}"
        case Rhythm.DAILY:
            return "FREQ=DAILY"


def week_of_month(day: date) -> int:
    """1 for the first of its weekday in the month, 5 for the fifth."""
    return (day.day - 1) // 7 + 1


def following(rhythm: Rhythm, first_day: date, after: date) -> date:
    """The first day after `after` of what began on `first_day`."""
    found = by_rule(rule(rhythm, first_day), first_day, after)
    assert found is not None, "it has no end"
    return found


def by_rule(rrule: str, first_day: date, after: date) -> date | None:
    """The same by an RRULE (RFC 5545); None where it has ended."""
    beginning, since = (datetime.combine(day, time()) for day in (first_day, after))
    found = rrulestr(rrule, dtstart=beginning).after(since)
    return found.date() if found is not None else None
