"""Chats of Telegram by their numbers."""

from storage.tables import Channel, Chat


def telegram(chat_id: int) -> Chat:
    return Chat(Channel.TELEGRAM, chat_id)
