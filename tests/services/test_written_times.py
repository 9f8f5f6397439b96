"""When a task is, in people's own words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar import ZONE
from services.volunteering.written_times import (
    TimesPast,
    TimesTooFar,
    TimesUnreadable,
    span,
)

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
"""A Monday, 9 o'clock in Fuzhou."""


def read(words: str) -> tuple[datetime, datetime]:
    found = span(words, now=NOW, zone=ZONE)
    return found.starts_at, found.ends_at


def local(month: int, day: int, start: str, end: str, year: int = 2026) -> tuple[datetime, ...]:
    clocks = (time.fromisoformat(start), time.fromisoformat(end))
    return tuple(datetime.combine(date(year, month, day), clock, ZONE) for clock in clocks)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("11月28日 9:00-11:00", local(11, 28, "09:00", "11:00")),
        ("11月28日9:00-11:00", local(11, 28, "09:00", "11:00")),
        ("11月28号 上午9点到11点", local(11, 28, "09:00", "11:00")),
        ("11/28 9:00-11:00", local(11, 28, "09:00", "11:00")),
        ("2026-11-28 09:00-11:30", local(11, 28, "09:00", "11:30")),
        ("2026年11月28日（周六）14:00—16:00", local(11, 28, "14:00", "16:00")),
        ("２８日 ９：００－１１：００", local(11, 28, "09:00", "11:00")),
        ("明天 9点到11点", local(11, 24, "09:00", "11:00")),
        ("明天9-11点", local(11, 24, "09:00", "11:00")),
        ("后天下午2点到4点半", local(11, 25, "14:00", "16:30")),
        ("大后天9点一刻到10点三刻", local(11, 26, "09:15", "10:45")),
        ("今天下午三点到五点", local(11, 23, "15:00", "17:00")),
        ("今晚7点至8点", local(11, 23, "19:00", "20:00")),
        ("周六 14:00-16:00", local(11, 28, "14:00", "16:00")),
        ("周六十点到十二点", local(11, 28, "10:00", "12:00")),
        ("周一10:00-11:00", local(11, 23, "10:00", "11:00")),
        ("下周六 14:00-16:00", local(12, 5, "14:00", "16:00")),
        ("這週六 14點到16點", local(11, 28, "14:00", "16:00")),
        ("星期天上午九点半到十一点", local(11, 29, "09:30", "11:00")),
        ("上午11点到下午1点 明天", local(11, 24, "11:00", "13:00")),
        ("明天中午12点到1点", local(11, 24, "12:00", "13:00")),
        ("明天中午1点到2点", local(11, 24, "13:00", "14:00")),
        ("5号 9:00-10:00", local(12, 5, "09:00", "10:00")),
        ("1月3日 9:00-10:00", local(1, 3, "09:00", "10:00", year=2027)),
        ("明天9点 2小时", local(11, 24, "09:00", "11:00")),
        ("明天9点，两个半小时", local(11, 24, "09:00", "11:30")),
        ("明天9点半小时", local(11, 24, "09:00", "09:30")),
        ("明天下午3点 90分钟", local(11, 24, "15:00", "16:30")),
    ],
)
def test_people_write_it_in_many_ways(words: str, expected: tuple[datetime, ...]) -> None:
    assert read(words) == expected


def test_a_day_may_end_at_midnight() -> None:
    starts_at, ends_at = read("明天22:00-24:00")
    assert ends_at - starts_at == timedelta(hours=2)


@pytest.mark.parametrize(
    "words",
    [
        "",
        "明天",
        "明天上午",
        "9:00-11:00",
        "11月31日 9:00-11:00",
        "2月30日 9点到10点",
        "13月1日 9点到10点",
        "明天25:00-26:00",
        "明天9:70-10:00",
        "明天16:00-14:00",
        "明天9点到9点",
        "11月28日（周五）9:00-11:00",
        "尽快",
    ],
)
def test_what_is_no_day_with_from_and_to_is_not_guessed_at(words: str) -> None:
    with pytest.raises(TimesUnreadable):
        read(words)


@pytest.mark.parametrize("words", ["今天8:00-10:00", "今天9:00-10:00", "2025-11-28 9:00-10:00"])
def test_the_past_is_refused(words: str) -> None:
    with pytest.raises(TimesPast):
        read(words)


def test_a_year_that_is_a_slip_of_the_pen_is_refused() -> None:
    with pytest.raises(TimesTooFar):
        read("2062-11-28 9:00-10:00")


@given(
    day=st.dates(date(2026, 11, 24), date(2027, 11, 20)),
    starts=st.integers(0, 24 * 60 - 2),
    lasts=st.integers(1, 24 * 60),
)
def test_what_is_written_with_its_year_is_read_as_it_was_meant(
    day: date, starts: int, lasts: int
) -> None:
    ends = min(starts + lasts, 24 * 60)
    clocks = "-".join(f"{at // 60}:{at % 60:02}" for at in (starts, ends))
    midnight = datetime.combine(day, time(), ZONE)
    for written in (f"{day:%Y-%m-%d}", f"{day.year}年{day.month}月{day.day}日"):
        assert read(f"{written} {clocks}") == (
            midnight + timedelta(minutes=starts),
            midnight + timedelta(minutes=ends),
        )


@given(st.text())
def test_whatever_is_written_is_read_or_refused(words: str) -> None:
    try:
        starts_at, ends_at = read(words)
    except (TimesUnreadable, TimesPast, TimesTooFar):
        return
    assert NOW < starts_at < ends_at


@given(st.text("0123456789十一二三点半到至-:：月日号年周六下午晚上明后天刻分小时个 /", max_size=30))
def test_whatever_looks_like_a_time_is_read_or_refused(words: str) -> None:
    try:
        starts_at, ends_at = read(words)
    except (TimesUnreadable, TimesPast, TimesTooFar):
        return
    assert NOW < starts_at < ends_at
