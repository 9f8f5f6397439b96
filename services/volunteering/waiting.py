"""The waiting list (候补): a place that comes free goes to those who wait for it, in order."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import Refusal
from services.news import tell
from services.volunteering import sources, volunteers
from services.volunteering.holding import check_may, lock, take_place, whole
from services.volunteering.news import Promoted
from storage.tables import ClaimState, Task, TaskClaim, TaskRole, TaskState


async def promote(session: AsyncSession, task: Task, role_id: int, *, now: datetime) -> None:
    """Give the role's free places to those who wait, the longest waiting first; they are told.

    The caller holds the task's roles (`locked_roles`). Passed over, but not forgotten, is who may
    take nothing on at present or holds a place elsewhere at that time. Nobody is promoted once
    the task has begun, unless it can still be claimed: they could not be there in time.
    Nobody either where the task's source refuses: somebody else sees to it.
    """
    if task.state is not TaskState.OPEN or now >= max(task.starts_at, task.claim_by):
        return
    for waiting in await _queue(session, role_id):
        if not await _may(session, task, waiting, now):
            continue
        try:
            async with whole(session, task):
                if not await take_place(session, role_id):
                    return
                claim = await _hold(session, waiting.id)
                if task.source_id is not None:
                    await sources.claimed(session, task, claim, now)
        except Refusal:
            return
        tell(session, Promoted(claim.id))


async def _queue(session: AsyncSession, role_id: int) -> list[TaskClaim]:
    """Who waits, if a place is free; the order is that of the claims."""
    role = await rows.held(session, TaskRole, role_id)
    if role.claimed >= role.places:
        return []
    found = await session.scalars(
        select(TaskClaim)
        .where(TaskClaim.role_id == role_id, TaskClaim.state == ClaimState.WAITING)
        .order_by(TaskClaim.claimed_at, TaskClaim.id)
        .execution_options(populate_existing=True)
    )
    return list(found)


async def _may(session: AsyncSession, task: Task, claim: TaskClaim, now: datetime) -> bool:
    if claim.person_id is None:
        return False
    await lock(session, claim.person_id)
    try:
        volunteer = await volunteers.ready(session, claim.person_id, now=now)
        await check_may(session, task, volunteer)
    except Refusal:
        return False
    return True


async def _hold(session: AsyncSession, claim_id: int) -> TaskClaim:
    held = await rows.change(session, TaskClaim, TaskClaim.id == claim_id, state=ClaimState.HELD)
    assert held is not None
    return held
