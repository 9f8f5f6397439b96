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

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, calendar, rows, written
from services.errors import NotFound, NotYours, Refusal, WrongState
from services.groups import authority
from services.groups.authority import Member, check_staff_of
from services.news import CardSubject, News, draw, tell
from services.people import people
from services.rows import judged_again
from services.stewards import reading as stewards
from services.tickets import holding, residents, transitions
from services.tickets.filing import NewTicket, file
from services.tickets.recording import record
from services.tickets.transitions import ENDED
from services.tickets.words import STAFF_TEXT_LIMIT, checked
from services.written.telephones import telephone
from storage.media import Attachment
from storage.tables import (
    Diner,
    EventKind,
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


class AlreadyHeard(Refusal):
    """A colleague has rung them, or they said it themselves; `by_name` is None then."""

    def __init__(self, by_name: str | None) -> None:
        super().__init__("heard")
        self.by_name = by_name


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


@dataclass(frozen=True, slots=True)
class NotTheirs(News):
    """The person says that they asked nobody for it: from now on it is the one's who filed it."""

    ticket_id: int


@dataclass(frozen=True, slots=True)
class CallCard(CardSubject):
    """A to-do of the office: ring them and read it back."""

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


def speaks_for_another(ticket: Ticket) -> bool:
    """Whether its author is who filed it, and no word of theirs is the person's own."""
    return ticket.on_behalf and ticket.author_id == ticket.filed_by_id


async def for_them(session: AsyncSession, ticket_id: int, person_id: int) -> Ticket:
    """One that was filed for this person, who has not said yet whether it is right.

    Raises NotFound, NotYours, AlreadyHeard, WrongState once it has ended.
    """
    ticket = await transitions.current(session, ticket_id)
    behalf = await of(session, ticket_id)
    if ticket.author_id != person_id or not ticket.on_behalf or speaks_for_another(ticket):
        raise NotYours
    if behalf is None or behalf.heard is not Heard.WAITING:
        raise AlreadyHeard(None)
    if ticket.state in ENDED:
        raise WrongState(ticket.state)
    return ticket


async def confirm(
    session: AsyncSession, ticket_id: int, person_id: int, *, now: datetime
) -> Ticket:
    """They say that it is right. Raises as `for_them`."""
    ticket = await for_them(session, ticket_id, person_id)
    await _heard(session, ticket_id, Heard.RIGHT)
    await record(session, ticket, EventKind.CONFIRMED, now=now, actor_id=person_id)
    return ticket


async def correct(
    session: AsyncSession,
    ticket_id: int,
    person_id: int,
    text: str,
    attachments: Sequence[Attachment] = (),
    *,
    now: datetime,
) -> Ticket:
    """They say what is otherwise; who works on it reads that below the card.

    Raises WordsNeeded, TooLong, TooMany, and as `for_them`.
    """
    said = checked(text, attachments, limit=STAFF_TEXT_LIMIT)
    ticket = await for_them(session, ticket_id, person_id)
    await _heard(session, ticket_id, Heard.CORRECTED)
    await record(
        session,
        ticket,
        EventKind.CORRECTED,
        now=now,
        actor_id=person_id,
        text=said or None,
        attachments=attachments,
    )
    return ticket


@judged_again
async def deny(session: AsyncSession, ticket_id: int, person_id: int, *, now: datetime) -> Ticket:
    """They asked nobody for it: it is the one's who filed it, and no name or telephone is kept.

    The lamp is out all the same, so it is not withdrawn; without anybody who filed it, it is.
    Raises as `for_them`.
    """
    ticket = await for_them(session, ticket_id, person_id)
    if ticket.filed_by_id is None:
        await residents.withdraw(session, ticket_id, person_id, now=now)
    else:
        await _hand_back(session, ticket, now)
    await session.execute(delete(OnBehalf).where(OnBehalf.ticket_id == ticket_id))
    return ticket


async def _hand_back(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    """To who filed it. Raises Outrun."""
    await transitions.change(
        session,
        ticket,
        author_id=ticket.filed_by_id,
        author_name=None,
        asked_at=None,
        on_behalf=False,
        filed_by_id=None,
    )
    await record(session, ticket, EventKind.CORRECTED, now=now, data={"denied": True})
    tell(session, NotTheirs(ticket.id))


async def to_ring(session: AsyncSession, ticket_id: int, member: Member) -> OnBehalf:
    """Whom the member's office has to ring. Raises NotFound, NotYourGroup or NotAMember."""
    ticket = await transitions.current(session, ticket_id)
    await check_staff_of(session, ticket.area_id, member)
    return await rows.current(session, OnBehalf, ticket_id)


async def still_to_ring(session: AsyncSession, ticket_id: int, member: Member) -> OnBehalf:
    """The same, while nobody has heard from them. Raises AlreadyHeard too."""
    behalf = await to_ring(session, ticket_id, member)
    if behalf.heard is not Heard.WAITING:
        raise AlreadyHeard(behalf.heard_by_name)
    return behalf


async def rung(
    session: AsyncSession,
    ticket_id: int,
    member: Member,
    heard: Heard,
    text: str | None = None,
    *,
    now: datetime,
) -> OnBehalf:
    """What the person said when the office rang; a correction in words.

    Raises WordsNeeded, TooLong, and as `still_to_ring`.
    """
    said = checked(text, limit=STAFF_TEXT_LIMIT) if heard is Heard.CORRECTED else None
    await still_to_ring(session, ticket_id, member)
    behalf = await _heard(session, ticket_id, heard, member)
    ticket = await transitions.current(session, ticket_id)
    kinds = {Heard.RIGHT: EventKind.CONFIRMED, Heard.CORRECTED: EventKind.CORRECTED}
    if kind := kinds.get(heard):
        # The words are the person's, not the colleague's who wrote them down.
        await record(session, ticket, kind, now=now, text=said, data={"by_phone": True})
    draw(session, CallCard(ticket_id))
    return behalf


async def _heard(
    session: AsyncSession, ticket_id: int, heard: Heard, member: Member | None = None
) -> OnBehalf:
    changed = await rows.change(
        session,
        OnBehalf,
        OnBehalf.ticket_id == ticket_id,
        OnBehalf.heard == Heard.WAITING,
        heard=heard,
        heard_by=member.person_id if member else None,
        heard_by_name=member.name if member else None,
    )
    if changed is None:
        raise AlreadyHeard((await rows.current(session, OnBehalf, ticket_id)).heard_by_name)
    return changed


async def contact(session: AsyncSession, ticket_id: int, member: Member) -> OnBehalf:
    """How the taker reaches the person; nobody else of the group needs that.

    Raises NotFound, also once it is forgotten, and as `holding.theirs`.
    """
    ticket = await holding.theirs(session, ticket_id, member)
    behalf = await of(session, ticket.id)
    if behalf is None:
        raise NotFound
    return behalf
