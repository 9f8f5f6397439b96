"""When a task is, in people's own words."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar import ZONE
from services.written.errors import (
    SeveralDays,
    TimesPast,
    TimesTooFar,
    TimesUnreadable,
)
from services.written.spans import span

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


def over_midnight(month: int, day: int, start: str, end: str) -> tuple[datetime, ...]:
    starts_at, ends_at = local(month, day, start, end)
    return starts_at, ends_at + timedelta(days=1)


NIGHTS = {
    ("22:00", "00:00"): "周六晚上10点到12点|周六晚10点到12点|周六22:00-24:00|周六22点到24点"
    "|周六22:00-0:00|周六夜里10点到12点|周六晚上十点到半夜12点|周六晚上10点 2小时",
    ("23:00", "01:00"): "周六晚上11点到1点|周六23:00-1:00|周六23:00-次日1:00|周六23点到第二天1点"
    "|周六晚上11点到凌晨1点|周六23:00—次日01:00|周六晚11点到夜里1点|周六23:00-29日1:00",
    ("20:00", "08:00"): "周六晚上8点到第二天早上8点|周六20:00-8:00|周六晚8点到次日早8点"
    "|11月28日20:00到11月29日8:00|周六 20:00 – 11月29日 08:00",
}


@pytest.mark.parametrize(
    ("clocks", "words"),
    [(clocks, words) for clocks, ways in NIGHTS.items() for words in ways.split("|")],
)
def test_an_end_before_the_start_lies_after_midnight(clocks: tuple[str, str], words: str) -> None:
    assert read(words) == over_midnight(11, 28, *clocks)


DAYTIMES = {
    ("09:00", "11:00"): "周六9:00~11:00|周六9点-11点|周六 9:00 至 11:00|周六上午九点到十一点"
    "|周六９：００～１１：００|周六9时至11时|周六9点整到11点整|周六9am-11am|周六早上9点到11点"
    "|周六9到11点|28号9点到11点|28日上午9:00-11:00|周六 9点~11点|周六9点钟到11点钟|11.28 9点到11点"
    "|周六上午9点，两个小时|周六9:00:00-11:00:00|周六9—11点|下午不行，周六上午9点到11点",
    ("14:15", "16:30"): "周六下午两点一刻到四点半|周六14:15-16:30|周六下午2点15到4点30"
    "|周六下午2点15分到4点30分|周六午后2:15到4:30|周六下午2:15-下午4:30|周六2:15pm-4:30pm",
    ("15:00", "17:00"): "周六三点到五点|周六3点-5点|周六下午3点到5点|周六15:00-17:00|周六下午3-5点",
    ("08:00", "20:00"): "周六8点到晚上8点|周六早上8点到晚上8点|周六8:00-20:00|周六早8点到晚8点",
    ("12:00", "13:00"): "周六中午到下午1点|周六中午12点到1点|周六12点到1点|周六正午到13点",
    ("11:00", "13:00"): "周六11点到1点|周六上午11点到下午1点|周六11:00-13:00",
    ("08:30", "10:00"): "周六早8点半到10点|周六早上八点半到十点|周六8:30-10:00|周六晨8点半到10点",
    ("14:00", "15:30"): "周六下午2点 1.5小时|周六下午2点一个半小时|周六14:00，90分钟",
}


@pytest.mark.parametrize(
    ("clocks", "words"),
    [(clocks, words) for clocks, ways in DAYTIMES.items() for words in ways.split("|")],
)
def test_from_and_to_are_read_however_they_are_written(clocks: tuple[str, str], words: str) -> None:
    assert read(words) == local(11, 28, *clocks)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("明早8点半到10点", local(11, 24, "08:30", "10:00")),
        ("今晚8点到9点半", local(11, 23, "20:00", "21:30")),
        ("今晚8点到明早8点", over_midnight(11, 23, "20:00", "08:00")),
        ("明晚10点到后天凌晨2点", over_midnight(11, 24, "22:00", "02:00")),
        ("后天上午9点到11点", local(11, 25, "09:00", "11:00")),
        ("12月7号下午3点到5点", local(12, 7, "15:00", "17:00")),
        ("十二月七日 9:00-11:00", local(12, 7, "09:00", "11:00")),
        ("12.7 9点到11点", local(12, 7, "09:00", "11:00")),
        ("月底上午9点到11点", local(11, 30, "09:00", "11:00")),
        ("元旦上午9点到11点", local(1, 1, "09:00", "11:00", year=2027)),
        ("三天后9点到11点", local(11, 26, "09:00", "11:00")),
        ("下下周三14:00-16:00", local(12, 9, "14:00", "16:00")),
    ],
)
def test_the_day_goes_with_the_times(words: str, expected: tuple[datetime, ...]) -> None:
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


@pytest.mark.parametrize(
    "days",
    [
        "下周一到周五",
        "周一至周五",
        "周一到五",
        "周一、周三",
        "周一、三、五",
        "星期六和星期天",
        "周六周日",
        "12月1日到12月5日",
        "12月1日-5日",
        "12月1号、2号",
        "十二月一日到五日",
        "每天",
    ],
)
def test_several_days_are_not_read_as_the_first(days: str) -> None:
    with pytest.raises(SeveralDays):
        read(f"{days} 9点到11点")


@pytest.mark.parametrize(
    "words", ["周六23:00到周日1:00", "11月28日，周六 9点到11点", "周六、9点到11点", "周六到一点半"]
)
def test_one_day_is_not_taken_for_several(words: str) -> None:
    try:
        read(words)
    except SeveralDays:
        pytest.fail("it is one day")
    except TimesUnreadable:
        pass
