"""`python -m bot run`: with a token on Telegram, without one in the sandbox."""

import asyncio
import errno
import logging
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import timedelta
from pathlib import Path

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiohttp import web
from pydantic import HttpUrl

from bot import demo
from bot.app import App, make_bot, utc_now
from bot.channels.failures import in_words
from bot.channels.setup import introduce, use_polling, use_webhook
from bot.channels.telegram import poll
from bot.channels.webhook import watch
from bot.log import no_words_of_tasks
from bot.sandbox.bot_api import add_bot_api
from bot.sandbox.clock import add_clock
from bot.sandbox.phones import add_sandbox
from bot.sandbox.travel import Travel
from bot.sandbox.world import World
from bot.settings import Settings
from bot.web.certificates import add_certificates
from bot.web.headers import add_security_headers
from bot.web.routes import WEBHOOK_PATH, add_health, add_webhook
from storage.engine import Database
from storage.migrate import migrate
from storage.sole import sole_process

log = logging.getLogger(__name__)

HUNG_AFTER = timedelta(seconds=8)
"""A transaction that stands still for so long is that of a process that hangs."""
SANDBOX_STATE = Path("data/sandbox.json")


class CannotStartError(Exception):
    """Something around the program is not in place; the text says what, and what to do."""


async def run(settings: Settings) -> None:
    """Run until SIGINT or SIGTERM, then finish what runs."""
    working = asyncio.create_task(_work(settings), name="bot")
    loop = asyncio.get_running_loop()
    no_words_of_tasks(loop)
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, _stop, working)
    with suppress(asyncio.CancelledError):
        await working


def _stop(working: "asyncio.Task[None]") -> None:
    """Whatever is being awaited ends, and everything entered is left in its order."""
    if not working.cancelling():
        log.info("stopping: what runs is finished first")
        working.cancel()


async def _work(settings: Settings) -> None:
    with sole_process(settings.database_url):
        await migrate(settings.database_url)
        await _at_work(settings)


async def _at_work(settings: Settings) -> None:
    database = Database(settings.database_url, ends_hung_after=HUNG_AFTER)
    try:
        if settings.bot_token is None:
            await _in_the_sandbox(settings, database)
        else:
            await _on_telegram(settings, database, settings.bot_token.get_secret_value())
    finally:
        await database.close()


async def _on_telegram(settings: Settings, database: Database, token: str) -> None:
    server = TelegramAPIServer.from_base(str(settings.bot_api_url))
    app = App(settings, database, make_bot(token, AiohttpSession(api=server)))
    site = web.Application()
    add_health(site, database)
    add_certificates(site, database)
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    if settings.webhook_url:
        add_webhook(site, app.intake, secret)
    async with app.running(), _served(site, settings) as address:
        log.info("health is at %s/health", address)
        try:
            await introduce(app.bot)
            if settings.webhook_url:
                url = str(settings.webhook_url).rstrip("/") + WEBHOOK_PATH
                await use_webhook(app.bot, url, secret)
        except AiogramError as error:
            raise CannotStartError(in_words(error, settings.bot_api_url)) from error
        if settings.webhook_url:
            await watch(app.bot, app.backlog)
        else:
            await use_polling(app.bot)
            await poll(app.bot, app.intake, app.backlog)


async def _in_the_sandbox(settings: Settings, database: Database) -> None:
    """The same program against a Telegram of our own, and a page with phones."""
    world = World(clock=utc_now, path=SANDBOX_STATE)
    await demo.seed(world, database, world.clock)
    travel = Travel(world, settings.timezone)
    site = web.Application(client_max_size=64 * 1024 * 1024)
    add_health(site, database)
    add_certificates(site, database)
    add_bot_api(site, world)
    add_sandbox(site, world)
    add_clock(site, travel)
    async with _served(site, settings) as address:
        everyone = settings.model_copy(
            update={
                "admin_ids": settings.admin_ids | demo.admins(world),
                "public_url": settings.public_url or HttpUrl(address),
            }
        )
        session = AiohttpSession(api=TelegramAPIServer.from_base(address))
        bot = make_bot(world.token, session)
        app = App(everyone, database, bot, world.clock, world.steady)
        async with app.running():
            travel.begin(app)
            await introduce(app.bot)
            print(f"\n  近邻 Jinlin → {address}\n", flush=True)  # noqa: T201 - the one address
            await poll(app.bot, app.intake, app.backlog)


@asynccontextmanager
async def _served(site: web.Application, settings: Settings) -> AsyncIterator[str]:
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
