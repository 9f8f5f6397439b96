"""四周回访: weeks after it was closed as solved, the author is asked once whether it still is.

FixMyStreet asks four weeks later, and only who reported it: solved, not solved, don't know
(facts/civic.md). What came back is opened again with its history, as a new round: to the numbers
it is a 重办, and the second goes a level up like any other. What nobody rated is not asked about
again: who was silent twice is left alone.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.errors import AlreadySaid, NotYours, WrongState
from services.people import people
from services.rows import judged_again
from services.tickets.calling import speaks_for_another
from services.tickets.recording import record
from services.tickets.reopening import reopen
from services.tickets.transitions import current
from services.tickets.words import TEXT_LIMIT, checked
from storage.media import Attachment
from storage.tables import EventKind, LaterFollowUp, Still, Ticket, TicketState

log = logging.getLogger(__name__)

AFTER = timedelta(weeks=4)
"""From the rating to the question."""
APART = timedelta(hours=20)
"""By the clock, between two such questions to one person: who files much is asked about one request
a day. Not quite a day, so that it comes at the same time of day."""


async def schedule(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Have the author asked AFTER from now; `ticket` was closed as solved a moment ago."""
    due_at = now + AFTER
    session.add(LaterFollowUp(ticket_id=ticket.id, round=ticket.round, due_at=due_at))


async def get(session: AsyncSession, later_id: int) -> tuple[LaterFollowUp, Ticket]:
    """It, and the request that it asks about. Raises NotFound."""
    asking = await rows.current(session, LaterFollowUp, later_id)
    return asking, await session.get_one(Ticket, asking.ticket_id)


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of those to call `act` for, the longest due first."""
    found = await session.scalars(
        select(LaterFollowUp.id)
        .where(LaterFollowUp.due_at <= now)
        .order_by(LaterFollowUp.due_at, LaterFollowUp.id)
    )
    return list(found)


@judged_again
async def act(session: AsyncSession, later_id: int, *, now: datetime) -> None:
    """Ask, or put it off where the author was asked about another within APART."""
    asking = await rows.current(session, LaterFollowUp, later_id)
    if asking.due_at is None or asking.due_at > now:
        log.info("later follow-up %d is not due any more", later_id)
        return
    ticket = await current(session, asking.ticket_id)
    if not await _still_asks(session, ticket, asking):
        await _step(session, asking, due_at=None)
        log.info("later follow-up %d asks nobody: %s", later_id, ticket.state.value)
        return
    last = await _last_asked(session, ticket)
    if last is not None and last + APART > now:
        await _step(session, asking, due_at=last + APART)
        return
    await _step(session, asking, due_at=None, asked_at=now)
    await record(session, ticket, EventKind.ASKED_LATER, now=now, data={"later": asking.id})


@judged_again
async def answer(
    session: AsyncSession,
    later_id: int,
    person_id: int,
    said: Still,
    text: str = "",
    attachments: Sequence[Attachment] = (),
    *,
    now: datetime,
    zone: ZoneInfo = calendar.ZONE,
) -> Ticket:
    """What the author says, once; AGAIN opens it again, with what they wrote and showed.

    Raises NotFound, NotYours, AlreadySaid, WrongState where it was opened again meanwhile, TooLong,
    TooMany.
    """
    words = checked(text, attachments, limit=TEXT_LIMIT) if text or attachments else ""
    its_id = (await rows.current(session, LaterFollowUp, later_id)).ticket_id
    ticket = await rows.held(session, Ticket, its_id)
    asking = await rows.current(session, LaterFollowUp, later_id)
    if ticket.author_id != person_id:
        raise NotYours
    if asking.answered_at is not None:
        raise AlreadySaid
    if asking.asked_at is None or not _is_of_this_end(ticket, asking):
        raise WrongState(ticket.state)
    await _step(session, asking, answer=said, answered_at=now)
    if said is Still.STOP:
        await people.set_asked_later(session, person_id, on=False)
    told = {"later": asking.id, "answer": said.value}
    await record(session, ticket, EventKind.ANSWERED_LATER, now=now, actor_id=person_id, data=told)
    if said is Still.AGAIN:
        await reopen(
            session,
            ticket,
            now=now,
            zone=zone,
            missing=words,
            attachments=attachments,
            said_by=person_id,
            later=True,
        )
    return ticket


def _is_of_this_end(ticket: Ticket, asking: LaterFollowUp) -> bool:
    return ticket.state is TicketState.CLOSED and ticket.round == asking.round


async def _still_asks(session: AsyncSession, ticket: Ticket, asking: LaterFollowUp) -> bool:
    if ticket.author_id is None or not _is_of_this_end(ticket, asking):
        return False
    if speaks_for_another(ticket):
        # Who filed it cannot say; the one it is for is rung once, soon after it was done.
        return False
    author = await people.get(session, ticket.author_id)
    return author is not None and author.asked_later


async def _last_asked(session: AsyncSession, ticket: Ticket) -> datetime | None:
    """When the author was last asked so about any request."""
    found: datetime | None = await session.scalar(
        select(func.max(LaterFollowUp.asked_at))
        .join(Ticket, Ticket.id == LaterFollowUp.ticket_id)
        .where(Ticket.author_id == ticket.author_id)
    )
    return found


async def _step(session: AsyncSession, asking: LaterFollowUp, **values: object) -> None:
    """Write `values` if it is still as it was read. Raises Outrun otherwise."""
    seen = (LaterFollowUp.due_at, LaterFollowUp.asked_at, LaterFollowUp.answered_at)
    await rows.change_seen(session, asking, *seen, **values)
