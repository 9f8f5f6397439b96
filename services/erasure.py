"""Erasing a person, at their wish.

The bare facts of a request stay (category, community, times, which group worked on it), so that
the ledger remains true; nothing in them leads back to the person. A table that comes to hold
something personal belongs here and in `personal_data`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import case, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.meals import erasing as meals
from services.rehoming import give_back_all
from services.timeline import record
from services.transitions import IN_WORK, change, current, judged_anew
from services.volunteering import erasing as volunteering
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
    PlaceReport,
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
)
"""Whose words are a resident's own; the words of the others are the community's."""


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Forget a person: their requests end, and everything that names or identifies them goes.

    A member of staff who asks for this gives back what they had taken; what they wrote to
    residents stays as the community's word, without their name.
    """
    await volunteering.erase(session, person_id, now=now)
    own = list(await session.scalars(select(Ticket.id).where(Ticket.author_id == person_id)))
    for ticket_id in own:
        await _end(session, ticket_id, now=now)
    await _erase_words(session, own, now)
    await _erase_deeds(session, person_id)
    await _erase_work(session, person_id, now)
    await _erase_reports(session, person_id)
    await meals.erase(session, person_id, now=now)
    await _erase_chat(session, person_id, own)
    await session.execute(delete(Person).where(Person.id == person_id))


@judged_anew
async def _end(session: AsyncSession, ticket_id: int, *, now: datetime) -> None:
    """Nobody is left to hear of it: stop the work, close what only awaited a rating."""
    ticket = await current(session, ticket_id)
    withdrawn = ticket.state in IN_WORK
    ended: dict[str, object] = {"closed_at": now, "asked_at": None}
    if withdrawn:
        ended["state"] = TicketState.WITHDRAWN
    elif ticket.state is TicketState.RESOLVED:
        ended["state"] = TicketState.CLOSED
    else:
        ended = {}
    await change(
        session,
        ticket,
        **ended,
        author_id=None,
        author_name=None,
        text="",
        answer=None,
        place="",
        latitude=None,
        longitude=None,
        area_id=ticket.community_id,
        compound_id=None,
    )
    if withdrawn:
        await record(session, ticket, EventKind.WITHDRAWN, now=now)
    await record(session, ticket, EventKind.ERASED, now=now)
    await session.flush()


async def _erase_words(session: AsyncSession, ticket_ids: Sequence[int], now: datetime) -> None:
    """The words of staff go too: they answer the person and often say who they are and where."""
    await session.execute(
        update(TicketEvent).where(TicketEvent.ticket_id.in_(ticket_ids)).values(text=None)
    )
    await session.execute(delete(TicketMedia).where(TicketMedia.ticket_id.in_(ticket_ids)))
    asked = FollowUp.ticket_id.in_(ticket_ids)
    await session.execute(update(FollowUp).where(asked).values(words=None))
    await session.execute(
        update(FollowUp).where(asked, FollowUp.ended_at.is_(None)).values(due_at=None, ended_at=now)
    )


async def _erase_deeds(session: AsyncSession, person_id: int) -> None:
    """What they added to requests of others, and their name on everything they did."""
    by_them = TicketEvent.actor_id == person_id
    residents = TicketEvent.kind.in_(RESIDENTS_LINES)
    added = select(TicketEvent.id).where(by_them, residents)
    await session.execute(delete(TicketMedia).where(TicketMedia.event_id.in_(added)))
    await session.execute(
        update(TicketMedia).where(TicketMedia.sender_id == person_id).values(sender_id=None)
    )
    await session.execute(
        update(TicketEvent)
        .where(by_them)
        .values(actor_id=None, text=case((residents, None), else_=TicketEvent.text))
    )
    joined = select(TicketFollower.ticket_id).where(TicketFollower.person_id == person_id)
    await session.execute(
        update(Ticket).where(Ticket.id.in_(joined)).values(affected=Ticket.affected - 1)
    )
    await session.execute(delete(TicketFollower).where(TicketFollower.person_id == person_id))


async def _erase_work(session: AsyncSession, person_id: int, now: datetime) -> None:
    """Requests they had taken wait for somebody else; no request names them any more."""
    await give_back_all(session, person_id, now=now)
    await session.execute(
        update(Ticket).where(Ticket.taker_id == person_id).values(taker_id=None, taker_name=None)
    )
    await session.execute(
        update(Ticket).where(Ticket.previous_taker_id == person_id).values(previous_taker_id=None)
    )
    await session.execute(update(Group).where(Group.bound_by == person_id).values(bound_by=None))
    await session.execute(delete(GroupMember).where(GroupMember.person_id == person_id))


async def _erase_reports(session: AsyncSession, person_id: int) -> None:
    """That an entry may be wrong stays a task for staff; who said it, and in what words, goes."""
    await session.execute(
        update(PlaceReport)
        .where(PlaceReport.person_id == person_id)
        .values(person_id=None, words=None)
    )
    await session.execute(
        update(PlaceReport)
        .where(PlaceReport.settled_by == person_id)
        .values(settled_by=None, settled_by_name=None)
    )


async def _erase_chat(session: AsyncSession, person_id: int, ticket_ids: Sequence[int]) -> None:
    """What was, or was about to be, said to them or shown to staff of their requests.

    Cards that staff still have get their new look from whoever announces the ERASED lines.
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
