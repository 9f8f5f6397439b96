"""The jobs: each works off what is due in the tables, one row a transaction."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from services import follow_up, left_alone, overdue, wishes
from services.places import checking
from services.volunteering import granting
from storage.engine import Database

log = logging.getLogger(__name__)

RETRY_AFTER = timedelta(minutes=1)


class Unit(Protocol):
    """A transaction that announces what happened in it; see `bot.work.Unit`."""

    session: AsyncSession
    now: datetime


OpenUnit = Callable[[], AbstractAsyncContextManager[Unit]]
Due = Callable[[AsyncSession, datetime], Awaitable[list[int]]]


class Act(Protocol):
    __module__: str

    def __call__(
        self, session: AsyncSession, row_id: int, /, *, now: datetime
    ) -> Awaitable[None]: ...


class DueWork:
    """Works off what a table says is due, one row a transaction.

    A row that fails is left due and tried again after RETRY_AFTER; the others go on meanwhile.
    """

    def __init__(
        self,
        database: Database,
        unit: OpenUnit,
        clock: Callable[[], datetime],
        *,
        due: Due,
        act: Act,
    ) -> None:
        self._database = database
        self._unit = unit
        self._clock = clock
        self._due = due
        self._act = act
        self._failed: dict[int, datetime] = {}

    async def __call__(self) -> None:
        now = self._clock()
        async with self._database.reading() as session:
            rows = await self._due(session, now)
        for row_id in rows:
            failed_at = self._failed.get(row_id)
            if failed_at is None or now >= failed_at + RETRY_AFTER:
                await self._try(row_id, now)

    async def _try(self, row_id: int, now: datetime) -> None:
        try:
            async with self._unit() as work:
                await self._act(work.session, row_id, now=work.now)
        except Exception:
            self._failed[row_id] = now
            log.exception("%s %d failed", self._act.__module__, row_id)
        else:
            self._failed.pop(row_id, None)


def follow_ups(database: Database, unit: OpenUnit, clock: Callable[[], datetime]) -> DueWork:
    """问效于民: ask, remind, close as unrated."""
    return DueWork(database, unit, clock, due=follow_up.due, act=follow_up.act)


def overdue_tickets(database: Database, unit: OpenUnit, clock: Callable[[], datetime]) -> DueWork:
    """Tell groups that nobody took a request by the time its author was promised."""
    return DueWork(database, unit, clock, due=overdue.due, act=overdue.act)


def left_alone_tickets(
    database: Database, unit: OpenUnit, clock: Callable[[], datetime]
) -> DueWork:
    """Remind groups of what somebody took and left."""
    return DueWork(database, unit, clock, due=left_alone.due, act=left_alone.act)


def place_checks(
    database: Database, unit: OpenUnit, clock: Callable[[], datetime], *, ask: Act
) -> DueWork:
    """Have the staff of communities asked (`ask`) whether their oldest entries are still true."""
    return DueWork(database, unit, clock, due=checking.due, act=ask)


def quiet_wishes(database: Database, unit: OpenUnit, clock: Callable[[], datetime]) -> DueWork:
    """Remind of wishes whose granter should have been in touch by now."""
    return DueWork(database, unit, clock, due=wishes.due, act=wishes.act)


def unmatched_wishes(database: Database, unit: OpenUnit, clock: Callable[[], datetime]) -> DueWork:
    """Post wishes again that nobody claimed in their time."""
    return DueWork(database, unit, clock, due=granting.due, act=granting.act)
