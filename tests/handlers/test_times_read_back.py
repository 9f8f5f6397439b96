"""What we print, we read back: people copy it from a card."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from handlers.common.i18n import SOURCE, speaking
from handlers.meals import words
from handlers.volunteering import task_words
from services.calendar import ZONE
from services.written import birthdays, days
from services.written.spans import span

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


@given(st.integers(1, 180 * 24 * 60), st.integers(1, 12 * 60))
def test_the_times_of_a_task(ahead: int, lasts: int) -> None:
    starts_at = NOW + ahead * MINUTE
    ends_at = starts_at + lasts * MINUTE
    with speaking(SOURCE):
        printed = task_words.span(starts_at, ends_at, ZONE)
    found = span(printed, now=NOW, zone=ZONE)
    assert (found.starts_at, found.ends_at) == (starts_at, ends_at)


@given(st.integers(-180, 180))
def test_the_day_of_a_meal(apart: int) -> None:
    today = NOW.astimezone(ZONE).date()
    day = today + timedelta(days=apart)
    with speaking(SOURCE):
        assert days.day(words.day_words(day), today) == day


@given(st.dates(date(1917, 1, 1), date(2026, 1, 1)))
def test_a_birthday(born_on: date) -> None:
    with speaking(SOURCE):
        assert birthdays.read(words.birthday(born_on), date(2026, 11, 23)) == born_on
