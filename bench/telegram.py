"""A Telegram in this process that costs next to nothing."""

import asyncio
import itertools
from collections.abc import AsyncGenerator
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import (
    AnswerCallbackQuery,
    DeleteMessage,
    EditMessageText,
    SendMessage,
    TelegramMethod,
)
from aiogram.types import Message

from bench.visitors import Visitor

People = dict[int, Visitor]
SENT = {"date": 1_795_000_000, "chat": {"id": 1, "type": "private"}}


class Telegram(BaseSession):
    """Takes everything, at once, and shows it to whom it is for."""

    def __init__(self, people: People) -> None:
        super().__init__()
        self._people = people
        self._message_ids = itertools.count(1)

    async def make_request(
        self,
        bot: Bot,  # noqa: ARG002
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109, ARG002 - aiogram's signature
    ) -> Any:
        await asyncio.sleep(0)
        show(self._people, method)
        if isinstance(method, AnswerCallbackQuery | DeleteMessage):
            return True
        return Message.model_validate(SENT | {"message_id": next(self._message_ids)})

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def show(people: People, method: TelegramMethod[Any]) -> None:
    """Let whom it is for see a message, new or changed; what only takes buttons away shows none."""
    if not isinstance(method, SendMessage | EditMessageText) or not isinstance(method.chat_id, int):
        return
    person = people.get(method.chat_id)
    if person is not None and (isinstance(method, SendMessage) or _has_buttons(method)):
        person.sees(method.reply_markup)


def _has_buttons(method: EditMessageText) -> bool:
    return method.reply_markup is not None and bool(method.reply_markup.inline_keyboard)
