"""The database: SQLite by default, PostgreSQL by URL, one way to open a transaction on both."""

import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from storage.holding import HoldingSession
from storage.remembered import Memory, Recall, notice_changes
from storage.sqlite_driver import SqliteDriver

READERS = 4
BUSY_TIMEOUT_MS = 10_000
"""How long another process (a backup, the command line) may hold SQLite's write lock."""
COMPILED = 2_000
"""Statements kept compiled: a day of all subjects has some five hundred, SQLAlchemy's own limit."""


class Database:
    """Transactions to write in, and sessions to read in.

    Made with a path that cannot be opened, it raises sqlite3.Error or OSError.

    SQLite has one writing connection, opened with BEGIN IMMEDIATE: of all set-ups measured it is
    the one that never lost an update and never said "database is locked". Readers stand beside
    it and see what was committed. PostgreSQL needs no such care and serves both from one pool.
    """

    def __init__(
        self,
        url: str | URL,
        *,
        ends_hung_after: timedelta | None = None,
        waited: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        """`ends_hung_after`: PostgreSQL rolls a transaction back that has stood still for so long,
        or a process that hangs would keep what it has locked. `waited` is told how many seconds
        each transaction waited for its connection, and on SQLite for the lock."""
        self.url = make_url(url)
        self._waited = waited
        if self.is_sqlite:
            self._writer = _sqlite_engine(self.url, writes=True)
            self._reader = _sqlite_engine(self.url, writes=False)
        else:
            idle = timedelta(0) if ends_hung_after is None else ends_hung_after
            limit = {"idle_in_transaction_session_timeout": f"{idle // timedelta(milliseconds=1)}"}
            self._writer = self._reader = create_async_engine(
                self.url, connect_args={"server_settings": limit}, query_cache_size=COMPILED
            )
        self._memory = Memory()
        notice_changes(self._writer.sync_engine)

    @property
    def is_sqlite(self) -> bool:
        return self.url.get_backend_name() == "sqlite"

    @property
    def writer(self) -> AsyncEngine:
        return self._writer

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """Commit on leaving, roll back on an exception."""
        async with self._session(self._writer, HoldingSession) as session, session.begin():
            wanted = time.perf_counter()
            await session.connection()
            self._waited(time.perf_counter() - wanted)
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A session that sees what was committed and writes nothing."""
        async with self._session(self._reader, Session) as session:
            yield session

    def _session(self, engine: AsyncEngine, kind: type[Session]) -> AsyncSession:
        session = AsyncSession(engine, expire_on_commit=False, sync_session_class=kind)
        Recall.begin(session, self._memory)
        return session

    async def answers(self) -> bool:
        """Whether a statement gets through."""
        try:
            async with self.reading() as session:
                await session.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError):
            return False
        return True

    def connections_in_use(self) -> dict[str, int]:
        """By pool, at this moment; PostgreSQL has one for both."""
        pools = {"writer": self._writer.pool}
        if self._reader is not self._writer:
            pools["reader"] = self._reader.pool
        return {
            name: pool.checkedout() for name, pool in pools.items() if isinstance(pool, QueuePool)
        }

    async def close(self) -> None:
        await self._writer.dispose()
        await self._reader.dispose()


def _sqlite_engine(url: URL, *, writes: bool) -> AsyncEngine:
    if url.database and url.database != ":memory:":
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        # What cannot be opened says so here: the driver's thread would outlive the loop.
        sqlite3.connect(url.database).close()
    engine = create_async_engine(
        url,
        module=SqliteDriver(writes=writes),
        query_cache_size=COMPILED,
        pool_size=1 if writes else READERS,
        max_overflow=0,
    )

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        try:
            _configure(connection, writes=writes)
        except sqlite3.Error:
            # Nobody else would, and its thread would outlive the loop: the file is no database.
            connection.close()
            raise

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


def _configure(connection: Any, *, writes: bool) -> None:
    # The driver would otherwise decide by itself when a transaction begins.
    connection.isolation_level = None
    cursor: sqlite3.Cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.execute("PRAGMA synchronous = FULL")
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    if not writes:
        cursor.execute("PRAGMA query_only = ON")
    cursor.close()
