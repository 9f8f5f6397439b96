"""What volunteering hands in; its jobs in the order of a task: put up, remind, review."""

from datetime import timedelta

from services.keeps import AtNight, Job, Keeps
from services.volunteering import (
    erasing,
    granting,
    new_offers,
    personal,
    reminders,
    review,
    rewards,
    series,
)
from services.volunteering.figures import figures
from services.volunteering.users import USERS
from storage.tables import Volunteer

KEEPS = Keeps(
    erase=erasing.erase,
    about=personal.about,
    figures=figures,
    users=USERS,
    registers=(Volunteer.person_id,),
    jobs=(
        Job(
            name="unmatched wishes",
            due=granting.due,
            act=granting.act,
            every=timedelta(minutes=10),
            when="a fortnight after a wish went up nobody has claimed it",
            to="the volunteers' group",
            at_night=AtNight.PUT_OFF,
            late="always: it goes up again from then on",
            judges_silence=True,
            at_once=20,
        ),
        Job(
            name="task series",
            due=series.due,
            act=series.act,
            every=timedelta(minutes=10),
            when="two weeks before each occurrence",
            to="the volunteers' group",
            at_night=AtNight.PUT_OFF,
            late="until the occurrence begins",
            at_once=20,
        ),
        Job(
            name="task offers",
            due=new_offers.due,
            act=new_offers.act,
            every=timedelta(minutes=5),
            when="a task went up that fits a volunteer who asked to hear of new ones; four hours "
            "after the last such, and not while they talk with us",
            to="the volunteer",
            at_night=AtNight.PUT_OFF,
            late="until it can be claimed no more",
            at_once=20,
        ),
        Job(
            name="task reminders",
            due=reminders.due,
            act=reminders.act,
            every=timedelta(seconds=30),
            when="a day and three hours before a task; the evening before, where the morning would "
            "leave less than two hours",
            to="those who hold a place",
            at_night=AtNight.PUT_OFF,
            late="until the task begins",
            at_once=10,
        ),
        Job(
            name="attendance",
            due=review.due,
            act=review.act,
            every=timedelta(seconds=30),
            when="checking in begins; an hour after the end, then daily while something is not "
            "judged",
            to="the organiser's list; who did not check out",
            at_night=AtNight.PUT_OFF,
            late="a week after the end",
            judges_silence=True,
            at_once=10,
        ),
        Job(
            name="rewards",
            due=rewards.due,
            act=rewards.act,
            every=timedelta(minutes=10),
            when="two weeks after a reward was reserved it was not fetched",
            to="the volunteer",
            at_night=AtNight.PUT_OFF,
            late="always: the points are back all the same",
            judges_silence=True,
            at_once=20,
        ),
    ),
)
