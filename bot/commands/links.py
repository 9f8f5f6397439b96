"""Links and QR codes to be printed, side by side for each messenger that the deployment is on."""

import asyncio
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from bot.app import utc_now
from bot.channels.wechat.account import accounts_of
from bot.channels.wechat.errors import in_words
from bot.channels.wechat.scenes import Scenes
from bot.commands.ending import finish
from bot.commands.options import settings
from bot.settings import Settings
from storage.deep_links import to_bot
from storage.engine import Database
from storage.exporting import building_links, volunteer_links
from storage.exporting.links import Way
from storage.migrate import require_newest

NO_BOT = "-"


def links(
    bot_username: Annotated[
        str, typer.Argument(help="Such as jinlin_bot, with or without @; - without Telegram.")
    ],
    folder: Annotated[Path, typer.Argument(help="Where the lists and the QR codes go.")],
) -> None:
    """Write links and QR codes: a building's for its door, and where volunteers join.

    With an official account (WECHAT_APPID) WeChat's codes, too; each is made once.
    """
    found = settings()
    bot = bot_username.strip().removeprefix("@")
    if bot == NO_BOT and not found.wechat_appid:
        typer.echo("neither a bot nor an official account: nowhere to lead to", err=True)
        raise typer.Exit(2)
    if why := finish(write_links(found, bot, folder), found.database_url):
        typer.echo(f"wechat: {why} Some lines have no code of WeChat; run this again.", err=True)
        raise typer.Exit(1)


async def write_links(found: Settings, bot: str, folder: Path) -> str:
    """Why WeChat's codes are not all there; empty where they are, or there is no account."""
    await require_newest(found.database_url)
    database = Database(found.database_url)
    try:
        async with database.reading() as session:
            buildings, joining = await building_links(session), await volunteer_links(session)
        told = [link.told for link in (*buildings.links, *joining.links)]
        ways = [telegram(bot, told)] if bot != NO_BOT else []
        wechat, why = await _wechat(found, database, told)
        ways += [wechat] if wechat else []
    finally:
        await database.close()
    for each in (buildings, joining):
        await asyncio.to_thread(each.write, folder, ways)
    counted = f"{len(buildings.links)} buildings, {len(joining.links)} compounds and teams"
    typer.echo(f"{counted} in {folder}")
    return why


def telegram(bot: str, told: Iterable[str]) -> Way:
    return Way("Telegram", "用手机相机扫", "", {each: to_bot(bot, each) for each in told})


async def _wechat(found: Settings, database: Database, told: list[str]) -> tuple[Way | None, str]:
    async with accounts_of(found, database, utc_now) as accounts:
        for account in accounts.values():
            scenes = Scenes(database, found.wechat_appid, account.wechat, utc_now)
            urls, error = await scenes.urls(told)
            why = in_words(error, found.wechat_api_url) if error else ""
            return Way("微信", "用微信扫一扫", "wechat", urls), why
    return None, ""
