"""The desk's own jobs: requests, places, wishes."""

from datetime import timedelta

from scheduler.clock import Tick
from scheduler.jobs import Jobs
from services import wishes
from services.places import checking
from services.tickets import follow_up, left_alone, overdue
from services.volunteering import granting

AT_ONCE = timedelta(seconds=1)
SOON = timedelta(seconds=15)
UNHURRIED = timedelta(minutes=10)


def desk_ticks(jobs: Jobs) -> list[Tick]:
    """What the desk does without anybody asking."""
    return [
        jobs.tick("follow-ups", AT_ONCE, due=follow_up.due, act=follow_up.act),
        jobs.tick("overdue", SOON, due=overdue.due, act=overdue.act),
        jobs.tick("left alone", UNHURRIED, due=left_alone.due, act=left_alone.act),
        jobs.tick("place checks", UNHURRIED, due=checking.due, act=checking.ask),
        jobs.tick("quiet wishes", UNHURRIED, due=wishes.due, act=wishes.act),
        jobs.tick("unmatched wishes", UNHURRIED, due=granting.due, act=granting.act),
    ]
