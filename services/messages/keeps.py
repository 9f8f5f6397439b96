"""What messages hand in: how many reached people by which way."""

from datetime import timedelta

from services.keeps import AtNight, Job, Keeps
from services.messages import daily

KEEPS = Keeps(
    figures=daily.figures,
    jobs=(
        Job(
            name="messages by way",
            due=daily.due,
            prepare=daily.counting,
            every=timedelta(minutes=10),
            when="a day is over: what was sent in it is counted for `/stats`",
            to="nobody",
            at_night=AtNight.ACTS,
            late="a week's days",
            at_once=1,
        ),
    ),
)
