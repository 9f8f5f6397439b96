"""What is typed for a button where nothing can be tapped: its number or its label.

A standing question takes its own answers. What stands below notices and lists is remembered here
for a while.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.numbering import Numbered, buttons_of
from handlers.common.saying import Button, Buttons
from handlers.common.words import comparable
from services.written import choices
from storage.conversations import states_in
from storage.tables import Chat, NamedChat

KEPT = 5
"""Messages whose buttons are remembered; a number means those of the last."""


def remember(chat: NamedChat, message_id: int, params: Mapping[str, Any]) -> None:
    """Keep what stands below a message that was just sent with `params`."""
    every = [each for row in buttons_of(params).rows for each in row if each.data]
    if every:
        kept = [message_id, [[each.label, each.data] for each in every]]
        chat.buttons = [*chat.buttons, kept][-KEPT:]


async def in_place_of(session: AsyncSession, chat: Chat, update: dict[str, Any]) -> dict[str, Any]:
    """The update itself, or a tap where its text means a button of ours."""
    message = update.get("message", {})
    pressed = await as_tap(session, chat, message["text"]) if "text" in message else None
    if pressed is None:
        return update
    message_id, data = pressed
    tap = {
        "id": str(update["update_id"]),
        "from": message["from"],
        "chat_instance": str(chat.id),
        # The message itself is not at hand: Telegram says so by a date of 0.
        "message": {"message_id": message_id, "chat": message["chat"], "date": 0},
        "data": data,
    }
    return {"update_id": update["update_id"], "callback_query": tap}


async def as_tap(session: AsyncSession, chat: Chat, text: str) -> tuple[int, str] | None:
    """The message and the data of the button that `text` means; None where it means none.

    While a conversation waits for something, whatever is typed is meant for that.
    """
    row = await session.get(NamedChat, chat)
    if row is None or not row.buttons or await states_in(session, chat):
        return None
    is_number = choices.chosen(comparable(text)) is not None
    for message_id, buttons in reversed(row.buttons):
        kept = Buttons([[Button(*each) for each in buttons]])
        if pressed := Numbered(kept).pressed(text):
            return int(message_id), pressed.data
        if is_number:
            break
    return None
