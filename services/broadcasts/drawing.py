"""Drawing the recipients of a broadcast, a slice in a transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from services import audiences
from services.audiences import Audience
from services.broadcasts.kinds import kind_named
from storage.tables import Broadcast, BroadcastRecipient, RecipientState

SLICE = 500
"""People; a grid has about as many."""


async def draw_slice(session: AsyncSession, broadcast: Broadcast, *, now: datetime) -> None:
    """The next people whom `broadcast`, which is held, is for; `drawn_at` says when these are all.

    Who is a recipient already stays the same one, whatever was drawn before a crash.
    """
    audience = Audience.load(broadcast.audience) if broadcast.audience else None
    if audience is not None and audience.sample is not None:
        found, more = await _next_grid(session, broadcast, audience, now)
    else:
        found = await _next_people(session, broadcast, audience, now)
        more = len(found) == SLICE
    await _add(session, broadcast, found, now)
    if not more:
        broadcast.drawn_at = now


async def _next_people(
    session: AsyncSession, broadcast: Broadcast, audience: Audience | None, now: datetime
) -> Sequence[int]:
    """By id from the last one on."""
    last = await session.scalar(
        select(func.max(BroadcastRecipient.person_id)).where(
            BroadcastRecipient.broadcast_id == broadcast.id
        )
    )
    after = last or 0
    if audience is not None:
        return await audiences.ids(session, audience, after=after, limit=SLICE, now=now)
    recipients = kind_named(broadcast.kind).recipients
    assert recipients is not None
    return await recipients(session, broadcast.subject_id, after=after, limit=SLICE, now=now)


async def _next_grid(
    session: AsyncSession, broadcast: Broadcast, audience: Audience, now: datetime
) -> tuple[Sequence[int], bool]:
    """Who is drawn in it, and whether others follow; how many each gets is settled once."""
    if broadcast.quotas is None:
        counted = await audiences.quotas(session, audience, now=now)
        broadcast.quotas = {str(grid): quota for grid, quota in counted.items() if quota}
    after = broadcast.drawn_up_to or 0
    left = sorted(int(grid) for grid in broadcast.quotas if int(grid) > after)
    if not left:
        return [], False
    grid = broadcast.drawn_up_to = left[0]
    quota = broadcast.quotas[str(grid)]
    return await audiences.drawn_in(session, audience, grid, quota, now=now), len(left) > 1


async def _add(
    session: AsyncSession, broadcast: Broadcast, person_ids: Sequence[int], now: datetime
) -> None:
    if not person_ids:
        return
    insert = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    await session.execute(
        insert(BroadcastRecipient).on_conflict_do_nothing(),
        [
            {
                "broadcast_id": broadcast.id,
                "person_id": person_id,
                "state": RecipientState.WAITING,
                "drawn_at": now,
            }
            for person_id in person_ids
        ],
    )
