"""`python -m bot run` without a token: the sandbox with the demo community."""

from pathlib import Path

from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiohttp import web
from pydantic import HttpUrl

from bot import demo
from bot.app import App, make_bot, utc_now
from bot.channels.setup import introduce
from bot.channels.telegram import poll
from bot.sandbox.bot_api import add_bot_api
from bot.sandbox.clock import add_clock
from bot.sandbox.phones import add_sandbox
from bot.sandbox.travel import Travel
from bot.sandbox.world import World
from bot.settings import Settings
from bot.web.certificates import add_certificates
from bot.web.health import add_health
from bot.web.metrics import add_metrics
from bot.web.serving import served
from storage.engine import Database

SANDBOX_STATE = Path("data/sandbox.json")


async def in_the_sandbox(settings: Settings, database: Database) -> None:
    """The same program against a Telegram of our own, and a page with phones."""
    world = World(clock=utc_now, path=SANDBOX_STATE)
    await demo.seed(world, database, world.clock)
    travel = Travel(world, settings.timezone)
    site = web.Application(client_max_size=64 * 1024 * 1024)
    add_health(site, database)
    add_metrics(site, database, world.clock)
    add_certificates(site, database)
    add_bot_api(site, world)
    add_sandbox(site, world)
    add_clock(site, travel)
    async with served(site, settings) as address:
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
