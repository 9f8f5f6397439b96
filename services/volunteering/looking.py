"""Looking at tasks, their places and claims as the database has them at this moment."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
from services.groups import routing
from services.volunteering import ahead
from storage.tables import (
    Area,
    ClaimState,
    Group,
    Purpose,
    Task,
    TaskClaim,
    TaskRole,
    TaskSource,
    TaskState,
    VolunteerPost,
)

_ROLES = "roles that are held, by task"
LIVING = (ClaimState.HELD, ClaimState.WAITING)
"""A claim that is still to come true."""


@dataclass(frozen=True, slots=True)
class Mine:
    """A person's claim with its task."""

    claim: TaskClaim
    task: Task
    role: TaskRole


async def get(session: AsyncSession, task_id: int) -> Task:
    """Raises NotFound."""
    return await rows.current(session, Task, task_id)


async def post_of(session: AsyncSession, task: Task) -> VolunteerPost:
    """What kind of help it is."""
    return await session.get_one(VolunteerPost, task.post)


async def group_of(session: AsyncSession, task: Task) -> Group | None:
    """The volunteers' group; where none is bound the office, which has to see what is open."""
    area = await areas.one(session, task.area_id)
    group = await routing.serving(session, area, Purpose.VOLUNTEERS)
    return group or await routing.office(session, area)


async def roles(session: AsyncSession, task_id: int) -> list[TaskRole]:
    """The task's places by role, in their order."""
    found = await session.scalars(
        select(TaskRole)
        .where(TaskRole.task_id == task_id)
        .order_by(TaskRole.position)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def locked_roles(session: AsyncSession, task_id: int) -> list[TaskRole]:
    """The same, kept from everybody else until this transaction ends.

    Claiming, giving back, handing over and ending a task come through here before judging, so
    what they judge by cannot change under their hands. (SQLite has one writer anyway.)
    """
    known: dict[int, list[int]] = session.info.setdefault(_ROLES, {})
    if task_id not in known:
        ids = await session.scalars(select(TaskRole.id).where(TaskRole.task_id == task_id))
        known[task_id] = [role.id for role in await rows.held_all(session, TaskRole, ids.all())]
    found = [await rows.held(session, TaskRole, role_id) for role_id in known[task_id]]
    return sorted(found, key=lambda role: role.position)


async def claims_of(session: AsyncSession, task_id: int, *states: ClaimState) -> list[TaskClaim]:
    """The task's claims in these states (none given: in all), in the order they were made."""
    query = (
        select(TaskClaim)
        .where(TaskClaim.task_id == task_id)
        .order_by(TaskClaim.claimed_at, TaskClaim.id)
        .execution_options(populate_existing=True)
    )
    found = await session.scalars(query.where(TaskClaim.state.in_(states)) if states else query)
    return list(found)


async def claim_of(session: AsyncSession, task_id: int, person_id: int) -> TaskClaim | None:
    """What somebody has to do with the task: held, waited for, served or missed; not released."""
    known = ahead.claims_of(session, task_id)
    if known is not None:
        theirs = [each for each in known if each.person_id == person_id]
        return next((each for each in theirs if each.state is not ClaimState.RELEASED), None)
    found: TaskClaim | None = await session.scalar(
        select(TaskClaim)
        .where(
            TaskClaim.task_id == task_id,
            TaskClaim.person_id == person_id,
            TaskClaim.state != ClaimState.RELEASED,
        )
        .execution_options(populate_existing=True)
    )
    return found


async def get_claim(session: AsyncSession, claim_id: int) -> TaskClaim:
    """Raises NotFound."""
    return await rows.current(session, TaskClaim, claim_id)


async def with_task(session: AsyncSession, claim_id: int) -> tuple[TaskClaim, Task]:
    """The claim and what was claimed. Raises NotFound."""
    claimed = await get_claim(session, claim_id)
    return claimed, await get(session, claimed.task_id)


async def open_in(session: AsyncSession, area_id: int, *, now: datetime) -> list[Task]:
    """Tasks in the area and below it that can be claimed or waited for, the soonest first."""
    area = await areas.one(session, area_id)
    below = select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
    found = await session.scalars(
        select(Task)
        .where(
            Task.area_id.in_(below),
            Task.state == TaskState.OPEN,
            Task.claim_by > now,
        )
        .order_by(Task.starts_at, Task.id)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def of_person(session: AsyncSession, person_id: int, *, now: datetime) -> list[Mine]:
    """What somebody holds or waits for in tasks that are not over, the soonest first."""
    found = await session.execute(
        select(TaskClaim, Task, TaskRole)
        .join(Task, Task.id == TaskClaim.task_id)
        .join(TaskRole, TaskRole.id == TaskClaim.role_id)
        .where(
            TaskClaim.person_id == person_id,
            TaskClaim.state.in_(LIVING),
            Task.state == TaskState.OPEN,
            Task.ends_at > now,
        )
        .order_by(Task.starts_at, Task.id)
        .execution_options(populate_existing=True)
    )
    return [Mine(claim, task, role) for claim, task, role in found]


async def overlapping(
    session: AsyncSession, person_ids: Sequence[int], task: Task
) -> dict[int, Task]:
    """Of these people, who holds a place in another open task at that time, and in which.

    A wish takes an hour of its weeks, agreed on by two people: it overlaps with nothing.
    """
    if task.source is TaskSource.WISH:
        return {}
    found = await session.execute(
        select(TaskClaim.person_id, Task)
        .join(Task, Task.id == TaskClaim.task_id)
        .where(
            TaskClaim.person_id.in_(person_ids),
            TaskClaim.state == ClaimState.HELD,
            Task.state == TaskState.OPEN,
            Task.source != TaskSource.WISH,
            Task.id != task.id,
            Task.starts_at < task.ends_at,
            Task.ends_at > task.starts_at,
        )
        .order_by(Task.starts_at.desc())
    )
    return {person_id: other for person_id, other in found if person_id is not None}


async def place_in_queue(session: AsyncSession, claim: TaskClaim) -> int:
    """Which of those who wait for the same role they are, from 1; 1 if they do not wait."""
    known = ahead.waiting_for(session, claim)
    if known is not None:
        its_place = (claim.claimed_at, claim.id)
        return sum((each.claimed_at, each.id) < its_place for each in known) + 1
    before = await session.scalar(
        select(func.count())
        .select_from(TaskClaim)
        .where(
            TaskClaim.role_id == claim.role_id,
            TaskClaim.state == ClaimState.WAITING,
            or_(
                TaskClaim.claimed_at < claim.claimed_at,
                and_(TaskClaim.claimed_at == claim.claimed_at, TaskClaim.id < claim.id),
            ),
        )
    )
    return (before or 0) + 1
