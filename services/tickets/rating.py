"""What the author says to 问效于民: solved or not, how content, and what is still missing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.errors import AlreadySaid, NotYours, WrongState
from services.rows import judged_again
from services.tickets import rated
from services.tickets.calling import speaks_for_another
from services.tickets.follow_up import gap
from services.tickets.recording import record
from services.tickets.words import TEXT_LIMIT, checked
from storage.media import Attachment
from storage.tables import EventKind, FollowUp, Satisfaction, Ticket, TicketState

MISSING_WITHIN = timedelta(hours=1)
"""How long who is unhappy has to say what is missing, time enough to go and take a picture. Then it
is opened again without their words (`follow_up.act`)."""


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
) -> FollowUp:
    """A tap: 解决了吗 or 满意吗, and with the first whether anybody contacted them (响应).

    Solved and content, it is closed. Not solved or not content, it waits MISSING_WITHIN for what is
    missing; until then it can still be answered otherwise. Who has begun to answer gets as long
    again for the rest. After the end a tap changes nothing; `ended_at` says so.

    Raises NotFound, NotYours.
    """
    follow_up, ticket = await _of_author(session, follow_up_id, person_id)
    given = {"contacted": contacted, "solved": solved, "satisfaction": satisfaction}
    given = {question: said for question, said in given.items() if said is not None}
    if follow_up.ended_at is not None or not given:
        return follow_up
    is_solved = given.get("solved", follow_up.solved)
    content = given.get("satisfaction", follow_up.satisfaction)
    if is_solved is False or content is Satisfaction.UNSATISFIED:
        await rated.step(session, follow_up, **given, due_at=now + MISSING_WITHIN)
    elif is_solved is None or content is None:
        await rated.step(session, follow_up, **given, due_at=now + gap(follow_up))
    else:
        await rated.end_well(session, ticket, follow_up, person_id, now=now, **given)
    return follow_up


@judged_again
async def say_missing(
    session: AsyncSession,
    follow_up_id: int,
    person_id: int,
    text: str = "",
    attachments: Sequence[Attachment] = (),
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Ticket:
    """还差什么: it is opened again (重办), with what the author says and shows, or without.

    Raises NotFound, NotYours, WrongState unless they said that they are unhappy and it waits for
    this, TooLong, TooMany.
    """
    said = checked(text, attachments, limit=TEXT_LIMIT) if text or attachments else ""
    follow_up, ticket = await _of_author(session, follow_up_id, person_id)
    if follow_up.ended_at is not None or not rated.is_unhappy(follow_up):
        raise WrongState(ticket.state)
    await rated.end_unhappily(
        session,
        ticket,
        follow_up,
        now=now,
        zone=zone,
        missing=said,
        attachments=attachments,
        said_by=person_id,
    )
    return ticket


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
    ticket = await rows.held(session, Ticket, ticket_id)
    if ticket.author_id != person_id:
        raise NotYours
    follow_up = await session.scalar(
        select(FollowUp).where(FollowUp.ticket_id == ticket_id, FollowUp.ended_at.is_(None))
    )
    if ticket.state is not TicketState.RESOLVED or follow_up is None:
        raise WrongState(ticket.state)
    await rated.end_unhappily(
        session,
        ticket,
        follow_up,
        now=now,
        zone=zone,
        missing=said,
        attachments=attachments,
        said_by=person_id,
        solved=False,
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
    await rated.step(session, follow_up, words=said)
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


async def _of_author(
    session: AsyncSession, follow_up_id: int, person_id: int
) -> tuple[FollowUp, Ticket]:
    follow_up, ticket = await rated.held(session, follow_up_id)
    if ticket.author_id != person_id or speaks_for_another(ticket):
        raise NotYours
    return follow_up, ticket
