"""Erasing a person, at their wish.

The bare facts of a request stay (category, community, times, which group worked on it), so that
the ledger remains true; nothing in them leads back to the person. A table that comes to hold
something personal belongs here and in `personal_data`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.timeline import record
from storage.tables import (
    Card,
    Conversation,
    EventKind,
    FollowUp,
    Group,
    GroupMember,
    MessageLink,
    OutboxMessage,
    Person,
    Ticket,
    TicketEvent,
    TicketFollower,
    TicketMedia,
    TicketState,
)

RESIDENTS_LINES = (
    EventKind.FILED,
    EventKind.JOINED,
    EventKind.ADDED,
    EventKind.ANSWERED,
    EventKind.NUDGED,
    EventKind.WITHDRAWN,
    EventKind.RATED,
    EventKind.REOPENED,
)
"""Whose words are a resident's own; the words of the others are the community's."""


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Forget a person: their requests end, and everything that names or identifies them goes.

    A member of staff who asks for this gives back what they had taken; what they wrote to
    residents stays as the community's word, without their name.
    """
    own = list(await session.scalars(select(Ticket).where(Ticket.author_id == person_id)))
    for ticket in own:
        await _end(session, ticket, now)
    await session.flush()
    await _erase_requests(session, [ticket.id for ticket in own], now)
    await _erase_deeds(session, person_id)
    await _erase_work(session, person_id, now)
    await _erase_chat(session, person_id, [ticket.id for ticket in own])
    await session.execute(delete(Person).where(Person.id == person_id))


async def _end(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    """Nobody is left to hear of it: stop the work, close what only awaited a rating."""
    if ticket.state in (TicketState.OPEN, TicketState.TAKEN):
        ticket.state = TicketState.WITHDRAWN
        ticket.closed_at = now
        await record(session, ticket, EventKind.WITHDRAWN, now=now)
    elif ticket.state is TicketState.RESOLVED:
        ticket.state = TicketState.CLOSED
        ticket.closed_at = now
    await record(session, ticket, EventKind.ERASED, now=now)


async def _erase_requests(session: AsyncSession, ticket_ids: Sequence[int], now: datetime) -> None:
    """The words of staff go too: they answer the person and often say who they are and where."""
    await session.execute(
        update(Ticket)
        .where(Ticket.id.in_(ticket_ids))
        .values(
            author_id=None,
            author_name=None,
            text="",
            answer=None,
            place="",
            latitude=None,
            longitude=None,
            area_id=Ticket.community_id,
            compound_id=None,
        )
    )
    await session.execute(
        update(TicketEvent).where(TicketEvent.ticket_id.in_(ticket_ids)).values(text=None)
    )
    await session.execute(delete(TicketMedia).where(TicketMedia.ticket_id.in_(ticket_ids)))
    await session.execute(
        update(FollowUp).where(FollowUp.ticket_id.in_(ticket_ids)).values(words=None)
    )
    await session.execute(
        update(FollowUp)
        .where(FollowUp.ticket_id.in_(ticket_ids), FollowUp.ended_at.is_(None))
        .values(due_at=None, ended_at=now)
    )


async def _erase_deeds(session: AsyncSession, person_id: int) -> None:
    """What they added to requests of others, and their name on everything they did."""
    lines = select(TicketEvent.id).where(
        TicketEvent.actor_id == person_id, TicketEvent.kind.in_(RESIDENTS_LINES)
    )
    await session.execute(delete(TicketMedia).where(TicketMedia.event_id.in_(lines)))
    await session.execute(
        update(TicketMedia).where(TicketMedia.sender_id == person_id).values(sender_id=None)
    )
    await session.execute(
        update(TicketEvent)
        .where(TicketEvent.actor_id == person_id)
        .values(
            actor_id=None,
            text=case((TicketEvent.kind.in_(RESIDENTS_LINES), None), else_=TicketEvent.text),
        )
    )
    joined = select(TicketFollower.ticket_id).where(TicketFollower.person_id == person_id)
    await session.execute(
        update(Ticket).where(Ticket.id.in_(joined)).values(affected=Ticket.affected - 1)
    )
    await session.execute(delete(TicketFollower).where(TicketFollower.person_id == person_id))


async def _erase_work(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Requests they had taken wait for somebody else; no request names them any more."""
    taken = await session.scalars(
        select(Ticket).where(Ticket.taker_id == person_id, Ticket.state == TicketState.TAKEN)
    )
    for ticket in taken:
        ticket.state = TicketState.OPEN
        ticket.opened_at = now
        ticket.taker_id = ticket.taker_name = None
        moved = {"from": ticket.group_id, "to": ticket.group_id}
        await record(session, ticket, EventKind.REASSIGNED, now=now, data=moved)
    await session.flush()
    await session.execute(
        update(Ticket).where(Ticket.taker_id == person_id).values(taker_id=None, taker_name=None)
    )
    await session.execute(
        update(Ticket).where(Ticket.previous_taker_id == person_id).values(previous_taker_id=None)
    )
    await session.execute(update(Group).where(Group.bound_by == person_id).values(bound_by=None))
    await session.execute(delete(GroupMember).where(GroupMember.person_id == person_id))


async def _erase_chat(session: AsyncSession, person_id: int, ticket_ids: Sequence[int]) -> None:
    """What was, or was about to be, said to them or shown to staff of their requests.

    Looks of cards that must still be shown are written again by whoever announces the lines.
    """
    cards = [f"ticket:{ticket_id}" for ticket_id in ticket_ids]
    await session.execute(
        delete(OutboxMessage).where(
            or_(
                OutboxMessage.chat_id == person_id,
                OutboxMessage.card.in_(cards),
                OutboxMessage.under_card.in_(cards),
            )
        )
    )
    await session.execute(delete(Card).where(Card.chat_id == person_id))
    await session.execute(delete(MessageLink).where(MessageLink.chat_id == person_id))
    await session.execute(delete(Conversation).where(Conversation.user_id == person_id))
