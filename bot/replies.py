"""What a message is about: what the message of ours is about that it replies to.

Where people cannot reply to a message, it is what we asked them for last: their next words in that
chat are about it, for a while. From the groups of such a channel comes only what is said to us.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiogram.types import Message
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.capabilities import capabilities_of
from handlers.common.saying import Say
from handlers.common.sending import Item
from handlers.common.talk import Talk
from handlers.common.words import command_in
from storage import links
from storage.tables import Chat, OutboxMessage

EXPECTED_FOR = timedelta(minutes=10)
_EXPECTED = "expected"
"""Of the conversation's data: what the next words are about, until when (Unix time), and whether
files may come with them."""


async def about(talk: Talk, bot_id: int) -> str | None:
    """What the message that came is about, such as "ticket:12".

    Empty where that cannot be told of the message of ours it replies to; None for what is no reply.
    """
    if not isinstance(talk.event, Message):
        return None
    if not capabilities_of(talk.channel).replies:
        return await _quoted(talk, talk.event) or await _expected(talk, talk.event)
    if not replies_to_us(talk.event, bot_id):
        return None
    return await subject_of(talk.session, talk.chat, talk.event) or ""


async def expect(talk: Talk, said: Sequence[Item]) -> None:
    """Remember what we asked for in what was just `said`; nothing else is expected then."""
    if capabilities_of(talk.channel).replies or not said:
        return
    asked = [each for each in said if isinstance(each, Say) and each.awaits_reply and each.about]
    if not asked and _EXPECTED not in talk.data:
        return
    talk.data.pop(_EXPECTED, None)
    if asked:
        last = asked[-1]
        expect_on(talk.data, last.about or "", talk.now, takes_files=last.takes_files)
    await talk.keep()


def expect_on(data: dict[str, Any], about: str, now: datetime, *, takes_files: bool) -> None:
    """Have the next words of the conversation with this data be about that."""
    data[_EXPECTED] = [about, (now + EXPECTED_FOR).timestamp(), takes_files]


def expected_with_files(data: Mapping[str, Any], now: datetime) -> str | None:
    """What its next words are about, if files may come with them."""
    about, _until, *takes_files = data.get(_EXPECTED, (None, 0))
    return about if is_expected(data, now) and any(takes_files) else None


def is_expected(data: Mapping[str, Any], now: datetime) -> bool:
    """Whether the next words of a conversation with this data are about something."""
    return _EXPECTED in data and now.timestamp() < data[_EXPECTED][1]


async def _expected(talk: Talk, message: Message) -> str | None:
    """It counts once; a command leaves it as it is."""
    if _EXPECTED not in talk.data or command_in(message.text or "") is not None:
        return None
    is_in_time = is_expected(talk.data, talk.now)
    subject, *_rest = talk.data.pop(_EXPECTED)
    await talk.keep()
    return str(subject) if is_in_time else None


async def _quoted(talk: Talk, message: Message) -> str | None:
    """Some messengers tell the words of what is quoted, by which its row was found: a message, or
    another look of one."""
    replied = message.reply_to_message
    if replied is None or not replied.message_id:
        return None
    if (subject := await links.subject_of(talk.session, talk.chat, replied.message_id)) is not None:
        return subject
    row = await talk.session.get(OutboxMessage, replied.message_id)
    return row.about if row is not None and row.chat == talk.chat else None


def replies_to_us(message: Message, bot_id: int) -> bool:
    """In a group people reply to one another, too, and that is not meant for us.

    A message's number alone proves nothing: in a group that became a supergroup they begin again.
    """
    replied = message.reply_to_message
    return replied is not None and replied.from_user is not None and replied.from_user.id == bot_id


async def subject_of(session: AsyncSession, chat: Chat, message: Message) -> str | None:
    """What the message of ours is about that `message` replies to; None if it cannot be told."""
    replied = message.reply_to_message
    assert replied is not None
    found = await links.subject_of(session, chat, replied.message_id)
    if found is not None:
        return found
    return await links.subject_by_words(session, chat, replied.text or replied.caption or "")
