"""Working time, counted minute by minute: what `services.calendar` says has to agree with it.

It knows the State Council's days of 2026 by heart instead of asking a library.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache

from services.calendar import ZONE

MINUTE = timedelta(minutes=1)
FREE = [
    *((1, day) for day in range(1, 4)),
    *((2, day) for day in range(15, 24)),
    *((4, day) for day in range(4, 7)),
    *((5, day) for day in range(1, 6)),
    *((6, day) for day in range(19, 22)),
    *((9, day) for day in range(25, 28)),
    *((10, day) for day in range(1, 8)),
]
"""国办发明电〔2025〕7号, weekends included with which a holiday begins or ends."""
MADE_UP = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)]
Week = Mapping[str, Sequence[tuple[time, time]]]
"""Mon to Sun, and "holiday"; from opening to before closing."""
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
OFFICE = ((time(8, 30), time(12)), (time(14, 30), time(18)))
USUAL: Week = dict.fromkeys(DAYS[:5], OFFICE)


def is_open(local: datetime, week: Week) -> bool:
    return any(opens <= local.time() < closes for opens, closes in _hours(local.date(), week))


def _hours(day: date, week: Week) -> Sequence[tuple[time, time]]:
    assert day.year == 2026, "the other years' days are not known here"
    if (day.month, day.day) in FREE:
        return week.get("holiday", ())
    name = DAYS[day.weekday()]
    if (day.month, day.day) in MADE_UP:
        name = "Fri" if name == "Sat" else "Mon"
    return week.get(name, ())


def worked(start: datetime, end: datetime, week: Week = USUAL) -> int:
    """Whole minutes of work from `start` to before `end`, which begin with a minute."""
    found, local, until = 0, start.astimezone(ZONE), end.astimezone(ZONE)
    while local < until:
        found += is_open(local, week)
        local += MINUTE
    return found


def after(start: datetime, minutes: int, week: Week = USUAL) -> datetime:
    """When so many minutes, one at least, have been worked since `start`."""
    left, local = minutes, start.astimezone(ZONE)
    while left:
        left -= is_open(local, week)
        local += MINUTE
    return local.astimezone(UTC)


@lru_cache(maxsize=1024)
def usual_after(start: datetime, minutes: int) -> datetime:
    """The same, where the usual hours hold and it is asked for again and again."""
    return after(start, minutes)
