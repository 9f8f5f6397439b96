"""Keeping the outbox small."""

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import OutboxMessage


async def forget_sent(session: AsyncSession, before: datetime) -> None:
    """Delete rows that were sent or given up before `before`. What waits is never touched."""
    await session.execute(delete(OutboxMessage).where(OutboxMessage.finished_at < before))
