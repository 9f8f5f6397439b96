"""One sender at a time, also where several processes share a database."""

import logging

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import Database

logger = logging.getLogger(__name__)

SENDER_LOCK = 0x4A4C_5345_4E44
"""Any number no other lock of this database uses; this one spells JLSEND."""


class Lease:
    """On PostgreSQL an advisory lock, held by a connection of its own. SQLite has one process.

    If that connection breaks, another sender may begin while this one still awaits answers; what
    is in flight at that moment may then be sent twice.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._connection: AsyncConnection | None = None

    async def held(self) -> bool:
        """Whether this sender is the one that sends; takes the lease if it is free."""
        if self._database.is_sqlite:
            return True
        try:
            if self._connection is None:
                return await self._take()
            await self._connection.execute(text("SELECT 1"))
        except (SQLAlchemyError, OSError) as error:
            logger.warning("the sender's lease is lost: %s", type(error).__name__)
            await self._drop()
            return False
        return True

    async def release(self) -> None:
        await self._drop()

    async def _take(self) -> bool:
        connection = await self._database.writer.connect()
        self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        lock = text("SELECT pg_try_advisory_lock(:key)")
        if await self._connection.scalar(lock, {"key": SENDER_LOCK}):
            return True
        await self._drop()
        return False

    async def _drop(self) -> None:
        """Close the connection for good: given back to the pool it would keep the lock."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()
