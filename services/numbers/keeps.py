"""What the numbers hand in: reports that go out by themselves."""

from collections.abc import Sequence
from datetime import timedelta

from services.figures import FiguresOf
from services.keeps import AtNight, Job
from services.numbers import regular


def reporting(figures: Sequence[FiguresOf]) -> Job:
    """Tells of requests, and of what the other subjects count."""
    return Job(
        name="regular reports",
        due=regular.due,
        prepare=regular.counting(figures),
        every=timedelta(minutes=1),
        when="nine in the morning of a week's or month's first working day, where a group wants it",
        to="the office's group",
        at_night=AtNight.PUT_OFF,
        late="two days for a week's, five for a month's; then it is left out",
        at_once=1,
    )
