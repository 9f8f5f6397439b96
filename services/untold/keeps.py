"""What the list of what nobody was told hands in."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.keeps import AtNight, Job, Keeps
from services.news import draw
from services.untold import items
from services.untold.items import UntoldCard
from storage.tables import Untold


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:  # noqa: ARG001
    """What they were to be told goes; what they told others stays, without their name."""
    theirs = select(Untold.area_id).where(Untold.person_id == person_id).distinct()
    areas = (await session.scalars(theirs)).all()
    await session.execute(delete(Untold).where(Untold.person_id == person_id))
    for area_id in areas:
        draw(session, UntoldCard(area_id))
    unnamed = {"told_by": None, "told_by_name": None}
    await session.execute(update(Untold).where(Untold.told_by == person_id).values(**unnamed))


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Below "untold": what staff were to tell them."""
    found = await session.scalars(
        select(Untold).where(Untold.person_id == person_id).order_by(Untold.id)
    )
    return {
        "untold": [
            {
                "text": item.text,
                "since": item.since.isoformat(),
                "ended_at": item.ended_at.isoformat() if item.ended_at else None,
            }
            for item in found
        ]
    }


KEEPS = Keeps(
    erase=erase,
    about=about,
    jobs=(
        Job(
            name="untold news",
            due=items.due,
            act=items.act,
            every=timedelta(minutes=10),
            when="what staff were to tell somebody is of no use any more",
            to="the staff's list, from which it goes",
            at_night=AtNight.ACTS,
            late="always",
        ),
    ),
)
