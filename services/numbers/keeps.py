"""What the numbers hand in: reports that go out by themselves."""

from datetime import timedelta

from services.keeps import AtNight, Job, Keeps
from services.numbers import regular

KEEPS = Keeps(
    jobs=(
        Job(
            name="regular reports",
            due=regular.due,
            act=regular.act,
            every=timedelta(minutes=1),
            when="nine in the morning of a week's or month's first working day, where a group "
            "wants it",
            to="the office's group",
            at_night=AtNight.PUT_OFF,
            late="two days for a week's, five for a month's; then it is left out",
            at_once=1,
        ),
    ),
)
