"""WeChat's time: whole seconds, and days that begin in Beijing."""

from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone

Clock = Callable[[], datetime]
"""The time, aware."""

_BEIJING = timezone(timedelta(hours=8))


def seconds(now: datetime) -> int:
    return int(now.timestamp())


def day(now: datetime) -> date:
    """The day that daily limits count by."""
    return now.astimezone(_BEIJING).date()
