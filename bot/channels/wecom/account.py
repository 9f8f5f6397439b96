"""A robot on WeCom, put together: what the desk needs of it, and what it needs of the desk."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from aiohttp import ClientSession

from bot.channels.stand_in import stand_in
from bot.channels.wecom.arrivals import Arrivals
from bot.channels.wecom.courier import WecomCourier
from bot.channels.wecom.downloads import download
from bot.channels.wecom.in_order import Frame
from bot.channels.wecom.received import Received
from bot.channels.wecom.robot import Robot, Standing
from bot.channels.wecom.taps import Taps
from bot.line import Line, beside
from bot.settings import Settings
from storage.engine import Database
from storage.tables import Channel

LOOK_EVERY = 1.0
"""Seconds between looks at how the robot stands."""


class RobotAccount:
    """One robot. It is connected in the process that sends on its channel, and takes in there."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        http: ClientSession,
        clock: Callable[[], datetime],
    ) -> None:
        assert settings.wecom_secret is not None
        self._database = database
        self._clock = clock
        self._name = settings.wecom_name
        self._received = Received(partial(download, http), clock)
        self._taps = Taps(clock)
        self._line: Line | None = None
        self._arrivals: Arrivals | None = None
        self.bot = stand_in(Channel.WECOM, self._received)
        self.robot = Robot(
            settings.wecom_bot_id,
            settings.wecom_secret.get_secret_value(),
            self._take,
            self._is_our_turn,
            url=str(settings.wecom_url),
        )
        self.courier = WecomCourier(
            database,
            self.robot.ask,
            self._received.load,
            self._taps,
            settings.address,
            clock,
        )

    @asynccontextmanager
    async def at_work(self, line: Line) -> AsyncIterator[None]:
        """Connected whenever this process sends on the line; until then nothing is said there."""
        self._line = line
        self._arrivals = Arrivals(
            line.channel,
            self._name,
            self._database,
            line.intake.submit,
            self.robot.ask,
            self._received,
            self._taps,
            line.sender.wake,
            self._clock,
        )
        async with beside(self.robot.run()) as running, beside(self._watch(line)):
            line.loops["robot"] = running
            yield

    async def _take(self, frame: Frame) -> None:
        assert self._arrivals is not None
        await self._arrivals.take(frame)

    async def _is_our_turn(self) -> bool:
        return self._line is not None and self._line.sender.on_duty

    async def _watch(self, line: Line) -> None:
        """Nothing older than the connection waits at WeCom."""
        while True:
            line.backlog.answers = self.robot.standing in (Standing.CONNECTED, Standing.ELSEWHERE)
            line.backlog.note_read()
            await asyncio.sleep(LOOK_EVERY)


@asynccontextmanager
async def robots_of(
    settings: Settings, database: Database, clock: Callable[[], datetime]
) -> AsyncIterator[dict[Channel, RobotAccount]]:
    """The robots of a deployment, by channel: one or none."""
    if not settings.wecom_bot_id:
        yield {}
        return
    async with ClientSession() as http:
        yield {Channel.WECOM: RobotAccount(settings, database, http, clock)}
