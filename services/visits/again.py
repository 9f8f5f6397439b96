"""Doors at which nobody was at home: their time comes again by itself."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.news import draw, tell
from services.visits import lists
from services.visits.news import DoorsAgain, RoundCard
from storage.tables import Visit, VisitState


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of lists with doors whose time has come again."""
    found = await session.scalars(
        select(Visit.round_id).where(Visit.again_at <= now).order_by(Visit.again_at, Visit.id)
    )
    return list(dict.fromkeys(found))


async def act(session: AsyncSession, round_id: int, *, now: datetime) -> None:
    """Have these doors wait again, and those who go hear of all of them at once.

    Of a list that was ended, as somebody said that nobody was there, nothing comes again.
    """
    come = (Visit.round_id == round_id, Visit.again_at <= now)
    if (await lists.get(session, round_id)).ended_at is not None:
        await rows.change_all(session, Visit, *come, again_at=None)
        return
    waiting = await rows.change_all(
        session,
        Visit,
        *come,
        Visit.state == VisitState.NOBODY,
        state=VisitState.WAITING,
        again_at=None,
    )
    if waiting:
        tell(session, DoorsAgain(round_id, len(waiting)))
        draw(session, RoundCard(round_id))
