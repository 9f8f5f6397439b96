"""Who confirms what volunteers did (谁组织谁记录): the organiser and the community's staff."""

from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.errors import NotFound
from services.groups.authority import is_member
from services.groups.routing import office
from services.volunteering.hours_errors import NotOrganiser, OwnMinutes
from services.volunteering.looking import get, locked_roles
from storage.tables import Group, Person, Task, TaskClaim


async def current(session: AsyncSession, claim_id: int) -> tuple[Task, TaskClaim]:
    """The claim and its task as the database has them at this moment. Raises NotFound."""
    claim = await session.get(TaskClaim, claim_id, populate_existing=True)
    if claim is None:
        raise NotFound
    task = await session.get_one(Task, claim.task_id, populate_existing=True)
    return task, claim


async def held_fast(session: AsyncSession, claim_id: int) -> tuple[Task, TaskClaim]:
    """As `current`, with the task's places kept from everybody else until this transaction ends.

    Claiming, giving back and calling off take the same lock first, so that none of them waits
    for another in a ring. Raises NotFound.
    """
    _task, claim = await current(session, claim_id)
    await locked_roles(session, claim.task_id)
    return await current(session, claim_id)


async def may_judge(session: AsyncSession, task: Task, person_id: int) -> bool:
    """Whether they organise the task, or are in the group of the office that answers for it."""
    if task.organiser_id == person_id:
        return True
    group = await office_of(session, task.area_id)
    return group is not None and await is_member(session, group, person_id)


async def check_judge(session: AsyncSession, task: Task, claim: TaskClaim, person_id: int) -> None:
    """Raises NotOrganiser, or OwnMinutes: nobody at all confirms their own."""
    if claim.person_id == person_id:
        raise OwnMinutes
    if not await may_judge(session, task, person_id):
        raise NotOrganiser


async def for_organiser(session: AsyncSession, task_id: int, person_id: int) -> Task:
    """The task, for those who judge in it. Raises NotFound, NotOrganiser."""
    task = await get(session, task_id)
    if not await may_judge(session, task, person_id):
        raise NotOrganiser
    return task


async def office_of(session: AsyncSession, area_id: int) -> Group | None:
    """The staff group that answers for the area; None while none is bound."""
    return await office(session, await areas.one(session, area_id))


async def organiser_outside(session: AsyncSession, task: Task) -> int | None:
    """The organiser, if they agreed to be written to and are not in the office's group."""
    organiser = await session.get(Person, task.organiser_id) if task.organiser_id else None
    if organiser is None or organiser.consented_at is None:
        return None
    group = await office_of(session, task.area_id)
    reads_along = group is not None and await is_member(session, group, organiser.id)
    return None if reads_along else organiser.id
