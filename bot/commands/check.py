"""Is everything in place? Settings, database, token, groups."""

import asyncio
import sqlite3
from collections.abc import Mapping
from datetime import date, datetime

import typer
from aiogram import Bot
from aiogram.exceptions import AiogramError, TelegramBadRequest, TelegramForbiddenError
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from bot.app import utc_now
from bot.channels.bots import bots_of
from bot.channels.failures import in_words as telegram_in_words
from bot.channels.group_webhook.proof import why_not as webhook_why_not
from bot.channels.wechat import menu
from bot.channels.wechat.account import accounts_of
from bot.channels.wechat.errors import WechatError
from bot.channels.wechat.errors import in_words as wechat_in_words
from bot.channels.wechat.templates import wrong_templates
from bot.channels.wecom.proof import why_not
from bot.commands.options import settings
from bot.settings import Settings
from services import areas, calendar
from services.announcements import urgent
from storage.engine import Database
from storage.failures import in_words
from storage.lease import somebody_works
from storage.migrate import WrongTablesError, require_newest
from storage.sole import InUseError, sole_process
from storage.tables import Area, Channel, Group, Level

PUBLISHED = 11
"""The month in which the State Council usually announces the next year's holidays."""


def check() -> None:
    """Check settings, database, token and groups, and say what is wrong."""
    if not asyncio.run(_check(settings())):
        raise typer.Exit(1)


async def _check(found: Settings) -> bool:
    typer.echo("settings: fine")
    try:
        await require_newest(found.database_url)
    except WrongTablesError as error:
        return _bad("database", str(error))
    except (SQLAlchemyError, sqlite3.Error, OSError) as error:
        return _bad("database", in_words(error, found.database_url) or type(error).__name__)
    database = Database(found.database_url)
    try:
        results = [
            await _check_database(database),
            await check_calendar(database, datetime.now(found.timezone).date()),
            await check_urgent(database),
            await _check_telegram(found, database),
            await _check_wechat(found, database),
            await check_wecom(found, database),
            await check_webhooks(found, database),
        ]
    finally:
        await database.close()
    return all(results)


async def _check_database(database: Database) -> bool:
    async with database.reading() as session:
        community = await session.scalar(
            select(Area.id).where(Area.level == Level.COMMUNITY).limit(1)
        )
    if community is None:
        return _bad("database", "no community in it; `import areas FILE` first")
    return _good("database")


async def check_calendar(database: Database, today: date) -> bool:
    """Whether the working weekends are known; the next year's may still be missing, which is said
    from PUBLISHED on."""
    async with database.reading() as session:
        if not await calendar.knows_make_up_days(session, today.year):
            return _bad("calendar", _unknown(today.year))
        following = await calendar.knows_make_up_days(session, today.year + 1)
    if today.month >= PUBLISHED and not following:
        typer.echo(f"calendar: {_unknown(today.year + 1)}", err=True)
        return True
    return _good("calendar")


async def check_urgent(database: Database) -> bool:
    """Names the offices that could send nothing urgent; only said, since a desk works without."""
    async with database.reading() as session:
        titles = await urgent.too_few(session)
    if titles:
        typer.echo(
            f"urgent: in {', '.join(titles)} fewer than two people are named, so nothing urgent can"
            " be sent; an admin sends /urgent there",
            err=True,
        )
        return True
    return _good("urgent")


def _unknown(year: int) -> str:
    return (
        f"the working weekends (调休) of {year} are not known;"
        " `import calendar FILE` with the days that the State Council has announced"
    )


async def _check_telegram(found: Settings, database: Database) -> bool:
    """The tokens and whether each bound group can still be reached by its bot."""
    bots = bots_of(found)
    if not found.has_messenger:
        return _good("token: none, so `run` starts the sandbox")
    async with database.reading() as session:
        groups = list(await session.scalars(select(Group).where(Group.lost_at.is_(None))))
    results = [await _check_bot(found, bots[channel], channel, groups) for channel in bots]
    if all(results) and not groups and not found.wecom_webhooks:
        results.append(_bad("groups", "none is bound; an admin sends /bind in each staff group"))
    elsewhere = {Channel.WECOM, Channel.WECOM_WEBHOOK}
    lost = {group.channel for group in groups} - bots.keys() - elsewhere
    results += [_bad(f"groups of {channel}", "MORE_BOTS has no such bot") for channel in lost]
    return all(results)


