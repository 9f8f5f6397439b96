"""Which commands a phone offers, where and to whom.

The most specific scope wins, and in it the person's language before none:
https://core.telegram.org/bots/api#determining-list-of-commands
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import NamedTuple

from telegram import BotCommand, User

from bot.sandbox.rooms import Room


class Scope(StrEnum):
    DEFAULT = "default"
    ALL_PRIVATE_CHATS = "all_private_chats"
    ALL_GROUP_CHATS = "all_group_chats"
    ALL_CHAT_ADMINISTRATORS = "all_chat_administrators"
    CHAT = "chat"
    CHAT_ADMINISTRATORS = "chat_administrators"
    CHAT_MEMBER = "chat_member"


class MenuKey(NamedTuple):
    """chat_id and user_id are 0 and language "" where the scope names none."""

    scope: Scope = Scope.DEFAULT
    chat_id: int = 0
    user_id: int = 0
    language: str = ""


def commands_for(
    menus: Mapping[MenuKey, tuple[BotCommand, ...]], room: Room, user: User
) -> tuple[BotCommand, ...]:
    """The menu on this person's phone in this chat; empty if none is set."""
    language = (user.language_code or "").partition("-")[0]
    for key in _scopes(room, user.id):
        for spoken in (language, ""):
            if menu := menus.get(key._replace(language=spoken)):
                return menu
    return ()


def _scopes(room: Room, user_id: int) -> Iterator[MenuKey]:
    if room.private:
        yield MenuKey(Scope.CHAT, room.id)
        yield MenuKey(Scope.ALL_PRIVATE_CHATS)
    else:
        yield MenuKey(Scope.CHAT_MEMBER, room.id, user_id)
        if room.administers(user_id):
            yield MenuKey(Scope.CHAT_ADMINISTRATORS, room.id)
        yield MenuKey(Scope.CHAT, room.id)
        if room.administers(user_id):
            yield MenuKey(Scope.ALL_CHAT_ADMINISTRATORS)
        yield MenuKey(Scope.ALL_GROUP_CHATS)
    yield MenuKey()
