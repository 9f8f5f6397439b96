"""A Bot API that answers badly: 429, 500, garbage, late, or after it did what was asked."""

import asyncio
import random
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox.errors import BotApiError, too_many_requests

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

ASKING = "getUpdates"
LATE = 3.0
"""Seconds."""


class BadTelegram:
    """Stands before the sandbox's Bot API; harmless until `share` is set."""

    def __init__(self, seed: int) -> None:
        self.share = 0.0
        """Of the calls that go wrong."""
        self.harmed = 0
        self._chance = random.Random(seed)
        self._ways = (_too_many, _broken, _garbage, _late)

    @web.middleware
    async def middleware(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        asking = request.path.endswith(ASKING)
        if asking or self._chance.random() >= self.share:
            return await handler(request)
        self.harmed += 1
        return await self._chance.choice(self._ways)(request, handler)


async def _too_many(_request: web.Request, _handler: Handler) -> web.StreamResponse:
    return _refused(too_many_requests(1))


async def _broken(_request: web.Request, _handler: Handler) -> web.StreamResponse:
    return _refused(BotApiError(500, "Internal Server Error"))


async def _garbage(_request: web.Request, _handler: Handler) -> web.StreamResponse:
    return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")


async def _late(request: web.Request, handler: Handler) -> web.StreamResponse:
    await asyncio.sleep(LATE)
    return await handler(request)


def _refused(error: BotApiError) -> web.Response:
    return web.json_response(error.to_response(), status=error.code)
