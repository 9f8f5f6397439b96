"""The loop that works off the outbox."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from bot import metrics
from bot.sender.courier import Courier
from bot.sender.flights import Flights
from bot.sender.hooks import Hooks
from bot.sender.limits import TELEGRAM, ChannelLimits
from bot.sender.outcomes import Outcome, Sent
from bot.sender.queue import Batch, chats_waiting_to_retry, next_of_each_chat
from bot.sender.records import record
from storage.engine import Database
from storage.lease import Duty, Lease, LeaseLostError
from storage.outbox import Urgency

logger = logging.getLogger(__name__)

LOOK_EVERY = 1.0
"""Seconds between looks at the table when nobody calls `wake`."""
LOOK_WHILE_BUSY = 0.05
"""The same while calls are under way: each that ends may let another leave."""


class Sender:
    """The only door out of one channel: its courier says there what the outbox promises.

    Within a chat rows leave one by one in order of (urgency, id); chats do not wait for each
    other. A row is marked only after Telegram's answer, so nothing is lost, but the Bot API knows
    no idempotency key: a process killed between a message's arrival and the commit that marks its
    row sends it twice. Each is recorded as soon as it is answered, and the limits say how
    many that can be at once.

    `monotonic` and `sleep` are what pacing runs on, in seconds.
    """

    def __init__(
        self,
        database: Database,
        courier: Courier,
        clock: Callable[[], datetime],
        *,
        hooks: Hooks,
        limits: ChannelLimits = TELEGRAM,
        monotonic: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._database = database
        self._clock = clock
        self._hooks = hooks
        self._limits = limits
        self._sleep = sleep
        self._lease = Lease(database, Duty.SENDING, limits.channel)
        self._flights = Flights(courier, clock, monotonic, self.wake, limits)
        self._resumed = False
        self._stopping = False
        self._out_of_time = False
        self._looked = False
        self._news = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def wake(self) -> None:
        """Look at the table now; to be called after a commit that wrote rows."""
        self._news.set()

    @property
    def on_duty(self) -> bool:
        """Whether this process sends, as far as it knows; else another may."""
        return self._lease.is_ours

    async def run(self) -> None:
        """Send until stopped or cancelled. Where another process sends, stand by for it."""
        self._idle.clear()
        metrics.LIMIT.labels(str(self._limits.channel)).set(self._limits.overall_a_second)
        try:
            while not self._through():
                try:
                    await self._round()
                except (SQLAlchemyError, OSError) as error:
                    logger.error("the outbox is out of reach: %s", type(error).__name__)  # noqa: TRY400
                    await self._sleep(LOOK_EVERY)
                await self._rest()
            await self._flights.cancel()
            await self._record_finished()
        finally:
            await self._flights.cancel()
            await self._lease.release()
            self._idle.set()

    async def stop(self, *, urgent_within: float) -> None:
        """Finish what is in flight and send the answers that wait, for so many seconds at most.

        What is not through by then keeps waiting in the table. Returns when `run` has.
        """
        self._stopping = True
        self.wake()
        try:
            async with asyncio.timeout(urgent_within):
                await self._idle.wait()
        except TimeoutError:
            self._out_of_time = True
            self.wake()
            await self._idle.wait()

    async def work_off(self) -> int:
        """For tests: send all that is due now, without pacing. Returns how many rows were sent."""
        sent = 0
        batch = None
        while await self._lease.held():
            await self._start_due(batch, paced=False)
            if not self._flights:
                break
            await self._flights.wait()
            sent += sum(isinstance(outcome, Sent) for outcome in self._flights.finished)
            batch = await self._record_finished()
        await self._lease.release()
        return sent

    def _through(self) -> bool:
        """Whether `stop` has nothing more to wait for."""
        if self._out_of_time:
            return True
        return self._stopping and self._looked and not self._flights and not self._flights.pacing

    async def _round(self) -> None:
        stopping = self._stopping
        if stopping and not self._looked:
            self._flights.forget_pacing()
        batch = await self._record_finished()
        if await self._lease.held():
            await self._start_due(batch)
        else:
            self._resumed = False
        self._looked = stopping

    async def _start_due(self, batch: Batch | None, *, paced: bool = True) -> None:
        """`batch`: what is due, where that was just read."""
        if not self._resumed:
            async with self._database.reading() as session:
                waiting = await chats_waiting_to_retry(session, self._limits.channel, self._clock())
                self._flights.holds.resume(waiting)
            self._resumed = True
        while self._flights.may_start:
            if batch is None:
                async with self._database.reading() as session:
                    batch = await self._read(session)
            if not (self._flights.start(batch.due, paced=paced) and batch.more):
                break
            batch = None

    async def _read(self, session: AsyncSession, ended: Sequence[Outcome] = ()) -> Batch:
        """What may leave next, the outcomes of `ended` being recorded."""
        return await next_of_each_chat(
            session,
            self._limits.channel,
            self._clock(),
            shut=self._flights.shut_chats(ended),
            no_redraws=self._flights.no_redraws(),
            in_flight=self._flights.row_ids - {outcome.row.id for outcome in ended},
            least_urgent=Urgency.ANSWER if self._stopping else Urgency.BROADCAST,
        )

    async def _record_finished(self) -> Batch | None:
        """In one transaction; if that fails one by one, so that one row cannot stop the others.

        Returns what is due then, read in the same transaction.
        """
        finished = self._flights.finished
        if not finished:
            return None
        try:
            return await self._record(finished)
        except LeaseLostError:
            logger.warning("another process sends now; what this one had under way is left to it")
            await self._flights.leave_all()
        except SQLAlchemyError:
            if len(finished) == 1:
                raise
            for outcome in finished:
                with suppress(SQLAlchemyError, LeaseLostError):
                    await self._record([outcome])
        return None

    async def _record(self, finished: Sequence[Outcome]) -> Batch:
        async with self._database.transaction() as session:
            await self._lease.require(session)
            await record(session, finished, self._hooks, self._limits, self._clock())
            batch = await self._read(session, finished)
        self._flights.forget(finished)
        return batch

    async def _rest(self) -> None:
        """Until there is news, something finished, or a limit or a hold lets go."""
        seconds = min(
            LOOK_WHILE_BUSY if self._flights else LOOK_EVERY,
            self._flights.seconds_to_next_slot(),
            self._flights.holds.seconds_to_next(),
        )
        waits = (
            asyncio.ensure_future(self._news.wait()),
            asyncio.ensure_future(self._sleep(seconds)),
        )
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            self._news.clear()
