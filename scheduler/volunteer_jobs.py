"""The volunteers' jobs, in the order of a task: put up, remind, review, take rewards back."""

from datetime import timedelta

from scheduler.clock import Tick
from scheduler.jobs import Jobs
from services.volunteering import reminders, review, rewards, series

SOON = timedelta(seconds=30)
UNHURRIED = timedelta(minutes=10)


def volunteer_ticks(jobs: Jobs) -> list[Tick]:
    """What volunteers have done for them without anybody asking."""
    return [
        jobs.tick("task series", UNHURRIED, due=series.due, act=series.act),
        jobs.tick("task reminders", SOON, due=reminders.due, act=reminders.act),
        jobs.tick("attendance", SOON, due=review.due, act=review.act),
        jobs.tick("rewards", UNHURRIED, due=rewards.due, act=rewards.act),
    ]
