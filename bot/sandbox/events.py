"""What the World tells its listeners, and the JSON frame the page gets of it."""

from dataclasses import dataclass
from typing import Any, Literal

from telegram import Chat, ForceReply, Message, ReplyKeyboardMarkup, User

from bot.sandbox.objects import as_json

EventType = Literal[
    "message",
    "edited",
    "deleted",
    "toast",
    "chat",
    "user",
    "keyboard",
    "action",
    "commands",
    "clock",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something changed. Which fields are set depends on `type`.

    message, edited: chat_id, message · deleted: chat_id, message_ids ·
    toast: user_id, chat_id, callback_query_id, text, alert, url (what a tap was answered with) ·
    chat: chat_id, chat (new, or its title, members or bot changed) · user: user_id, user ·
    keyboard: chat_id, user_id, keyboard (None: taken away) · action: chat_id, action ("typing") ·
    commands, clock: nothing more, ask again.
    """

    type: EventType
    chat_id: int | None = None
    user_id: int | None = None
    message: Message | None = None
    message_ids: tuple[int, ...] = ()
    chat: Chat | None = None
    user: User | None = None
    keyboard: ReplyKeyboardMarkup | ForceReply | None = None
    callback_query_id: str | None = None
    text: str | None = None
    alert: bool = False
    url: str | None = None
    action: str | None = None

    def to_frame(self) -> dict[str, Any]:
        """JSON-able; fields without a value are left out, except what its type always carries."""
        frame: dict[str, Any] = {"type": self.type}
        for name in ("chat_id", "user_id", "callback_query_id", "text", "url", "action"):
            if (value := getattr(self, name)) is not None:
                frame[name] = value
        for name in ("message", "chat", "user"):
            if (value := getattr(self, name)) is not None:
                frame[name] = as_json(value)
        if self.type == "deleted":
            frame["message_ids"] = list(self.message_ids)
        if self.type == "toast":
            frame["alert"] = self.alert
        if self.type == "keyboard":
            frame["keyboard"] = self.keyboard.to_dict() if self.keyboard else None
        return frame
