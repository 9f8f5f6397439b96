"""Forgetting what nobody needs any more, a slice at a time, so that nobody waits behind it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, inspect, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute

from bot.sender import give_up_late
from storage import media
from storage.engine import Database
from storage.tables import (
    Base,
    Conversation,
    FailedUpdate,
    MessageLink,
    OutboxMessage,
    SeenUpdate,
)

KEEP_TRACES = timedelta(days=7)
"""How long seen updates and sent messages are kept; a messenger redelivers for a day at most."""
KEEP_LINKS = timedelta(days=180)
"""How long a reply to a message of ours finds what it is about: longer than anything is in work."""
SLICE = 1_000
"""Rows forgotten in one transaction."""


@dataclass(frozen=True, slots=True)
class Aging:
    """Rows that are forgotten some time after the moment in one of their columns."""

    table: type[Base]
    since: InstrumentedAttribute[Any]
    kept: timedelta


AGING = (
    Aging(OutboxMessage, OutboxMessage.finished_at, KEEP_TRACES),
    Aging(SeenUpdate, SeenUpdate.seen_at, KEEP_TRACES),
    Aging(MessageLink, MessageLink.sent_at, KEEP_LINKS),
    Aging(Conversation, Conversation.updated_at, KEEP_LINKS),
    Aging(FailedUpdate, FailedUpdate.failed_at, KEEP_LINKS),
)


async def tidy(database: Database, now: datetime) -> None:
    async with database.transaction() as session:
        await give_up_late(session, now)
        await media.forget_unused(session, now - KEEP_TRACES)
    for aging in AGING:
        while await forget_slice(database, aging, now, SLICE) == SLICE:
            pass


async def forget_slice(database: Database, aging: Aging, now: datetime, limit: int) -> int:
    """Delete up to `limit` rows that are too old; how many they were."""
    key = inspect(aging.table).primary_key
    old = select(*key).where(aging.since < now - aging.kept).limit(limit)
    async with database.transaction() as session:
        gone: Any = await session.execute(
            delete(aging.table)
            .where(tuple_(*key).in_(old))
            .execution_options(synchronize_session=False)
        )
    return int(gone.rowcount)
