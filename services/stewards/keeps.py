"""What is kept about stewards: the roles somebody has or had, and the telephone for them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, calendar, rows
from services.keeps import Keeps
from storage.tables import Steward


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Their roles end; that somebody had them stays, without name, telephone and person."""
    today = now.astimezone(calendar.ZONE).date()
    theirs = await session.scalars(select(Steward).where(Steward.person_id == person_id))
    for steward in theirs.all():
        await rows.change(
            session,
            Steward,
            Steward.id == steward.id,
            name="",
            phone=None,
            phone_shown=False,
            phone_said_how=None,
            phone_said_on=None,
            person_id=None,
            code=None,
            code_until=None,
            until=_last(steward, today),
        )


def _last(steward: Steward, today: date) -> date:
    end = max(today, steward.since)
    return end if steward.until is None else min(end, steward.until)


async def about(session: AsyncSession, person_id: int) -> dict[str, Any]:
    """Below "roles": each with its area and days, and whether residents see the telephone."""
    found = await session.scalars(
        select(Steward).where(Steward.person_id == person_id).order_by(Steward.id)
    )
    return {
        "roles": [
            {
                "role": each.role.value,
                "area": await areas.title_of(session, each.area_id),
                "name": each.name,
                "phone": each.phone,
                "phone_shown": each.phone_shown,
                "phone_said_on": each.phone_said_on.isoformat() if each.phone_said_on else None,
                "since": each.since.isoformat(),
                "until": each.until.isoformat() if each.until else None,
            }
            for each in found.all()
        ]
    }


KEEPS = Keeps(erase=erase, about=about)
