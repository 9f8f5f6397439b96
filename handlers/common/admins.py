"""Telling those who can bind groups, where a group is missing or cannot be reached."""

from aiogram.methods import SendMessage

from handlers.common.config import Config
from handlers.common.sending import outgoing
from storage.outbox import Outgoing, Urgency
from storage.tables import Channel, Chat


def to_admins(text: str, config: Config) -> list[Outgoing]:
    """`text` (HTML) to every admin, in their private chat."""
    return [
        message
        for admin in sorted(config.admin_ids)
        for message in outgoing(
            SendMessage(chat_id=admin, text=text), Chat(Channel.TELEGRAM, admin), Urgency.NOTICE
        )
    ]
