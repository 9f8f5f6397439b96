"""Giving up what came too late."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, literal, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import KNOWS, TOO_LATE
from storage.tables import OutboxMessage, OutboxState

_NOTHING: Any = literal({}, OutboxMessage.params.type)


async def give_up_late(session: AsyncSession, now: datetime) -> None:
    """Give up what can be of no use any more; the sender passes it over already."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.state == OutboxState.WAITING, OutboxMessage.useful_until <= now)
        .values(
            # Who was told by other ways that there is news was told in time.
            state=case(
                (OutboxMessage.way.in_(KNOWS), OutboxState.SENT), else_=OutboxState.GIVEN_UP
            ),
            finished_at=now,
            error=TOO_LATE,
            params=case((OutboxMessage.secret, _NOTHING), else_=OutboxMessage.params),
        )
    )
