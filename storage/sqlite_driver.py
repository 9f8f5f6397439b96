"""aiosqlite with fewer trips to its thread: docs/decisions/0012.

SQLAlchemy's adapter makes four trips for each statement (open a cursor, execute, fetch, close), and
each wakes the loop through some fifteen coroutines. A reader here makes one. The writer makes none
but for what may wait for a lock or for the disk: BEGIN, COMMIT and ROLLBACK.
"""

import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import aiosqlite
from sqlalchemy.connectors.asyncio import AsyncAdapt_dbapi_connection
from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import EMPTY_DICT
from sqlalchemy.util.concurrency import await_

Execute = Callable[[sqlite3.Cursor, str, Any], object]


@dataclass(frozen=True, slots=True)
class _Ran:
    """What a statement left; the driver's cursor is closed by then."""

    rows: Sequence[Any] = ()
    description: Any = None
    rowcount: int = -1
    lastrowid: int | None = None

    def close(self) -> None:
        """What the adapter calls on a cursor of the driver."""


class _Cursor(AsyncAdapt_aiosqlite_cursor):
    """Runs a statement in the driver's thread, in one trip."""

    __slots__ = ()
    _awaitable_cursor_close = False

    def __init__(self, adapt_connection: AsyncAdapt_dbapi_connection) -> None:
        # The adapter's own would open a cursor of the driver, which is a trip.
        self._adapt_connection = adapt_connection
        self._connection = adapt_connection._connection
        self._soft_closed_memoized = EMPTY_DICT
        self._take(_Ran())

    def execute(self, operation: str, parameters: Any = None) -> None:
        self._perform(sqlite3.Cursor.execute, operation, parameters or ())

    def executemany(self, operation: str, seq_of_parameters: Any) -> None:
        self._perform(sqlite3.Cursor.executemany, operation, seq_of_parameters)

    def _perform(self, execute: Execute, operation: str, parameters: Any) -> None:
        try:
            self._take(self._run(execute, operation, parameters))
        except (sqlite3.Error, ValueError) as error:
            self._adapt_connection._handle_exception(error)

    def _run(self, execute: Execute, operation: str, parameters: Any) -> _Ran:
        run = self._connection._execute
        ran: _Ran = await_(run(_run, self._connection._conn, execute, operation, parameters))
        return ran

    def _take(self, ran: _Ran) -> None:
        self._cursor: Any = ran
        self._rows = deque(ran.rows)


class _WritersCursor(_Cursor):
    """Runs a statement where it is asked for, in the loop's thread."""

    __slots__ = ()

    def _run(self, execute: Execute, operation: str, parameters: Any) -> _Ran:
        if operation.startswith("BEGIN"):
            return super()._run(execute, operation, parameters)
        await_(_at_once())
        return _run(self._connection._conn, execute, operation, parameters)


async def _at_once() -> None:
    """SQLAlchemy insists that whatever is executed has awaited something."""


def _run(connection: sqlite3.Connection, execute: Execute, operation: str, values: Any) -> _Ran:
    cursor = connection.cursor()
    try:
        execute(cursor, operation, values)
        rows = cursor.fetchall() if cursor.description else ()
        return _Ran(rows, cursor.description, cursor.rowcount, cursor.lastrowid)
    finally:
        cursor.close()


class _Reader(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()
    _cursor_cls = _Cursor

    def rollback(self) -> None:
        """The pool rolls back whatever returns to it, most of which was committed."""
        opened = self._connection._connection
        if opened is not None and opened.in_transaction:
            super().rollback()


class _Writer(_Reader):
    __slots__ = ()
    _cursor_cls = _WritersCursor


class SqliteDriver(AsyncAdapt_aiosqlite_dbapi):
    """The DBAPI module of an engine: `create_async_engine(url, module=SqliteDriver(...))`."""

    def __init__(self, *, writes: bool) -> None:
        super().__init__(aiosqlite, sqlite3)
        self._connection_class = _Writer if writes else _Reader

    def connect(self, *args: Any, **kwargs: Any) -> AsyncAdapt_aiosqlite_connection:
        return self._connection_class(self, super().connect(*args, **kwargs)._connection)
