"""Our robot against the sandbox's gateway, over a WebSocket, in a time that a test moves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.channels.wecom.robot import Robot, Standing
from bot.sandbox.wecom import Gateway, Member, add_wecom
from tests.sandbox.conftest import MovableClock

BOT_ID, SECRET = "aib-desk", "a-secret"
PATIENCE = 10

Frame = dict[str, Any]


async def until(condition: Callable[[], bool]) -> None:
    """What crosses the loopback takes a moment."""
    async with asyncio.timeout(PATIENCE):
        while not condition():  # noqa: ASYNC110 - what happens elsewhere tells nobody
            await asyncio.sleep(0.001)


class Time:
    """Passes when a test says so: for the gateway, and for who sleeps."""

    def __init__(self, clock: MovableClock) -> None:
        self._clock = clock
        self._sleepers: list[tuple[float, asyncio.Future[None]]] = []
        self.now = 0.0
        self.pauses: list[float] = []
        """How long somebody wanted to sleep, each time."""

    async def pause(self, seconds: float) -> None:
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        sleeper = (self.now + seconds, woken)
        self.pauses.append(seconds)
        self._sleepers.append(sleeper)
        try:
            await woken
        finally:
            self._sleepers.remove(sleeper)

    async def passes(self, seconds: float) -> None:
        """Second by second, and each time whatever follows from it."""
        for _ in range(round(seconds)):
            self.now += 1
            self._clock.advance(seconds=1)
            for due, woken in self._sleepers:
                if due <= self.now and not woken.done():
                    woken.set_result(None)
            await asyncio.sleep(0.001)


class Desk:
    """A robot that runs, and what it heard."""

    def __init__(self, address: str, time: Time, secret: str = SECRET) -> None:
        self.heard: list[Frame] = []
        self.is_its_turn = True
        self.takes = asyncio.Event()
        self.takes.set()
        """While it is not set, nothing is done with what arrives."""
        self.robot = Robot(
            BOT_ID,
            secret,
            self.take,
            self._turn,
            url=f"ws://{address}/wecom",
            pause=time.pause,
        )
        self.running = asyncio.create_task(self.robot.run())

    async def take(self, frame: Frame) -> None:
        await self.takes.wait()
        self.heard.append(frame)

    async def _turn(self) -> bool:
        return self.is_its_turn

    async def is_(self, standing: Standing) -> None:
        await until(lambda: self.robot.standing is standing)

    async def hears(self) -> Frame:
        """The next frame."""
        await until(lambda: bool(self.heard))
        return self.heard.pop(0)

    async def ends(self) -> None:
        self.running.cancel()
        await asyncio.gather(self.running, return_exceptions=True)


Start = Callable[..., Awaitable[Desk]]


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def time(clock: MovableClock) -> Time:
    return Time(clock)


@pytest.fixture
def gateway(clock: MovableClock) -> Gateway:
    gateway = Gateway(clock)
    gateway.add_robot(BOT_ID, SECRET, "近邻")
    return gateway


@pytest.fixture
def lin(gateway: Gateway) -> Member:
    return gateway.add_member("lin", "林")


@pytest.fixture
def chen(gateway: Gateway) -> Member:
    return gateway.add_member("chen", "陈")


@pytest.fixture
async def address(gateway: Gateway) -> AsyncIterator[str]:
    app = web.Application()
    add_wecom(app, gateway)
    async with TestServer(app, host="127.0.0.1") as server:
        yield f"{server.host}:{server.port}"


@pytest.fixture
async def start(address: str, time: Time) -> AsyncIterator[Callable[..., Desk]]:
    """Starts a desk; all of them end with the test."""
    desks: list[Desk] = []

    def _start(secret: str = SECRET) -> Desk:
        desks.append(Desk(address, time, secret))
        return desks[-1]

    yield _start
    for desk in desks:
        await desk.ends()


@pytest.fixture
async def desk(start: Callable[..., Desk]) -> Desk:
    """Connected."""
    desk = start()
    await desk.is_(Standing.CONNECTED)
    return desk
