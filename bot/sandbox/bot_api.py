"""The Bot API over HTTP: /bot{token}/{method} and /file/bot{token}/{path}.

https://core.telegram.org/bots/api#making-requests
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from aiohttp import web

from bot.sandbox.errors import BotApiError, bad_request
from bot.sandbox.files import Upload
from bot.sandbox.limits import UPLOAD
from bot.sandbox.uploads import read_upload
from bot.sandbox.webhook import deliver_updates
from bot.sandbox.world import World

_WORLD = web.AppKey("bot_api_world", World)
_BIGGEST_BODY = UPLOAD + 1024 * 1024  # a file at its limit, and what stands around it


def add_bot_api(app: web.Application, world: World) -> None:
    """Mount the Bot API of this World, deliver its webhook while the application runs, and save it
    when it stops.

    The token stands in every address: run the application without an access log, or redact it.
    """
    app[_WORLD] = world
    app.router.add_route("*", "/bot{token:[^/]+}/{method}", _call)
    app.router.add_get("/file/bot{token:[^/]+}/{path:.+}", _download)
    app.on_shutdown.append(_end_polls)
    app.cleanup_ctx.append(_delivery)


async def _end_polls(app: web.Application) -> None:
    """Or the server would wait for the end of the last long poll."""
    app[_WORLD].updates.close()


async def _delivery(app: web.Application) -> AsyncIterator[None]:
    task = asyncio.create_task(deliver_updates(app[_WORLD]))
    yield
    task.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await task
    app[_WORLD].save()


async def _call(request: web.Request) -> web.Response:
    world = request.app[_WORLD]
    try:
        world.check_token(request.match_info["token"])
        params, files = await _read(request)
        result = await world.call(request.match_info["method"], params, files)
    except BotApiError as error:
        return web.json_response(error.to_response(), status=error.code)
    return web.json_response({"ok": True, "result": result})


async def _download(request: web.Request) -> web.Response:
    world = request.app[_WORLD]
    try:
        world.check_token(request.match_info["token"])
    except BotApiError as error:
        return web.json_response(error.to_response(), status=error.code)
    stored = world.files.by_path.get(request.match_info["path"])
    if stored is None:
        missing = BotApiError(404, "Not Found")
        return web.json_response(missing.to_response(), status=missing.code)
    return web.Response(body=stored.data, content_type="application/octet-stream")


async def _read(request: web.Request) -> tuple[dict[str, Any], dict[str, Upload]]:
    """Parameters from the query and from a JSON, form or multipart body; the body wins."""
    params: dict[str, Any] = dict(request.query)
    roomy = request.clone(client_max_size=_BIGGEST_BODY)
    try:
        if request.content_type == "application/json":
            return params | _json_object(await roomy.text()), {}
        fields = await roomy.post()
    except web.HTTPRequestEntityTooLarge:
        raise BotApiError(413, "Request Entity Too Large") from None
    files: dict[str, Upload] = {}
    for name, value in fields.items():
        if isinstance(value, web.FileField):
            files[name] = read_upload(value)
        else:
            params[name] = value.decode() if isinstance(value, bytes | bytearray) else value
    return params, files


def _json_object(text: str) -> dict[str, Any]:
    try:
        body = json.loads(text or "{}")
    except ValueError:
        raise bad_request("can't parse JSON object") from None
    if not isinstance(body, dict):
        raise bad_request("object expected as the request's body")
    return body
