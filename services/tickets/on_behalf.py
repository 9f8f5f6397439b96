"""代办: a building head or the office files for somebody who can't, and that person hears of it.

Those who are with us are found by the name and the telephone that they gave at the canteen, both at
once and nothing else: nobody can browse people, and who files does not learn whether they are
here. They are the author then; it is read back to them, and they say whether it is right. For all
others the author is who filed it and hears the news, while the office rings the person; these
requests have one id in `author_id` and `filed_by_id`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, calendar, written
from services.errors import NotFound, Refusal
from services.groups import authority
from services.groups.authority import Member
from services.news import News, draw, tell
from services.people import people
from services.stewards import reading as stewards
from services.tickets import holding
from services.tickets.calling import CallCard
from services.tickets.filing import NewTicket, file
from services.written.telephones import telephone
from storage.tables import (
    Diner,
    Heard,
    OnBehalf,
    Purpose,
    Ticket,
)

NAME_LIMIT = 40
PHONE_LIMIT = 40
"""The columns' lengths."""


class MayNotFileForOthers(Refusal):
    """They have no role there (any more), or are in no staff group that serves the place."""


@dataclass(frozen=True, slots=True)
class Whom:
    """For whom it is filed, as who files it was told."""

    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class Filer:
    """Who files for others: as a member of a group, or by a role on the tree."""

    person_id: int
    group_id: int | None = None


@dataclass(frozen=True, slots=True)
class FiledForYou(News):
    """Who is with us hears what was filed for them, and is asked whether it is right."""

    ticket_id: int


async def may_file_for_others(session: AsyncSession, filer: Filer, *, today: date) -> bool:
    """Whether they may at all; where, is judged by `file_for`."""
    return await _serves_as(session, filer, today) is not None


async def file_for(
    session: AsyncSession,
    new: NewTicket,
    whom: Whom,
    filer: Filer,
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Ticket:
    """File `new` for `whom`; its `author_id` is nothing to go by, and `author_name` says whether
    staff may call them by their name.

    Raises MayNotFileForOthers, WordsNeeded, TooLong, and as `file`.
    """
    name = written.line(whom.name, limit=NAME_LIMIT)
    phone = telephone(whom.phone, limit=PHONE_LIMIT) if whom.phone else None
    await _check_serves(session, filer, new.area_id, now.astimezone(zone).date())
    found = await _with_us(session, name, phone)
    author_id = filer.person_id if found is None else found
    told = replace(
        new,
        author_id=author_id,
        author_name=name if new.author_name is not None else None,
        filed_by_id=filer.person_id,
    )
    ticket = await file(session, told, now=now, zone=zone)
    behalf = OnBehalf(
        ticket=ticket,
        ticket_id=ticket.id,
        name=name,
        phone=phone,
        told_at=now,
        heard=Heard.WAITING,
    )
    session.add(behalf)
    if found is None:
        draw(session, CallCard(ticket.id))
    else:
        tell(session, FiledForYou(ticket.id))
    return ticket


async def _serves_as(session: AsyncSession, filer: Filer, today: date) -> Sequence[int] | None:
    """The areas in which they file for others."""
    if filer.group_id is not None:
        group = await authority.acting_for(
            session, filer.group_id, filer.person_id, (Purpose.STAFF,)
        )
        return [group.area_id] if group else None
    return list(await stewards.communities_of(session, filer.person_id, today)) or None


async def _check_serves(session: AsyncSession, filer: Filer, area_id: int, today: date) -> None:
    serves = await _serves_as(session, filer, today)
    area = await areas.get(session, area_id)
    if serves is None or area is None or not set(serves) & set(area.lineage):
        raise MayNotFileForOthers


async def _with_us(session: AsyncSession, name: str, phone: str | None) -> int | None:
    """Who gave this name with this telephone, and can be written to."""
    if phone is None:
        return None
    found = await session.scalars(
        select(Diner.person_id).where(
            Diner.phone == phone,
            Diner.name == name,
            Diner.ended_at.is_(None),
            Diner.person_id.is_not(None),
        )
    )
    theirs = found.all()
    reached = await people.reachable(session, theirs[0]) if len(theirs) == 1 else None
    return reached.person.id if reached else None


async def of(session: AsyncSession, ticket_id: int) -> OnBehalf | None:
    """For whom it was filed; None where they filed it themselves, or that is forgotten."""
    return await session.get(OnBehalf, ticket_id)


async def is_for_the_same(session: AsyncSession, first: Ticket, second: Ticket) -> None:
    """What was split off one that was filed for somebody is theirs as well."""
    behalf = await of(session, first.id)
    if behalf is not None:
        session.add(
            OnBehalf(
                ticket=second,
                ticket_id=second.id,
                name=behalf.name,
                phone=behalf.phone,
                told_at=behalf.told_at,
                heard=behalf.heard,
                heard_by=behalf.heard_by,
                heard_by_name=behalf.heard_by_name,
            )
        )


async def contact(session: AsyncSession, ticket_id: int, member: Member) -> OnBehalf:
    """How the taker reaches the person; nobody else of the group needs that.

    Raises NotFound, also once it is forgotten, and as `holding.theirs`.
    """
    ticket = await holding.theirs(session, ticket_id, member)
    behalf = await of(session, ticket.id)
    if behalf is None:
        raise NotFound
    return behalf
