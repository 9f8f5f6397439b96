"""The ticking: late ticks run, once, and never beside themselves."""

import asyncio
import time
from datetime import timedelta

from scheduler.clock import Tick, on_duty, scheduler
from storage.engine import Database
from storage.lease import Duty, Lease


async def test_a_job_that_takes_longer_than_its_interval_never_runs_beside_itself() -> None:
    running, most, rounds = 0, 0, asyncio.Semaphore(0)

    async def slow() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0.05)
        running -= 1
        rounds.release()

    ticking = scheduler([Tick("slow", timedelta(seconds=0.01), slow)])
    ticking.start()
    async with asyncio.timeout(10):
        for _round in range(3):
            await rounds.acquire()
    ticking.shutdown(wait=False)

    assert most == 1


async def test_a_tick_that_comes_late_still_runs() -> None:
    ran = asyncio.Event()

    async def note() -> None:
        ran.set()

    ticking = scheduler([Tick("late", timedelta(seconds=0.05), note)])
    ticking.start()
    # The loop is busy for longer than APScheduler's usual second of grace.
    time.sleep(1.3)  # noqa: ASYNC251
    async with asyncio.timeout(5):
        await ran.wait()
    ticking.shutdown(wait=False)


async def test_a_job_may_be_an_object_that_is_called() -> None:
    class Job:
        def __init__(self) -> None:
            self.ran = asyncio.Event()

        async def __call__(self) -> None:
            self.ran.set()

    job = Job()
    ticking = scheduler([Tick("object", timedelta(seconds=0.01), job)])
    ticking.start()
    async with asyncio.timeout(5):
        await job.ran.wait()
    ticking.shutdown(wait=False)


async def test_only_the_process_on_duty_works_off_what_is_due(database: Database) -> None:
    ran: list[str] = []

    async def first() -> None:
        ran.append("first")

    async def second() -> None:
        ran.append("second")

    leases = [Lease(database, Duty.SCHEDULING) for _process in range(2)]
    every = timedelta(hours=1)
    await on_duty(leases[0], Tick("due", every, first)).job()
    await on_duty(leases[1], Tick("due", every, second)).job()
    # SQLite is for one process alone, which therefore always is on duty.
    assert ran == (["first", "second"] if database.is_sqlite else ["first"])
    await leases[0].release()
    await on_duty(leases[1], Tick("due", every, second)).job()
    assert ran[-1] == "second"
    await leases[1].release()
