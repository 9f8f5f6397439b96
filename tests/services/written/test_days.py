"""One day, in the many ways in which people write it."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.written.days import HALF_A_YEAR, day, find
from services.written.errors import NoSuchDay, TimesUnreadable
from services.written.periods import period
from services.written.weekdays import weekdays

TODAY = date(2026, 11, 23)
"""A Monday."""

WRITTEN = {
    (2026, 11, 23): "今天|今日|今儿|今晚|今早|周一|这周一|11月23日|23号|今天下午",
    (2026, 11, 24): "明天|明日|明儿|明早|明晚|明上午|星期二|周二|周2|11月24日（周二）|一天后",
    (2026, 11, 25): "后天|后天上午|后日|周三|礼拜三|两天后|2天以后|25日|二十五号|後天",
    (2026, 11, 26): "大后天|三天后|过3天后|星期四",
    (2026, 11, 29): "周日|周天|星期天|星期日|礼拜天|这个星期天|週日",
    (
        2026,
        11,
        30,
    ): "下周一|下个星期一|下星期一|月底|这个月底|本月底|本月30号|一周后|一个星期后"
    "|30号|七天后|7天后",
    (2026, 12, 2): "下周三|下星期三|下礼拜三|下周3|12/2|12.2|12月2",
    (
        2026,
        12,
        7,
    ): "12月7日|12月7号|12月 7 日|十二月七日|十二月七号|12.7|12/7|12-7|12/7日"
    "|2026年12月7日|2026-12-07|2026/12/7|2026.12.7|2026.12.07|20261207|二〇二六年十二月七日|今年12月7日"
    "|26年12月7号|12月7日周一|１２月７日|下下周一|下个月7号|7号|两周后的周一：12月7日|１２／７",
    (2026, 12, 31): "年底|今年年底|下月底|下个月底|12月31日|31号|12月底|十二月末|2026年底",
    (2027, 12, 31): "明年底|2027年底|27年底",
    (2026, 10, 31): "10月底|今年10月份底",
    (2027, 2, 28): "2月底|明年二月底|2027年2月末",
    (2027, 1, 1): "元旦|元旦节|明年1月1日|2027年1月1日|1月1号|1.1",
    (2027, 1, 5): "1月5日|一月五号|明年1月5日|27年1月5日|1/5",
    (2027, 3, 8): "妇女节|3月8号",
    (2027, 5, 1): "劳动节|5月1号|5月1日",
    (2026, 10, 1): "国庆|国庆节|10月1日",
    (2026, 11, 20): "11月20日|上周五|上个星期五",
    (2026, 11, 22): "昨天|昨晚|昨日",
    (2026, 11, 21): "前天",
    (2026, 11, 1): "11月1日|本月1号",
}
NOT_WRITTEN = (
    "|尽快|有空|下午|以后天天|周末|过几天|腊月二十三|正月初五|农历十二月七日|春节|中秋|初八|9:00-11:00"
    "|9点到11点|11月28日（周五）|明天周三|随便哪天|提前天黑|3.14159|1234|2126年3月6日|1926年底|星期八|月初|都行"
)


@pytest.mark.parametrize(
    ("expected", "words"),
    [(date(*expected), words) for expected, ways in WRITTEN.items() for words in ways.split("|")],
)
def test_a_day_is_read_however_it_is_written(expected: date, words: str) -> None:
    assert day(words, TODAY) == expected


@pytest.mark.parametrize("words", NOT_WRITTEN.split("|"))
def test_what_is_no_day_is_asked_back(words: str) -> None:
    with pytest.raises(TimesUnreadable):
        day(words, TODAY)


@pytest.mark.parametrize(
    "words",
    ["2月30日", "二月三十号", "11月31日", "2027-02-29", "2.30", "13月1日", "0月3日", "32号"],
)
def test_a_day_that_its_month_does_not_have_is_named(words: str) -> None:
    with pytest.raises(NoSuchDay):
        day(words, TODAY)


def test_29_february_is_the_next_there_is() -> None:
    assert day("2月29日", date(2027, 11, 23)) == date(2028, 2, 29)


days = st.dates(date(2025, 1, 1), date(2030, 12, 31))


@given(days, days)
def test_a_day_with_its_year_is_read_as_it_is_printed(named: date, today: date) -> None:
    weekday = "一二三四五六日"[named.weekday()]
    for written in (
        f"{named:%Y-%m-%d}",
        f"{named:%Y%m%d}",
        f"{named.year}年{named.month}月{named.day}日",
        f"{named.year}.{named.month}.{named.day} 周{weekday}",
        f"{named.year}年{named.month}月{named.day}日星期{weekday}",
    ):
        assert day(written, today) == named


@given(days, st.integers(-180, 180))
def test_a_day_without_its_year_is_the_nearest(today: date, apart: int) -> None:
    named = today + timedelta(days=apart)
    for written in (f"{named.month}月{named.day}日", f"{named.month}/{named.day}"):
        assert day(written, today) == named


@given(days, st.sampled_from("一二三四五六日"))
def test_a_weekday_is_within_the_week(today: date, weekday: str) -> None:
    assert 0 <= (day(f"周{weekday}", today) - today).days < 7
    assert day(f"下周{weekday}", today) - day(f"上周{weekday}", today) == timedelta(weeks=2)


@given(st.text("0123456789十二三月日号年周下个明后天底./- 上午", max_size=20), days)
def test_whatever_looks_like_a_day_is_read_or_asked_back(words: str, today: date) -> None:
    try:
        found = find(words, today)
    except TimesUnreadable:
        return
    assert found.day >= today - HALF_A_YEAR - timedelta(days=14) or "年" in words or "20" in words


@pytest.mark.parametrize(
    "words",
    [
        "2026-09-01 到 2026-11-30",
        "2026年9月1日至2026年11月30日",
        "9月1日到11月30日",
        "9.1~11.30",
        "2026-09-01 2026-11-30",
        "9月1号 — 11月30号",
    ],
)
def test_a_period_is_two_days(words: str) -> None:
    assert period(words, TODAY) == (date(2026, 9, 1), date(2026, 11, 30))


def test_its_last_day_follows_the_first() -> None:
    assert period("9月1日到30日", TODAY) == (date(2026, 9, 1), date(2026, 9, 30))


@pytest.mark.parametrize(
    "words", ["", "9月", "9月1日", "2026-11-30 到 2026-09-01", "今天到2月30日"]
)
def test_what_is_no_period_is_asked_back(words: str) -> None:
    with pytest.raises(TimesUnreadable):
        period(words, TODAY)


@pytest.mark.parametrize(
    ("words", "digits"),
    [
        ("每周一三五", "135"),
        ("周一到周五", "12345"),
        ("周二至周四", "234"),
        ("工作日", "12345"),
        ("每天", "1234567"),
        ("天天", "1234567"),
        ("周末", "67"),
        ("週一、週日", "17"),
        ("星期六和星期天", "67"),
        ("1-3", "123"),
        ("周五到周一", ""),
        ("初一十五", ""),
    ],
)
def test_weekdays_are_read_together(words: str, digits: str) -> None:
    assert weekdays(words, "1234567") == digits
