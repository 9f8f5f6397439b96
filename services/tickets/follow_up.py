"""Asking whether it helped (问效于民, 回访): ask, remind once, then close as unrated.

To move a follow-up on is to write its row first, on the condition that it is as they read it;
only then they change the ticket. So a last tap and a deadline at the same moment end it once.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.errors import AlreadySaid, NotFound, NotYours, WrongState
from services.rows import judged_again
from services.tickets.recording import record
from services.tickets.reopening import reopen
from services.tickets.transitions import change, current
from services.tickets.words import TEXT_LIMIT, checked
from storage.media import Attachment
from storage.tables import EventKind, FollowUp, Satisfaction, Ticket, TicketState

log = logging.getLogger(__name__)


async def schedule(
    session: AsyncSession, ticket: Ticket, *, now: datetime, after: timedelta
) -> FollowUp:
    """Have the author asked `after` from now; `ticket` was resolved a moment ago."""
    follow_up = FollowUp(ticket_id=ticket.id, round=ticket.round, delay=after, due_at=now + after)
    session.add(follow_up)
    await session.flush()
    return follow_up


async def get(session: AsyncSession, follow_up_id: int) -> tuple[FollowUp, Ticket]:
    """It, and the request that it asks about. Raises NotFound."""
    follow_up = await session.get(FollowUp, follow_up_id)
    if follow_up is None:
        raise NotFound
    return follow_up, await session.get_one(Ticket, follow_up.ticket_id)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of follow-ups to call `act` for, the longest due first."""
    found = await session.scalars(
        select(FollowUp.id).where(FollowUp.due_at <= now).order_by(FollowUp.due_at, FollowUp.id)
    )
    return list(found)


@judged_again
async def act(session: AsyncSession, follow_up_id: int, *, now: datetime) -> None:
    """Do what is due: ask, remind, or close; nothing if it was answered in the meantime."""
    follow_up = await _current(session, follow_up_id)
    if follow_up.due_at is None or follow_up.due_at > now:
        log.info("follow-up %d is not due any more", follow_up_id)
        return
    ticket = await current(session, follow_up.ticket_id)
    if ticket.state is not TicketState.RESOLVED or ticket.round != follow_up.round:
        await _step(session, follow_up, due_at=None, ended_at=now)
        log.info("follow-up %d was overtaken: %s", follow_up_id, ticket.state.value)
    elif ticket.author_id is None or follow_up.reminded_at is not None:
        await _step(session, follow_up, due_at=None, ended_at=now)
        await _close(session, ticket, "unrated", now)
    elif follow_up.asked_at is None:
        await _step(session, follow_up, asked_at=now, due_at=now + follow_up.delay)
        await _tell(session, ticket, follow_up, EventKind.FOLLOW_UP_ASKED, now)
    else:
        await _step(session, follow_up, reminded_at=now, due_at=now + follow_up.delay)
        await _tell(session, ticket, follow_up, EventKind.REMINDED, now)


