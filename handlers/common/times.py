"""Times as people read them, in the community's zone."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from handlers.common.i18n import current_language

DAYS = 200
"""Of which it is remembered how they are written: Babel takes 50 µs, and the same few recur."""


@lru_cache(maxsize=DAYS)
def day_in(pattern: str, day: date, language: str) -> str:
    """`day` by a skeleton of Babel's, such as "MMMd"."""
    return format_skeleton(pattern, day, locale=language)


def until(by: datetime, zone: ZoneInfo) -> str:
    """The last day before `by`, such as 11月30日周一; with the time where that day goes on."""
    local = by.astimezone(zone)
    if local.time() == time():
        return day_in("MMMEd", local.date() - timedelta(days=1), current_language())
    return f"{day_in('MMMEd', local.date(), current_language())} {local:%H:%M}"


def when(at: datetime, zone: ZoneInfo) -> str:
    """Such as 11月22日 09:30, in English Nov 22 09:30."""
    local = at.astimezone(zone)
    day = day_in("MMMd", local.date(), current_language())
    return f"{day} {local:%H:%M}"
