"""What residents do with a request: join it, add to it, urge it on, answer, withdraw."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import (
    AlreadyJoined,
    NotFound,
    NothingAsked,
    NotYours,
    OwnTicket,
    TooSoon,
    WrongState,
)
from services.rows import judged_again
from services.tickets import clocks, promises
from services.tickets.merged import goes_on_as
from services.tickets.recording import record
from services.tickets.succession import pass_on, successor
from services.tickets.transitions import ENDED, IN_WORK, change, current
from services.tickets.words import TEXT_LIMIT, checked
from storage.media import Attachment
from storage.tables import EventKind, Ticket, TicketFollower, TicketState

NUDGE_EVERY = timedelta(hours=24)
"""催办 once a day; more often it would be noise that nobody reads."""


async def join(
    session: AsyncSession,
    ticket_id: int,
    person_id: int,
    text: str = "",
    attachments: Sequence[Attachment] = (),
    *,
    now: datetime,
) -> Ticket:
    """附议: the person has the same trouble, is counted once and hears what happens.

    What they wrote about it goes to staff. Raises NotFound (also for what is private), OwnTicket,
    WrongState once it is not in work any more, AlreadyJoined, TooLong, TooMany.
    """
    says_more = bool(text or attachments)
    if says_more:
        # The breaks between messages are not what people wrote.
        text = checked(text, attachments, limit=TEXT_LIMIT + text.count("\n"))
    ticket = await current(session, ticket_id)
    if ticket.author_id == person_id:
        raise OwnTicket
    if ticket.private:
        raise NotFound
    if ticket.state not in IN_WORK:
        raise WrongState(ticket.state)
    if not await _follow(session, ticket_id, person_id, now):
        raise AlreadyJoined
    if not await _count_one_more(session, ticket_id):
        await session.execute(
            delete(TicketFollower).where(
                TicketFollower.ticket_id == ticket_id, TicketFollower.person_id == person_id
            )
        )
        raise WrongState((await current(session, ticket_id)).state)
    await record(session, ticket, EventKind.JOINED, now=now, actor_id=person_id)
    if says_more:
        await _record_words(session, ticket, EventKind.ADDED, person_id, text, attachments, now)
    return ticket


async def add(
    session: AsyncSession,
    ticket_id: int,
    person_id: int,
    text: str | None,
    attachments: Sequence[Attachment] = (),
    *,
    now: datetime,
) -> Ticket:
    """More words or photos, from the author or somebody who joined.

    Raises NotFound, NotYours, WrongState once it has ended, WordsNeeded, TooLong, TooMany.
    """
    said = checked(text, attachments, limit=TEXT_LIMIT)
    ticket = await open_to(session, ticket_id, person_id)
    await _record_words(session, ticket, EventKind.ADDED, person_id, said, attachments, now)
    return ticket


@judged_again
async def nudge(session: AsyncSession, ticket_id: int, person_id: int, *, now: datetime) -> Ticket:
    """催办, by the author, once in 24 hours while it is in work.

    Raises NotFound, NotYours, WrongState, TooSoon.
    """
    ticket = await own_in_work(session, ticket_id, person_id)
    if ticket.nudged_at is not None and now < ticket.nudged_at + NUDGE_EVERY:
        raise TooSoon(ticket.nudged_at + NUDGE_EVERY)
    await change(session, ticket, nudged_at=now)
    await record(session, ticket, EventKind.NUDGED, now=now, actor_id=person_id)
    return ticket


@judged_again
async def withdraw(
    session: AsyncSession, ticket_id: int, person_id: int, *, now: datetime
) -> Ticket:
    """The author does not need it any more; neighbours who joined it still may (`succession`).

    Raises NotFound, NotYours, WrongState.
    """
    ticket = await own_in_work(session, ticket_id, person_id)
    heir = await successor(session, ticket)
    if heir is not None:
        kind = EventKind.WITHDRAWN
        await pass_on(session, ticket, heir, kind, actor_id=person_id, now=now)
        return ticket
    await change(session, ticket, state=TicketState.WITHDRAWN, closed_at=now, asked_at=None)
    await clocks.follow(session, ticket, now=now)
    await record(session, ticket, EventKind.WITHDRAWN, now=now, actor_id=person_id)
    await promises.dropped(session, ticket, now=now)
    return ticket


@judged_again
async def answer(
    session: AsyncSession,
    ticket_id: int,
    person_id: int,
    text: str | None,
    attachments: Sequence[Attachment] = (),
    *,
    now: datetime,
) -> Ticket:
    """The author's answer to what staff asked (问居民).

    Raises NotFound, NotYours, WrongState, NothingAsked, WordsNeeded, TooLong, TooMany.
    """
    said = checked(text, attachments, limit=TEXT_LIMIT)
    ticket = await own_asked(session, ticket_id, person_id)
    await change(session, ticket, asked_at=None)
    await clocks.follow(session, ticket, now=now)
    await _record_words(session, ticket, EventKind.ANSWERED, person_id, said, attachments, now)
    return ticket


async def _record_words(
    session: AsyncSession,
    ticket: Ticket,
    kind: EventKind,
    person_id: int,
    said: str,
    attachments: Sequence[Attachment],
    now: datetime,
) -> None:
    await record(
        session,
        ticket,
        kind,
        now=now,
        actor_id=person_id,
        text=said or None,
        attachments=attachments,
    )


async def open_to(session: AsyncSession, ticket_id: int, person_id: int) -> Ticket:
    """One that the person can add to; what is said to a merged one goes to where it goes on.

    Raises NotFound, NotYours, WrongState.
    """
    ticket = await goes_on_as(session, await current(session, ticket_id))
    if ticket.author_id != person_id and not await _follows(session, ticket.id, person_id):
        raise NotYours
    if ticket.state in ENDED:
        raise WrongState(ticket.state)
    return ticket


async def own_in_work(session: AsyncSession, ticket_id: int, person_id: int) -> Ticket:
    """One that the person can urge on or withdraw. Raises NotFound, NotYours, WrongState."""
    ticket = await current(session, ticket_id)
    if ticket.author_id != person_id:
        raise NotYours
    if ticket.state not in IN_WORK:
        raise WrongState(ticket.state)
    return ticket


async def own_asked(session: AsyncSession, ticket_id: int, person_id: int) -> Ticket:
    """One whose question waits for the person's answer. Raises NothingAsked, as well as these."""
    ticket = await own_in_work(session, ticket_id, person_id)
    if ticket.asked_at is None:
        raise NothingAsked
    return ticket


async def _follow(session: AsyncSession, ticket_id: int, person_id: int, now: datetime) -> bool:
    """Whether they did not follow it before."""
    follower = {"ticket_id": ticket_id, "person_id": person_id, "joined_at": now}
    return bool(await rows.add_missing(session, TicketFollower, [follower]))


async def _count_one_more(session: AsyncSession, ticket_id: int) -> bool:
    """Whether the ticket was still in work. The database adds: nobody's count is overwritten."""
    return (
        await rows.change(
            session,
            Ticket,
            Ticket.id == ticket_id,
            Ticket.state.in_(IN_WORK),
            affected=Ticket.affected + 1,
        )
        is not None
    )


async def _follows(session: AsyncSession, ticket_id: int, person_id: int) -> bool:
    return await session.get(TicketFollower, (ticket_id, person_id)) is not None
