"""When a place is open, from hours in OpenStreetMap's `opening_hours` format.

`opening-hours-py` reads the format but has wrong public holidays for China and none of the
working weekends, so each day is asked with its kind spelled out:

- On a public holiday (放假) `PH` names the day: "Mo-Fr 08:30-18:00; PH off" is shut.
- On a working Saturday or Sunday (调休) a place that keeps working days (some rule names all of
  Monday to Friday) keeps them that day too, and rules for other weekdays do not count. A place
  without such a rule, like a doctor every Wednesday, goes by the weekday.

Hours after midnight belong to the day on which the evening began, whatever kind of day follows.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from services.calendar import ONE_DAY, SATURDAY, ZONE, Days
from services.places import over_midnight
from storage.tables import PlaceClosure

if TYPE_CHECKING:
    from opening_hours import OpeningHours

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
    """When it opens, if it is shut; None when it does not within `LOOKAHEAD`.

    If it is open: when it opens again the same day, after a break at noon.
    """


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
    again: datetime | None = None
    end = here
    for opens, closes in _open_from(hours, closures, days, here):
        if start is None:
            start = opens
        elif opens > end:
            again = opens.replace(tzinfo=zone) if opens.date() == here.date() else None
            break
        end = max(end, closes)
    if start is None:
        return OpenState(now=False)
    if start > here:
        return OpenState(now=False, next=start.replace(tzinfo=zone))
    never_closes = end >= _last_midnight(here)
    until = None if never_closes else end.replace(tzinfo=zone)
    return OpenState(now=True, until=until, next=again)


def _open_from(
    hours: str, closures: Collection[PlaceClosure], days: Days, here: datetime
) -> Iterator[tuple[datetime, datetime]]:
    """The stretches that end after `here`, cut at midnight, in order; naive and local."""
    day = here.date()
    while day < _last_midnight(here).date():
        stretches = [*_nights_before(hours, closures, day, days), *_own(hours, closures, day, days)]
        yield from (stretch for stretch in sorted(stretches) if stretch[1] > here)
        day += ONE_DAY


def _own(
    hours: str, closures: Collection[PlaceClosure], day: date, days: Days
) -> Iterator[tuple[datetime, datetime]]:
    """What begins on `day`, until midnight."""
    if not _is_closed(closures, day):
        yield from _stretches(over_midnight.evening(_meant(hours, day, days)), day)


def _nights_before(
    hours: str, closures: Collection[PlaceClosure], day: date, days: Days
) -> Iterator[tuple[datetime, datetime]]:
    """What of `day` belongs to the evening before."""
    eve = day - ONE_DAY
    night = over_midnight.night(hours) and over_midnight.night(_meant(hours, eve, days))
    if not night or _is_closed(closures, eve):
        return
    last_minute = datetime.combine(eve, time()) + timedelta(minutes=over_midnight.LAST_MINUTE)
    for opens, closes in _stretches(night, eve):
        if closes < last_minute:
            yield opens + ONE_DAY, closes + ONE_DAY


def _is_closed(closures: Collection[PlaceClosure], day: date) -> bool:
    return any(closure.starts_on <= day <= closure.ends_on for closure in closures)


def _meant(hours: str, day: date, days: Days) -> str:
    """The hours as they are on `day`, by its weekday."""
    if days.is_holiday(day):
        return _on_a_holiday(hours)
    if days.is_make_up_day(day):
        return _on_a_working_weekend(hours, day.weekday())
    return hours


def _stretches(hours: str, day: date) -> Iterator[tuple[datetime, datetime]]:
    from opening_hours import State

    midnight = datetime.combine(day, time())
    for opens, closes, state, _comment in _parsed(hours).intervals(midnight, midnight + ONE_DAY):
        if state == State.OPEN:
            yield opens, closes


def _last_midnight(here: datetime) -> datetime:
    return datetime.combine(here.date() + LOOKAHEAD, time())


@lru_cache(maxsize=2048)
def _parsed(hours: str) -> "OpeningHours":
    from opening_hours import OpeningHours

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
