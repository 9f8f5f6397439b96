"""The ticking: late ticks run, once, and never beside themselves."""

import asyncio
import time
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Self

import pytest

from scheduler.clock import CHANNEL_PATIENCE, Tick, after_backlog, on_duty, scheduler
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


async def test_a_clock_set_back_by_a_day_stops_no_job(monkeypatch: pytest.MonkeyPatch) -> None:
    set_back = timedelta(0)

    class Wall(datetime):
        """The machine's clock, as APScheduler reads it."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Self:
            assert tz is not None
            utc = datetime.now(UTC) - set_back
            moved = tz.fromutc(utc.replace(tzinfo=tz))
            return cls.fromisoformat(moved.replace(tzinfo=None).isoformat()).replace(tzinfo=tz)

    monkeypatch.setattr("apscheduler.schedulers.base.datetime", Wall)
    monkeypatch.setattr("apscheduler.triggers.interval.datetime", Wall)
    rounds = asyncio.Semaphore(0)

    async def note() -> None:
        rounds.release()

    ticking = scheduler([Tick("often", timedelta(seconds=0.02), note)])
    ticking.start()
    async with asyncio.timeout(5):
        await rounds.acquire()
        set_back = timedelta(days=1)
        for _round in range(3):
            await rounds.acquire()
    ticking.shutdown(wait=False)


@pytest.mark.parametrize("judges_silence", [True, False])
async def test_nothing_acts_before_the_backlog_is_read(judges_silence: bool) -> None:
    is_read, ran = False, 0

    async def note() -> None:
        nonlocal ran
        ran += 1

    plain = Tick("due", timedelta(hours=1), note, judges_silence)
    tick = after_backlog(lambda: is_read, plain)
    await tick.job()
    assert ran == 0

    is_read = True
    await tick.job()
    assert ran == 1


@pytest.mark.parametrize("judges_silence", [True, False])
async def test_a_dead_channel_holds_up_only_what_judges_silence(judges_silence: bool) -> None:
    passed, ran = 0.0, 0

    async def note() -> None:
        nonlocal ran
        ran += 1

    plain = Tick("due", timedelta(hours=1), note, judges_silence)
    tick = after_backlog(lambda: False, plain, monotonic=lambda: passed)
    await tick.job()
    passed += CHANNEL_PATIENCE.total_seconds()
    await tick.job()

    assert ran == (0 if judges_silence else 1)


async def test_a_second_gap_is_waited_for_like_the_first() -> None:
    passed, ran, is_read = 0.0, 0, False

    async def note() -> None:
        nonlocal ran
        ran += 1

    tick = after_backlog(
        lambda: is_read, Tick("due", timedelta(hours=1), note), monotonic=lambda: passed
    )
    await tick.job()
    is_read = True
    await tick.job()
    is_read = False
    passed += 10 * CHANNEL_PATIENCE.total_seconds()
    await tick.job()

    assert ran == 1


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
