"""What waits in the outbox, by channel and urgency: how much, and for how long."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import and_, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from storage.held import HELD
from storage.outbox import Urgency
from storage.outbox_rows import IS_WAITING
from storage.tables import Channel, OutboxMessage


class Waiting(NamedTuple):
    """Rows of one urgency on one channel."""

    channel: Channel
    urgency: Urgency
    due: int
    """They could leave, or were tried and have not left yet."""
    later: int
    """They wait for the morning, or for a group that takes no messages just now."""
    since: datetime | None
    """Since when the oldest of those that are due could have left."""


async def waiting(session: AsyncSession, now: datetime) -> list[Waiting]:
    """One statement over what waits; those of nothing are left out."""
    row = OutboxMessage
    tried = row.error.is_not(None)
    is_due = or_(and_(tried, row.error != HELD), and_(row.error.is_(None), row.not_before <= now))
    # Of what is tried again `not_before` is the next try.
    since = case((is_due, case((tried, row.created_at), else_=row.not_before)))
    due = func.sum(case((is_due, 1), else_=0))
    found = await session.execute(
        select(row.channel, row.urgency, due, func.count(), func.min(since))
        .where(IS_WAITING)
        .group_by(row.channel, row.urgency)
        .order_by(row.channel, row.urgency)
    )
    return [
        Waiting(channel, Urgency(urgency), due, count - due, oldest)
        for channel, urgency, due, count, oldest in found
    ]
