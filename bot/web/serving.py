"""The web server: the address where it listens, or why it cannot."""

import errno
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

from aiohttp import web

from bot.settings import Settings
from bot.web.headers import add_security_headers


class CannotStartError(Exception):
    """Something around the program is not in place; the text says what, and what to do."""


@asynccontextmanager
async def served(site: web.Application, settings: Settings) -> AsyncIterator[str]:
    """The web server; hands over its address."""
    add_security_headers(site)
    runner = web.AppRunner(site, access_log=None, shutdown_timeout=1.0)
    async with AsyncExitStack() as stack:
        await runner.setup()
        stack.push_async_callback(runner.cleanup)
        try:
            await web.TCPSite(runner, settings.web_host, settings.web_port).start()
        except OSError as error:
            raise CannotStartError(_cannot_listen(settings, error)) from error
        host, port = runner.addresses[0][:2]
        yield f"http://{'127.0.0.1' if host == '0.0.0.0' else host}:{port}"  # noqa: S104


def _cannot_listen(settings: Settings, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"WEB_PORT {settings.web_port} is in use by another program; set another."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"WEB_PORT {settings.web_port} is not allowed to this user; set one above 1023."
    return f"WEB_HOST {settings.web_host} is no address of this machine; 127.0.0.1 always is."
