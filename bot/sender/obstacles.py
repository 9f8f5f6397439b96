"""What Telegram says where a chat takes no messages, though the bot was not put out of it.

The words are those of the Bot API's server and, in capitals, of Telegram behind it.
"""

from services.groups.reach import Obstacle

_TEXTS = {
    Obstacle.NOT_ALLOWED: (
        "not enough rights to send text messages",
        "not enough rights to send messages",
        "have no rights to send a message",
        "no write access to the chat",
        "need administrator rights",
        "CHAT_RESTRICTED",
        "CHAT_WRITE_FORBIDDEN",
        "CHAT_SEND_PLAIN_FORBIDDEN",
        "CHAT_ADMIN_REQUIRED",
        "USER_BANNED_IN_CHANNEL",
    ),
    Obstacle.TOPIC: (
        "TOPIC_CLOSED",
        "TOPIC_DELETED",
        "message thread not found",
        "message thread is closed",
    ),
    Obstacle.NOT_FOUND: (
        "chat not found",
        "group chat was deactivated",
        "CHANNEL_PRIVATE",
        "CHANNEL_INVALID",
        "CHAT_ID_INVALID",
        "PEER_ID_INVALID",
    ),
}


def obstacle_in(error: str) -> Obstacle | None:
    """Why the chat takes nothing; None where `error` is about something else."""
    said = error.lower()
    for obstacle, texts in _TEXTS.items():
        if any(text.lower() in said for text in texts):
            return obstacle
    return None
