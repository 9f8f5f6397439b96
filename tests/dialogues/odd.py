"""Updates that a messenger's client would not send, or that the sandbox cannot make."""

from itertools import count
from typing import Any

from sqlalchemy import select

from storage.tables import FailedUpdate
from tests.dialogues.phones import Desk, Phone

_ids = count(5_000_000)
"""Above all that the sandbox gives out in a test."""


async def arrives(desk: Desk, phone: Phone, *, of: str = "message", **parts: Any) -> None:
    """A message to the chat that `phone` looks at; a part that is None is left out."""
    chat_type = "private" if phone.chat_id == phone.user_id else "supergroup"
    number = next(_ids)
    message = {
        "message_id": number,
        "date": 1_800_000_000,
        "chat": {"id": phone.chat_id, "type": chat_type},
        "from": {"id": phone.user_id, "is_bot": False, "first_name": "居民"},
    }
    kept = {name: part for name, part in (message | parts).items() if part is not None}
    await desk.take_in({"update_id": number, of: kept})


async def failures(desk: Desk) -> list[FailedUpdate]:
    async with desk.app.database.reading() as session:
        return list(await session.scalars(select(FailedUpdate)))
