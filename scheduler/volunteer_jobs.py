"""The volunteers' jobs, in the order of a task: put up, remind, review, take rewards back."""

from collections.abc import Callable
from datetime import datetime, timedelta

from scheduler.clock import Tick
from scheduler.jobs import DueWork, OpenUnit
from services.volunteering import reminders, review, rewards, series
from storage.engine import Database

SOON = timedelta(seconds=30)
UNHURRIED = timedelta(minutes=10)


def volunteer_ticks(
    database: Database, unit: OpenUnit, clock: Callable[[], datetime]
) -> list[Tick]:
    """What volunteers have done for them without anybody asking."""
    jobs = (database, unit, clock)
    return [
        Tick("task series", UNHURRIED, DueWork(*jobs, due=series.due, act=series.act)),
        Tick("task reminders", SOON, DueWork(*jobs, due=reminders.due, act=reminders.act)),
        Tick(
            "attendance", SOON, DueWork(*jobs, due=review.due, act=review.act), judges_silence=True
        ),
        Tick(
            "rewards",
            UNHURRIED,
            DueWork(*jobs, due=rewards.due, act=rewards.act),
            judges_silence=True,
        ),
    ]
