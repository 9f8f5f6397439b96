"""Working off what is due: one row a transaction, a failing one does not stop the others."""

import logging
from asyncio import timeout
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.jobs import RETRY_AFTER, DueWork
from services.keeps import Act
from services.quiet_hours import AsleepError
from storage.engine import Database


@dataclass
class Unit:
    session: AsyncSession
    now: datetime


class Desk:
    """Rows 1 to 3 are due until they are done; those in `broken` raise."""

    def __init__(self, database: Database, broken: set[int]) -> None:
        self.now = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
        self.broken = broken
        self.asleep_until: datetime | None = None
        self.waiting = [1, 2, 3]
        self.tried: list[int] = []
        self.database = database
        self.work = DueWork(database, self.unit, lambda: self.now, due=self.due, act=self.act)

    @asynccontextmanager
    async def unit(self) -> AsyncIterator[Unit]:
        async with self.database.transaction() as session:
            yield Unit(session, self.now)
            if self.asleep_until is not None and self.now < self.asleep_until:
                raise AsleepError(self.asleep_until)

    async def due(self, _session: AsyncSession, _now: datetime) -> list[int]:
        return list(self.waiting)

    async def act(self, _session: AsyncSession, row_id: int, /, *, now: datetime) -> None:
        assert now == self.now
        self.tried.append(row_id)
        if row_id in self.broken:
            raise RuntimeError("broken")
        self.waiting.remove(row_id)


async def test_a_failing_row_does_not_stop_the_others(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(database, broken={2})

    with caplog.at_level(logging.ERROR):
        await desk.work()

    assert desk.waiting == [2]
    assert "2 failed" in caplog.text


async def test_a_failing_row_is_tried_again_after_a_while_and_not_before(
    database: Database,
) -> None:
    desk = Desk(database, broken={1, 2, 3})
    await desk.work()
    await desk.work()
    assert desk.tried == [1, 2, 3]

    desk.now += RETRY_AFTER
    desk.broken.clear()
    await desk.work()

    assert desk.waiting == []


async def test_a_row_that_was_mended_may_fail_again_at_once(database: Database) -> None:
    desk = Desk(database, broken={1})
    await desk.work()
    desk.now += RETRY_AFTER
    desk.broken.clear()
    await desk.work()

    desk.waiting, desk.tried = [1], []
    desk.now += timedelta(seconds=1)
    await desk.work()

    assert desk.tried == [1]


async def test_a_row_that_would_wake_somebody_is_judged_again_in_the_morning(
    database: Database,
) -> None:
    desk = Desk(database, broken=set())
    desk.asleep_until = desk.now + timedelta(hours=9)
    await desk.work()
    desk.waiting, desk.now = [1, 2], desk.asleep_until - timedelta(seconds=1)
    await desk.work()
    assert desk.tried == [1, 2, 3]

    desk.now = desk.asleep_until
    await desk.work()

    assert desk.tried == [1, 2, 3, 1, 2]


@pytest.mark.parametrize("set_back", [timedelta(minutes=2), timedelta(days=1)])
async def test_a_clock_set_back_holds_up_no_row(database: Database, set_back: timedelta) -> None:
    desk = Desk(database, broken={1})
    await desk.work()
    desk.now -= set_back
    desk.broken.clear()

    await desk.work()

    assert desk.waiting == []


async def test_many_rows_are_spread_over_ticks_in_their_order(database: Database) -> None:
    desk = Desk(database, broken={1})
    desk.work = DueWork(
        database, desk.unit, lambda: desk.now, due=desk.due, act=desk.act, at_once=2
    )
    for _tick in range(2):
        await desk.work()

    assert desk.tried == [1, 2, 3]


async def test_what_takes_long_to_read_is_read_before_the_transaction(database: Database) -> None:
    desk = Desk(database, broken=set())
    read: list[int] = []

    async def prepare(session: AsyncSession, row_id: int, /, *, now: datetime) -> Act:
        # Somebody else can write meanwhile: SQLite has one who writes at a time.
        async with database.transaction() as other:
            await other.execute(text("SELECT 1"))
        read.append(row_id)
        return desk.act

    desk.work = DueWork(database, desk.unit, lambda: desk.now, due=desk.due, prepare=prepare)
    async with timeout(10):
        await desk.work()

    assert desk.tried == read == [1, 2, 3]
