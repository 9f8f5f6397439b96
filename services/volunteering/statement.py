"""What somebody's points came from and went to, month by month."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dateutil.relativedelta import relativedelta
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import (
    PointsEntry,
    Redemption,
    Reward,
    ServiceRecord,
    Task,
    TaskClaim,
)


@dataclass(frozen=True, slots=True)
class StatementLine:
    """A line of the ledger with what it was for."""

    entry: PointsEntry
    what: str
    """The reward or the task, as people wrote it; empty where neither is known."""
    minutes: int
    """Of service; 0 where points were spent or came back."""


async def of_month(
    session: AsyncSession, person_id: int, month: date, *, zone: ZoneInfo
) -> list[StatementLine]:
    """The lines of the month that begins with the day `month` in `zone`, newest first."""
    begins, ends = (
        datetime.combine(day, time(), zone).astimezone(UTC)
        for day in (month, month + relativedelta(months=1))
    )
    found = await session.execute(
        select(PointsEntry, Reward.name, Task.title, ServiceRecord.minutes)
        .outerjoin(Redemption, Redemption.id == PointsEntry.redemption_id)
        .outerjoin(Reward, Reward.id == Redemption.reward_id)
        .outerjoin(ServiceRecord, ServiceRecord.id == PointsEntry.record_id)
        .outerjoin(TaskClaim, TaskClaim.id == ServiceRecord.claim_id)
        .outerjoin(Task, Task.id == TaskClaim.task_id)
        .where(PointsEntry.person_id == person_id, PointsEntry.at >= begins, PointsEntry.at < ends)
        .order_by(PointsEntry.id.desc())
    )
    return [
        StatementLine(entry, reward or title or "", minutes or 0)
        for entry, reward, title, minutes in found
    ]
