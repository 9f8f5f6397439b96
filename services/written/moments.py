"""A day and a time at which something begins, as people write it: 12月1日 9:00, 明天下午3点."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.written import days, spans
from services.written.errors import NoSuchDay, SeveralDays, TimesPast, TimesTooFar, TimesUnreadable

NINE = time(9)
"""Of a day that is said without a time."""
_ANY_LENGTH = timedelta(hours=1)


def moment(words: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """What `words` say, written in `zone` at the moment `now`; aware, in UTC.

    A day by itself means nine in the morning, a time by itself today. Raises TimesUnreadable,
    TimesPast and TimesTooFar.
    """
    try:
        return _at(words, now=now, zone=zone)
    except (NoSuchDay, SeveralDays):
        raise
    except TimesUnreadable:
        pass
    try:
        on = days.find(words, now.astimezone(zone).date())
    except NoSuchDay:
        raise
    except TimesUnreadable:
        return _at(f"今天{words}", now=now, zone=zone)
    if any(each.isdecimal() for each in on.rest):
        raise TimesUnreadable
    begins = datetime.combine(on.day, NINE, zone).astimezone(UTC)
    if begins <= now:
        raise TimesPast
    if begins > now + spans.FAR:
        raise TimesTooFar
    return begins


def _at(words: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    return spans.find(words, now=now, zone=zone, lasting=_ANY_LENGTH).span.starts_at
