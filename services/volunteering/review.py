"""What is due for a task's attendance list: coming up, and being gone through after the end."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.news import draw, tell
from services.rows import judged_again
from services.volunteering import looking, new_task, records
from services.volunteering.hours_news import Recorded, RollCall
from services.volunteering.judging import held_fast
from storage.tables import ClaimState, RecordState, ServiceRecord, Task, TaskClaim, TaskState

AGAIN_AFTER = timedelta(days=1)
AGAIN_FOR = timedelta(days=7)
"""So often, for so long after the end, the list of what is not judged yet comes up again."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of tasks whose attendance list comes up, or is to be gone through."""
    found = await session.scalars(
        select(Task.id)
        .where(Task.review_at <= now, Task.state != TaskState.CANCELLED)
        .order_by(Task.review_at, Task.id)
    )
    return list(found)


async def act(session: AsyncSession, task_id: int, *, now: datetime) -> None:
    """What is due for a task's attendance list.

    When checking in begins it comes up. An hour after the end, those who did not check out go to
    review: a record of the minutes up to the end as planned, marked as a guess. From then on the
    list comes up daily for as long as something is not judged, a week at most.
    """
    await looking.locked_roles(session, task_id)
    task = await looking.get(session, task_id)
    if task.state is TaskState.CANCELLED or task.review_at is None or task.review_at > now:
        return
    if now < task.ends_at:
        draw(session, RollCall(task.id, to_the_end=True))
        await _next_review(session, task, task.ends_at + new_task.REVIEW_AFTER)
        return
    for claim in await looking.claims_of(session, task.id, ClaimState.HELD):
        if claim.in_at is not None:
            await _review(session, claim.id)
    again = now + AGAIN_AFTER
    goes_on = await _unjudged(session, task.id) and again <= task.ends_at + AGAIN_FOR
    if await _unjudged(session, task.id):
        draw(session, RollCall(task.id, to_the_end=True))
    await _next_review(session, task, again if goes_on else None)
    await records.finish_if_over(session, task, now=now)


@judged_again
async def _review(session: AsyncSession, claim_id: int) -> None:
    """Somebody who came and did not check out; nothing if they just did."""
    task, claim = await held_fast(session, claim_id)
    if claim.state is not ClaimState.HELD or claim.in_at is None:
        return
    begun = claim.in_at
    await records.change_claim(session, claim, state=ClaimState.DONE)
    minutes = records.minutes_between(task, begun, task.ends_at)
    record = await records.make(session, task, claim, minutes, review=True)
    tell(session, Recorded(record.id))


async def _unjudged(session: AsyncSession, task_id: int) -> bool:
    held = await looking.claims_of(session, task_id, ClaimState.HELD)
    pending = await session.scalar(
        select(ServiceRecord.id)
        .join(TaskClaim, TaskClaim.id == ServiceRecord.claim_id)
        .where(TaskClaim.task_id == task_id, ServiceRecord.state == RecordState.PENDING)
        .limit(1)
    )
    return bool(held) or pending is not None


async def _next_review(session: AsyncSession, task: Task, at: datetime | None) -> None:
    await session.execute(
        update(Task).where(Task.id == task.id).values(review_at=at),
        execution_options={"synchronize_session": False},
    )
    await session.refresh(task)
