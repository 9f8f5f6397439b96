"""Reminding those who hold a place: the day before, then three hours before."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.news import tell
from services.volunteering.looking import claims_of
from services.volunteering.news import Remind
from storage.tables import ClaimState, Task, TaskState

BEFORE = (24, 3)
"""Hours before the start, by the clock."""
_HOUR = timedelta(hours=1)


def next_reminder(starts_at: datetime, now: datetime) -> datetime | None:
    """The first reminder after `now`; None when all are past."""
    return next((at for hours in BEFORE if (at := starts_at - hours * _HOUR) > now), None)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of tasks to call `act` for, the longest due first."""
    found = await session.scalars(
        select(Task.id)
        .where(Task.remind_at <= now, Task.state == TaskState.OPEN)
        .order_by(Task.remind_at, Task.id)
    )
    return list(found)


async def act(session: AsyncSession, task_id: int, *, now: datetime) -> None:
    """Remind everyone who holds a place and is not there yet; nothing once the task began.

    Two reminders that came due while nobody worked them off are one.
    """
    reminded = await session.scalars(
        update(Task)
        .where(Task.id == task_id, Task.remind_at <= now, Task.state == TaskState.OPEN)
        .values(remind_at=None)
        .returning(Task),
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
    task = reminded.one_or_none()
    if task is None:
        return
    task.remind_at = next_reminder(task.starts_at, now)
    left = task.starts_at - now
    if left <= timedelta(0):
        return
    hours = max(1, round(left / _HOUR))
    for claim in await claims_of(session, task_id, ClaimState.HELD):
        if claim.in_at is None:
            tell(session, Remind(claim.id, hours))
