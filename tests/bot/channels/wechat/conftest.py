"""A WeChat in memory, reached over HTTP, and somebody who follows the account."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.channels.wechat.client import Wechat
from bot.channels.wechat.token import Issuer, Tokens
from bot.channels.wechat.transport import Transport
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.routes import add_wechat
from storage.engine import Database
from storage.tables import Channel
from tests.sandbox.conftest import MovableClock

NOON = datetime(2026, 11, 27, 4, 0, tzinfo=UTC)
WECHAT = Channel("wechat")

MakeTokens = Callable[[Database], Tokens]


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock(NOON)


@pytest.fixture
def platform(clock: MovableClock) -> Platform:
    return Platform(clock)


@pytest.fixture
async def lin(platform: Platform) -> Follower:
    person = platform.add_person("林")
    await person.follow()
    return person


@pytest.fixture
async def transport(platform: Platform) -> AsyncIterator[Transport]:
    app = web.Application(client_max_size=20 * 2**20)
    add_wechat(app, platform)
    async with TestServer(app) as server, ClientSession() as http:
        platform.public_url = str(server.make_url("/")).rstrip("/")
        yield Transport(http, platform.public_url)


@pytest.fixture
async def make_tokens(
    platform: Platform, transport: Transport, clock: MovableClock
) -> AsyncIterator[MakeTokens]:
    """What each process has of its own."""
    made: list[Tokens] = []

    def make(database: Database) -> Tokens:
        issuer = Issuer(transport, platform.account.appid, platform.account.secret)
        made.append(Tokens(database, WECHAT, issuer, clock))
        return made[-1]

    yield make
    for tokens in made:
        await tokens.close()


@pytest.fixture
def wechat(database: Database, transport: Transport, make_tokens: MakeTokens) -> Wechat:
    return Wechat(transport, make_tokens(database))
