"""Wishes as tasks: on the wall, claimed, granted, given to another, posted again."""

from datetime import datetime, timedelta

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import wishes
from services.errors import NotFound
from services.news import draw
from services.tickets import Member
from services.volunteering import claims, tasks
from services.volunteering.errors import NotClaimed
from services.volunteering.looking import claims_of
from services.volunteering.new_task import NewTask
from services.volunteering.news import TaskCard
from services.volunteering.passing_on import locked_task
from services.volunteering.sources import living_task, lock
from services.wishes.news import WishCard
from storage.tables import ClaimState, Task, TaskClaim, TaskSource, TaskState, Wish, WishState

WISH_CLAIMED_WITHIN = timedelta(days=14)
"""So long a wish hangs on the wall; unmatched, it goes up again before the newer ones."""
WISH_GRANTED_WITHIN = timedelta(days=28)
"""From the day it hangs: a fortnight to be claimed, seven days to be in touch, seven to do it."""

WISH_LASTS = timedelta(hours=1)
"""What granting a wish counts for at first; nobody checks in for it at a fixed time."""


async def withdraw_wish(
    session: AsyncSession, wish_id: int, person_id: int, reason: str, *, now: datetime
) -> Wish:
    """The wisher takes it back; volunteers are told `reason`. Raises as `wishes.withdraw` does."""
    task = await locked_task(session, TaskSource.WISH, wish_id)
    wish = await wishes.withdraw(session, wish_id, person_id)
    if task is not None:
        await tasks.call_off(session, task.id, reason, now=now)
    return wish


async def grant_wish(session: AsyncSession, wish_id: int, by: int, *, now: datetime) -> Wish:
    """已圆梦: the task is over, and counts as WISH_LASTS until its organiser puts that right.

    Raises as `wishes.granted` does.
    """
    task = await locked_task(session, TaskSource.WISH, wish_id)
    wish = await wishes.granted(session, wish_id, by, now=now)
    if task is None:
        return wish
    if not await claims_of(session, task.id, ClaimState.HELD):
        await tasks.finish(session, task.id, now=now)
        return wish
    task.starts_at, task.ends_at = now - WISH_LASTS, now
    task.claim_by = min(task.claim_by, now)
    task.review_at, task.remind_at = now, None
    await session.flush()
    draw(session, TaskCard(task.id))
    return wish


async def another_granter(
    session: AsyncSession, wish_id: int, member: Member, *, now: datetime
) -> Wish:
    """The office gives a wish that was claimed back to the wall: nobody got in touch.

    Raises NotClaimed where nobody has it, and as `wishes.for_staff` and `claims.release` do.
    """
    wish = await wishes.for_staff(session, wish_id, member, WishState.APPROVED)
    task = await living_task(session, TaskSource.WISH, wish_id)
    granter = await wishes.granter(session, wish_id)
    if task is None or granter is None:
        raise NotClaimed
    await claims.release(session, task.id, granter, now=now)
    return wish


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Wishes on the wall that nobody can claim any more and nobody has."""
    claimed = exists().where(TaskClaim.task_id == Task.id, TaskClaim.state == ClaimState.HELD)
    hangs = exists().where(
        Task.source == TaskSource.WISH,
        Task.source_id == Wish.id,
        Task.state == TaskState.OPEN,
        (Task.claim_by > now) | claimed,
    )
    found = await session.scalars(
        select(Wish.id)
        .where(Wish.state == WishState.APPROVED, ~hangs)
        .order_by(Wish.rounds.desc(), Wish.posted_at, Wish.id)
    )
    return list(found)


async def act(session: AsyncSession, wish_id: int, *, now: datetime) -> None:
    """Post the wish again, for another fortnight; the often unmatched come first (`due`)."""
    await locked_task(session, TaskSource.WISH, wish_id)
    await lock(session, TaskSource.WISH, wish_id)
    if wish_id not in await due(session, now):
        return
    before = await _last_task(session, wish_id)
    if before.state is TaskState.OPEN:
        await tasks.finish(session, before.id, now=now)
    await tasks.create(session, _again(before, now), now=now)
    wish = await wishes.get(session, wish_id)
    wish.rounds += 1
    await session.flush()
    draw(session, WishCard(wish_id))


async def _last_task(session: AsyncSession, wish_id: int) -> Task:
    found: Task | None = await session.scalar(
        select(Task)
        .where(Task.source == TaskSource.WISH, Task.source_id == wish_id)
        .order_by(Task.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    if found is None:
        raise NotFound
    return found


def _again(before: Task, now: datetime) -> NewTask:
    return NewTask(
        area_id=before.area_id,
        post=before.post,
        title=before.title,
        details=before.details,
        private=before.private,
        place=before.place,
        latitude=before.latitude,
        longitude=before.longitude,
        starts_at=now,
        ends_at=now + WISH_GRANTED_WITHIN,
        claim_by=now + WISH_CLAIMED_WITHIN,
        organiser_id=before.organiser_id,
        organiser_name=before.organiser_name,
        source=before.source,
        source_id=before.source_id,
        helped_id=before.helped_id,
    )
