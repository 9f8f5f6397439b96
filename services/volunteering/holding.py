"""Holding a place: what has to hold for it, and the count that decides who was first."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows
from services.volunteering import ahead
from services.volunteering.errors import (
    ClaimsClosed,
    NotTheirPost,
    OfAnotherCommunity,
    Overlaps,
    OwnTask,
    TaskOver,
)
from services.volunteering.looking import overlapping
from storage.row_ids import next_id
from storage.tables import (
    ClaimState,
    Task,
    TaskClaim,
    TaskRole,
    TaskSource,
    TaskState,
    Volunteer,
    VolunteerPost,
)


@asynccontextmanager
async def whole(session: AsyncSession, task: Task) -> AsyncIterator[None]:
    """Where a task comes from may refuse (somebody else has the round): nothing is written then."""
    if task.source_id is None:
        yield
    else:
        async with session.begin_nested():
            yield


async def lock(session: AsyncSession, *person_ids: int) -> None:
    """Keep others from deciding about these volunteers until this transaction ends.

    Otherwise two tasks at one time, claimed in the same moment, would not see each other.
    """
    others = [each for each in person_ids if rows.settled(session, Volunteer, each) is None]
    if others:
        await rows.held_all(session, Volunteer, others)


def is_claimable(task: Task, now: datetime) -> bool:
    return task.state is TaskState.OPEN and now < min(task.claim_by, task.ends_at)


def check_open(task: Task, now: datetime) -> None:
    """Raises TaskOver or ClaimsClosed."""
    if task.state is not TaskState.OPEN or now >= task.ends_at:
        raise TaskOver(task.state)
    if now >= task.claim_by:
        raise ClaimsClosed(task.claim_by)


async def check_may(session: AsyncSession, task: Task, volunteer: Volunteer) -> None:
    """Who may hold a place of the task: those whom staff of its community admitted.

    A task that leads to somebody's door is moreover for those who signed up for its post, as staff
    read in their application. Raises OfAnotherCommunity, NotTheirPost, OwnTask or Overlaps.
    """
    await check_admitted_there(session, task, volunteer)
    if leads_to_a_door(task) and task.post not in volunteer.posts:
        raise NotTheirPost((await session.get_one(VolunteerPost, task.post)).names)
    if volunteer.person_id in (task.organiser_id, task.helped_id):
        raise OwnTask
    if ahead.is_free(session, task, volunteer.person_id):
        return
    overlaps = await overlapping(session, [volunteer.person_id], task)
    if other := overlaps.get(volunteer.person_id):
        raise Overlaps(other.id, other.title, other.starts_at)


async def check_may_see(session: AsyncSession, task: Task, person_id: int) -> None:
    """The names of a task's volunteers are not for those of other communities.

    Raises OfAnotherCommunity.
    """
    volunteer = await session.get(Volunteer, person_id, populate_existing=True)
    if volunteer is not None:
        await check_admitted_there(session, task, volunteer)


async def check_admitted_there(session: AsyncSession, task: Task, volunteer: Volunteer) -> None:
    """Raises OfAnotherCommunity."""
    area = await areas.one(session, task.area_id)
    if volunteer.area_id not in area.lineage:
        raise OfAnotherCommunity


def leads_to_a_door(task: Task) -> bool:
    """Whether its holders are told a name or an address; a round's come with the round."""
    return task.private is not None or task.source is TaskSource.ROUND


async def take_place(session: AsyncSession, role_id: int) -> bool:
    """Count one more place of the role as claimed; False where all are.

    Nobody else counts meanwhile (`locked_roles`), so however many of a batch claim and give back,
    it is written once; the table's CHECK stands behind it.
    """
    role = await rows.held(session, TaskRole, role_id)
    if role.claimed >= role.places:
        return False
    role.claimed += 1
    return True


async def leave_place(session: AsyncSession, role_id: int) -> None:
    """Count one place of the role as free again."""
    role = await rows.held(session, TaskRole, role_id)
    role.claimed -= 1


async def add_claim(
    session: AsyncSession, role: TaskRole, volunteer: Volunteer, state: ClaimState, now: datetime
) -> TaskClaim:
    """The caller has locked the volunteer and seen that they have no living claim."""
    claim = TaskClaim(
        id=await next_id(session, TaskClaim),
        task_id=role.task_id,
        role_id=role.id,
        person_id=volunteer.person_id,
        person_name=volunteer.name,
        state=state,
        claimed_at=now,
        wrong_codes=0,
    )
    session.add(claim)
    ahead.note(session, claim)
    return claim
