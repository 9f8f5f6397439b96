"""Posting updates to the bot's webhook: in order, again and again until it says 2xx."""

import asyncio
import contextlib
from typing import Any

from aiohttp import ClientError, ClientResponse, ClientSession, ClientTimeout, MultipartReader

from bot.sandbox.errors import BotApiError
from bot.sandbox.files import Upload
from bot.sandbox.updates import RawUpdate, Webhook
from bot.sandbox.world import World

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 — a header's name
_FIRST_RETRY, _LAST_RETRY = 0.2, 10.0  # seconds; doubled with every failure
_PATIENCE = ClientTimeout(total=60)


async def deliver_updates(world: World) -> None:
    """Runs until cancelled. One update at a time: the next leaves when this one was accepted."""
    retry = _FIRST_RETRY
    async with ClientSession(timeout=_PATIENCE) as http:
        while True:
            hook = world.updates.webhook
            if hook is None or not world.updates.pending:
                await world.updates.changed()
                continue
            update = world.updates.pending[0]
            if await _accepted(http, world, hook, update):
                world.updates.confirm(update["update_id"] + 1)
                world.keep()
                retry = _FIRST_RETRY
            else:
                await _rest(world, hook, retry)
                retry = min(retry * 2, _LAST_RETRY)


async def _rest(world: World, hook: Webhook, seconds: float) -> None:
    """Until it is time to try again, or there is another webhook to try."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while world.updates.webhook is hook:
                await world.updates.changed()


async def _accepted(http: ClientSession, world: World, hook: Webhook, update: RawUpdate) -> bool:
    headers = {SECRET_HEADER: hook.secret_token} if hook.secret_token else {}
    try:
        async with http.post(hook.url, json=update, headers=headers) as response:
            if response.ok:
                await _obey(world, response)
                return True
            problem = f"Wrong response from the webhook: {response.status} {response.reason}"
    except TimeoutError:
        problem = "Read timeout expired"
    except ClientError:
        problem = "Connection failed"
    world.updates.note_failure(hook, problem, world.clock())
    return False


async def _obey(world: World, response: ClientResponse) -> None:
    """The answer may carry one method to call; what becomes of it nobody is told.

    https://core.telegram.org/bots/api#making-requests-when-getting-updates
    """
    with contextlib.suppress(BotApiError, ValueError):
        params, files = await _read_answer(response)
        if method := params.pop("method", None):
            await world.call(str(method), params, files)


async def _read_answer(response: ClientResponse) -> tuple[dict[str, Any], dict[str, Upload]]:
    params: dict[str, Any] = {}
    files: dict[str, Upload] = {}
    if response.content_type == "application/json":
        body = await response.json()
        return (body if isinstance(body, dict) else {}), files
    if response.content_type.startswith("multipart/"):
        async for part in MultipartReader.from_response(response):
            if isinstance(part, MultipartReader) or part.name is None:
                continue
            if part.filename:
                files[part.name] = Upload(bytes(await part.read()), part.filename)
            else:
                params[part.name] = await part.text()
    return params, files
