"""`python -m bot run`: with a token on Telegram, without one in the sandbox."""

import asyncio
import logging
import signal
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from datetime import timedelta

from aiogram.exceptions import AiogramError
from aiohttp import web

from bot import metrics
from bot.app import App, utc_now
from bot.channels.bots import bots_of
from bot.channels.failures import in_words
from bot.channels.group_webhook.account import WebhookAccount, webhooks_of
from bot.channels.group_webhook.binding import bind_groups
from bot.channels.setup import introduce, know_yourself, use_polling, use_webhook
from bot.channels.telegram import poll
from bot.channels.webhook import pushed, watch
from bot.channels.wechat.account import Account, accounts_of, makes_codes
from bot.channels.wecom.account import RobotAccount, robots_of
from bot.line import Line
from bot.log import no_words_of_tasks
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
from storage.engine import Database
from storage.migrate import migrate
from storage.sole import sole_process, sqlite_path
from storage.tables import Channel

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
            await _on_messengers(settings, database, role)
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
        await _for_ever()


async def _on_messengers(settings: Settings, database: Database, role: Role) -> None:
    async with (
        accounts_of(settings, database, utc_now) as accounts,
        robots_of(settings, database, utc_now) as robots,
        webhooks_of(settings, database, utc_now) as webhooks,
    ):
        others: dict[Channel, Account | RobotAccount | WebhookAccount]
        others = {**accounts, **robots, **webhooks}
        bots = bots_of(settings) | {channel: each.bot for channel, each in others.items()}
        channel, *further = bots
        app = App(
            settings,
            database,
            bots[channel],
            channel=channel,
            others={each: bots[each] for each in further},
            make_code=makes_codes(accounts),
            couriers={each: other.courier for each, other in others.items()},
        )
        await _at_the_desk(settings, app, accounts, robots, role)


async def _at_the_desk(
    settings: Settings,
    app: App,
    accounts: Mapping[Channel, Account],
    robots: Mapping[Channel, RobotAccount],
    role: Role,
) -> None:
    site = web.Application()
    _add_pages(site, settings, app, accounts, role)
    async with AsyncExitStack() as stack:
        # The server ends last: until then it refuses updates with 503, and they come again.
        address = await stack.enter_async_context(served(site, settings))
        for line in app.lines:
            if (robot := robots.get(line.channel)) and role.sends:
                # What waits when the process stops leaves by the robot's connection.
                await stack.enter_async_context(robot.at_work(line))
        await stack.enter_async_context(app.running(role))
        log.info("health is at %s/health", address)
        telegram = [
            each for each in app.lines if each.channel.messenger == Channel.TELEGRAM.messenger
        ]
        if role.schedules:
            await bind_groups(app.work, settings.wecom_webhooks)
        for account in accounts.values():
            await account.present(role.schedules)
        for line in telegram:
            await _presented(settings, line, role)
        async with asyncio.TaskGroup() as channels:
            channels.create_task(app.lasting())
            for line in app.lines:
                if line in telegram:
                    channels.create_task(_attend(settings, line, role))
                elif line.channel not in robots or not role.sends:
                    channels.create_task(pushed(line.backlog))


def _add_pages(
    site: web.Application,
    settings: Settings,
    app: App,
    accounts: Mapping[Channel, Account],
    role: Role,
) -> None:
    add_health(site, app.database, app.state)
    add_metrics(site, app.database, app.clock, app.due_rows)
    if role.shows_pages:
        add_certificates(site, app.database)
        add_files(site, app.database, app.clock)
    if not role.takes_in:
        return
    for line in app.lines:
        if account := accounts.get(line.channel):
            add_callbacks(site, account.callbacks(line))
        elif line.channel == Channel.WECOM_WEBHOOK:
            add_actions(site, app.work, line.intake.submit, settings.timezone)
        elif settings.webhook_url and line.channel.messenger == Channel.TELEGRAM.messenger:
            path = webhook_path(line.channel)
            add_webhook(site, line.intake, settings.webhook_token, path)


async def _presented(settings: Settings, line: Line, role: Role) -> None:
    """One of the processes does it for all: that which also does what is due."""
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


async def _attend(settings: Settings, line: Line, role: Role) -> None:
    """What a channel needs as long as the process runs."""
    if role.takes_in and not settings.webhook_url:
        await poll(line.bot, line.intake, line.backlog)
    elif role.schedules:
        await watch(line.bot, line.backlog, posted=settings.webhook_url is not None)
    else:
        await _for_ever()


async def _for_ever() -> None:
    await asyncio.Event().wait()
