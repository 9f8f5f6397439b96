"""Telling a fault of the database that passes from one that the same statement causes each time."""

import sqlite3

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

PASSING_SQLITE = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_READONLY,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_PROTOCOL,
    }
)
"""Primary result codes (sqlite.org/rescode.html): locked, or the disk or memory gave out."""
PASSING_POSTGRESQL = ("08", "25006", "40", "53", "55P03", "57P", "58")
"""Beginnings of SQLSTATE (PostgreSQL manual, appendix A): connection lost, read-only after a
failover, serialization and deadlock, resources, lock not available, shutdown, system error."""


class OutrunError(Exception):
    """Another transaction was faster; run again, the same work sees what it has done."""


def passes(error: BaseException) -> bool:
    """Whether the same work may succeed a little later, as the database stands.

    Anything else (numbers out of range, violated constraints, statements that are wrong) would
    fail each time: somebody who sends it on purpose must not get a second try.
    """
    if isinstance(error, PoolTimeoutError | ConnectionError | OutrunError):
        return True
    if not isinstance(error, DBAPIError):
        return False
    if error.connection_invalidated:
        return True
    driver = error.orig
    if isinstance(driver, sqlite3.Error):
        # The primary code is the low byte of the extended one; without a code the driver refused.
        return getattr(driver, "sqlite_errorcode", 0) & 0xFF in PASSING_SQLITE
    return str(getattr(driver, "sqlstate", None) or "").startswith(PASSING_POSTGRESQL)
