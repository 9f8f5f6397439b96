"""The deadline of a list: those who go are reminded, the group hears once, later it ends."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.news import tell
from services.visits import lists, rounds
from services.visits.news import RoundLate, RoundOver
from storage.tables import VisitRound

ENDS_AFTER = timedelta(days=30)
"""What nobody ended or gave more time so long after its deadline goes on no more."""


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of lists that are to be looked at."""
    found = await session.scalars(
        select(VisitRound.id)
        .where(VisitRound.call_at <= now)
        .order_by(VisitRound.call_at, VisitRound.id)
    )
    return list(found)


async def act(session: AsyncSession, round_id: int, *, now: datetime) -> None:
    """One step: the reminder, the deadline, or the end.

    A list ends silently where there is no door left to go to, now or when it comes again.
    """
    found = await lists.get(session, round_id)
    if found.call_at is None or found.call_at > now:
        return
    done = await lists.progress(session, round_id)
    over = now >= found.due_at
    if now >= found.due_at + ENDS_AFTER or (over and not done.to_go):
        await rounds.end_now(session, round_id, now=now)
        return
    called = await rows.change(
        session,
        VisitRound,
        VisitRound.id == round_id,
        VisitRound.call_at == found.call_at,
        call_at=found.due_at + ENDS_AFTER if over else found.due_at,
    )
    if called is not None and (done.to_go if over else done.left):
        tell(session, RoundOver(round_id) if over else RoundLate(round_id))
