"""A world with a resident and a group in it, the bot as aiogram sees it, and both over HTTP."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from aiogram import Bot
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer
from telegram import Chat, User

from bot.sandbox.bot_api import add_bot_api
from bot.sandbox.phones import add_sandbox
from bot.sandbox.session import WorldSession
from bot.sandbox.world import World


@dataclass
class MovableClock:
    now: datetime = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def world(clock: MovableClock) -> World:
    return World(clock=clock)


@pytest.fixture
def resident(world: World) -> User:
    """Somebody who has pressed "Start"; the update is fetched already."""
    user = world.add_user("林", username="lin_2026")
    world.start(user.id)
    world.updates.pending.clear()
    return user


@pytest.fixture
def group(world: World, resident: User) -> Chat:
    """A group with the resident and the bot; its updates are fetched already."""
    chat = world.add_group("东街工单群", [resident.id])
    world.updates.pending.clear()
    return chat


@pytest.fixture
def bot(world: World) -> Bot:
    return Bot(world.token, session=WorldSession(world))


@pytest.fixture
async def url(world: World) -> AsyncIterator[str]:
    """Where the world is served."""
    app = web.Application()
    add_bot_api(app, world)
    add_sandbox(app, world)
    async with TestServer(app, host="127.0.0.1") as server:
        yield str(server.make_url("/")).rstrip("/")


@pytest.fixture
async def browser(url: str) -> AsyncIterator[ClientSession]:
    async with ClientSession(url) as session:
        yield session
