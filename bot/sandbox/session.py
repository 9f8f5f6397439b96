"""aiogram without a network: a session that hands every method to a World in this process."""

import json
from collections.abc import AsyncGenerator
from typing import Any, cast

from aiogram import Bot
from aiogram.client.session.base import BaseSession
from aiogram.methods import TelegramMethod
from aiogram.methods.base import TelegramType
from aiogram.types import InputFile

from bot.sandbox.errors import BotApiError
from bot.sandbox.files import Upload
from bot.sandbox.world import World


class WorldSession(BaseSession):
    """Values are prepared and answers checked as in aiogram's own session over HTTP, so that real
    aiogram objects and real aiogram exceptions come out: `Bot(token, session=WorldSession(world))`.
    """

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world

    async def close(self) -> None:
        """There is nothing to close."""

    async def make_request(
        self,
        bot: Bot,
        method: TelegramMethod[TelegramType],
        timeout: int | None = None,  # noqa: ARG002, ASYNC109
    ) -> TelegramType:
        try:
            self.world.check_token(bot.token)
            params, files = await self._prepared(bot, method)
            result = await self.world.call(method.__api_method__, params, files)
            status, body = 200, {"ok": True, "result": result}
        except BotApiError as error:
            status, body = error.code, error.to_response()
        response = self.check_response(bot, method, status, json.dumps(body))
        return cast("TelegramType", response.result)

    async def _prepared(
        self, bot: Bot, method: TelegramMethod[Any]
    ) -> tuple[dict[str, Any], dict[str, Upload]]:
        inputs: dict[str, InputFile] = {}
        params = {
            name: prepared
            for name, value in method.model_dump(warnings=False).items()
            if (prepared := self.prepare_value(value, bot=bot, files=inputs))
        }
        files = {
            name: Upload(b"".join([chunk async for chunk in file.read(bot)]), file.filename)
            for name, file in inputs.items()
        }
        return params, files

    async def stream_content(
        self,
        url: str,
        headers: dict[str, Any] | None = None,  # noqa: ARG002
        timeout: int = 30,  # noqa: ARG002, ASYNC109
        chunk_size: int = 65536,  # noqa: ARG002
        raise_for_status: bool = True,  # noqa: ARG002, FBT
    ) -> AsyncGenerator[bytes, None]:
        """The bytes behind an address made by `api.file_url`; KeyError for an unknown one."""
        path = url.partition(f"/bot{self.world.token}/")[2]
        yield self.world.files.by_path[path].data
