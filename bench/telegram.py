"""A Telegram in this process that costs next to nothing."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import AnswerCallbackQuery, SendMessage, TelegramMethod
from aiogram.types import Chat, Message

from bench.visitors import Visitor

People = dict[int, Visitor]


class Telegram(BaseSession):
    """Takes everything, at once, and shows it to whom it is for."""

    _sent = Message(message_id=1, date=datetime.now(UTC), chat=Chat(id=1, type="private"))

    def __init__(self, people: People) -> None:
        super().__init__()
        self._people = people

    async def make_request(
        self,
        bot: Bot,  # noqa: ARG002
        method: TelegramMethod[Any],
        timeout: int | None = None,  # noqa: ASYNC109, ARG002 - aiogram's signature
    ) -> Any:
        await asyncio.sleep(0)
        show(self._people, method)
        return True if isinstance(method, AnswerCallbackQuery) else self._sent

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def show(people: People, method: TelegramMethod[Any]) -> None:
    """Let whom it is for see the buttons of a message."""
    if isinstance(method, SendMessage) and isinstance(method.chat_id, int):
        person = people.get(method.chat_id)
        if person is not None:
            person.sees(method.reply_markup)
