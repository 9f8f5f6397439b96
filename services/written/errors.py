"""Why what people wrote is no day or time that can be taken."""

from services.errors import Refusal


class TimesUnreadable(Refusal):
    """Not a day, or not a day with a time from and to."""


class NoSuchDay(TimesUnreadable):
    """The month does not have that day: 2月30日."""

    def __init__(self, month: int, day: int) -> None:
        super().__init__(f"{month}-{day}")
        self.month = month
        self.day = day


class SeveralDays(TimesUnreadable):
    """More than one day, where one is asked for: 周一到周五 9点到11点."""


class TimesPast(Refusal):
    """It begins in the past."""


class TimesTooFar(Refusal):
    """It is more than a year ahead."""
