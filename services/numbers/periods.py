"""Of which days a report tells, and with which days before it is compared."""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from services.calendar import ONE_DAY, ZONE
from services.errors import Refusal
from services.written import periods
from services.written.errors import TimesUnreadable

LONGEST = 366
"""Days: a year."""
A_WEEK = timedelta(weeks=1)
SUNDAY = 6
"""As `date.weekday` counts."""


class PeriodAhead(Refusal):
    """It has not begun yet: there is nothing to count."""


class PeriodTooLong(Refusal):
    """It is longer than LONGEST days."""


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day to the last, both included, in `zone`."""

    first: date
    last: date
    zone: ZoneInfo = ZONE
    as_month: bool = False
    """It is what there is of a month so far; from a Monday on it could be a week as well."""

    @property
    def start(self) -> datetime:
        """In UTC."""
        return datetime.combine(self.first, time(), self.zone).astimezone(UTC)

    @property
    def end(self) -> datetime:
        """The moment after it, in UTC."""
        return datetime.combine(self.last + ONE_DAY, time(), self.zone).astimezone(UTC)

    def day_of(self, at: datetime) -> date:
        """The local day of a moment."""
        return at.astimezone(self.zone).date()

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def is_month(self) -> bool:
        """It is a whole month."""
        return self.first.day == 1 and self.last == _last_of_month(self.first)

    @property
    def before(self) -> "Period":
        """What it is compared with: as much of the week or month before, else as many days.

        Of a month's first five days the first five of the month before; of a whole month the
        whole month before, though that may be shorter.
        """
        is_month = self.as_month or self.is_month
        if self.first.weekday() == 0 and self.days <= SUNDAY + 1 and not is_month:
            return Period(self.first - A_WEEK, self.last - A_WEEK, self.zone)
        if self.first.day == 1 and self.last <= _last_of_month(self.first):
            first = (self.first - ONE_DAY).replace(day=1)
            whole = _last_of_month(first)
            last = whole if self.is_month else min(whole, first + (self.last - self.first))
            return Period(first, last, self.zone)
        length = timedelta(days=self.days)
        return Period(self.first - length, self.last - length, self.zone)


def this_week(today: date, zone: ZoneInfo = ZONE) -> Period:
    """From Monday to today."""
    return Period(today - timedelta(days=today.weekday()), today, zone)


def last_week(today: date, zone: ZoneInfo = ZONE) -> Period:
    monday = this_week(today).first
    return Period(monday - A_WEEK, monday - ONE_DAY, zone)


def this_month(today: date, zone: ZoneInfo = ZONE) -> Period:
    """From the first to today."""
    return Period(today.replace(day=1), today, zone, as_month=True)


def last_month(today: date, zone: ZoneInfo = ZONE) -> Period:
    last = today.replace(day=1) - ONE_DAY
    return Period(last.replace(day=1), last, zone)


def written(words: str, today: date, zone: ZoneInfo = ZONE) -> Period:
    """What `words` say, such as 11月1日到11月20日; the days to come are left away.

    Raises TimesUnreadable, and as `checked` does.
    """
    try:
        first, last = periods.period(words, today)
    except OverflowError:
        raise TimesUnreadable from None
    return checked(Period(first, last, zone), today)


def checked(period: Period, today: date) -> Period:
    """The days of it that are not to come. Raises PeriodAhead, PeriodTooLong."""
    if period.first > today:
        raise PeriodAhead
    if period.days > LONGEST:
        raise PeriodTooLong
    return replace(period, last=min(period.last, today))


def _last_of_month(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])
