"""Erasing a person, at their wish.

The bare facts of a request stay (category, community, times, which group worked on it), so that
the ledger remains true; nothing in them leads back to the person. A table that comes to hold
something personal is handed in by its subject (`services.keeps`).
"""

from datetime import datetime

from sqlalchemy import delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.people import addresses
from services.subjects import SUBJECTS
from storage import media, shared_files
from storage.tables import (
    Card,
    Chat,
    Conversation,
    MessageLink,
    NamedChat,
    NoticeConsent,
    OutboxMessage,
    Person,
    PersonJoin,
)


async def erase(
    session: AsyncSession, person_id: int, *, now: datetime, told_in: Chat | None = None
) -> None:
    """Forget a person: their requests end, and everything that names or identifies them goes.

    told_in: the chat in which they hear that it is done. What the messenger calls it is forgotten
    when that has left (`named_chats.forget_erased`).

    What neighbours joined lives on for these, without the person's words.

    A member of staff who asks for this gives back what they had taken; what they wrote to
    residents stays as the community's word, without their name.
    """
    for keeps in reversed(SUBJECTS):
        if keeps.erase is not None:
            await keeps.erase(session, person_id, now=now)
    await _erase_chats(session, person_id, now, told_in)
    await session.execute(delete(Person).where(Person.id == person_id))


async def _erase_chats(
    session: AsyncSession, person_id: int, now: datetime, told_in: Chat | None
) -> None:
    """Their addresses, and what was, or was about to be, said there."""
    for chat in await addresses.forget(session, person_id):
        await session.execute(delete(OutboxMessage).where(OutboxMessage.is_in(chat)))
        await session.execute(delete(Card).where(Card.is_in(chat)))
        await session.execute(delete(MessageLink).where(MessageLink.is_in(chat)))
        await session.execute(delete(NoticeConsent).where(NoticeConsent.is_in(chat)))
        named = NamedChat.is_in(chat)
        await session.execute(
            update(NamedChat).where(named).values(buttons=[], erased_at=now)
            if chat == told_in
            else delete(NamedChat).where(named)
        )
        await shared_files.forget_in(session, chat)
    unsent = await media.kept_by(session, person_id)
    await session.execute(delete(Conversation).where(Conversation.person_id == person_id))
    await media.forget(session, [file.id for file in unsent])
    of_them = or_(PersonJoin.person_id == person_id, PersonJoin.joining_id == person_id)
    await session.execute(delete(PersonJoin).where(of_them))
