"""Callbacks over HTTP, as WeChat's servers post them."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, ClientTimeout

from bot.sandbox.wechat.callbacks import Deliver, HttpAnswer, Query


@asynccontextmanager
async def deliver_to(url: str, patience: float = 5.0) -> AsyncIterator[Deliver]:
    """A `deliver` for a Platform that posts to this address while the context lasts. A connection
    is cut after `patience` seconds.
    """
    async with ClientSession(timeout=ClientTimeout(total=patience)) as http:

        async def deliver(query: Query, body: bytes) -> HttpAnswer:
            method = "POST" if body else "GET"
            headers = {"Content-Type": "text/xml"} if body else {}
            async with http.request(
                method, url, params=query, data=body or None, headers=headers
            ) as response:
                return response.status, await response.read()

        yield deliver