async def _check_wechat(found: Settings, database: Database) -> bool:
    """Whether WeChat lets us in, and what stands at the bottom of the account's conversation."""
    async with accounts_of(found, database, utc_now) as accounts:
        for channel, account in accounts.items():
            try:
                in_place = await account.wechat.menu()
            except WechatError as error:
                return _bad("wechat", wechat_in_words(error, found.wechat_api_url))
            if [each.get("name") for each in in_place] != list(menu.LINES):
                return _bad("wechat", "its menu is not ours; `run` puts it in place")
            _good("wechat: let in, with its menu")
            try:
                wrong = await wrong_templates(database, channel, account.wechat)
            except WechatError as error:
                return _bad("wechat templates", wechat_in_words(error, found.wechat_api_url))
            if not say_of_templates(wrong):
                return False
    return True


def say_of_templates(wrong: Mapping[str, str] | None) -> bool:
    if wrong is None:
        return _good("wechat: no templates are used; `import wechat-templates FILE`")
    for what, why in wrong.items():
        _bad(f"wechat template of {what}", why)
    return not wrong and _good("wechat: templates")


async def check_wecom(found: Settings, database: Database) -> bool:
    """Whether WeCom lets the robot in; not tried while the bot runs, which would lose its own."""
    if not found.wecom_bot_id or found.wecom_secret is None:
        return True
    if await _runs(found, database):
        typer.echo(
            "wecom: not tried, since the bot runs and WeCom would close its connection;"
            " /ready says whether it has one",
            err=True,
        )
        return True
    secret = found.wecom_secret.get_secret_value()
    if why := await why_not(found.wecom_bot_id, secret, str(found.wecom_url)):
        return _bad("wecom", why)
    return _good("wecom: let in; a bot elsewhere that was connected as this robot has lost it")


async def check_webhooks(found: Settings, database: Database) -> bool:
    """Whether the group of each webhook would be told what is said; none of them sees the trial."""
    url = str(found.wecom_webhook_url)
    results = []
    for serves, key in found.wecom_webhooks.items():
        async with database.reading() as session:
            area = await areas.by_code(session, serves.partition("/")[0])
        why = "" if area else "no area has that code"
        why = why or await webhook_why_not(url, key.get_secret_value())
        what = f"webhook of {serves}"
        results.append(_bad(what, why) if why else _good(what))
    return all(results)


async def _runs(found: Settings, database: Database) -> bool:
    """Whether a process of this deployment works."""
    try:
        with sole_process(found.database_url):
            return not database.is_sqlite and await somebody_works(database)
    except InUseError:
        return True


async def _check_bot(found: Settings, bot: Bot, channel: Channel, groups: list[Group]) -> bool:
    try:
        me = await bot.me()
        _good(f"token: @{me.username}")
        return all([await _check_group(bot, each) for each in groups if each.channel == channel])
    except AiogramError as error:
        return _bad("token", telegram_in_words(error, found.bot_api_url))
    finally:
        await bot.session.close()


async def _check_group(bot: Bot, group: Group) -> bool:
    """Raises AiogramError where it cannot be asked about at all."""
    try:
        await bot.get_chat(group.chat_id)
    except (TelegramBadRequest, TelegramForbiddenError) as error:
        return _bad(
            f"group {group.title}",
            f"{error.message}; add the bot to it again, or bind another group with /bind",
        )
    return _good(f"group {group.title}")


def _good(what: str) -> bool:
    typer.echo(f"{what}: fine")
    return True


def _bad(what: str, why: str) -> bool:
    typer.echo(f"{what}: {why}", err=True)
    return False
