"""Work for one process at a time, also where several processes share a database."""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, DateTime, Interval, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession

from storage.engine import Database
from storage.tables import Channel, LeaseRow

log = logging.getLogger(__name__)

TERM = timedelta(seconds=6)
"""From when a process dies or hangs until another may take its lease."""
RENEW_EVERY = 2.0
"""Seconds."""


class Duty(StrEnum):
    """What one process does for all."""

    SENDING = "sending"
    SCHEDULING = "scheduling"


class LeaseLostError(Exception):
    """Another process may have the duty by now: nothing of this transaction may hold."""


class Lease:
    """On PostgreSQL a row with a deadline (docs/decisions/0013); SQLite has one process.

    The process that has it asks `held` every RENEW_EVERY seconds at least, which renews it, and
    calls `require` in each transaction that acts by it: after a hang the deadline may have passed.
    """

    def __init__(
        self,
        database: Database,
        duty: Duty,
        channel: Channel | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._database = database
        self._name = f"{duty}:{channel}" if channel else str(duty)
        self._monotonic = monotonic
        self._holder: str | None = None
        """What stands in the row while it is ours, as far as we know."""
        self._renewed_at = 0.0
        self._asking = asyncio.Lock()

    @property
    def is_ours(self) -> bool:
        """As far as this process knows; nothing may be done by it alone."""
        return self._database.is_sqlite or self._holder is not None

    async def held(self) -> bool:
        """Whether this process has the duty; takes the lease if it is free."""
        if self._database.is_sqlite:
            return True
        async with self._asking:
            now = self._monotonic()
            if self._holder is not None and now - self._renewed_at < RENEW_EVERY:
                return True
            try:
                ours = await (self._take() if self._holder is None else self._renew(self._holder))
            except (SQLAlchemyError, OSError) as error:
                # Whether it is still ours, only the row can say.
                log.warning("no word of the lease for %s: %s", self._name, type(error).__name__)
                return False
            if ours:
                self._renewed_at = now
            return ours

    async def require(self, session: AsyncSession) -> None:
        """Raises LeaseLostError where it is lost; else nobody takes it while `session` lasts."""
        if self._database.is_sqlite:
            return
        ours = select(LeaseRow.name).where(self._row, LeaseRow.holder == self._holder)
        if await session.scalar(ours.with_for_update(read=True)) is None:
            raise LeaseLostError(self._name)

    async def release(self) -> None:
        """Let another process take it at once."""
        async with self._asking:
            holder, self._holder = self._holder, None
            if holder is None:
                return
            try:
                await self._set(LeaseRow.holder == holder, holder, timedelta(0))
            except (SQLAlchemyError, OSError) as error:
                log.warning("%s is free when its term ends: %s", self._name, type(error).__name__)

    async def _take(self) -> bool:
        holder = secrets.token_hex(8)
        if await self._set(LeaseRow.until <= _now(), holder, TERM) or await self._begin(holder):
            log.info("this process does the %s now", self._name)
            self._holder = holder
            return True
        return False

    async def _renew(self, holder: str) -> bool:
        """Also after the deadline, as long as nobody else has taken it."""
        if await self._set(LeaseRow.holder == holder, holder, TERM):
            return True
        log.warning("another process does the %s now", self._name)
        self._holder = None
        return False

    @property
    def _row(self) -> ColumnElement[bool]:
        return LeaseRow.name == self._name

    async def _set(self, where: ColumnElement[bool], holder: str, term: timedelta) -> bool:
        """Whether the row was there and `where` held."""
        statement = (
            update(LeaseRow)
            .where(self._row, where)
            .values(holder=holder, until=_now() + literal(term, Interval))
            .returning(LeaseRow.name)
            .execution_options(synchronize_session=False)
        )
        async with self._database.transaction() as session:
            return await session.scalar(statement) is not None

    async def _begin(self, holder: str) -> bool:
        """The first time that anybody asks; False where there is a row."""
        values = {"name": self._name, "holder": holder, "until": _now() + literal(TERM, Interval)}
        statement = insert(LeaseRow).values(values).on_conflict_do_nothing()
        async with self._database.transaction() as session:
            return await session.scalar(statement.returning(LeaseRow.name)) is not None


async def somebody_works(database: Database) -> bool:
    """Whether any process has a duty of this PostgreSQL database."""
    async with database.reading() as session:
        held = select(LeaseRow.name).where(LeaseRow.until > _now()).limit(1)
        return await session.scalar(held) is not None


def _now() -> ColumnElement[datetime]:
    """The database's clock, which all processes share; not that of the transaction's begin."""
    return func.clock_timestamp(type_=DateTime(timezone=True))
