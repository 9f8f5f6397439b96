"""The days of a series, and what each occurrence looks like: local time, no database."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from dateutil.rrule import rrule, rruleset, rrulestr

from services.calendar import Days
from services.volunteering.errors import UnreadableRule
from services.volunteering.new_task import NewTask
from storage.tables import HolidayPolicy

RULE_LIMIT = 200
"""The column's length."""
_FREQUENCIES = ("DAILY", "WEEKLY", "MONTHLY", "YEARLY")
_OF_THE_CLOCK = ("BYHOUR", "BYMINUTE", "BYSECOND", "DTSTART", "BYEASTER")
"""Times of day are the template's."""
_COPIED = ("post", "title", "details", "private", "place", "latitude", "longitude")
_MINUTE = timedelta(minutes=1)


def checked_rule(rule: str, first_day: date) -> str:
    """`rule` as it is kept. Raises UnreadableRule, also for one under which nothing happens."""
    written = rule.strip().upper().removeprefix("RRULE:")
    parts = dict(part.partition("=")[::2] for part in written.split(";"))
    if len(written) > RULE_LIMIT or parts.get("FREQ") not in _FREQUENCIES:
        raise UnreadableRule
    if any(name in parts for name in _OF_THE_CLOCK) or len(written.split()) > 1:
        raise UnreadableRule
    try:
        first = _parsed(written, first_day)
        if first.after(_midnight(first_day), inc=True) is None:
            raise UnreadableRule
    except (ValueError, TypeError) as error:
        raise UnreadableRule from error
    return written


def occurrences(
    rule: str, first_day: date, policy: HolidayPolicy, days: Days, *, since: date, until: date
) -> Iterator[date]:
    """The days from `since` to `until`, both included, on which the task takes place.

    A COUNT in the rule counts the days that the holidays take away as well.
    """
    first = _midnight(max(since, first_day))
    for occurrence in _parsed(rule, first_day).between(first, _midnight(until), inc=True):
        day = occurrence.date()
        if _takes_place(day, policy, days):
            yield day


def template_of(new: NewTask, zone: ZoneInfo) -> dict[str, Any]:
    """What is kept of a first occurrence: its words, its places, and its times by the clock."""
    starts, ends, claim_by = (
        at.astimezone(zone).replace(tzinfo=None)
        for at in (new.starts_at, new.ends_at, new.claim_by)
    )
    return {name: getattr(new, name) for name in _COPIED} | {
        "starts": f"{starts:%H:%M}",
        "minutes": (ends - starts) // _MINUTE,
        "claim_before": (starts - claim_by) // _MINUTE,
        "roles": [[name, places] for name, places in new.roles],
    }


@dataclass(frozen=True, slots=True)
class Times:
    """Of one occurrence; aware."""

    starts_at: datetime
    ends_at: datetime
    claim_by: datetime


def times_on(template: Mapping[str, Any], day: date, zone: ZoneInfo) -> Times:
    """When the occurrence of `day` starts and ends, by the zone's clock of that very day."""
    starts = datetime.combine(day, time.fromisoformat(template["starts"]))
    ends = starts + template["minutes"] * _MINUTE
    claim_by = starts - template["claim_before"] * _MINUTE
    return Times(*(naive.replace(tzinfo=zone) for naive in (starts, ends, claim_by)))


def words_of(template: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a NewTask that are the same for every occurrence."""
    roles: Sequence[tuple[str, int]] = [(name, places) for name, places in template["roles"]]
    return {name: template[name] for name in _COPIED} | {"roles": roles}


def _takes_place(day: date, policy: HolidayPolicy, days: Days) -> bool:
    match policy:
        case HolidayPolicy.ALWAYS:
            return True
        case HolidayPolicy.SKIP_HOLIDAYS:
            return not days.is_holiday(day)
        case HolidayPolicy.WORKING_DAYS:
            return days.works(day)


def _parsed(rule: str, first_day: date) -> rrule | rruleset:
    return rrulestr(rule, dtstart=_midnight(first_day), ignoretz=True)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time())
