"""`python -m bot run` without a token: the sandbox with the demo community."""

import asyncio
import socket
from pathlib import Path

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web
from pydantic import HttpUrl

from bot import demo
from bot.app import App, make_bot, utc_now
from bot.channels.setup import introduce
from bot.channels.telegram import poll
from bot.channels.webhook import pushed
from bot.channels.wechat.account import Account, accounts_of, makes_codes
from bot.channels.wecom.account import RobotAccount, robots_of
from bot.line import Line
from bot.sandbox.clock import add_clock
from bot.sandbox.messengers import Messengers
from bot.sandbox.travel import Travel
from bot.sandbox.wechat.posting import deliver_to
from bot.settings import Settings
from bot.web import wechat
from bot.web.certificates import add_certificates
from bot.web.files import add_files
from bot.web.health import add_health
from bot.web.metrics import add_metrics
from bot.web.serving import served
from storage.engine import Database
from storage.tables import Channel

STATE = Path("data")


async def in_the_sandbox(settings: Settings, database: Database) -> None:
    """The same program against messengers of our own, and a page with phones."""
    here = _address(settings)
    messengers = Messengers.kept_in(STATE, utc_now, here)
    world = messengers.telegram
    await demo.seed(world, database, world.clock)
    await demo.seed_beside(messengers, database, world.clock)
    settings = messengers.filled_in(_for_everybody(settings, here, messengers), here)
    travel = Travel(world, settings.timezone, lambda: messengers.wechat.is_waiting)
    async with (
        deliver_to(here + wechat.PATH) as messengers.wechat.deliver,
        accounts_of(settings, database, world.clock) as accounts,
        robots_of(settings, database, world.clock) as robots,
    ):
        others: dict[Channel, Account | RobotAccount] = {**accounts, **robots}
        app = App(
            settings,
            database,
            make_bot(world.token, AiohttpSession(api=TelegramAPIServer.from_base(here))),
            world.clock,
            world.steady,
            others={channel: each.bot for channel, each in others.items()},
            make_code=makes_codes(accounts),
            couriers={channel: each.courier for channel, each in others.items()},
        )
        lines = {line.channel: line for line in app.lines}
        account, robot = accounts[Channel.WECHAT], robots[Channel.WECOM]
        site = _site(app, messengers, travel, account, lines[Channel.WECHAT])
        async with served(site, settings), robot.at_work(lines[Channel.WECOM]), app.running():
            travel.begin(app)
            await asyncio.gather(introduce(app.bot), account.present(by_us=True))
            print(f"\n  近邻 Jinlin → {here}\n", flush=True)  # noqa: T201 - the one address
            await asyncio.gather(
                poll(app.bot, app.intake, app.backlog), pushed(lines[Channel.WECHAT].backlog)
            )


def _site(
    app: App, messengers: Messengers, travel: Travel, account: Account, line: Line
) -> web.Application:
    site = web.Application(client_max_size=64 * 1024 * 1024)
    add_health(site, app.database)
    add_metrics(site, app.database, app.clock)
    add_certificates(site, app.database)
    add_files(site, app.database, app.clock)
    wechat.add_callbacks(site, account.callbacks(line))
    messengers.stand_on(site)
    add_clock(site, travel)
    return site


def _for_everybody(settings: Settings, here: str, messengers: Messengers) -> Settings:
    return settings.model_copy(
        update={
            "web_port": HttpUrl(here).port,
            "public_url": settings.public_url or HttpUrl(here),
            "admin_ids": settings.admin_ids | demo.admins(messengers.telegram),
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
