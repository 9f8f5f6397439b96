"""The gateway over HTTP: robots by WebSocket, downloads, webhooks."""

import asyncio
import contextlib
import json
from functools import partial
from typing import Any
from urllib.parse import quote

from aiohttp import WSMsgType, web

from bot.sandbox.sockets import close_at_the_end, held_open
from bot.sandbox.wecom.errors import WecomError, bad_parameter
from bot.sandbox.wecom.gateway import Gateway
from bot.sandbox.wecom.limits import CHUNK_BYTES
from bot.sandbox.wecom.robots import Frame

ROBOTS = "/wecom"
MEDIA = "/wecom/media/"
WEBHOOKS = "/wecom"
"""The API's address is https://qyapi.weixin.qq.com: what follows is the same."""
WEBHOOK = WEBHOOKS + "/cgi-bin/webhook/send"
UPLOAD = WEBHOOKS + "/cgi-bin/webhook/upload_media"
BIGGEST_FRAME = 2 * CHUNK_BYTES


def add_wecom(app: web.Application, gateway: Gateway) -> None:
    """Mount what stands above, and save it when the application has stopped. A cut drops
    connections; then robots are answered 503.
    """
    app.router.add_get(ROBOTS, partial(_robot, gateway))
    app.router.add_get(MEDIA + "{link}", partial(_download, gateway))
    app.router.add_post(WEBHOOK, partial(_webhook, gateway))
    app.router.add_post(UPLOAD, partial(_upload, gateway))
    app.on_cleanup.append(partial(_save, gateway))
    close_at_the_end(app)


async def _save(gateway: Gateway, _: web.Application) -> None:
    gateway.save()


async def _robot(gateway: Gateway, request: web.Request) -> web.StreamResponse:
    if gateway.is_cut:
        return web.Response(status=503)
    socket = web.WebSocketResponse(max_msg_size=BIGGEST_FRAME)
    async with held_open(request, socket):
        await _served(gateway, request, socket)
    return socket


async def _served(gateway: Gateway, request: web.Request, socket: web.WebSocketResponse) -> None:
    outgoing: asyncio.Queue[Frame | None] = asyncio.Queue()

    def closed() -> None:
        if gateway.is_cut and request.transport:
            request.transport.abort()  # A network that is gone says no goodbye.
        outgoing.put_nowait(None)

    media_url = f"{request.scheme}://{request.host}{MEDIA}"
    connection = gateway.connect(outgoing.put_nowait, closed, media_url)
    sending = asyncio.create_task(_send(socket, outgoing))
    try:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                connection.receive(_parsed(message.data))
    finally:
        connection.close()
        sending.cancel()


async def _send(socket: web.WebSocketResponse, outgoing: asyncio.Queue[Frame | None]) -> None:
    with contextlib.suppress(ConnectionError):  # The robot went away; the reader notices too.
        while (frame := await outgoing.get()) is not None:
            await socket.send_str(json.dumps(frame, ensure_ascii=False))
        await socket.close()


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return None


async def _download(gateway: Gateway, request: web.Request) -> web.Response:
    link = gateway.download(request.match_info["link"])
    if link is None:
        return web.Response(status=404)
    named = f"attachment; filename*=UTF-8''{quote(link.name, safe='')}"
    return web.Response(body=link.data, headers={"Content-Disposition": named})


async def _upload(gateway: Gateway, request: web.Request) -> web.Response:
    sent = (await request.post()).get("media")
    data = sent.file.read() if isinstance(sent, web.FileField) else b""
    query = request.query
    try:
        name = gateway.upload_by_webhook(query.get("key", ""), query.get("type", ""), data)
    except WecomError as error:
        return web.json_response({"errcode": error.code, "errmsg": error.words})
    return web.json_response({"errcode": 0, "errmsg": "ok", "type": "file", "media_id": name})


async def _webhook(gateway: Gateway, request: web.Request) -> web.Response:
    """Refusals are answered 200 too, as WeCom does."""
    try:
        body = _parsed(await request.text())
        if body is None:
            raise bad_parameter("body")
        gateway.post_webhook(request.query.get("key", ""), body)
    except WecomError as error:
        return web.json_response({"errcode": error.code, "errmsg": error.words})
    return web.json_response({"errcode": 0, "errmsg": "ok"})
