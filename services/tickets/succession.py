"""A request whose author leaves, by withdrawing it or by having themselves erased.

Neighbours who joined it (附议) have the same trouble: for them it lives on. The first of them who
can be reached takes the author's place, so that staff have somebody to ask and somebody is asked
whether it helped.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas
from services.people.reach import can_be_reached
from services.tickets import clocks
from services.tickets.recording import record
from services.tickets.transitions import ENDED, change
from storage.tables import EventKind, FollowUp, Ticket, TicketEvent, TicketFollower

LIVES_ON = "lives_on"
"""In the data of a WITHDRAWN or ERASED line: the author left, the request goes on."""


async def successor(session: AsyncSession, ticket: Ticket) -> int | None:
    """The id of who takes the author's place; None where nobody joined, or it has ended."""
    if ticket.state in ENDED:
        return None
    found: int | None = await session.scalar(
        select(TicketFollower.person_id)
        .where(TicketFollower.ticket_id == ticket.id)
        .order_by(
            can_be_reached(TicketFollower.person_id).desc(),
            TicketFollower.joined_at,
            TicketFollower.person_id,
        )
        .limit(1)
    )
    return found


async def withdrawn_by(session: AsyncSession, ticket: Ticket) -> dict[int, datetime]:
    """Who withdrew it and left it to others, and when."""
    if ticket.author_left_at is None:
        return {}
    found = await session.execute(
        select(TicketEvent.actor_id, TicketEvent.at)
        .where(TicketEvent.ticket_id == ticket.id, TicketEvent.kind == EventKind.WITHDRAWN)
        .order_by(TicketEvent.id)
    )
    return {person_id: at for person_id, at in found if person_id is not None}


async def place_by_name(session: AsyncSession, ticket: Ticket) -> dict[str, Any]:
    """Where it is without the words and the point of an author who left: the node of the tree."""
    area = await areas.one(session, ticket.area_id)
    return {
        "place": await areas.title(session, area),
        "latitude": area.latitude,
        "longitude": area.longitude,
    }


async def pass_on(
    session: AsyncSession,
    ticket: Ticket,
    successor_id: int,
    kind: EventKind,
    *,
    actor_id: int | None,
    now: datetime,
    **besides: object,
) -> None:
    """Make `successor_id` the author of `ticket`, with a line of `kind`; `besides` is changed too.

    What the author was asked and has not answered is dropped: staff can ask again. Raises Outrun.
    """
    await change(
        session,
        ticket,
        author_id=successor_id,
        author_name=None,
        author_left_at=now,
        affected=ticket.affected - 1,
        asked_at=None,
        nudged_at=None,
        **besides,
    )
    await clocks.follow(session, ticket, now=now)
    await session.execute(
        delete(TicketFollower).where(
            TicketFollower.ticket_id == ticket.id, TicketFollower.person_id == successor_id
        )
    )
    await _ask_the_successor(session, ticket.id, now)
    await record(session, ticket, kind, now=now, actor_id=actor_id, data={LIVES_ON: True})


async def _ask_the_successor(session: AsyncSession, ticket_id: int, now: datetime) -> None:
    """A follow-up that is under way begins again, with what was answered so far forgotten."""
    await session.execute(
        update(FollowUp)
        .where(FollowUp.ticket_id == ticket_id, FollowUp.asked_at.is_not(None))
        .where(FollowUp.ended_at.is_(None))
        .values(
            due_at=now,
            asked_at=None,
            reminded_at=None,
            contacted=None,
            solved=None,
            satisfaction=None,
        )
    )
