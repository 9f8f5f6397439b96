"""Chats and people of Telegram by their numbers."""

from datetime import UTC, datetime
from typing import Any

from storage.tables import Address, Channel, Chat, Handle

LONG_AGO = datetime(2026, 11, 1, tzinfo=UTC)


def telegram(chat_id: int) -> Chat:
    return Chat(Channel.TELEGRAM, chat_id)


def user(number: int) -> Handle:
    return Handle(Channel.TELEGRAM, str(number))


def an_address(person_id: int, number: int | None = None, **differently: Any) -> Address:
    """On Telegram, with a private chat. Without `number` the person came before ids were ours."""
    number = person_id if number is None else number
    values = {"person_id": person_id, "chat_id": number, "seen_at": LONG_AGO} | differently
    return Address(channel=Channel.TELEGRAM, external_id=str(number), **values)
