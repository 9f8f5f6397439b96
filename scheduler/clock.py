"""The ticking: APScheduler in memory, since nothing of it has to survive."""

from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta
from typing import NamedTuple

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from storage.lease import Lease


class Tick(NamedTuple):
    name: str
    every: timedelta
    job: Callable[[], Awaitable[None]]


def on_duty(lease: Lease, tick: Tick) -> Tick:
    """`tick` in that process alone which has the lease."""

    async def job() -> None:
        if await lease.held():
            await tick.job()

    return tick._replace(job=job)


def scheduler(ticks: list[Tick]) -> AsyncIOScheduler:
    """A scheduler that is not started yet.

    APScheduler drops a tick that is a second late and lets jobs pile up unless told otherwise;
    here a late tick still runs, once, and never beside itself.
    """
    made = AsyncIOScheduler(timezone=UTC)
    for tick in ticks:
        made.add_job(
            _as_function(tick.job),
            "interval",
            seconds=tick.every.total_seconds(),
            id=tick.name,
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
    return made


def _as_function(job: Callable[[], Awaitable[None]]) -> Callable[[], Awaitable[None]]:
    """APScheduler awaits coroutine functions only: of an object it would forget the coroutine."""

    async def run() -> None:
        await job()

    return run
