"""When those who hold a place are reminded: never in quiet hours, and in time."""

from datetime import datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.calendar import ZONE
from services.quiet_hours import SPREAD, Hours
from services.volunteering.reminders import ENOUGH, next_reminder

USUAL = Hours()


def at(text: str) -> datetime:
    """Local, of November 2026: "24 08:00"."""
    day, _space, clock = text.partition(" ")
    return datetime.combine(
        datetime(2026, 11, int(day), tzinfo=ZONE), time.fromisoformat(clock), ZONE
    )


@pytest.mark.parametrize(
    ("starts", "now", "reminds"),
    [
        pytest.param("24 15:00", "20 09:00", "23 15:00", id="the day before"),
        pytest.param("24 15:00", "23 15:00", "24 12:00", id="three hours before"),
        pytest.param("24 08:00", "23 09:00", "23 20:00", id="at eight: the evening before"),
        pytest.param("24 06:30", "23 09:00", "23 20:00", id="before dawn"),
        pytest.param("24 10:00", "23 11:00", "23 20:00", id="the morning leaves too little"),
        pytest.param("24 10:30", "23 11:00", "24 07:30", id="the morning leaves enough"),
        pytest.param("24 22:30", "20 09:00", "23 22:30", id="a day before, told in the morning"),
        pytest.param("24 08:00", "23 20:00", None, id="the evening is past"),
    ],
)
def test_a_task_reminds(starts: str, now: str, reminds: str | None) -> None:
    found = next_reminder(at(starts), at(now), USUAL)
    assert found == (at(reminds) if reminds else None)


@given(st.integers(0, 60 * 24 * 14), st.integers(0, 60 * 24 * 14))
def test_every_reminder_can_be_heard_in_time(start: int, before: int) -> None:
    starts = at("20 00:00") + timedelta(minutes=start)
    found = next_reminder(starts, starts - timedelta(minutes=before), USUAL)
    if found is None:
        return
    heard = USUAL.night(found, longer=SPREAD)
    assert starts - (heard[1] if heard else found) >= ENOUGH
