"""A Telegram in this process that costs next to nothing."""

import asyncio
import itertools
from collections.abc import AsyncGenerator, Iterator
from itertools import chain
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.types import InlineKeyboardMarkup, Message

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
        if not method.__api_method__.startswith(("send", "edit")):
            return True
        sent = SENT | {"message_id": next(self._message_ids)}
        return sent if method.__returning__ is Any else Message.model_validate(sent)

    async def close(self) -> None:
        pass

    async def stream_content(self, *_: Any, **__: Any) -> AsyncGenerator[bytes, None]:
        yield b""


def show(people: People, method: TelegramMethod[Any]) -> None:
    """Let whom it is for see a message, new or changed; what only takes buttons away shows none."""
    is_new = method.__api_method__ == "sendMessage"
    if not is_new and method.__api_method__ != "editMessageText":
        return
    person = people.get(getattr(method, "chat_id", 0))
    buttons = list(_buttons(getattr(method, "reply_markup", None)))
    if person is not None and (is_new or buttons):
        person.sees(buttons)


def _buttons(markup: Any) -> Iterator[tuple[str, str]]:
    """Labels and callback data, of a model of aiogram's or of plain JSON."""
    match markup:
        case InlineKeyboardMarkup(inline_keyboard=rows):
            for button in chain.from_iterable(rows):
                yield button.text, button.callback_data or ""
        case {"inline_keyboard": rows}:
            for button in chain.from_iterable(rows):
                yield button["text"], button.get("callback_data", "")
