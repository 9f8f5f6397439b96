"""Noting updates: which were seen before, and which chats a transaction works on."""

from collections.abc import Collection
from datetime import datetime
from typing import cast

from sqlalchemy import Table, text
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from storage.tables import Channel, FailedUpdate, SeenUpdate

_SEEN = cast("Table", SeenUpdate.__table__)
_LOCK = text("SELECT pg_advisory_xact_lock(chat) FROM unnest(CAST(:chats AS bigint[])) AS chat")


async def note_seen(
    session: AsyncSession,
    channel: Channel,
    bot_id: int,
    update_ids: Collection[int],
    now: datetime,
) -> set[int]:
    """Note updates as handled by this transaction; returns those that nobody noted before."""
    if not update_ids:
        return set()
    dialect = session.get_bind().dialect.name
    statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(_SEEN)
    fresh = await session.scalars(
        statement.on_conflict_do_nothing().returning(_SEEN.c.update_id),
        [
            {"channel": channel, "bot_id": bot_id, "update_id": each, "seen_at": now}
            for each in update_ids
        ],
    )
    return set(fresh)


async def lock_chats(session: AsyncSession, chat_ids: Collection[int]) -> None:
    """Keep the order within a chat where several processes take updates in (PostgreSQL).

    Taken in ascending order, so that two batches never wait for one another. SQLite has a single
    writer and needs no lock.
    """
    if session.get_bind().dialect.name == "postgresql":
        await session.execute(_LOCK, {"chats": sorted(set(chat_ids))})


async def note_failed(
    session: AsyncSession, code: str, update_id: int, error: str, now: datetime
) -> None:
    session.add(FailedUpdate(code=code, update_id=update_id, failed_at=now, error=error))
