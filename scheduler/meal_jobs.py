"""The canteens' jobs, in the order of a meal: book, cut off, cook, correct, count, look in on."""

from datetime import timedelta

from scheduler.clock import Tick
from scheduler.jobs import Jobs
from services.meals import alerts, kitchen, missed, standing, waiting

SOON = timedelta(seconds=5)
UNHURRIED = timedelta(seconds=30)


def meal_ticks(jobs: Jobs) -> list[Tick]:
    """What canteens have done for them without anybody asking."""
    return [
        jobs.tick("standing orders", UNHURRIED, due=standing.due, act=standing.act),
        jobs.tick("waiting lists", UNHURRIED, due=waiting.due, act=waiting.act),
        jobs.tick("prep sheets", SOON, due=kitchen.due, act=kitchen.act),
        jobs.tick(
            "prep supplements", SOON, due=kitchen.supplements_due, act=kitchen.act_on_changes
        ),
        jobs.tick("missed meals", UNHURRIED, due=missed.due, act=missed.act),
        jobs.tick("care alerts", UNHURRIED, due=alerts.due, act=alerts.act),
    ]
