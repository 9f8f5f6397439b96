"""The jobs: each works off what is due in the tables, one transaction per row."""

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from scheduler.clock import Tick
from services.keeps import Act, AtNight, Due, Job, Prepare
from services.quiet_hours import AsleepError
from services.subjects import JOBS
from storage.cause import Cause, caused_by
from storage.engine import Database
from storage.lease import Lease, LeaseLostError

log = logging.getLogger(__name__)

RETRY_AFTER = timedelta(minutes=1)


class Unit(Protocol):
    """A transaction that announces what happened in it; see `bot.work.Unit`.

    Raises AsleepError on leaving where nobody is to be woken for it: nothing of it holds then.
    """

    session: AsyncSession
    now: datetime


OpenUnit = Callable[[], AbstractAsyncContextManager[Unit]]


def while_held(lease: Lease, unit: OpenUnit) -> OpenUnit:
    """`unit`, raising LeaseLostError where another process has `lease` by now."""

    @asynccontextmanager
    async def opened() -> AsyncIterator[Unit]:
        async with unit() as work:
            await lease.require(work.session)
            yield work

    return opened


class DueWork:
    """Works off what a table says is due, one transaction per row.

    A row that fails is left due and tried again after RETRY_AFTER; the others go on meanwhile.
    So is one that would wake somebody, until their morning. Of many rows, as after an outage,
    `at_once` are done a tick: they are spread over the time that people need to read. `found` is
    told at each tick how many are due, those that are put off among them.
    """

    def __init__(
        self,
        database: Database,
        unit: OpenUnit,
        clock: Callable[[], datetime],
        *,
        due: Due,
        act: Act | None = None,
        prepare: Prepare | None = None,
        at_once: int | None = None,
        found: Callable[[int], None] = lambda _rows: None,
    ) -> None:
        self._found = found
        self._at_once = at_once
        self._database = database
        self._unit = unit
        self._clock = clock
        self._due = due
        self._act = act
        self._prepare = prepare
        self._module = due.__module__
        self._put_off: dict[int, tuple[datetime, datetime]] = {}
        """By row: from when until when it is not tried."""

    async def __call__(self) -> None:
        now = self._clock()
        async with self._database.reading() as session:
            rows = await self._due(session, now)
        self._found(len(rows))
        # Between the two times: a clock that was set back lets every row be tried at once.
        self._put_off = {
            row_id: (since, until)
            for row_id, (since, until) in self._put_off.items()
            if since <= now < until
        }
        ready = [row_id for row_id in rows if row_id not in self._put_off]
        for row_id in ready[: self._at_once]:
            await self._try(row_id, now)

    async def _try(self, row_id: int, now: datetime) -> None:
        try:
            with caused_by(self._cause(row_id)):
                act = self._act or await self._prepared(row_id, now)
                async with self._unit() as work:
                    await act(work.session, row_id, now=work.now)
        except LeaseLostError:
            raise
        except AsleepError as asleep:
            self._put_off[row_id] = now, asleep.until
        except Exception:
            self._put_off[row_id] = now, now + RETRY_AFTER
            log.exception("%s %d failed", self._module, row_id)

    async def _prepared(self, row_id: int, now: datetime) -> Act:
        assert self._prepare is not None
        async with self._database.reading() as session:
            return await self._prepare(session, row_id, now=now)

    def _cause(self, row_id: int) -> Cause:
        return Cause(f"{self._module.removeprefix('services.')}:{row_id}")


@dataclass(frozen=True, slots=True)
class Jobs:
    """Makes the jobs that the subjects hand in (`services.keeps`)."""

    database: Database
    unit: OpenUnit
    unit_by_day: OpenUnit
    """As `unit`, for what is put off where somebody would be woken."""
    clock: Callable[[], datetime]
    due_rows: dict[str, int] = field(default_factory=dict)
    """By job: how many rows were due at its last tick, with those that are put off."""

    def ticks(self) -> list[Tick]:
        return [self.tick(job) for job in JOBS]

    def tick(self, job: Job) -> Tick:
        put_off = job.at_night is AtNight.PUT_OFF
        work = DueWork(
            self.database,
            self.unit_by_day if put_off else self.unit,
            self.clock,
            due=job.due,
            act=job.act,
            prepare=job.prepare,
            at_once=job.at_once,
            found=partial(self.due_rows.__setitem__, job.name),
        )
        return Tick(job.name, job.every, work, job.judges_silence)
