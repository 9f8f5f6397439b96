"""Rows of the outbox for chats that refuse messages: held back, not given up.

A row that is tried again finds out whether writing works. Answers are given up at once, since
nobody waits for them any more.
"""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, delete, or_, update
from sqlalchemy.ext.asyncio import AsyncSession

from storage.outbox import Urgency
from storage.tables import Chat, OutboxMessage, OutboxState

HELD = "held"
"""The `error` of rows that are held; those of the chat that come later may pass them by."""
KEPT = timedelta(hours=12)
"""After so long a notice is no news any more; cards show how things stand and are kept."""
TRY_AGAIN = (timedelta(minutes=10), timedelta(hours=6))
"""A row is tried again once it has waited as long again as before, within these bounds."""


def next_try(waiting_since: datetime, now: datetime) -> datetime:
    """When a row that was written at `waiting_since` is to find out the next time."""
    soonest, latest = TRY_AGAIN
    return now + max(soonest, min(now - waiting_since, latest))


async def hold(session: AsyncSession, chat: Chat, until: datetime, now: datetime) -> None:
    """Hold back everything that waits for the chat."""
    answers = OutboxMessage.urgency <= int(Urgency.ANSWER)
    await _give_up(session, and_(_waits_for(chat), answers), now)
    await hold_for_contact(session, chat, until)


async def hold_for_contact(session: AsyncSession, chat: Chat, until: datetime) -> None:
    """Hold back what waits for somebody who has to write first; answers, too: they are wanted."""
    await session.execute(
        update(OutboxMessage).where(_waits_for(chat)).values(not_before=until, error=HELD)
    )


async def release_all(session: AsyncSession, chat: Chat, now: datetime) -> None:
    """Let go of all that is held for the chat: its person has written."""
    await session.execute(
        update(OutboxMessage).where(_is_held_for(chat)).values(not_before=now, error=None)
    )


async def release(session: AsyncSession, chat: Chat, now: datetime) -> None:
    """Let go of what is held for the chat, but for notices that are no news any more."""
    stale = and_(OutboxMessage.card.is_(None), OutboxMessage.created_at < now - KEPT)
    await _give_up(session, and_(_is_held_for(chat), stale), now)
    await release_all(session, chat, now)


async def forget(session: AsyncSession, chat: Chat) -> None:
    """Another chat has taken this one's place: what is held for it is not wanted any more."""
    await session.execute(delete(OutboxMessage).where(_is_held_for(chat)))


async def drop(session: AsyncSession, chat: Chat, key: str) -> None:
    """Forget what waits for the chat as the card `key` or under it."""
    of_card = or_(OutboxMessage.card == key, OutboxMessage.under_card == key)
    await session.execute(delete(OutboxMessage).where(_waits_for(chat), of_card))


def _waits_for(chat: Chat) -> ColumnElement[bool]:
    return and_(
        OutboxMessage.state == OutboxState.WAITING,
        OutboxMessage.is_in(chat),
        OutboxMessage.method != "answerCallbackQuery",
    )


def _is_held_for(chat: Chat) -> ColumnElement[bool]:
    return and_(_waits_for(chat), OutboxMessage.error == HELD)


async def _give_up(session: AsyncSession, which: ColumnElement[bool], now: datetime) -> None:
    over = {"state": OutboxState.GIVEN_UP, "finished_at": now, "error": HELD}
    await session.execute(update(OutboxMessage).where(which).values(over))
