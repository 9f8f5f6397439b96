"""What the people themselves hand in: two who are one."""

from collections.abc import Sequence
from datetime import timedelta

from services.keeps import AtNight, Job, Join
from services.people import joining
from services.people.joining import Registers


def making_one(joins: Sequence[Join], registers: Registers) -> Job:
    """Settles what the subjects keep of both."""
    return Job(
        name="two people who are one",
        due=joining.due,
        act=joining.act(joins, registers),
        every=timedelta(seconds=2),
        when="somebody wrote the code that they were given on another channel; a minute later what "
        "was still under way then",
        to="the person, where they wrote last; both, where it cannot be done",
        at_night=AtNight.ACTS,
        late="always",
    )
