"""What is typed for a button where nothing can be tapped: its number or its label.

A standing question takes its own answers. What stands below notices and lists is remembered here
for a while.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import menu
from handlers.common.numbering import Numbered, buttons_of
from handlers.common.questions import Question, is_asked_once, question_in
from handlers.common.saying import Button, Buttons
from handlers.common.words import comparable
from services.written import choices
from storage.conversations import questions_in
from storage.outbox_rows import OutboxRow
from storage.tables import Chat, NamedChat

KEPT = 10
"""Messages whose buttons are remembered; a number means those of the last."""


def remember(chat: NamedChat, row: OutboxRow, message_id: int) -> None:
    """Keep what stands below a message that was just sent, or reads so by now; of a secret one only
    that it was.

    What was ticked in a survey without names must not stand with a chat, nor its key.
    """
    every = [each for line in buttons_of(row.params).rows for each in line if each.data]
    others = [each for each in chat.buttons if each[0] != message_id]
    kept = [] if row.secret else [[each.label, each.data] for each in every]
    chat.buttons = [*others, *([[message_id, kept]] if every else [])][-KEPT:]


async def awaited(session: AsyncSession, chat: Chat) -> set[str]:
    """What conversations wait for there, as `Post.about` says it of a question; empty words where
    that is no question."""
    standing = await questions_in(session, chat)
    return {"" if each is None else Question.about_of(each) for each in standing}


def is_question(buttons: Buttons) -> bool:
    """Whether these are the answers to a question that a conversation waits for."""
    every = [each for row in buttons.rows for each in row if not each.url]
    return any(not each.data or question_in(each.data) is not None for each in every)


async def in_place_of(
    session: AsyncSession, chat: Chat, update: dict[str, Any], of: int | None = None
) -> dict[str, Any]:
    """The update itself, or a tap where its text means a button of ours. of: the message below
    which that stands, where the messenger says so."""
    message = update.get("message", {})
    pressed = await as_tap(session, chat, message["text"], of) if "text" in message else None
    if pressed is None:
        return update
    return tap_for(update, *pressed)


def tap_for(update: dict[str, Any], message_id: int, data: str) -> dict[str, Any]:
    """As if that button of that message had been pressed by who wrote."""
    message = update["message"]
    tap = {
        "id": str(update["update_id"]),
        "from": message["from"],
        "chat_instance": str(message["chat"]["id"]),
        # The message itself is not at hand: Telegram says so by a date of 0.
        "message": {"message_id": message_id, "chat": message["chat"], "date": 0},
        "data": data,
    }
    return {"update_id": update["update_id"], "callback_query": tap}


async def as_tap(
    session: AsyncSession, chat: Chat, text: str, of: int | None = None
) -> tuple[int, str] | None:
    """The message and the data of the button that `text` means; None where it means none, and for
    words of the menu, which mean the same everywhere.

    While a question stands, whatever is typed is meant for that, but for the labels of what came
    after it, and of older questions whose buttons work at any time: how something was solved, say.
    Where a conversation only waits for more words, labels of what is no question count.
    """
    row = await session.get(NamedChat, chat)
    if row is None or not row.buttons or menu.is_key(text):
        return None
    for message_id, buttons in reversed(row.buttons):
        if message_id == of and (pressed := _numbered(buttons).pressed(text)):
            return int(message_id), pressed.data
    is_number = choices.chosen(comparable(text)) is not None
    waits_for = await awaited(session, chat)
    if waits_for and is_number:
        return None
    stood = False
    for message_id, buttons in reversed(row.buttons):
        pressed = _numbered(buttons).pressed(text)
        lasts = pressed is not None and _works_at_any_time(pressed.data)
        if waits_for and (not buttons or is_question(_kept(buttons))) and not (stood and lasts):
            if pressed and any(waits_for) and not stood:
                return None
            stood = stood or any(waits_for)
            continue
        if pressed and (lasts or not stood):
            return int(message_id), pressed.data
        if is_number:
            break
    return None


def _works_at_any_time(data: str) -> bool:
    """Of a question's button, whether it does when the question stands no more."""
    return is_asked_once(data) and question_in(data) is None


def _kept(buttons: Sequence[Sequence[str]]) -> Buttons:
    return Buttons([[Button(*each) for each in buttons]])


def _numbered(buttons: Sequence[Sequence[str]]) -> Numbered:
    return Numbered(_kept(buttons))
