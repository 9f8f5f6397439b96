"""Lengths of time as organisers write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.written.minutes import minutes_in


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("90", 90),
        (" ９０ 分钟", 90),
        ("90min", 90),
        ("1小时30分", 90),
        ("1 小时 30 分钟", 90),
        ("1.5小时", 90),
        ("一个半小时", 90),
        ("1小时半", 90),
        ("两小时", 120),
        ("2个小时", 120),
        ("2h", 120),
        ("半小时", 30),
        ("半个小时", 30),
        ("0", 0),
    ],
)
def test_they_are_read_as_they_are_meant(text: str, minutes: int) -> None:
    assert minutes_in(text) == minutes


@pytest.mark.parametrize("text", ["", " ", "很久", "-5", "90-120", "一百", "半", "1:30", "小时"])
def test_what_is_no_length_of_time_is_not_guessed_at(text: str) -> None:
    assert minutes_in(text) is None


@given(st.text(max_size=30))
def test_any_text_is_read_or_not_without_trouble(text: str) -> None:
    found = minutes_in(text)
    assert found is None or 0 <= found < 20_000


@given(st.integers(0, 30), st.integers(0, 59))
def test_hours_and_minutes_add_up(hours: int, minutes: int) -> None:
    assert minutes_in(f"{hours}小时{minutes}分钟") == 60 * hours + minutes
