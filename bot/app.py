"""The running program, put together: the one place that knows everything."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions

from bot import housekeeping
from bot.channels.answer_models import keep_answer_models
from bot.hooks import SenderHooks
from bot.line import Line, beside
from bot.media.codes import MakeCode
from bot.media.courier import Links
from bot.media.store import Store
from bot.media.supply import Supply
from bot.media.telegram import TelegramFiles
from bot.rate import RateLimit
from bot.reading import build_models
from bot.roles import Role
from bot.router import all_talks
from bot.sender.courier import Courier
from bot.sender.limits import ChannelLimits
from bot.settings import Settings
from bot.suggestions import Suggestions
from bot.web.health import State
from bot.work import Clock, Work
from handlers import free_text
from handlers.common.config import Config
from handlers.notices import Notices
from handlers.subjects import WAYS, commands_for
from scheduler.clock import Tick, after_backlog, on_duty, scheduler
from scheduler.jobs import Jobs, OpenUnit, while_held
from services.id_gaps import IdGaps
from storage.bell import Bell
from storage.engine import Database
from storage.lease import Duty, Lease
from storage.tables import Channel

log = logging.getLogger(__name__)

STOP_WITHIN = 8.0
"""Seconds for waiting answers to leave when the program stops; with the rest, less than ten."""


def utc_now() -> datetime:
    return datetime.now(UTC)


def make_bot(token: str, session: BaseSession) -> Bot:
    session.middleware(keep_answer_models)
    return Bot(
        token,
        session=session,
        default=DefaultBotProperties(
            parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True)
        ),
    )


class App:
    """The bot between its channels and the database.

    `bot` is that of the first `channel`, which is always there, and `limits` are other limits for
    it than usual; `others` are the bots of further channels. `couriers` are for channels that
    are not Telegram's. `make_code`: how an official account makes codes to scan.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        bot: Bot,
        clock: Clock = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        limits: ChannelLimits | None = None,
        others: Mapping[Channel, Bot] | None = None,
        couriers: Mapping[Channel, Courier] | None = None,
        channel: Channel = Channel.TELEGRAM,
        make_code: MakeCode | None = None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.suggestions = Suggestions()
        self._due_rows: dict[str, int] = {}
        self._gaps = IdGaps()
        config = Config(
            zone=settings.timezone,
            follow_up_after=settings.follow_up_after,
            admin_ids=settings.admin_ids,
            wecom_admins=settings.wecom_admins,
            public_url=settings.address,
            suggest=self.suggestions,
            clear=self.suggestions.clear,
            ways=WAYS | {free_text.WAY.name: free_text.WAY},
            group_commands=commands_for,
            scanned_by_wechat=make_code is not None,
            gaps=self._gaps,
        )
        self.work = Work(
            database, Notices(config), clock, committed=self._committed, zone=settings.timezone
        )
        self._scheduling = Lease(database, Duty.SCHEDULING)
        self._bell = Bell(database, self._wake)
        rate = RateLimit()
        hooks = SenderHooks(self.work, config)
        couriers = couriers or {}
        bots = {channel: bot} | dict(others or {})
        stores: dict[Channel, Store] = {
            each: couriers[each].files if each in couriers else TelegramFiles(its)
            for each, its in bots.items()
        }
        supply = Supply(database, stores, clock)
        links = Links(config.public_url, config.zone)
        desk = self.work, all_talks(config, rate), hooks, rate, monotonic, supply, links, make_code
        first = Line(channel, bot, *desk, limits=limits, courier=couriers.get(channel))
        self.lines = [
            first,
            *(
                Line(further, each, *desk, courier=couriers.get(further))
                for further, each in (others or {}).items()
            ),
        ]
        self.bot, self.intake = first.bot, first.intake
        self.sender, self.backlog = first.sender, first.backlog

    def _committed(self) -> None:
        if not self._wake():
            self._bell.ring()

    def _wake(self) -> bool:
        """Whether this process sends on every channel."""
        on_duty = [line.sender for line in self.lines if line.sender.on_duty]
        for sender in on_duty:
            sender.wake()
        return len(on_duty) == len(self.lines)

    async def prepare(self) -> None:
        """Make and learn what has to be there before the first update."""
        build_models()
        await self._learn()
        async with self.database.reading() as session:
            await self._gaps.learn(session)

    @asynccontextmanager
    async def running(self, role: Role = Role.ALL) -> AsyncIterator[None]:
        """What `role` does, at work; on leaving, finish what runs and send answers."""
        await self.prepare()
        async with AsyncExitStack() as stopping:
            for line in self.lines:
                stopping.push_async_callback(line.bot.session.close)
            await stopping.enter_async_context(beside(self._bell.run()))
            if role.sends:
                for line in self.lines:
                    line.begin_sending()
                stopping.push_async_callback(self._stop_sending)
            ticking = scheduler(self._ticks(role))
            ticking.start()
            stopping.push_async_callback(self._scheduling.release)
            stopping.callback(ticking.shutdown, wait=False)
            for line in self.lines:
                if line.takes_in(role):
                    await stopping.enter_async_context(line.taking_in())
            yield

    async def lasting(self) -> None:
        """Until something ends that has to run; raises what it ended by.

        Better that the process ends then, and is started again, than that it takes in what it never
        sends.
        """
        loops = [loop for line in self.lines for loop in line.loops.values()]
        if loops:
            ended, _others = await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
            for loop in ended:
                loop.result()

    async def _stop_sending(self) -> None:
        await asyncio.gather(*(line.end_sending(urgent_within=STOP_WITHIN) for line in self.lines))

    def state(self) -> State:
        """For /health and /ready."""
        senders = {f"sending:{line.channel}": line.sender.on_duty for line in self.lines}
        return State(
            loops={
                f"{name} of {line.channel}": not task.done()
                for line in self.lines
                for name, task in line.loops.items()
            },
            channels={str(line.channel): line.backlog.answers for line in self.lines},
            leases={**senders, "scheduling": self._scheduling.is_ours},
        )

    def due_rows(self) -> Mapping[str, int]:
        """By job, see `Jobs`; nothing where another process does them."""
        return self._due_rows if self._scheduling.is_ours else {}

    def due_ticks(self) -> list[Tick]:
        """The jobs that act on what is due in the tables."""
        return self._due_ticks(self.work.unit, self.work.unit_by_day)

    def _due_ticks(self, unit: OpenUnit, unit_by_day: OpenUnit) -> list[Tick]:
        return Jobs(self.database, unit, unit_by_day, self.clock, self._due_rows).ticks()

    def _ticks(self, role: Role) -> list[Tick]:
        own = [Tick("suggestions", timedelta(hours=1), self._learn)]
        if not role.schedules:
            return own
        units = [
            while_held(self._scheduling, each) for each in (self.work.unit, self.work.unit_by_day)
        ]
        ours = [after_backlog(self._is_read, tick) for tick in self._due_ticks(*units)]
        ours.append(Tick("housekeeping", timedelta(hours=6), self.tidy))
        return own + [on_duty(self._scheduling, tick) for tick in ours]

    def _is_read(self) -> bool:
        return all(line.backlog.is_read() for line in self.lines)

    async def _learn(self) -> None:
        async with self.database.reading() as session:
            await self.suggestions.learn(session)

    async def tidy(self) -> None:
        """Forget what nobody needs any more."""
        await housekeeping.tidy(self.database, self.clock())
