"""`python -m bot run`: on the messengers that the settings name, without any in the sandbox."""

import asyncio
import logging
import signal
from contextlib import suppress
from datetime import timedelta

from aiohttp import web

from bot import metrics
from bot.app import utc_now
from bot.at_work import at_work
from bot.log import no_words_of_tasks
from bot.roles import Role
from bot.settings import Settings
from bot.web.certificates import add_certificates
from bot.web.files import add_files
from bot.web.health import add_health
from bot.web.metrics import add_metrics
from bot.web.serving import CannotStartError, served
from storage.engine import Database
from storage.migrate import migrate
from storage.sole import sole_process, sqlite_path

log = logging.getLogger(__name__)

HUNG_AFTER = timedelta(seconds=8)
"""A transaction that stands still for so long is that of a process that hangs."""


async def run(settings: Settings, role: Role = Role.ALL) -> None:
    """Run until SIGINT or SIGTERM, then finish what runs."""
    _check_role(settings, role)
    working = asyncio.create_task(_work(settings, role), name="bot")
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


def _check_role(settings: Settings, role: Role) -> None:
    if role is Role.ALL:
        return
    if sqlite_path(settings.database_url) is not None:
        raise CannotStartError(
            f"--role {role} needs PostgreSQL as DATABASE_URL: on SQLite one process does all."
        )
    if not settings.has_messenger:
        raise CannotStartError(
            f"--role {role} needs a BOT_TOKEN, a WECHAT_APPID or a WECOM_BOT_ID: in the sandbox one"
            " process does all."
        )


async def _work(settings: Settings, role: Role) -> None:
    with sole_process(settings.database_url):
        await migrate(settings.database_url)
        await _at_work(settings, role)


async def _at_work(settings: Settings, role: Role) -> None:
    database = Database(
        settings.database_url, ends_hung_after=HUNG_AFTER, waited=metrics.POOL_WAIT.observe
    )
    try:
        if not settings.has_messenger:
            from bot.sandboxed import in_the_sandbox

            await in_the_sandbox(settings, database)
        elif role is Role.WEB:
            await _only_pages(settings, database)
        else:
            await at_work(settings, database, role, web.Application())
    finally:
        await database.close()


async def _only_pages(settings: Settings, database: Database) -> None:
    site = web.Application()
    add_health(site, database)
    add_metrics(site, database, utc_now)
    add_certificates(site, database)
    add_files(site, database, utc_now)
    async with served(site, settings) as address:
        log.info("pages are at %s", address)
        await asyncio.Event().wait()
