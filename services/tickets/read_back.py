"""对吗? What somebody for whom another filed says of it, in chat or when the office rings them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotYours, Refusal, WrongState
from services.groups.authority import Member, check_staff_of
from services.news import News, draw, tell
from services.rows import judged_again
from services.tickets import clocks, residents, transitions
from services.tickets.calling import CallCard, speaks_for_another
from services.tickets.on_behalf import of
from services.tickets.recording import record
from services.tickets.transitions import ENDED
from services.tickets.words import STAFF_TEXT_LIMIT, checked
from storage.media import Attachment
from storage.tables import EventKind, Heard, OnBehalf, Ticket


class AlreadyHeard(Refusal):
    """A colleague has rung them, or they said it themselves; `by_name` is None then."""

    def __init__(self, by_name: str | None) -> None:
        super().__init__("heard")
        self.by_name = by_name


@dataclass(frozen=True, slots=True)
class NotTheirs(News):
    """The person says that they asked nobody for it: from now on it is the one's who filed it."""

    ticket_id: int


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
    await clocks.follow(session, ticket, now=now)
    await record(session, ticket, EventKind.CORRECTED, now=now, data={"denied": True})
    tell(session, NotTheirs(ticket.id))


async def to_ring(session: AsyncSession, ticket_id: int, member: Member) -> OnBehalf:
    """Whom the member's office has to ring: nobody has heard from them, and it has not ended.

    Their number is shown to nobody who has no reason left to ring. Raises NotFound, NotYourGroup,
    NotAMember, AlreadyHeard or WrongState.
    """
    ticket = await transitions.current(session, ticket_id)
    await check_staff_of(session, ticket.area_id, member)
    behalf = await rows.current(session, OnBehalf, ticket_id)
    if behalf.heard is not Heard.WAITING:
        raise AlreadyHeard(behalf.heard_by_name)
    if ticket.state in ENDED:
        raise WrongState(ticket.state)
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

    Raises WordsNeeded, TooLong, and as `to_ring`.
    """
    said = checked(text, limit=STAFF_TEXT_LIMIT) if heard is Heard.CORRECTED else None
    await to_ring(session, ticket_id, member)
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
