"""Days of birth as people write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.written import birthdays
from services.written.birthdays import read

TODAY = date(2026, 11, 23)
BORN = date(1948, 3, 5)


@pytest.mark.parametrize(
    "said",
    [
        "1948-3-5",
        "1948-03-05",
        "1948年3月5日",
        "1948年3月5号",
        "19480305",
        "48.3.5",
        "48年3月5日",
        "480305",
        "1948/3/5",
        "1948 3 5",
        "１９４８年３月５日",
        " 公历1948年3月5日出生。",
    ],
)
def test_every_way_of_writing_it_is_the_same_day(said: str) -> None:
    assert read(said, TODAY) == BORN


@pytest.mark.parametrize(
    "said",
    ["1948年3月", "一九四八年三月", "四八年三月", "1948.3", "1948-03", "194803", "1948年3月份"],
)
def test_a_month_alone_is_its_first_day(said: str) -> None:
    assert read(said, TODAY) == date(1948, 3, 1)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "1948",
        "农历三月",
        "1948年腊月",
        "1948年三月初五",
        "七十八",
        "1948-13-5",
        "1948-2-30",
        "不记得",
        "0",
    ],
)
def test_what_is_no_day_is_not_guessed(said: str) -> None:
    assert read(said, TODAY) is None


def test_two_digits_are_the_century_in_which_people_live() -> None:
    assert read("25.3.5", TODAY) == date(1925, 3, 5)
    assert read("05.3.5", TODAY) == date(2005, 3, 5)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_written_with_four_digits_is_that_day(day: date) -> None:
    assert read(f"{day.year}年{day.month}月{day.day}日", TODAY) == day
    assert read(day.strftime("%Y%m%d"), TODAY) == day


@given(st.text(max_size=40))
def test_nothing_people_write_breaks_it(said: str) -> None:
    read(said, TODAY)


@pytest.mark.parametrize(
    ("said", "year"),
    [
        ("1948", 1948),
        ("1948年", 1948),
        ("一九四八年生", 1948),
        ("1948-3-5", 1948),
        ("48", None),
        ("很早", None),
    ],
)
def test_a_year_of_birth_alone(said: str, year: int | None) -> None:
    assert birthdays.year(said, TODAY) == year
