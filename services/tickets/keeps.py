"""What the requests hand in to erasing, taking along and the scheduler."""

from datetime import timedelta

from services.keeps import AtNight, Job, Keeps
from services.tickets import clock_steps, follow_up, hot_spots, later, one_person
from services.tickets.assigning import act as give_out
from services.tickets.assigning import due as to_be_given_out
from services.tickets.erasing import erase
from services.tickets.personal import about
from services.tickets.users import USERS

KEEPS = Keeps(
    erase=erase,
    about=about,
    join=one_person.join,
    users=(USERS,),
    jobs=(
        Job(
            name="follow-ups",
            due=follow_up.due,
            act=follow_up.act,
            every=timedelta(seconds=1),
            when="a day after 办结 (FOLLOW_UP_AFTER), once more a day later, closed a day after "
            "(20 hours at least); an answer to one question gives as long for the other; an hour "
            "after 没有解决 it is done again, where nothing more was said",
            to="the author, or the office, which rings those for whom another filed; when it is "
            "done again, the group too",
            at_night=AtNight.PUT_OFF,
            late="always: each step gives its whole time from when it was said",
            judges_silence=True,
            at_once=1,
        ),
        Job(
            name="weeks later",
            due=later.due,
            act=later.act,
            every=timedelta(minutes=1),
            when="four weeks after the author said that it is solved; a day after another such "
            "question to them; never to who does not want it",
            to="the author",
            at_night=AtNight.PUT_OFF,
            late="always",
            at_once=5,
        ),
        Job(
            name="clocks",
            due=clock_steps.due,
            act=clock_steps.act,
            every=timedelta(seconds=15),
            when="a share of the time to solve, keep a promise or report has passed; the time for "
            "that, or for taking it, is over; its category's hours later still nothing; a week "
            "without an answer to what the author was asked",
            to="its group: first its taker, then everybody, then the level above; once the "
            "author and those who joined, when nobody took it in time; the administrators, when "
            "a level has no group",
            at_night=AtNight.PUT_OFF,
            late="as long as nothing has happened",
            judges_silence=True,
            at_once=5,
        ),
        Job(
            name="rota",
            due=to_be_given_out,
            act=give_out,
            every=timedelta(seconds=2),
            when="a request waits in a group that gives them out, and somebody is on duty",
            to="whom it is given to, in the group",
            at_night=AtNight.ACTS,
            late="as long as nobody has taken it",
            at_once=20,
        ),
        Job(
            name="hot spots",
            due=hot_spots.due,
            act=hot_spots.act,
            every=timedelta(minutes=1),
            when="five minutes after a request was filed; so many alike in so many days are close "
            "by (`python -m bot import hot-spot-rules`), and the group was not told of that lately",
            to="the group that has them, once",
            at_night=AtNight.PUT_OFF,
            late="as long as it is in work",
            at_once=20,
        ),
    ),
)
