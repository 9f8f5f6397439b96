"""The deadlines that people run into: what the sandbox's clock can be moved to."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import (
    Canteen,
    Category,
    MealSession,
    Task,
    TaskState,
    Ticket,
    TicketState,
)


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind` is that of the meal whose orders close, or "request" or "task".

    `title` says whose: the canteen, the category of the request, the task.
    """

    at: datetime
    kind: str
    title: str


async def upcoming(session: AsyncSession, now: datetime) -> Deadline | None:
    """The next one after `now`, or None where nothing has one."""
    found = [
        each
        for each in (
            await _meal(session, now),
            await _request(session, now),
            await _task(session, now),
        )
        if each is not None
    ]
    return min(found, key=lambda each: each.at, default=None)


async def _meal(session: AsyncSession, now: datetime) -> Deadline | None:
    row = (
        await session.execute(
            select(MealSession.cut_off_at, MealSession.meal, Canteen.name)
            .join(Canteen, Canteen.id == MealSession.canteen_id)
            .where(MealSession.cut_off_at > now, MealSession.closed_at.is_(None))
            .order_by(MealSession.cut_off_at)
            .limit(1)
        )
    ).first()
    return Deadline(row.cut_off_at, row.meal.value, row.name) if row else None


async def _request(session: AsyncSession, now: datetime) -> Deadline | None:
    row = (
        await session.execute(
            select(Ticket.respond_by, Category.names)
            .join(Category, Category.id == Ticket.category_id)
            .where(Ticket.state == TicketState.OPEN, Ticket.respond_by > now)
            .order_by(Ticket.respond_by)
            .limit(1)
        )
    ).first()
    return Deadline(row.respond_by, "request", row.names["zh"]) if row else None


async def _task(session: AsyncSession, now: datetime) -> Deadline | None:
    row = (
        await session.execute(
            select(Task.claim_by, Task.title)
            .where(Task.state == TaskState.OPEN, Task.claim_by > now)
            .order_by(Task.claim_by)
            .limit(1)
        )
    ).first()
    return Deadline(row.claim_by, "task", row.title) if row else None
