"""What stands before webhooks: shares posts out, and may repeat them, in no order."""

import asyncio
import random
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from aiohttp import ClientError, ClientSession, web
from aiohttp.test_utils import TestServer

RETRY = 0.2
"""Seconds."""


class Relay:
    """Between the sandbox and the program's webhooks, one of which gets each post."""

    def __init__(
        self, targets: Sequence[str], *, times: int = 1, late: float = 0.0, seed: int = 0
    ) -> None:
        self._targets = targets
        self._times = times
        self._late = late
        """Seconds by which a copy may be late."""
        self._chance = random.Random(seed)
        self._posts: set[asyncio.Task[None]] = set()
        self.posted = 0

    async def take(self, request: web.Request) -> web.Response:
        body = await request.read()
        secret = {name: value for name, value in request.headers.items() if "Secret" in name}
        headers = {"Content-Type": "application/json", **secret}
        for _copy in range(self._times):
            post = asyncio.create_task(self._post(request.path, body, headers))
            self._posts.add(post)
            post.add_done_callback(self._posts.discard)
        return web.Response()

    async def finish(self) -> None:
        """Returns when every copy was accepted."""
        while self._posts:
            await asyncio.wait(self._posts)

    async def _post(self, path: str, body: bytes, headers: dict[str, str]) -> None:
        await asyncio.sleep(self._chance.uniform(0, self._late))
        async with ClientSession() as http:
            while True:
                try:
                    address = self._chance.choice(self._targets) + path
                    async with http.post(address, data=body, headers=headers) as said:
                        if said.ok:
                            self.posted += 1
                            return
                except ClientError:
                    pass
                await asyncio.sleep(RETRY)


@asynccontextmanager
async def a_relay(relay: Relay) -> AsyncIterator[str]:
    """Its address."""
    app = web.Application()
    app.router.add_post("/{path:.*}", relay.take)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/")).rstrip("/")
