"""Taps on a message that shows a card but is not the one we know to show it.

A process killed between sending a card and recording it leaves such a copy behind, with buttons
that work and a look that never changes. A tap is the first we hear of it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.questions import is_asked_once
from handlers.common.saying import Delete, NoButtons
from handlers.common.sending import outgoing
from storage import cards
from storage.outbox import Outgoing, Urgency
from storage.tables import Channel, Chat

DELETABLE = timedelta(hours=47)
"""Bots may delete messages of the last 48 hours."""


async def settle(
    session: AsyncSession,
    channel: Channel,
    taps: Iterable[CallbackQuery | None],
    now: datetime,
) -> list[Outgoing]:
    """Make tapped copies the living cards where there is none; else take them away.

    What the tap asked for is done all the same.
    """
    tapped = {
        (Chat(channel, tap.message.chat.id), tap.message.message_id): tap.message
        for tap in taps
        if tap and isinstance(tap.message, Message) and not _is_a_question(tap)
    }
    known = await cards.among(session, tapped) if tapped else set()
    away: list[Outgoing] = []
    for (chat, message_id), message in tapped.items():
        if (chat, message_id) not in known and not await _is_living_now(session, chat, message):
            away += _taken_away(chat, message, now)
    return away


def _is_a_question(tap: CallbackQuery) -> bool:
    return is_asked_once(tap.data or "")


async def _is_living_now(session: AsyncSession, chat: Chat, message: Message) -> bool:
    """Whether `message` shows no card, or is the one that shows it from now on."""
    key = await cards.key_by_words(session, chat, message.text or message.caption or "")
    return key is None or await cards.adopted(session, chat, key, message.message_id)


def _taken_away(chat: Chat, message: Message, now: datetime) -> Iterable[Outgoing]:
    recent = now - message.date < DELETABLE
    away = (Delete if recent else NoButtons)(message.message_id)
    return outgoing(away, chat, Urgency.NOTICE)
