"""`python -m bot run`: with a token on Telegram, without one in the sandbox."""

import asyncio
import logging
import signal
from contextlib import suppress
from datetime import timedelta

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.exceptions import AiogramError
from aiohttp import web

from bot import metrics, quick_start
from bot.app import App, make_bot
from bot.channels.failures import in_words
from bot.channels.setup import introduce, use_polling, use_webhook
from bot.channels.telegram import poll
from bot.channels.webhook import watch
from bot.log import no_words_of_tasks
from bot.settings import Settings
from bot.web.certificates import add_certificates
from bot.web.health import add_health
from bot.web.metrics import add_metrics
from bot.web.routes import WEBHOOK_PATH, add_webhook
from bot.web.serving import CannotStartError, served
from storage.engine import Database
from storage.migrate import migrate
from storage.sole import sole_process

log = logging.getLogger(__name__)

HUNG_AFTER = timedelta(seconds=8)
"""A transaction that stands still for so long is that of a process that hangs."""


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
    database = Database(
        settings.database_url, ends_hung_after=HUNG_AFTER, waited=metrics.POOL_WAIT.observe
    )
    try:
        if settings.bot_token is None:
            from bot.sandboxed import in_the_sandbox

            await in_the_sandbox(settings, database)
        else:
            await _on_telegram(settings, database, settings.bot_token.get_secret_value())
    finally:
        await database.close()


async def _on_telegram(settings: Settings, database: Database, token: str) -> None:
    server = TelegramAPIServer.from_base(str(settings.bot_api_url))
    app = App(settings, database, make_bot(token, AiohttpSession(api=server)))
    site = web.Application()
    add_health(site, database)
    add_metrics(site, database, app.clock, app.due_rows)
    add_certificates(site, database)
    secret = settings.webhook_secret.get_secret_value() if settings.webhook_secret else ""
    if settings.webhook_url:
        add_webhook(site, app.intake, secret)
    async with app.running(), served(site, settings) as address:
        log.info("health is at %s/health", address)
        try:
            await introduce(app.bot)
            if settings.webhook_url:
                url = str(settings.webhook_url).rstrip("/") + WEBHOOK_PATH
                await use_webhook(app.bot, url, secret)
        except AiogramError as error:
            raise CannotStartError(in_words(error, settings.bot_api_url)) from error
        quick_start.settle()
        if settings.webhook_url:
            await watch(app.bot, app.backlog)
        else:
            await use_polling(app.bot)
            await poll(app.bot, app.intake, app.backlog)
