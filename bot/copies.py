"""Taps on a message that shows a card but is not the one we know to show it.

A process killed between sending a card and recording it leaves such a copy behind, with buttons
that work and a look that never changes. A tap is the first we hear of it.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from aiogram.methods import DeleteMessage, EditMessageReplyMarkup
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.questions import ASKED_ONCE
from handlers.common.sending import outgoing
from storage import cards
from storage.outbox import Outgoing, Urgency

DELETABLE = timedelta(hours=47)
"""Bots may delete messages of the last 48 hours."""


async def settle(
    session: AsyncSession, taps: Iterable[CallbackQuery | None], now: datetime
) -> list[Outgoing]:
    """Make tapped copies the living cards where there is none; else take them away.

    What the tap asked for is done all the same.
    """
    tapped = {
        (tap.message.chat.id, tap.message.message_id): tap.message
        for tap in taps
        if tap and isinstance(tap.message, Message) and not _is_a_question(tap)
    }
    known = await cards.among(session, tapped) if tapped else set()
    away: list[Outgoing] = []
    for place, message in tapped.items():
        if place not in known and not await _is_living_now(session, message):
            away += _taken_away(message, now)
    return away


def _is_a_question(tap: CallbackQuery) -> bool:
    return (tap.data or "").partition(":")[0] in ASKED_ONCE


async def _is_living_now(session: AsyncSession, message: Message) -> bool:
    """Whether `message` shows no card, or is the one that shows it from now on."""
    chat_id, words = message.chat.id, message.text or message.caption or ""
    key = await cards.key_by_words(session, chat_id, words)
    return key is None or await cards.adopted(session, chat_id, key, message.message_id)


def _taken_away(message: Message, now: datetime) -> Iterable[Outgoing]:
    chat_id, message_id = message.chat.id, message.message_id
    recent = now - message.date < DELETABLE
    method = (DeleteMessage if recent else EditMessageReplyMarkup)(
        chat_id=chat_id, message_id=message_id
    )
    return outgoing(method, chat_id, Urgency.NOTICE)
