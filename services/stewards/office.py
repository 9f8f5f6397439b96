"""What the office does: give somebody a role, end it, note what they signed, make their link."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, rows, written
from services.errors import NotFound
from services.groups.authority import Member, check_staff_of
from services.stewards.errors import DayInTheFuture, NoTelephone, RoleEnded, SameAgain
from services.written.telephones import telephone
from storage.tables import Purpose, Role, SaidHow, Steward

PURPOSE = Purpose.STAFF
"""Of the groups whose members are the office."""
NAME_LIMIT = 40
PHONE_LIMIT = 40
"""The columns' lengths."""
LINK_FOR = timedelta(days=14)
"""How long a link waits for who it was made for: long enough for the next meeting, and not for
somebody who finds the paper next year."""
CODE_BYTES = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSteward:
    area_id: int
    role: Role
    name: str
    phone: str | None
    signed_on: date | None
    """The day on the paper by which they agreed that residents see the telephone."""


async def appoint(
    session: AsyncSession, new: NewSteward, member: Member, *, today: date
) -> Steward:
    """Somebody has the role from `today` on; both days are the community's.

    Raises NotFound, NotYourGroup, NotAMember, WordsNeeded, TooLong, SameAgain, and as `signed`.
    """
    if await areas.get(session, new.area_id) is None:
        raise NotFound
    await check_staff_of(session, new.area_id, member)
    name = written.line(new.name, limit=NAME_LIMIT)
    phone = telephone(new.phone, limit=PHONE_LIMIT) if new.phone else None
    _check_paper(phone, new.signed_on, today)
    await _check_is_new(session, new, name, today)
    steward = Steward(
        area_id=new.area_id,
        role=new.role,
        name=name,
        phone=phone,
        phone_shown=new.signed_on is not None,
        phone_said_how=SaidHow.PAPER if new.signed_on else None,
        phone_said_on=new.signed_on,
        since=today,
    )
    session.add(steward)
    await session.flush()
    return steward


async def for_office(session: AsyncSession, steward_id: int, member: Member) -> Steward:
    """One whom the member's office may change. Raises NotFound, NotYourGroup or NotAMember."""
    steward = await rows.current(session, Steward, steward_id)
    await check_staff_of(session, steward.area_id, member)
    return steward


async def end(session: AsyncSession, steward_id: int, member: Member, *, today: date) -> Steward:
    """They have the role no more; their link is worth nothing. Raises RoleEnded, as `for_office`.

    One who was to begin later has never begun.
    """
    steward = await for_office(session, steward_id, member)
    ended = await rows.change(
        session,
        Steward,
        Steward.id == steward_id,
        Steward.until.is_(None) | (Steward.until > today),
        until=max(today, steward.since),
        code=None,
        code_until=None,
    )
    if ended is None:
        raise RoleEnded
    return ended


async def change_phone(
    session: AsyncSession, steward_id: int, member: Member, phone: str | None, *, today: date
) -> Steward:
    """Another telephone is not shown before they agree to it; None where they have none any more.

    Raises NotATelephone, TooLong, RoleEnded, and as `for_office`.
    """
    number = telephone(phone, limit=PHONE_LIMIT) if phone is not None else None
    await for_office(session, steward_id, member)
    return await _change(
        session,
        steward_id,
        today,
        phone=number,
        phone_shown=False,
        phone_said_how=None,
        phone_said_on=None,
    )


async def signed(
    session: AsyncSession, steward_id: int, member: Member, day: date, *, today: date
) -> Steward:
    """The office has their signature of that `day`: residents see the telephone.

    Raises NoTelephone, DayInTheFuture, RoleEnded, and as `for_office`.
    """
    steward = await for_office(session, steward_id, member)
    _check_paper(steward.phone or None, day, today)
    return await _change(
        session,
        steward_id,
        today,
        phone_shown=True,
        phone_said_how=SaidHow.PAPER,
        phone_said_on=day,
    )


async def hide_phone(
    session: AsyncSession, steward_id: int, member: Member, *, today: date
) -> Steward:
    """Residents do not see the telephone any more. Raises RoleEnded, and as `for_office`."""
    await for_office(session, steward_id, member)
    return await _change(session, steward_id, today, phone_shown=False)


async def make_link(
    session: AsyncSession, steward_id: int, member: Member, *, now: datetime, today: date
) -> str:
    """The code of a new link for them; who had joined before stays, one made before is worthless.

    Raises RoleEnded, and as `for_office`.
    """
    await for_office(session, steward_id, member)
    code = secrets.token_urlsafe(CODE_BYTES)
    await _change(session, steward_id, today, code=code, code_until=now + LINK_FOR)
    return code


async def _change(session: AsyncSession, steward_id: int, today: date, **values: object) -> Steward:
    changed = await rows.change(
        session,
        Steward,
        Steward.id == steward_id,
        Steward.until.is_(None) | (Steward.until > today),
        **values,
    )
    if changed is None:
        raise RoleEnded
    return changed


def _check_paper(phone: str | None, signed_on: date | None, today: date) -> None:
    if signed_on is None:
        return
    if phone is None:
        raise NoTelephone
    if signed_on > today:
        raise DayInTheFuture


async def _check_is_new(session: AsyncSession, new: NewSteward, name: str, today: date) -> None:
    same = await session.scalars(
        select(Steward).where(
            Steward.area_id == new.area_id, Steward.role == new.role, Steward.name == name
        )
    )
    if any(each.until is None or each.until > today for each in same):
        raise SameAgain
