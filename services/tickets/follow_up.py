"""Asking whether it helped (问效于民, 回访): ask, remind once, then close as unrated.

What the author answers is in `rating`.
"""

import logging
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar
from services.errors import NotFound
from services.news import draw
from services.rows import judged_again
from services.tickets import rated
from services.tickets.rated_by_phone import RingBackCard, is_asked_by_phone
from services.tickets.recording import record
from storage.tables import EventKind, FollowUp, Ticket, TicketState

log = logging.getLogger(__name__)

LEAST_GAP = timedelta(hours=20)
"""From the question to the reminder, and from that to the end, however soon people are asked: who
is asked in the evening looks at the lamp the next day. Not quite a day, so that it comes at the
same time of day even where the step before was late."""


async def schedule(
    session: AsyncSession, ticket: Ticket, *, now: datetime, after: timedelta
) -> FollowUp:
    """Have the author asked `after` from now; `ticket` was resolved a moment ago."""
    follow_up = FollowUp(ticket_id=ticket.id, round=ticket.round, delay=after, due_at=now + after)
    session.add(follow_up)
    await session.flush()
    return follow_up


def gap(follow_up: FollowUp) -> timedelta:
    """How long people have for an answer once they were asked, reminded, or began to answer."""
    return max(follow_up.delay, LEAST_GAP)


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
    """Do what is due: ask, remind, close, or open again what the author is unhappy with.

    Nothing where it was answered in the meantime.
    """
    follow_up, ticket = await rated.held(session, follow_up_id)
    if follow_up.due_at is None or follow_up.due_at > now:
        log.info("follow-up %d is not due any more", follow_up_id)
        return
    if ticket.state is not TicketState.RESOLVED or ticket.round != follow_up.round:
        await rated.step(session, follow_up, due_at=None, ended_at=now)
        log.info("follow-up %d was overtaken: %s", follow_up_id, ticket.state.value)
    elif rated.is_unhappy(follow_up):
        await rated.end_unhappily(session, ticket, follow_up, now=now, zone=calendar.ZONE)
    elif (ticket.author_id is None and not ticket.on_behalf) or follow_up.reminded_at is not None:
        await rated.step(session, follow_up, due_at=None, ended_at=now)
        await rated.close(session, ticket, "unrated", now)
    elif follow_up.asked_at is None:
        await rated.step(session, follow_up, asked_at=now, due_at=now + gap(follow_up))
        await _ask(session, ticket, follow_up, EventKind.FOLLOW_UP_ASKED, now)
    else:
        await rated.step(session, follow_up, reminded_at=now, due_at=now + gap(follow_up))
        await _ask(session, ticket, follow_up, EventKind.REMINDED, now)


async def _ask(
    session: AsyncSession, ticket: Ticket, follow_up: FollowUp, kind: EventKind, now: datetime
) -> None:
    """The author; the office rings the person where it was filed for one who is not with us."""
    data: dict[str, Any] = {"follow_up": follow_up.id}
    if await is_asked_by_phone(session, ticket):
        data["by_phone"] = True
        draw(session, RingBackCard(follow_up.id, to_the_end=kind is EventKind.REMINDED))
    await record(session, ticket, kind, now=now, data=data)
