"""When somebody is on duty, in the ways in which people write it."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.written.errors import TimesPast, TimesUnreadable
from services.written.shifts import Shift, shift

TODAY = date(2026, 11, 26)
"""A Thursday."""
DAY = time()

WRITTEN = {
    "周一至周五 8:30-18:00": Shift("12345", None, time(8, 30), time(18)),
    "周一到周五8点半到18点": Shift("12345", None, time(8, 30), time(18)),
    "周1-5 8:30-18:00": Shift("12345", None, time(8, 30), time(18)),
    "工作日 上午9点到下午5点": Shift("12345", None, time(9), time(17)),
    "周六": Shift("6", None, DAY, DAY),
    "周末": Shift("67", None, DAY, DAY),
    "周一、周三 14:30-18:00": Shift("13", None, time(14, 30), time(18)),
    "每天 晚上10点到次日6点": Shift("1234567", None, time(22), time(6)),
    "11月30日 9:00-12:00": Shift("", date(2026, 11, 30), time(9), time(12)),
    "明天": Shift("", date(2026, 11, 27), DAY, DAY),
    "下周五 8:30-24:00": Shift("", date(2026, 12, 4), time(8, 30), DAY),
}


@pytest.mark.parametrize(("words", "expected"), WRITTEN.items())
def test_a_shift_is_read_however_it_is_written(words: str, expected: Shift) -> None:
    assert shift(words, TODAY) == expected


@pytest.mark.parametrize("words", ["", "有空的时候", "8:30-18:00", "周八", "25:00-26:00 周一"])
def test_what_says_no_day_is_not_guessed(words: str) -> None:
    with pytest.raises(TimesUnreadable):
        shift(words, TODAY)


def test_a_day_that_is_over_is_refused() -> None:
    with pytest.raises(TimesPast):
        shift("11月20日 9:00-12:00", TODAY)


@given(st.text("周一五日到至-8:30点半晚上 月1每天", max_size=20))
def test_whatever_is_written_it_is_a_shift_or_a_refusal(words: str) -> None:
    try:
        found = shift(words, TODAY)
    except (TimesUnreadable, TimesPast):
        return
    assert bool(found.weekdays) != bool(found.day)
