"""What the small wishes hand in to the scheduler; volunteering erases them, and tells of them."""

from datetime import timedelta

from services import wishes
from services.keeps import AtNight, Job, Keeps

KEEPS = Keeps(
    jobs=(
        Job(
            name="quiet wishes",
            due=wishes.due,
            act=wishes.act,
            every=timedelta(minutes=10),
            when="seven days after a wish was claimed nobody said that it was granted",
            to="the granter, the office",
            at_night=AtNight.PUT_OFF,
            late="as long as it is neither granted nor given back",
            judges_silence=True,
            at_once=20,
        ),
    ),
)
