"""Reply keyboards: whose input field has which, and when it goes."""

from collections.abc import Iterable, Iterator, Mapping

from telegram import (
    ForceReply,
    Message,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    User,
)

from bot.sandbox.markup import Markup
from bot.sandbox.rooms import Room

_LINK_TO_USER = "tg://user?id="
"""How HTML mentions people who have no username; Telegram makes a text_mention of it."""


def settle_keyboard(
    room: Room, message: Message, markup: Markup | None, users: Mapping[int, User]
) -> list[int]:
    """Put up or take down the keyboard a new message carries; the ids of those who see it change.

    `selective` reaches who is mentioned in the text and who is replied to, as the Bot API says.
    """
    if not isinstance(markup, ReplyKeyboardMarkup | ReplyKeyboardRemove | ForceReply):
        return []
    audience = [user_id for user_id in room.people() if user_id in users]
    if markup.selective:
        meant = set(_meant(message, users.values()))
        audience = [user_id for user_id in audience if user_id in meant]
    if isinstance(markup, ForceReply):
        markup = _forced(markup, message)
    for user_id in audience:
        if not isinstance(markup, ReplyKeyboardRemove):
            room.keyboards[user_id] = markup
        else:
            room.keyboards.pop(user_id, None)
    return audience


def _forced(markup: ForceReply, message: Message) -> ForceReply:
    """Phones have to know to which message the reply is forced: others may come before it."""
    return ForceReply.de_json(markup.to_dict() | {"message_id": message.message_id}, None)


def use_keyboard(room: Room, user_id: int, text: str) -> bool:
    """A one-time keyboard goes when one of its buttons is pressed, a forced reply with whatever is
    written. True if it went."""
    keyboard = room.keyboards.get(user_id)
    if isinstance(keyboard, ForceReply):
        del room.keyboards[user_id]
        return True
    if keyboard is None or not keyboard.one_time_keyboard:
        return False
    if all(button.text != text for row in keyboard.keyboard for button in row):
        return False
    del room.keyboards[user_id]
    return True


def _meant(message: Message, users: Iterable[User]) -> Iterator[int]:
    if message.reply_to_message and message.reply_to_message.from_user:
        yield message.reply_to_message.from_user.id
    names = {f"@{user.username}".lower(): user.id for user in users if user.username}
    for entity, text in message.parse_entities().items():
        if entity.type == MessageEntity.MENTION and text.lower() in names:
            yield names[text.lower()]
        elif entity.url and entity.url.startswith(_LINK_TO_USER):
            yield int(entity.url.removeprefix(_LINK_TO_USER))
