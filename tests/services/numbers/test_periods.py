"""Which days a report is of, and which it is compared with."""

from datetime import date

import pytest

from services.errors import Refusal
from services.numbers import periods
from services.numbers.periods import Period, PeriodAhead, PeriodTooLong
from services.written.errors import TimesUnreadable

TODAY = date(2026, 11, 25)
"""A Wednesday."""


def days(first: str, last: str, *, as_month: bool = False) -> Period:
    return Period(date.fromisoformat(first), date.fromisoformat(last), as_month=as_month)


@pytest.mark.parametrize(
    ("period", "meant"),
    [
        (periods.this_week(TODAY), days("2026-11-23", "2026-11-25")),
        (periods.last_week(TODAY), days("2026-11-16", "2026-11-22")),
        (periods.this_month(TODAY), days("2026-11-01", "2026-11-25", as_month=True)),
        (periods.last_month(TODAY), days("2026-10-01", "2026-10-31")),
        (periods.last_month(date(2027, 1, 3)), days("2026-12-01", "2026-12-31")),
    ],
)
def test_what_is_tapped(period: Period, meant: Period) -> None:
    assert period == meant


@pytest.mark.parametrize(
    ("period", "before"),
    [
        (days("2026-11-16", "2026-11-22"), days("2026-11-09", "2026-11-15")),
        (days("2026-11-23", "2026-11-25"), days("2026-11-16", "2026-11-18")),
        (days("2026-11-01", "2026-11-30"), days("2026-10-01", "2026-10-31")),
        (days("2026-03-01", "2026-03-31"), days("2026-02-01", "2026-02-28")),
        (days("2026-03-01", "2026-03-30"), days("2026-02-01", "2026-02-28")),
        (days("2026-11-01", "2026-11-25"), days("2026-10-01", "2026-10-25")),
        (days("2026-11-10", "2026-11-12"), days("2026-11-07", "2026-11-09")),
        (days("2026-10-20", "2026-11-25"), days("2026-09-13", "2026-10-19")),
        # A February that is four weeks from a Monday on is a month.
        (days("2027-02-01", "2027-02-28"), days("2027-01-01", "2027-01-31")),
        # 1 June 2026 is a Monday.
        (periods.this_month(date(2026, 6, 3)), days("2026-05-01", "2026-05-03")),
        (periods.this_week(date(2026, 6, 3)), days("2026-05-25", "2026-05-27")),
    ],
)
def test_what_it_is_compared_with(period: Period, before: Period) -> None:
    assert period.before == before


def test_days_begin_at_midnight_of_the_zone() -> None:
    week = periods.last_week(TODAY)
    assert week.start.isoformat() == "2026-11-15T16:00:00+00:00"
    assert week.end.isoformat() == "2026-11-22T16:00:00+00:00"


def test_days_to_come_are_left_away() -> None:
    assert periods.written("11月20日到11月30日", TODAY) == days("2026-11-20", "2026-11-25")


@pytest.mark.parametrize(
    ("words", "refused"),
    [
        ("2026-12-01 到 2026-12-31", PeriodAhead),
        ("2126-01-01 到 2126-02-01", TimesUnreadable),
        ("2020-01-01 到 2026-01-01", PeriodTooLong),
        ("11月20日到11月10日", TimesUnreadable),
        ("上个世纪", TimesUnreadable),
        ("2月30日到3月1日", TimesUnreadable),
        ("", TimesUnreadable),
        ("9" * 400, TimesUnreadable),
    ],
)
def test_what_cannot_be_counted(words: str, refused: type[Refusal]) -> None:
    with pytest.raises(refused):
        periods.written(words, TODAY)
