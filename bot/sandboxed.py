"""`python -m bot run` without a token: the sandbox with the demo community."""

import socket
from pathlib import Path

from aiohttp import web
from pydantic import HttpUrl

from bot import demo
from bot.app import App, utc_now
from bot.at_work import at_work
from bot.roles import Role
from bot.sandbox.clock import add_clock
from bot.sandbox.messengers import Messengers
from bot.sandbox.travel import Travel
from bot.sandbox.wechat.posting import deliver_to
from bot.settings import Settings
from bot.web import wechat
from bot.web.headers import HEADERS
from bot.web.page import POLICY
from storage.engine import Database

STATE = Path("data")
LARGEST = 64 * 1024 * 1024
"""Bytes of what somebody may send from a phone on the page, or the desk to a messenger."""


async def in_the_sandbox(settings: Settings, database: Database) -> None:
    """The same program against messengers of our own, and a page with phones."""
    here = _address(settings)
    messengers = Messengers.kept_in(STATE, utc_now, here)
    world = messengers.telegram
    await demo.seed(world, database, world.clock)
    webhooks = await demo.seed_beside(messengers, database, world.clock)
    settings = messengers.filled_in(_for_everybody(settings, here, messengers), here, webhooks)
    travel = Travel(world, settings.timezone, lambda: messengers.wechat.is_waiting)
    site = web.Application(client_max_size=LARGEST)
    messengers.stand_on(site)
    add_clock(site, travel)
    site.on_response_prepare.append(_can_open_in_a_phone)

    def began(app: App) -> None:
        travel.begin(app)
        print(f"\n  近邻 Jinlin → {here}\n", flush=True)  # noqa: T201 - the one address

    async with deliver_to(here + wechat.PATH) as messengers.wechat.deliver:
        await at_work(
            settings,
            database,
            Role.ALL,
            site,
            clock=world.clock,
            monotonic=world.steady,
            began=began,
        )


async def _can_open_in_a_phone(_request: web.BaseRequest, response: web.StreamResponse) -> None:
    """Pages of the desk are read inside the messenger there, as on a phone in a hand."""
    policy = response.headers.get(POLICY, HEADERS[POLICY])
    response.headers[POLICY] = policy.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
    response.headers["X-Frame-Options"] = "SAMEORIGIN"


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
