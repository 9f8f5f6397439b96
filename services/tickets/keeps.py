"""What the requests hand in to erasing, taking along and the scheduler."""

from datetime import timedelta

from services.keeps import AtNight, Job, Keeps
from services.tickets import follow_up, left_alone, overdue, promises
from services.tickets.erasing import erase
from services.tickets.personal import about

KEEPS = Keeps(
    erase=erase,
    about=about,
    jobs=(
        Job(
            name="follow-ups",
            due=follow_up.due,
            act=follow_up.act,
            every=timedelta(seconds=1),
            when="a day after 办结 (FOLLOW_UP_AFTER), once more a day later, closed a day after "
            "(20 hours at least); an answer to one question gives as long for the other; an hour "
            "after 没有解决 it is done again, where nothing more was said",
            to="the author; when it is done again, the group too",
            at_night=AtNight.PUT_OFF,
            late="always: each step gives its whole time from when it was said",
            judges_silence=True,
            at_once=1,
        ),
        Job(
            name="overdue",
            due=overdue.due,
            act=overdue.act,
            every=timedelta(seconds=15),
            when="the time promised to the author has passed and nobody took the request",
            to="its group, the author, those who joined",
            at_night=AtNight.PUT_OFF,
            late="as long as nobody has taken it",
            judges_silence=True,
            at_once=5,
        ),
        Job(
            name="promises",
            due=promises.due,
            act=promises.act,
            every=timedelta(seconds=15),
            when="the day that staff promised is over, and the request is not done",
            to="its group, the author, those who joined",
            at_night=AtNight.PUT_OFF,
            late="as long as it is not done",
            judges_silence=True,
            at_once=5,
        ),
        Job(
            name="left alone",
            due=left_alone.due,
            act=left_alone.act,
            every=timedelta(minutes=10),
            when="three days after somebody took a request nothing has happened to it, and again",
            to="its group",
            at_night=AtNight.PUT_OFF,
            late="as long as nothing happens",
            judges_silence=True,
            at_once=20,
        ),
    ),
)