@judged_again
async def answer(
    session: AsyncSession,
    follow_up_id: int,
    person_id: int,
    *,
    contacted: bool | None = None,
    solved: bool | None = None,
    satisfaction: Satisfaction | None = None,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> FollowUp:
    """A tap: 联系您了吗, 解决了吗 or 满意吗, in any order, changeable until all three are known.

    Who has begun to answer gets as long again for the rest. Once all are known it is rated, and
    closed or reopened (重办). After that a tap changes nothing; `ended_at` says so.

    Raises NotFound, NotYours.
    """
    follow_up, ticket = await _of_author(session, follow_up_id, person_id)
    given = {"contacted": contacted, "solved": solved, "satisfaction": satisfaction}
    given = {question: said for question, said in given.items() if said is not None}
    if follow_up.ended_at is not None or not given:
        return follow_up
    known = {question: getattr(follow_up, question) for question in _QUESTIONS} | given
    if any(said is None for said in known.values()):
        await _step(session, follow_up, **given, due_at=now + follow_up.delay)
        return follow_up
    await _step(session, follow_up, **given, due_at=None, ended_at=now)
    await _rated(session, ticket, follow_up, person_id, now, zone)
    return follow_up


@judged_again
async def not_over(
    session: AsyncSession,
    ticket_id: int,
    person_id: int,
    text: str | None,
    attachments: Sequence[Attachment] = (),
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Ticket:
    """还是没好: the author says so without being asked; it is opened again (重办).

    Raises NotFound, NotYours, WrongState unless it is resolved and awaits a rating, and
    WordsNeeded, TooLong or TooMany.
    """
    said = checked(text, attachments, limit=TEXT_LIMIT)
    ticket = await current(session, ticket_id)
    if ticket.author_id != person_id:
        raise NotYours
    follow_up = await session.scalar(
        select(FollowUp).where(FollowUp.ticket_id == ticket_id, FollowUp.ended_at.is_(None))
    )
    if ticket.state is not TicketState.RESOLVED or follow_up is None:
        raise WrongState(ticket.state)
    await _step(session, follow_up, solved=False, due_at=None, ended_at=now)
    await reopen(session, ticket, now=now, zone=zone)
    await record(
        session,
        ticket,
        EventKind.ADDED,
        now=now,
        actor_id=person_id,
        text=said or None,
        attachments=attachments,
    )
    return ticket


@judged_again
async def words(
    session: AsyncSession, follow_up_id: int, person_id: int, text: str | None, *, now: datetime
) -> FollowUp:
    """What the author wants to say about it once they have rated it.

    Raises NotFound, NotYours, WrongState before it is rated, AlreadySaid, WordsNeeded, TooLong.
    """
    said = checked(text, limit=TEXT_LIMIT)
    follow_up, ticket = await _of_author(session, follow_up_id, person_id)
    if follow_up.ended_at is None or follow_up.satisfaction is None:
        raise WrongState(ticket.state)
    if follow_up.words is not None:
        raise AlreadySaid
    await _step(session, follow_up, words=said)
    await record(
        session,
        ticket,
        EventKind.ADDED,
        now=now,
        actor_id=person_id,
        text=said,
        data={"follow_up": follow_up_id},
    )
    return follow_up


_QUESTIONS = ("contacted", "solved", "satisfaction")
_JUDGED_BY = (
    FollowUp.due_at,
    FollowUp.ended_at,
    FollowUp.contacted,
    FollowUp.solved,
    FollowUp.satisfaction,
    FollowUp.words,
)


async def _current(session: AsyncSession, follow_up_id: int) -> FollowUp:
    return await rows.current(session, FollowUp, follow_up_id)


async def _of_author(
    session: AsyncSession, follow_up_id: int, person_id: int
) -> tuple[FollowUp, Ticket]:
    follow_up = await _current(session, follow_up_id)
    ticket = await current(session, follow_up.ticket_id)
    if ticket.author_id != person_id:
        raise NotYours
    return follow_up, ticket


async def _step(session: AsyncSession, follow_up: FollowUp, **values: Any) -> None:
    """Write `values` if `follow_up` is still as it was read. Raises Outrun otherwise."""
    await rows.change_seen(session, follow_up, *_JUDGED_BY, **values)


async def _tell(
    session: AsyncSession, ticket: Ticket, follow_up: FollowUp, kind: EventKind, now: datetime
) -> None:
    await record(session, ticket, kind, now=now, data={"follow_up": follow_up.id})


async def _rated(
    session: AsyncSession,
    ticket: Ticket,
    follow_up: FollowUp,
    person_id: int,
    now: datetime,
    zone: ZoneInfo,
) -> None:
    """All three are known: record them and close the ticket or open it again."""
    await record(
        session,
        ticket,
        EventKind.RATED,
        now=now,
        actor_id=person_id,
        data={
            "follow_up": follow_up.id,
            "contacted": follow_up.contacted,
            "solved": follow_up.solved,
            "satisfaction": follow_up.satisfaction,
        },
    )
    if follow_up.solved is False or follow_up.satisfaction is Satisfaction.UNSATISFIED:
        await reopen(session, ticket, now=now, zone=zone)
    else:
        await _close(session, ticket, "rated", now)


async def _close(session: AsyncSession, ticket: Ticket, reason: str, now: datetime) -> None:
    await change(session, ticket, state=TicketState.CLOSED, closed_at=now)
    await record(session, ticket, EventKind.CLOSED, now=now, data={"reason": reason})


async def last_rated(session: AsyncSession, ticket_id: int) -> FollowUp | None:
    """The follow-up in which the author last said how satisfied they are."""
    found: FollowUp | None = await session.scalar(
        select(FollowUp)
        .where(FollowUp.ticket_id == ticket_id, FollowUp.satisfaction.is_not(None))
        .order_by(FollowUp.round.desc())
        .limit(1)
    )
    return found
