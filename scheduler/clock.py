"""The ticking: APScheduler in memory, since nothing of it has to survive."""

import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta, tzinfo
from typing import NamedTuple

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from storage.lease import Lease, LeaseLostError

Job = Callable[[], Awaitable[None]]

CHANNEL_PATIENCE = timedelta(minutes=2)
"""So long a job that does not judge silence waits for the channel's backlog to be read."""


class Tick(NamedTuple):
    name: str
    every: timedelta
    job: Job
    judges_silence: bool = False
    """Whether it acts because somebody has not answered, come or taken something up."""


def on_duty(lease: Lease, tick: Tick) -> Tick:
    """`tick` in that process alone which has the lease."""

    async def job() -> None:
        if await lease.held():
            # The process that has it now does the rest.
            with suppress(LeaseLostError):
                await tick.job()

    return tick._replace(job=job)


def after_backlog(
    is_read: Callable[[], bool], tick: Tick, *, monotonic: Callable[[], float] = time.monotonic
) -> Tick:
    """`tick` once what people sent before it has been read: at the start and after any gap.

    What judges silence waits for as long as it takes: while the channel is dead nobody could have
    answered, and nothing it decides could be delivered. Anything else, such as a prep sheet that
    the kitchen needs, waits CHANNEL_PATIENCE and then acts on what is known.
    """
    waiting_since: float | None = None

    async def job() -> None:
        nonlocal waiting_since
        if is_read():
            waiting_since = None
        else:
            if waiting_since is None:
                waiting_since = monotonic()
            waited = timedelta(seconds=monotonic() - waiting_since)
            if tick.judges_silence or waited < CHANNEL_PATIENCE:
                return
        await tick.job()

    return tick._replace(job=job)


class SteadyTime(tzinfo):
    """A zone in which `datetime.now` follows the monotonic clock, counted from 1970.

    APScheduler compares `datetime.now` of its zone with when a job runs next. By the clock on the
    wall, set back by a day, nothing would run until it has caught up.
    """

    def fromutc(self, _utc: datetime) -> datetime:
        since_boot = timedelta(seconds=time.monotonic())
        return datetime.fromtimestamp(0, UTC).replace(tzinfo=self) + since_boot

    def utcoffset(self, _at: datetime | None) -> timedelta:
        return timedelta(0)

    def dst(self, _at: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, _at: datetime | None) -> str:
        return "monotonic"


class Every:
    """Runs `interval` after the last look; APScheduler's own trigger reads the wall's clock."""

    def __init__(self, interval: timedelta) -> None:
        self._interval = interval

    def get_next_fire_time(self, _previous: datetime | None, now: datetime) -> datetime:
        return now + self._interval


# Not by inheritance: to the type checker APScheduler, which has no types, is Any.
BaseTrigger.register(Every)


def scheduler(ticks: list[Tick]) -> AsyncIOScheduler:
    """A scheduler that is not started yet.

    APScheduler drops a tick that is a second late and lets jobs pile up unless told otherwise;
    here a late tick still runs, once, and never beside itself.
    """
    made = AsyncIOScheduler(timezone=SteadyTime())
    for tick in ticks:
        made.add_job(
            _as_function(tick.job),
            Every(tick.every),
            id=tick.name,
            # Lateness is measured against the wall's clock.
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
    return made


def _as_function(job: Job) -> Job:
    """APScheduler awaits coroutine functions only: of an object it would forget the coroutine."""

    async def run() -> None:
        await job()

    return run
