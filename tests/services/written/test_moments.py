"""When something begins, as staff write it on Monday, 23 November 2026, at ten."""

from datetime import UTC, datetime

import pytest

from services.calendar import ZONE
from services.written.errors import TimesPast, TimesTooFar, TimesUnreadable
from services.written.moments import moment

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("words", "local"),
    [
        ("明天上午9点", "11-24 09:00"),
        ("12月1日 9:00", "12-01 09:00"),
        ("后天下午三点半", "11-25 15:30"),
        ("12月1日", "12-01 09:00"),
        ("下周三", "12-02 09:00"),
        ("下午3点", "11-23 15:00"),
    ],
)
def test_a_moment(words: str, local: str) -> None:
    assert f"{moment(words, now=NOW, zone=ZONE).astimezone(ZONE):%m-%d %H:%M}" == local


@pytest.mark.parametrize("words", ["昨天", "今天", "11月1日 9:00", "上午9点"])
def test_what_is_past_is_refused(words: str) -> None:
    with pytest.raises(TimesPast):
        moment(words, now=NOW, zone=ZONE)


@pytest.mark.parametrize("words", ["过几天", "尽快", "2月30日", "12月1日 25:00", "春节"])
def test_what_is_no_moment_is_refused(words: str) -> None:
    with pytest.raises(TimesUnreadable):
        moment(words, now=NOW, zone=ZONE)


def test_what_is_years_ahead_is_a_slip_of_the_pen() -> None:
    with pytest.raises(TimesTooFar):
        moment("2029年1月1日", now=NOW, zone=ZONE)
