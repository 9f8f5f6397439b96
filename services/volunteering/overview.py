"""What a coordinator asks on a Monday: who is free, what nobody took, who volunteers.

An area stands for everything below it. Telephone numbers are kept of no volunteer.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.areas import distance_m
from services.calendar import ZONE
from services.volunteering.totals import inside, minutes_of
from services.volunteering.volunteers import back_by
from storage.tables import (
    Area,
    ClaimState,
    Person,
    Task,
    TaskClaim,
    TaskRole,
    TaskState,
    Volunteer,
)

AHEAD = timedelta(days=7)
"""How far ahead unclaimed places are looked for."""
NOON, EVENING = time(12), time(18)
"""Where afternoon and evening begin."""


@dataclass(frozen=True, slots=True)
class Free:
    """A volunteer who may be asked."""

    volunteer: Volunteer
    distance_m: float | None
    """From their home; None where it is not known."""
    minutes: int
    """Of service so far."""


@dataclass(frozen=True, slots=True)
class Unclaimed:
    """A task with places that nobody has taken."""

    task: Task
    missing: int
    places: int


def part_of_day(at: time) -> str:
    """m, a or e, as in `Volunteer.times`."""
    return "m" if at < NOON else "a" if at < EVENING else "e"


async def free_for(
    session: AsyncSession,
    area: Area,
    post: str,
    at: datetime,
    *,
    zone: ZoneInfo = ZONE,
) -> list[Free]:
    """Who fills this post, usually can at that part of the week, and has nothing else then.

    The nearest first, those whose home is not known last; nobody from farther than they go.
    """
    local = at.astimezone(zone)
    slot = f"{local.isoweekday()}{part_of_day(local.time())}"
    found = await session.execute(
        select(Volunteer, Area.latitude, Area.longitude)
        .outerjoin(Person, Person.id == Volunteer.person_id)
        .outerjoin(Area, Area.id == Person.home_id)
        .where(
            back_by(local.date()),
            or_(Volunteer.area_id.in_(area.lineage), Volunteer.area_id.in_(inside(area))),
            Volunteer.person_id.not_in(_busy(local)),
        )
        .order_by(Volunteer.person_id)
    )
    fitting = []
    for volunteer, latitude, longitude in found:
        away = _away(area, latitude, longitude)
        if post in volunteer.posts and slot in volunteer.times and _within(away, volunteer.reach_m):
            fitting.append((volunteer, away))
    minutes = await minutes_of(session, [volunteer.person_id for volunteer, _ in fitting])
    free = [Free(who, away, minutes.get(who.person_id, 0)) for who, away in fitting]
    return sorted(free, key=lambda one: (one.distance_m is None, one.distance_m or 0))


async def unclaimed(session: AsyncSession, area: Area, *, now: datetime) -> list[Unclaimed]:
    """Open tasks of the next seven days with places left, the most urgent first."""
    places, claimed = func.sum(TaskRole.places), func.sum(TaskRole.claimed)
    found = await session.execute(
        select(Task, places, claimed)
        .join(TaskRole, TaskRole.task_id == Task.id)
        .where(
            Task.area_id.in_(inside(area)),
            Task.state == TaskState.OPEN,
            Task.ends_at > now,
            Task.starts_at <= now + AHEAD,
        )
        .group_by(Task.id)
        .having(claimed < places)
        .order_by(Task.starts_at, Task.id)
    )
    return [Unclaimed(task, int(every - taken), int(every)) for task, every, taken in found]


async def people_in(session: AsyncSession, area: Area) -> list[Volunteer]:
    """Everybody who volunteers there or is stopped from it, by name."""
    found = await session.scalars(
        select(Volunteer)
        .where(Volunteer.area_id.in_(inside(area)))
        .order_by(Volunteer.name, Volunteer.person_id)
        .execution_options(populate_existing=True)
    )
    return list(found)


def _busy(at: datetime) -> Select[int | None]:
    """Who holds a place in something at that part of the local day."""
    part = part_of_day(at.time())
    first = {"m": time(), "a": NOON, "e": EVENING}[part]
    last = {"m": NOON, "a": EVENING, "e": time.max}[part]
    return (
        select(TaskClaim.person_id)
        .join(Task, Task.id == TaskClaim.task_id)
        .where(
            TaskClaim.state == ClaimState.HELD,
            TaskClaim.person_id.is_not(None),
            Task.state == TaskState.OPEN,
            Task.starts_at < datetime.combine(at, last, at.tzinfo),
            Task.ends_at > datetime.combine(at, first, at.tzinfo),
        )
    )


def _away(area: Area, latitude: float | None, longitude: float | None) -> float | None:
    if area.latitude is None or area.longitude is None or latitude is None or longitude is None:
        return None
    return distance_m(area.latitude, area.longitude, latitude, longitude)


def _within(away: float | None, reach: int | None) -> bool:
    """Of whom it is not known where they live, it is not held that they are too far away."""
    return away is None or reach is None or away <= reach
