"""Sockets that pages and robots hold open: closed when the program stops."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from typing import Any, TypeVar

from aiohttp import web

Change = TypeVar("Change")

_OPEN = web.AppKey("sandbox_sockets", set[web.WebSocketResponse])


def close_at_the_end(app: web.Application) -> None:
    """To be called by each who opens some."""
    if _OPEN not in app:
        app[_OPEN] = set()
        app.on_shutdown.append(_close)


@contextlib.asynccontextmanager
async def held_open(request: web.Request, socket: web.WebSocketResponse) -> AsyncIterator[None]:
    """For as long as the block runs."""
    await socket.prepare(request)
    request.app[_OPEN].add(socket)
    try:
        yield
    finally:
        request.app[_OPEN].discard(socket)


async def streamed(
    request: web.Request,
    listen: Callable[[Callable[[Change], None]], Callable[[], None]],
    frame: Callable[[Change], Any],
) -> web.WebSocketResponse:
    """What `listen` calls back with, each as the JSON that `frame` makes of it, to a page."""
    socket = web.WebSocketResponse(heartbeat=30)
    async with held_open(request, socket):
        changes: asyncio.Queue[Change] = asyncio.Queue()
        stop_listening = listen(changes.put_nowait)
        sending = asyncio.create_task(_send(socket, changes, frame))
        try:
            async for _ in socket:
                pass  # The page only listens; reading is how its going away is noticed.
        finally:
            stop_listening()
            sending.cancel()
    return socket


async def _send(
    socket: web.WebSocketResponse, changes: asyncio.Queue[Change], frame: Callable[[Change], Any]
) -> None:
    with contextlib.suppress(ConnectionError):  # The page went away; the reader notices too.
        while not socket.closed:
            await socket.send_json(frame(await changes.get()))


async def _close(app: web.Application) -> None:
    sockets = app[_OPEN]
    for socket in tuple(sockets):
        await socket.close(code=1001)
