"""The running program, put together: the one place that knows everything."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta

from aiogram import Bot
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.base import BaseSession
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions

from bot import housekeeping
from bot.channels.answer_models import keep_answer_models
from bot.channels.backlog import Backlog
from bot.channels.capabilities import CAPABILITIES
from bot.hooks import SenderHooks
from bot.intake import Intake
from bot.router import make_dispatcher
from bot.sender import Sender
from bot.sender.limits import ChannelLimits
from bot.settings import Settings
from bot.suggestions import Suggestions
from bot.work import Clock, Work
from handlers.common.config import Config
from handlers.notices import Notices
from handlers.subjects import WAYS, commands_for
from scheduler.clock import Tick, after_backlog, on_duty, scheduler
from scheduler.jobs import Jobs, OpenUnit, while_held
from services.id_gaps import IdGaps
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
    """The bot between its channels and the database; channels hand updates to `intake`."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        bot: Bot,
        clock: Clock = utc_now,
        monotonic: Callable[[], float] = time.monotonic,
        limits: ChannelLimits = CAPABILITIES[Channel.TELEGRAM].limits,
    ) -> None:
        self.database = database
        self.bot = bot
        self.clock = clock
        self.backlog = Backlog(clock)
        self.suggestions = Suggestions()
        self.due_rows: dict[str, int] = {}
        """By job, see `Jobs`."""
        self._gaps = IdGaps()
        config = Config(
            zone=settings.timezone,
            follow_up_after=settings.follow_up_after,
            admin_ids=settings.admin_ids,
            public_url=settings.address,
            suggest=self.suggestions,
            clear=self.suggestions.clear,
            ways=WAYS,
            group_commands=commands_for,
            gaps=self._gaps,
        )
        self.work = Work(
            database, Notices(config), clock, committed=self._committed, zone=settings.timezone
        )
        self.sender = Sender(
            database,
            bot,
            clock,
            hooks=SenderHooks(self.work, config),
            limits=limits,
            monotonic=monotonic,
        )
        self._scheduling = Lease(database, Duty.SCHEDULING)
        self.dispatcher = make_dispatcher(config)
        self.intake = Intake(self.work, self.dispatcher, bot)

    def _committed(self) -> None:
        self.sender.wake()

    async def prepare(self) -> None:
        """Learn what has to be known before the first update."""
        await self._learn()
        async with self.database.reading() as session:
            await self._gaps.learn(session)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Intake, sender and scheduler at work; on leaving, finish what runs and send answers."""
        await self.prepare()
        ticking = scheduler(self._ticks())
        sending = asyncio.create_task(self.sender.run(), name="sender")
        taking = asyncio.create_task(self.intake.run(), name="intake")
        ticking.start()
        try:
            async with AsyncExitStack() as stopping:
                stopping.push_async_callback(self._stop, sending, taking)
                stopping.callback(ticking.shutdown, wait=False)
                yield
        finally:
            await self._scheduling.release()
            await self.bot.session.close()

    async def _stop(self, sending: "asyncio.Task[None]", taking: "asyncio.Task[None]") -> None:
        await self.intake.finish()
        taking.cancel()
        with suppress(asyncio.CancelledError):
            await taking
        await self.sender.stop(urgent_within=STOP_WITHIN)
        await sending

    def due_ticks(self) -> list[Tick]:
        """The jobs that act on what is due in the tables."""
        return self._due_ticks(self.work.unit, self.work.unit_by_day)

    def _due_ticks(self, unit: OpenUnit, unit_by_day: OpenUnit) -> list[Tick]:
        return Jobs(self.database, unit, unit_by_day, self.clock, self.due_rows).ticks()

    def _ticks(self) -> list[Tick]:
        units = [
            while_held(self._scheduling, each) for each in (self.work.unit, self.work.unit_by_day)
        ]
        return [
            *(
                on_duty(self._scheduling, after_backlog(self.backlog.is_read, tick))
                for tick in self._due_ticks(*units)
            ),
            Tick("suggestions", timedelta(hours=1), self._learn),
            Tick("housekeeping", timedelta(hours=6), self.tidy),
        ]

    async def _learn(self) -> None:
        async with self.database.reading() as session:
            await self.suggestions.learn(session)

    async def tidy(self) -> None:
        """Forget what nobody needs any more."""
        await housekeeping.tidy(self.database, self.clock())
