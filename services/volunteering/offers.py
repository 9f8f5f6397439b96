"""Open tasks as a volunteer would look through them: what fits them comes first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.areas import distance_m
from services.volunteering import looking
from storage.tables import Area, Person, Task, TaskRole, Volunteer


@dataclass(frozen=True, slots=True)
class Offer:
    """A task that somebody could claim."""

    task: Task
    missing: int
    """Places left; 0: one can wait for a place."""
    fits: bool
    """It is one of their posts, and not farther than they go."""


async def offers_for(session: AsyncSession, volunteer: Volunteer, *, now: datetime) -> list[Offer]:
    """What is open in their community: what fits first, then what still has places, the soonest.

    Left out are tasks they have something to do with already, and those of their own.
    """
    person_id = volunteer.person_id
    mine = {one.task.id for one in await looking.of_person(session, person_id, now=now)}
    tasks = [
        task
        for task in await looking.open_in(session, volunteer.area_id, now=now)
        if task.id not in mine and person_id not in (task.organiser_id, task.helped_id)
    ]
    missing = await _missing(session, [task.id for task in tasks])
    home = await _home(session, person_id)
    found = [
        Offer(
            task,
            missing.get(task.id, 0),
            fits=task.post in volunteer.posts and _reaches(volunteer, home, task),
        )
        for task in tasks
    ]
    return sorted(found, key=lambda offer: (not offer.fits, not offer.missing))


async def _missing(session: AsyncSession, task_ids: list[int]) -> dict[int, int]:
    left = func.sum(TaskRole.places - TaskRole.claimed)
    found = await session.execute(
        select(TaskRole.task_id, left)
        .where(TaskRole.task_id.in_(task_ids))
        .group_by(TaskRole.task_id)
    )
    return {task_id: int(places) for task_id, places in found}


async def _home(session: AsyncSession, person_id: int) -> Area | None:
    person = await session.get(Person, person_id)
    return await areas.home_of(session, person) if person else None


def _reaches(volunteer: Volunteer, home: Area | None, task: Task) -> bool:
    """Where a position is not known, it is not held to be too far away."""
    if volunteer.reach_m is None or home is None:
        return True
    if home.latitude is None or home.longitude is None:
        return True
    if task.latitude is None or task.longitude is None:
        return True
    away = distance_m(home.latitude, home.longitude, task.latitude, task.longitude)
    return away <= volunteer.reach_m
