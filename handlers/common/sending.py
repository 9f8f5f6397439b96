"""What a handler may return, and how that becomes outbox rows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from aiogram.client.default import Default
from aiogram.methods import TelegramMethod
from aiogram.types import BufferedInputFile
from pydantic import BaseModel

from storage.outbox import Night, Outgoing, Urgency, file_param
from storage.tables import Chat


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """A Bot API call with what the sender has to know about it; see `Outgoing`."""

    method: TelegramMethod[Any]
    card: str | None = None
    to_the_end: bool = False
    under_card: str | None = None
    about: str | None = None


Reply = TelegramMethod[Any] | Sending | Sequence["TelegramMethod[Any] | Sending"] | None


def every(reply: Reply) -> "list[TelegramMethod[Any] | Sending]":
    if reply is None:
        return []
    return [reply] if isinstance(reply, TelegramMethod | Sending) else list(reply)


def outgoing(
    reply: Reply,
    chat: Chat,
    urgency: Urgency,
    *,
    night: Night = Night.WAITS,
    useful_until: datetime | None = None,
) -> Iterator[Outgoing]:
    """Outbox rows for `reply`, on the channel of `chat`, where all goes that names no other."""
    for item in every(reply):
        sending = item if isinstance(item, Sending) else Sending(method=item)
        params = _plain(sending.method)
        yield Outgoing(
            channel=chat.channel,
            chat_id=int(params.get("chat_id", chat.id)),
            method=sending.method.__api_method__,
            params=params,
            urgency=urgency,
            card=sending.card,
            to_the_end=sending.to_the_end,
            under_card=sending.under_card,
            about=sending.about,
            night=night,
            useful_until=useful_until,
        )


def _plain(value: Any) -> Any:
    """`value` as JSON, without what is unset or left to the bot's defaults."""
    if isinstance(value, BaseModel):
        return {
            name: _plain(part)
            for name, part in value.__dict__.items()
            if part is not None and not isinstance(part, Default)
        }
    if isinstance(value, BufferedInputFile):
        return file_param(value.filename or "", value.data)
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    return value.value if isinstance(value, Enum) else value
