"""What stewards do themselves: join by the link made for them, say who sees their telephone."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotYours
from services.stewards.errors import LinkSpent, NoTelephone, RoleEnded
from storage.tables import SaidHow, Steward


async def invited(session: AsyncSession, code: str, *, now: datetime, today: date) -> Steward:
    """Whom a link was made for, while it can be used. Raises LinkSpent."""
    found = await session.scalar(select(Steward).where(Steward.code == code)) if code else None
    if found is None or found.code_until is None or found.code_until <= now:
        raise LinkSpent
    if found.until is not None and found.until <= today:
        raise LinkSpent
    return found


async def join(
    session: AsyncSession, code: str, person_id: int, *, now: datetime, today: date
) -> Steward:
    """They are the one the link was made for; it counts once. Raises LinkSpent."""
    steward = await invited(session, code, now=now, today=today)
    joined = await rows.change(
        session,
        Steward,
        Steward.id == steward.id,
        Steward.code == code,
        person_id=person_id,
        code=None,
        code_until=None,
    )
    if joined is None:
        raise LinkSpent
    return joined


async def show_phone(
    session: AsyncSession, steward_id: int, person_id: int, *, shown: bool, today: date
) -> Steward:
    """They say whether residents see their telephone; it counts over any paper signed before.

    Raises NotFound, NotYours, NoTelephone, RoleEnded.
    """
    steward = await rows.current(session, Steward, steward_id)
    if steward.person_id != person_id:
        raise NotYours
    if not steward.phone:
        raise NoTelephone
    changed = await rows.change(
        session,
        Steward,
        Steward.id == steward_id,
        Steward.person_id == person_id,
        Steward.phone == steward.phone,
        Steward.until.is_(None) | (Steward.until > today),
        phone_shown=shown,
        phone_said_how=SaidHow.CHAT,
        phone_said_on=today,
    )
    if changed is None:
        raise RoleEnded
    return changed
