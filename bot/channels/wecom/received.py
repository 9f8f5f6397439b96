"""Files that members sent, as long as WeCom has them: loaded as aiogram's bot would load them."""

from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from aiogram import Bot
from aiogram.client.telegram import TelegramAPIServer
from aiogram.methods import GetFile, TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import File

from bot.channels.stand_in import NoTelegram
from bot.channels.wecom.downloads import Loaded, NotLoadedError
from bot.channels.wecom.said import part_of

KEPT = timedelta(minutes=5)
"""WeCom's links lead nowhere after that."""


Download = Callable[[Mapping[str, Any]], Awaitable[Loaded]]
"""See `downloads.download`."""


class _Kept(NamedTuple):
    loaded: Loaded
    at: datetime


class Received(NoTelegram):
    """Behind the bot that stands for a robot."""

    def __init__(self, download: Download, clock: Callable[[], datetime]) -> None:
        super().__init__(api=TelegramAPIServer(base="", file="{path}"))
        self._download = download
        self._clock = clock
        self._loaded: dict[str, _Kept] = {}

    async def load(self, file_id: str) -> Loaded:
        """Once for all who ask within the time that WeCom has it. Raises NotLoadedError."""
        now = self._clock()
        self._loaded = {name: each for name, each in self._loaded.items() if now < each.at + KEPT}
        if file_id not in self._loaded:
            part = part_of(file_id)
            if part is None:
                raise NotLoadedError("WeCom does not call files so")
            self._loaded[file_id] = _Kept(await self._download(part), now)
        return self._loaded[file_id].loaded

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ASYNC109
    ) -> Any:
        if isinstance(method, GetFile):
            return File(
                file_id=method.file_id, file_unique_id=method.file_id, file_path=method.file_id
            )
        return await super().make_request(bot, method, timeout)

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,  # noqa: ARG002
        timeout: int = 30,  # noqa: ARG002, ASYNC109
        chunk_size: int = 65536,  # noqa: ARG002
        raise_for_status: bool = True,  # noqa: ARG002, FBT
    ) -> AsyncGenerator[bytes, None]:
        try:
            loaded = await self.load(url)
        except NotLoadedError as error:
            raise OSError(str(error)) from None
        yield loaded.data
