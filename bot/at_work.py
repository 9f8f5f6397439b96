"""The desk at work on all of its messengers, in one process: `run`, with a token or without one."""

import asyncio
import logging
import time
from collections.abc import Callable
from contextlib import AsyncExitStack

from aiogram.exceptions import AiogramError
from aiohttp import web

from bot.accounts import Accounts, all_accounts
from bot.app import App, utc_now
from bot.channels.failures import in_words
from bot.channels.group_webhook.binding import bind_groups
from bot.channels.setup import introduce, know_yourself, use_polling, use_webhook
from bot.channels.telegram import poll
from bot.channels.webhook import pushed, watch
from bot.line import Line
from bot.roles import Role
from bot.settings import Settings
from bot.web.actions import add_actions
from bot.web.certificates import add_certificates
from bot.web.files import add_files
from bot.web.health import add_health
from bot.web.metrics import add_metrics
from bot.web.routes import add_webhook, webhook_path
from bot.web.serving import CannotStartError, served
from bot.web.wechat import add_callbacks
from bot.work import Clock
from storage.engine import Database

log = logging.getLogger(__name__)


async def at_work(
    settings: Settings,
    database: Database,
    role: Role,
    site: web.Application,
    *,
    clock: Clock = utc_now,
    monotonic: Callable[[], float] = time.monotonic,
    began: Callable[[App], None] = lambda _app: None,
) -> None:
    """Until it is cancelled. site: may have pages of its own, and gets the desk's.

    began: called once it is served, before any messenger is spoken to.
    """
    async with all_accounts(settings, database, clock) as accounts:
        (channel, bot), *further = accounts.bots.items()
        app = App(
            settings,
            database,
            bot,
            clock,
            monotonic,
            channel=channel,
            others=dict(further),
            make_code=accounts.make_code,
            couriers=accounts.couriers,
        )
        _add_pages(site, settings, app, accounts, role)
        async with AsyncExitStack() as stack:
            # The server ends last: until then it refuses updates with 503, and they come again.
            address = await stack.enter_async_context(served(site, settings))
            for line in app.lines:
                if (robot := accounts.robots.get(line.channel)) and role.sends:
                    # What waits when the process stops leaves by the robot's connection.
                    await stack.enter_async_context(robot.at_work(line))
            await stack.enter_async_context(app.running(role))
            log.info("health is at %s/health", address)
            began(app)
            await _present(settings, app, accounts, role)
            await _attend(settings, app, accounts, role)


def _add_pages(
    site: web.Application, settings: Settings, app: App, accounts: Accounts, role: Role
) -> None:
    add_health(site, app.database, app.state)
    add_metrics(site, app.database, app.clock, app.due_rows)
    if role.shows_pages:
        add_certificates(site, app.database)
        add_files(site, app.database, app.clock)
    if not role.takes_in:
        return
    for line in app.lines:
        if account := accounts.wechat.get(line.channel):
            add_callbacks(site, account.callbacks(line))
        elif line.channel in accounts.webhooks:
            add_actions(site, app.work, line.intake.submit, settings.timezone)
        elif settings.webhook_url and line.channel in accounts.telegram:
            path = webhook_path(line.channel)
            add_webhook(site, line.intake, settings.webhook_token, path)


async def _present(settings: Settings, app: App, accounts: Accounts, role: Role) -> None:
    """Say to each messenger who we are; of several processes the one that does what is due."""
    if role.schedules:
        await bind_groups(app.work, settings.wecom_webhooks)
    for account in accounts.wechat.values():
        await account.present(role.schedules)
    for line in app.lines:
        if line.channel in accounts.telegram:
            await _present_bot(settings, line, role)


async def _present_bot(settings: Settings, line: Line, role: Role) -> None:
    try:
        if not role.schedules:
            await know_yourself(line.bot)
            return
        await introduce(line.bot)
        if settings.webhook_url:
            url = str(settings.webhook_url).rstrip("/") + webhook_path(line.channel)
            await use_webhook(line.bot, url, settings.webhook_token)
        else:
            await use_polling(line.bot)
    except AiogramError as error:
        raise CannotStartError(in_words(error, settings.bot_api_url)) from error


async def _attend(settings: Settings, app: App, accounts: Accounts, role: Role) -> None:
    """What each channel needs as long as the process runs."""
    async with asyncio.TaskGroup() as channels:
        channels.create_task(app.lasting())
        for line in app.lines:
            if line.channel in accounts.telegram:
                channels.create_task(_attend_bot(settings, line, role))
            elif line.channel not in accounts.robots or not role.sends:
                channels.create_task(pushed(line.backlog))


async def _attend_bot(settings: Settings, line: Line, role: Role) -> None:
    if role.takes_in and not settings.webhook_url:
        await poll(line.bot, line.intake, line.backlog)
    elif role.schedules:
        await watch(line.bot, line.backlog, posted=settings.webhook_url is not None)
    else:
        await asyncio.Event().wait()
