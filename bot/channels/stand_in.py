"""A bot that only stands for an account in updates, which are Telegram's everywhere."""

from collections.abc import AsyncGenerator
from typing import Any

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import GetMe, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import User

from storage.tables import Channel

STAND_IN_ID = 0
"""What such a bot is called where updates are noted as seen."""


class NoTelegram(BaseSession):
    """Behind such a bot: it can be asked who it is, and nothing else."""

    async def close(self) -> None: ...

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109
    ) -> Any:
        if isinstance(method, GetMe):
            return User(id=bot.id, is_bot=True, first_name="")
        raise TelegramNetworkError(method, "this account is not at Telegram")

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,  # noqa: ARG002
        timeout: int = 30,  # noqa: ARG002, ASYNC109
        chunk_size: int = 65536,  # noqa: ARG002
        raise_for_status: bool = True,  # noqa: ARG002, FBT
    ) -> AsyncGenerator[bytes, None]:
        raise FileNotFoundError(url)
        yield b""


def stand_in(channel: Channel, session: NoTelegram | None = None) -> Bot:
    return Bot(f"{STAND_IN_ID}:{channel}", session or NoTelegram())
