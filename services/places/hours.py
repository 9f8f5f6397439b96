"""When a place is open, from hours in OpenStreetMap's `opening_hours` format.

`opening-hours-py` reads the format but has wrong public holidays for China and none of the
working weekends, so each day is asked with its kind spelled out:

- On a public holiday (放假) `PH` names the day: "Mo-Fr 08:30-18:00; PH off" is shut.
- On a working Saturday or Sunday (调休) a place that keeps working days (some rule names all of
  Monday to Friday) keeps them that day too, and rules for other weekdays do not count. A place
  without such a rule, like a doctor every Wednesday, goes by the weekday.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from opening_hours import OpeningHours, State

from services.calendar import ONE_DAY, SATURDAY, ZONE, Days
from storage.tables import PlaceClosure

LOOKAHEAD = timedelta(days=60)
"""How far ahead the next opening is looked for: beyond a summer holiday nobody plans a walk."""

_WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_DAY = f"(?:{'|'.join(_WEEKDAYS)})"
_SELECTOR = re.compile(
    rf"(?P<comment>\"[^\"]*\")|\b{_DAY}(?:-{_DAY})?(?:,{_DAY}(?:-{_DAY})?)*\b(?P<nth>\[)?"
)
_HOLIDAY = re.compile(r"(?P<comment>\"[^\"]*\")|\bPH\b")
_WORKING = frozenset(range(SATURDAY))


@dataclass(frozen=True, slots=True)
class OpenState:
    """Whether something is open; times are aware, in the zone that was asked for."""

    now: bool
    until: datetime | None = None
    """When it closes, if it is open; None when it does not within `LOOKAHEAD`."""
    next: datetime | None = None
    """When it opens, if it is shut; None when it does not within `LOOKAHEAD`."""


def open_state(
    hours: str,
    closures: Collection[PlaceClosure],
    days: Days,
    at: datetime,
    zone: ZoneInfo = ZONE,
) -> OpenState:
    """Whether a place with these hours is open at `at` (aware), until when, or when next.

    `closures` are the place's own. Raises ValueError for hours that are not in the format; those
    that were imported are.
    """
    here = at.astimezone(zone).replace(tzinfo=None)
    start: datetime | None = None
    end = here
    for opens, closes in _open_from(hours, closures, days, here):
        if start is None:
            start = opens
        elif opens > end:
            break
        end = closes
    if start is None:
        return OpenState(now=False)
    if start > here:
        return OpenState(now=False, next=start.replace(tzinfo=zone))
    never_closes = end >= _last_midnight(here)
    return OpenState(now=True, until=None if never_closes else end.replace(tzinfo=zone))


def _open_from(
    hours: str, closures: Collection[PlaceClosure], days: Days, here: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches that end after `here`, cut at midnight, in order; naive and local."""
    day = here.date()
    while day < _last_midnight(here).date():
        if not any(closure.starts_on <= day <= closure.ends_on for closure in closures):
            for opens, closes in _open_on(hours, day, days):
                if closes > here:
                    yield opens, closes
        day += ONE_DAY


def _open_on(hours: str, day: date, days: Days) -> Iterator[tuple[datetime, datetime]]:
    midnight = datetime.combine(day, time())
    if days.is_holiday(day):
        meant = _parsed(_on_a_holiday(hours))
    elif days.is_make_up_day(day):
        meant = _parsed(_on_a_working_weekend(hours, day.weekday()))
    else:
        meant = _parsed(hours)
    for opens, closes, state, _comment in meant.intervals(midnight, midnight + ONE_DAY):
        if state == State.OPEN:
            yield opens, closes


def _last_midnight(here: datetime) -> datetime:
    return datetime.combine(here.date() + LOOKAHEAD, time())


@lru_cache(maxsize=2048)
def _parsed(hours: str) -> OpeningHours:
    return OpeningHours(hours)


@lru_cache(maxsize=2048)
def _on_a_holiday(hours: str) -> str:
    """The same hours for a day that is a public holiday, whatever its weekday."""
    return _HOLIDAY.sub(lambda found: found["comment"] or "Mo-Su", hours)


@lru_cache(maxsize=2048)
def _on_a_working_weekend(hours: str, weekday: int) -> str:
    """The same hours for a Saturday or Sunday that is a working day."""
    selectors = [found for found in _SELECTOR.finditer(hours) if not found["comment"]]
    if not any(_names_working_days(found) for found in selectors):
        return hours
    other_day = _WEEKDAYS[weekday - 1]

    def meant(found: re.Match[str]) -> str:
        if found["comment"]:
            return found[0]
        if _names_working_days(found):
            return "Mo-Su"
        return other_day + (found["nth"] or "")

    return _SELECTOR.sub(meant, hours)


def _names_working_days(selector: re.Match[str]) -> bool:
    named: set[int] = set()
    if selector["nth"]:
        return False
    for part in selector[0].split(","):
        first, _, last = part.partition("-")
        start, end = _WEEKDAYS.index(first), _WEEKDAYS.index(last or first)
        named.update((start + step) % 7 for step in range((end - start) % 7 + 1))
    return named >= _WORKING
