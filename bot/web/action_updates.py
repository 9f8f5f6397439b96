"""What somebody does on a page, as the Bot API would tell it: it comes from the group."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

from bot.channels.wecom.keys import said_key
from bot.web.action_view import Offered
from storage.tables import Chat

Update = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who acts, and in which group. number: ours of them."""

    group: Chat
    number: int
    name: str

    def presses(self, offered: Offered, token: str, now: datetime) -> Update:
        if (words := said_key(offered.data)) is not None:
            return self.says(words, token, now)
        number = update_id(token)
        ours = {"id": 0, "is_bot": True, "first_name": ""}
        button = {"text": offered.label, "callback_data": offered.data}
        message = {
            "message_id": offered.message_id,
            "from": ours,
            "reply_markup": {"inline_keyboard": [[button]]},
        }
        tap = {
            "id": str(number),
            "from": self._who(),
            "message": message | self._where(now),
            "chat_instance": str(self.group.id),
            "data": offered.data,
        }
        return {"update_id": number, "callback_query": tap}

    def says(self, words: str, token: str, now: datetime, photo: str | None = None) -> Update:
        """photo: our id of it."""
        number = update_id(token)
        said: Update = {"text": words}
        if photo:
            shown = {"file_id": photo, "file_unique_id": photo, "width": 0, "height": 0}
            said = {"photo": [shown], "caption": words}
        message = {"message_id": number, "from": self._who(), **said}
        return {"update_id": number, "message": message | self._where(now)}

    def _who(self) -> Mapping[str, Any]:
        return {"id": self.number, "is_bot": False, "first_name": self.name}

    def _where(self, now: datetime) -> Update:
        chat = {"id": self.group.id, "type": "group", "title": ""}
        return {"date": int(now.timestamp()), "chat": chat}


def name_of_sender(group: Chat, said: str) -> str:
    """What the chat of who says there that they are called so is called: the same each time."""
    return f"{group.id}/{sha256(said.encode()).hexdigest()[:32]}"


def update_id(token: str) -> int:
    """The same each time that a link is used: 62 bits. Done twice, it is done once."""
    return int.from_bytes(sha256(token.encode()).digest()[:8], "big") >> 2
