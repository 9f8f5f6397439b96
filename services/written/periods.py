"""From one day to another, as people write it: 2026-09-01 到 2026年11月30日, 9月1日至30日."""

import re
from datetime import date

from services.written import days
from services.written.errors import TimesUnreadable

_TO = re.compile(r"\s*(?:到|至|~|—|–|\s-\s)+\s*|\s+")


def period(words: str, today: date) -> tuple[date, date]:
    """First and last day; the last is the next such one after the first.

    Raises TimesUnreadable, also where they are the wrong way round.
    """
    parts = _TO.split(days.plain(words).strip())
    if len(parts) != 2:
        raise TimesUnreadable
    first = days.day(parts[0], today)
    last = days.day(parts[1], first)
    if last < first:
        raise TimesUnreadable
    return first, last
