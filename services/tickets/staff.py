"""What staff do with a request: take it, ask, resolve, decline; to pass it on is `passing`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from services.errors import AlreadyTaken, OthersFirst, WrongState
from services.groups.authority import Member
from services.groups.members import ask_whether_there
from services.news import News, tell
from services.rows import judged_again
from services.tickets import clocks, follow_up, promises
from services.tickets.holding import free_or_theirs, has_others, held, theirs
from services.tickets.joint import held_or_called
from services.tickets.merged import goes_on_as
from services.tickets.recording import record
from services.tickets.transitions import change, current
from services.tickets.words import NOTE_LIMIT, STAFF_TEXT_LIMIT, checked
from storage.media import Attachment
from storage.tables import EventKind, Ticket, TicketEvent, TicketState

OTHERS_FIRST = timedelta(hours=2)
"""By the clock: how long a 重办 waits for somebody other than who worked on it before."""


@dataclass(frozen=True, slots=True)
class TakenOver(News):
    """A colleague goes on with what `former_id` had taken."""

    ticket_id: int
    former_id: int


@judged_again
async def take(session: AsyncSession, ticket_id: int, member: Member, *, now: datetime) -> Ticket:
    """接单: the first of the group who presses has it.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken, WrongState, OthersFirst.
    """
    ticket = await held(session, ticket_id, member)
    if ticket.state is TicketState.TAKEN:
        raise AlreadyTaken(ticket.taker_name or "", yours=ticket.taker_id == member.person_id)
    if ticket.state is not TicketState.OPEN:
        raise WrongState(ticket.state)
    until = ticket.opened_at + OTHERS_FIRST
    if (
        ticket.previous_taker_id == member.person_id
        and now < until
        and await has_others(session, member)
    ):
        raise OthersFirst(until)
    await change(
        session,
        ticket,
        state=TicketState.TAKEN,
        taker_id=member.person_id,
        taker_name=member.name,
    )
    await clocks.follow(session, ticket, now=now)
    await record(session, ticket, EventKind.TAKEN, now=now, actor_id=member.person_id)
    return ticket


async def doubt_taker(session: AsyncSession, ticket_id: int) -> Ticket:
    """The ticket that a colleague wants to go on with; whether its taker is still there is asked.

    Raises NotFound.
    """
    ticket = await current(session, ticket_id)
    ask_whether_there(session, ticket.group_id, ticket.taker_id)
    return ticket


@judged_again
async def take_over(
    session: AsyncSession, ticket_id: int, member: Member, *, now: datetime
) -> Ticket:
    """接手: the member goes on with what a colleague took; both are told, the residents are not.

    What was given back meanwhile is taken as by `take`, and refused as there.
    """
    ticket = await held(session, ticket_id, member)
    former_id = ticket.taker_id
    if ticket.state is not TicketState.TAKEN or former_id in (None, member.person_id):
        return await take(session, ticket_id, member, now=now)
    await change(session, ticket, taker_id=member.person_id, taker_name=member.name)
    await record(
        session,
        ticket,
        EventKind.TAKEN,
        now=now,
        actor_id=member.person_id,
        internal=True,
        data={"taken_over": True},
    )
    tell(session, TakenOver(ticket.id, former_id))
    return ticket


async def note(
    session: AsyncSession,
    ticket_id: int,
    member: Member,
    text: str | None,
    attachments: Sequence[Attachment] = (),
    *,
    now: datetime,
) -> TicketEvent:
    """An internal note, in any state: residents never see it. Of what was merged, it goes on there.

    One by a called group has that group in its data: its lead has not read it.

    Raises NotFound, NotYourGroup, NotAMember, WordsNeeded, TooLong, TooMany.
    """
    said = checked(text, attachments, limit=NOTE_LIMIT)
    ticket = await goes_on_as(session, await held_or_called(session, ticket_id, member))
    await held_or_called(session, ticket.id, member)
    return await record(
        session,
        ticket,
        EventKind.NOTE,
        now=now,
        actor_id=member.person_id,
        text=said or None,
        internal=True,
        data={"group": member.group_id} if ticket.group_id != member.group_id else None,
        attachments=attachments,
    )


@judged_again
async def ask(
    session: AsyncSession,
    ticket_id: int,
    member: Member,
    text: str | None,
    attachments: Sequence[Attachment] = (),
    *,
    now: datetime,
) -> Ticket:
    """问居民, by the taker: the author's next words answer it.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken for another's, WrongState before it is
    taken and after it is done, WordsNeeded, TooLong, TooMany.
    """
    said = checked(text, attachments, limit=STAFF_TEXT_LIMIT, words_needed=True)
    ticket = await theirs(session, ticket_id, member)
    await change(session, ticket, asked_at=now)
    await clocks.follow(session, ticket, now=now)
    await record(
        session,
        ticket,
        EventKind.ASKED,
        now=now,
        actor_id=member.person_id,
        text=said,
        attachments=attachments,
    )
    return ticket


@judged_again
async def resolve(
    session: AsyncSession,
    ticket_id: int,
    member: Member,
    text: str | None,
    attachments: Sequence[Attachment] = (),
    *,
    follow_up_after: timedelta,
    now: datetime,
) -> Ticket:
    """办结, by the taker, saying what was done; the author is asked about it `follow_up_after`.

    Raises as `ask` does.
    """
    said = checked(text, attachments, limit=STAFF_TEXT_LIMIT, words_needed=True)
    ticket = await theirs(session, ticket_id, member)
    await change(session, ticket, state=TicketState.RESOLVED, resolved_at=now, asked_at=None)
    await clocks.follow(session, ticket, now=now)
    await record(
        session,
        ticket,
        EventKind.RESOLVED,
        now=now,
        actor_id=member.person_id,
        text=said,
        attachments=attachments,
    )
    await promises.resolved(session, ticket, now=now)
    await follow_up.schedule(session, ticket, now=now, after=follow_up_after)
    return ticket


@judged_again
async def decline(
    session: AsyncSession, ticket_id: int, member: Member, text: str | None, *, now: datetime
) -> Ticket:
    """不予受理: not ours, with the reason and the right place to go in words.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken for another's, WrongState,
    WordsNeeded, TooLong.
    """
    said = checked(text, limit=STAFF_TEXT_LIMIT, words_needed=True)
    ticket = await free_or_theirs(session, ticket_id, member)
    await change(
        session,
        ticket,
        state=TicketState.DECLINED,
        taker_id=None,
        taker_name=None,
        closed_at=now,
        asked_at=None,
    )
    await clocks.follow(session, ticket, now=now)
    await record(session, ticket, EventKind.DECLINED, now=now, actor_id=member.person_id, text=said)
    await promises.declined(session, ticket, now=now)
    return ticket


async def check_may(
    session: AsyncSession, ticket_id: int, member: Member, *, taker_only: bool
) -> None:
    """Refuse before the member writes a long text in vain. Raises as `ask` or `decline` would."""
    await (theirs if taker_only else free_or_theirs)(session, ticket_id, member)
