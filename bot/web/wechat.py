"""Where WeChat posts its callbacks."""

import logging

from aiohttp import web

from bot.channels.wechat.callbacks import Callbacks
from bot.channels.wechat.crypto import ForgedError

log = logging.getLogger(__name__)

PATH = "/wechat"


def add_callbacks(site: web.Application, callbacks: Callbacks) -> None:
    """GET proves to WeChat that the address is ours; POST takes a callback in and answers it."""

    async def prove(request: web.Request) -> web.Response:
        try:
            return web.Response(text=callbacks.echo(request.query))
        except ForgedError as error:
            log.warning("a check of the callback address was refused: %s", error)
            return web.Response(status=403)

    async def receive(request: web.Request) -> web.StreamResponse:
        async with callbacks.answered(request.query, await request.read()) as reply:
            response = web.Response(body=reply.body, status=reply.status, content_type="text/xml")
            await response.prepare(request)
            await response.write_eof()
        return response

    site.router.add_get(PATH, prove)
    site.router.add_post(PATH, receive)
