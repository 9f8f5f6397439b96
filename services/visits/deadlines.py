"""Days of lists of visits, as staff write them and as they come by themselves."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services import calendar
from services.written import days
from services.written.errors import TimesPast, TimesTooFar
from services.written.spans import FAR

CLOSES = time(18)
"""A list is due when its last working day ends."""
REMINDER = timedelta(hours=9)
"""So long before that those who go are reminded: at nine in the morning."""


def deadline(words: str, *, now: datetime, zone: ZoneInfo = calendar.ZONE) -> datetime:
    """The end of the working day that `words` name, in UTC.

    Raises TimesUnreadable, TimesPast and TimesTooFar.
    """
    return by_day(days.day(words, now.astimezone(zone).date()), now=now, zone=zone)


def by_day(day: date, *, now: datetime, zone: ZoneInfo = calendar.ZONE) -> datetime:
    """The same of a day. Raises TimesPast and TimesTooFar."""
    due = datetime.combine(day, CLOSES, zone).astimezone(UTC)
    if due <= now:
        raise TimesPast
    if due > now + FAR:
        raise TimesTooFar
    return due


def next_call(due_at: datetime, now: datetime) -> datetime:
    """When a list is looked at next: to remind, or where that is past, at its end."""
    reminder = due_at - REMINDER
    return reminder if reminder > now else due_at
