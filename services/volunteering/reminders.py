"""Reminding those who hold a place: the day before, then three hours before.

A reminder that falls into quiet hours comes in the morning; where that would leave less than
ENOUGH, it comes the evening before.
"""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, quiet_hours, rows
from services.news import tell
from services.quiet_hours import SPREAD, Hours
from services.volunteering.looking import claims_of
from services.volunteering.news import Remind
from storage.tables import ClaimState, Task, TaskState

BEFORE = (24, 3)
"""Hours before the start, by the clock."""
ENOUGH = timedelta(hours=2)
"""To get ready, or to let somebody else take the place."""
_HOUR = timedelta(hours=1)


def next_reminder(starts_at: datetime, now: datetime, quiet: Hours) -> datetime | None:
    """The first reminder after `now`; None when all are past."""
    ideal = (starts_at - hours * _HOUR for hours in BEFORE)
    return next((at for each in ideal if (at := _audible(each, starts_at, quiet)) > now), None)


def _audible(at: datetime, starts_at: datetime, quiet: Hours) -> datetime:
    night = quiet.night(at, longer=SPREAD)
    return quiet.evening(at) if night and starts_at - night[1] < ENOUGH else at


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
    task = await rows.change(
        session,
        Task,
        Task.id == task_id,
        Task.remind_at <= now,
        Task.state == TaskState.OPEN,
        remind_at=None,
    )
    if task is None:
        return
    quiet = await quiet_hours.of_area(session, await areas.one(session, task.area_id))
    task.remind_at = next_reminder(task.starts_at, now, quiet)
    left = task.starts_at - now
    if left <= timedelta(0):
        return
    hours = max(1, round(left / _HOUR))
    for claim in await claims_of(session, task_id, ClaimState.HELD):
        if claim.in_at is None:
            tell(session, Remind(claim.id, hours))
