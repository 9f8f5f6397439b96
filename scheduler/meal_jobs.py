"""The canteens' jobs, in the order of a meal: book, cut off, cook, correct, count, look in on."""

from collections.abc import Callable
from datetime import datetime, timedelta

from scheduler.clock import Tick
from scheduler.jobs import DueWork, OpenUnit
from services.meals import alerts, kitchen, missed, standing, waiting
from storage.engine import Database

SOON = timedelta(seconds=5)
UNHURRIED = timedelta(seconds=30)


def meal_ticks(database: Database, unit: OpenUnit, clock: Callable[[], datetime]) -> list[Tick]:
    """What canteens have done for them without anybody asking."""
    jobs = (database, unit, clock)
    return [
        Tick("standing orders", UNHURRIED, DueWork(*jobs, due=standing.due, act=standing.act)),
        Tick("waiting lists", UNHURRIED, DueWork(*jobs, due=waiting.due, act=waiting.act)),
        Tick("prep sheets", SOON, DueWork(*jobs, due=kitchen.due, act=kitchen.act)),
        Tick(
            "prep supplements",
            SOON,
            DueWork(*jobs, due=kitchen.supplements_due, act=kitchen.act_on_changes),
        ),
        Tick(
            "missed meals",
            UNHURRIED,
            DueWork(*jobs, due=missed.due, act=missed.act),
            judges_silence=True,
        ),
        Tick("care alerts", UNHURRIED, DueWork(*jobs, due=alerts.due, act=alerts.act)),
    ]
