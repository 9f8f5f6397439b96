"""One channel at work."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from typing import Any

from aiogram import Bot

from bot.channels.backlog import Backlog
from bot.channels.capabilities import capabilities_of, limits_of
from bot.context import Talks
from bot.intake import Intake
from bot.media.codes import MakeCode, WithCodes
from bot.media.courier import Links, WithFiles
from bot.media.fetching import Fetching
from bot.media.supply import Supply
from bot.rate import RateLimit
from bot.roles import Role
from bot.sender import Hooks, Sender
from bot.sender.courier import Courier
from bot.sender.delivery import BotApi
from bot.sender.limits import ChannelLimits
from bot.work import Work
from storage.media import KNOWN_FOR
from storage.tables import Channel


class Line:
    """A channel with its own intake, its own sender and its own limits.

    A deployment runs any number of them over one database: the rows of the outbox, conversations,
    groups and addresses say whose they are. Without a `courier` it is spoken to as Telegram is.
    """

    def __init__(
        self,
        channel: Channel,
        bot: Bot,
        work: Work,
        talks: Talks,
        hooks: Hooks,
        rate: RateLimit,
        monotonic: Callable[[], float],
        supply: Supply,
        links: Links,
        make_code: MakeCode | None,
        limits: ChannelLimits | None = None,
        courier: Courier | None = None,
    ) -> None:
        self.channel = channel
        self.bot = bot
        self.backlog = Backlog(work.clock)
        self.loops: dict[str, asyncio.Task[None]] = {}
        """What runs as long as the process does."""
        self.intake = Intake(work, talks.answer, bot, channel, rate)
        with_files = WithFiles(
            courier or BotApi(bot), channel, work.database, supply, links, work.clock
        )
        speaking = WithCodes(with_files, make_code)
        self.sender = Sender(
            work.database,
            speaking,
            work.clock,
            hooks=hooks,
            limits=limits or limits_of(channel),
            monotonic=monotonic,
        )
        self.fetching = Fetching(
            channel, work.database, supply, work.clock, lambda: self.sender.on_duty
        )

    def begin_sending(self) -> None:
        """What came is fetched where its answers leave: one process of all does both."""
        self.loops["sender"] = asyncio.create_task(self.sender.run())
        if self.channel.messenger in KNOWN_FOR:
            self.loops["fetching"] = asyncio.create_task(self.fetching.run())

    async def end_sending(self, *, urgent_within: float) -> None:
        """See `Sender.stop`."""
        if fetching := self.loops.get("fetching"):
            fetching.cancel()
        await self.sender.stop(urgent_within=urgent_within)
        await self.loops["sender"]

    def takes_in(self, role: Role) -> bool:
        """Whether a process of that role takes in what arrives here."""
        return role.sends if capabilities_of(self.channel).one_connection else role.takes_in

    @asynccontextmanager
    async def taking_in(self) -> AsyncIterator[None]:
        """On leaving, refuse what comes, and finish what came."""
        async with beside(self.intake.run()) as taking:
            self.loops["intake"] = taking
            try:
                yield
            finally:
                if not taking.done():
                    await self.intake.close()


@asynccontextmanager
async def beside(work: Coroutine[Any, Any, None]) -> "AsyncIterator[asyncio.Task[None]]":
    """`work` as a task, cancelled on leaving."""
    task = asyncio.create_task(work)
    try:
        yield task
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
