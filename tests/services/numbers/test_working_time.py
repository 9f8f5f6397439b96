"""Working time of many requests is what the calendar says of each."""

from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services import calendar
from services.numbers.stories import Line, Story
from services.numbers.working_time import Open, working_time
from storage.tables import EventKind
from tests.services.conftest import Desk

START = datetime(2026, 9, 20, tzinfo=UTC)
"""Before the holidays of October, with their working weekends."""
minutes = st.integers(0, 40 * 24 * 60).map(lambda each: START + timedelta(minutes=each))


def of(desk: Desk, filed_at: datetime, line_at: datetime) -> Story:
    community = desk.place.community.id
    lines = [Line(1, line_at, EventKind.TAKEN, None, {})]
    return Story(1, "1", 1, community, None, community, "", None, None, filed_at, filed_at, lines)


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(moments=st.lists(st.tuples(minutes, minutes), min_size=1, max_size=6))
async def test_the_same_as_the_calendar(
    desk: Desk, moments: list[tuple[datetime, datetime]]
) -> None:
    stories = [of(desk, min(pair), max(pair)) for pair in moments]
    community = desk.place.community.id
    async with desk.database.reading() as session:
        worked = await working_time(session, stories)
        for story in stories:
            end = story.lines[0].at
            told = await calendar.worked(session, story.filed_at, end, community)
            assert worked(story.filed_at, end, community) == told


def test_nobody_works_backwards() -> None:
    hours = Open([(START, START + timedelta(hours=8))])
    assert hours.between(START + timedelta(hours=3), START + timedelta(hours=1)) == timedelta()
    assert Open([]).between(START, START + timedelta(days=1)) == timedelta()
