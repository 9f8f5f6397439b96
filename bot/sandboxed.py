"""`python -m bot run` without a token: the sandbox with the demo community."""

import asyncio
import socket
from pathlib import Path

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web
from pydantic import HttpUrl, SecretStr

from bot import demo
from bot.app import App, make_bot, utc_now
from bot.channels.setup import introduce
from bot.channels.telegram import poll
from bot.channels.webhook import pushed
from bot.channels.wechat.account import accounts_of
from bot.sandbox.bot_api import add_bot_api
from bot.sandbox.clock import add_clock
from bot.sandbox.phones import add_sandbox
from bot.sandbox.travel import Travel
from bot.sandbox.wechat.phones import add_wechat_phones
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.posting import deliver_to
from bot.sandbox.wechat.routes import add_wechat
from bot.sandbox.world import World
from bot.settings import Settings
from bot.web import wechat
from bot.web.certificates import add_certificates
from bot.web.health import add_health
from bot.web.metrics import add_metrics
from bot.web.serving import served
from storage.engine import Database
from storage.tables import Channel

SANDBOX_STATE = Path("data/sandbox.json")
WECHAT_STATE = Path("data/sandbox-wechat.json")


async def in_the_sandbox(settings: Settings, database: Database) -> None:
    """The same program against messengers of our own, and a page with phones."""
    here = _address(settings)
    world = World(clock=utc_now, path=SANDBOX_STATE)
    platform = Platform(world.clock, public_url=here, path=WECHAT_STATE)
    await demo.seed(world, database, world.clock)
    demo.add_followers(platform)
    settings = _filled_in(settings, here, world, platform)
    travel = Travel(world, settings.timezone, lambda: platform.is_waiting)
    async with (
        deliver_to(here + wechat.PATH) as platform.deliver,
        accounts_of(settings, database, world.clock) as accounts,
    ):
        app = App(
            settings,
            database,
            make_bot(world.token, AiohttpSession(api=TelegramAPIServer.from_base(here))),
            world.clock,
            world.steady,
            others={channel: account.bot for channel, account in accounts.items()},
            couriers={channel: account.courier for channel, account in accounts.items()},
        )
        site = _site(app, world, platform, travel)
        [account, line] = accounts[Channel.WECHAT], app.lines[1]
        wechat.add_callbacks(site, account.callbacks(line))
        async with served(site, settings), app.running():
            travel.begin(app)
            await asyncio.gather(introduce(app.bot), account.present(by_us=True))
            print(f"\n  近邻 Jinlin → {here}\n", flush=True)  # noqa: T201 - the one address
            await asyncio.gather(poll(app.bot, app.intake, app.backlog), pushed(line.backlog))


def _site(app: App, world: World, platform: Platform, travel: Travel) -> web.Application:
    site = web.Application(client_max_size=64 * 1024 * 1024)
    add_health(site, app.database)
    add_metrics(site, app.database, world.clock)
    add_certificates(site, app.database)
    add_bot_api(site, world)
    add_wechat(site, platform)
    add_sandbox(site, world)
    add_wechat_phones(site, platform)
    add_clock(site, travel)
    return site


def _filled_in(settings: Settings, here: str, world: World, platform: Platform) -> Settings:
    """With what the messengers of the sandbox have for a deployment's owner."""
    account = platform.account
    return settings.model_copy(
        update={
            "web_port": HttpUrl(here).port,
            "public_url": settings.public_url or HttpUrl(here),
            "admin_ids": settings.admin_ids | demo.admins(world),
            "wechat_appid": account.appid,
            "wechat_secret": SecretStr(account.secret),
            "wechat_token": SecretStr(account.token),
            "wechat_api_url": HttpUrl(here),
        }
    )


def _address(settings: Settings) -> str:
    """Where it will listen: the messengers have to know before it does."""
    host = "127.0.0.1" if settings.web_host == "0.0.0.0" else settings.web_host  # noqa: S104
    return f"http://{host}:{settings.web_port or _free_port(host)}"


def _free_port(host: str) -> int:
    with socket.create_server((host, 0)) as door:
        port: int = door.getsockname()[1]
        return port
