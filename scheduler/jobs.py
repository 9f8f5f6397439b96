"""The jobs: each works off what is due in the tables, one row a transaction."""

import logging
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from datetime import datetime
from typing import Protocol

from sqlalchemy.ext.asyncio import AsyncSession

from services import follow_up, overdue
from storage.engine import Database

log = logging.getLogger(__name__)


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


async def follow_up_due(database: Database, unit: OpenUnit, clock: Callable[[], datetime]) -> None:
    """问效于民: ask, remind, close as unrated."""
    await _work_off(database, unit, clock, follow_up.due, follow_up.act)


async def overdue_due(database: Database, unit: OpenUnit, clock: Callable[[], datetime]) -> None:
    """Tell groups that nobody took a request by the time its author was promised."""
    await _work_off(database, unit, clock, overdue.due, overdue.act)


async def _work_off(
    database: Database, unit: OpenUnit, clock: Callable[[], datetime], due: Due, act: Act
) -> None:
    async with database.reading() as session:
        rows = await due(session, clock())
    for row_id in rows:
        try:
            async with unit() as work:
                await act(work.session, row_id, now=work.now)
        except Exception:
            # The row is still due and comes again with the next tick; the others go on.
            log.exception("%s %d failed", act.__module__, row_id)
