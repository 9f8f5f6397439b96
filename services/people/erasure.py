"""Erasing a person, at their wish.

The bare facts of a request stay (category, community, times, which group worked on it), so that
the ledger remains true; nothing in them leads back to the person. A table that comes to hold
something personal belongs here and in `personal_data`.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.meals import erasing as meals
from services.people import addresses
from services.tickets import erasing as tickets
from services.tickets.rehoming import give_back_all
from services.volunteering import erasing as volunteering
from storage import media
from storage.tables import (
    Card,
    Conversation,
    Group,
    GroupMember,
    MessageLink,
    OutboxMessage,
    Person,
    PlaceReport,
    Ticket,
)


async def erase(session: AsyncSession, person_id: int, *, now: datetime) -> None:
    """Forget a person: their requests end, and everything that names or identifies them goes.

    What neighbours joined lives on for these, without the person's words.

    A member of staff who asks for this gives back what they had taken; what they wrote to
    residents stays as the community's word, without their name.
    """
    await volunteering.erase(session, person_id, now=now)
    filed = await tickets.erase(session, person_id, now=now)
    await _erase_work(session, person_id, now)
    await _erase_reports(session, person_id)
    await meals.erase(session, person_id, now=now)
    await _erase_chats(session, person_id, filed)
    await session.execute(delete(Person).where(Person.id == person_id))


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


async def _erase_chats(session: AsyncSession, person_id: int, ticket_ids: Sequence[int]) -> None:
    """Their addresses, and what was, or was about to be, said there or shown to staff of theirs.

    Cards that staff still have get their new look when the ERASED lines are announced.
    """
    chats = await addresses.forget(session, person_id)
    cards = [f"ticket:{ticket_id}" for ticket_id in ticket_ids]
    await session.execute(
        delete(OutboxMessage).where(
            or_(
                *map(OutboxMessage.is_in, chats),
                OutboxMessage.card.in_(cards),
                OutboxMessage.under_card.in_(cards),
            )
        )
    )
    for chat in chats:
        await session.execute(delete(Card).where(Card.is_in(chat)))
        await session.execute(delete(MessageLink).where(MessageLink.is_in(chat)))
    unsent = await media.kept_by(session, person_id)
    await session.execute(delete(Conversation).where(Conversation.person_id == person_id))
    await media.forget(session, [file.id for file in unsent])
