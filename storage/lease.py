"""Work for one process at a time, also where several processes share a database."""

import asyncio
import logging
from enum import IntEnum

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import Database

logger = logging.getLogger(__name__)


class Duty(IntEnum):
    """What one process does for all; the numbers are no other lock's of this database."""

    SENDING = 0x4A4C_5345_4E44
    """JLSEND."""
    SCHEDULING = 0x4A4C_5343_4844
    """JLSCHD."""


class Lease:
    """On PostgreSQL an advisory lock, held by a connection of its own. SQLite has one process.

    If that connection breaks, another process may begin while this one still finishes: a message
    in flight may then be sent twice. Rows are judged again where they are changed, so that what
    is due is still done once.
    """

    def __init__(self, database: Database, duty: Duty) -> None:
        self._database = database
        self._duty = duty
        self._connection: AsyncConnection | None = None
        self._asking = asyncio.Lock()

    async def held(self) -> bool:
        """Whether this process has the duty; takes the lease if it is free."""
        if self._database.is_sqlite:
            return True
        async with self._asking:
            try:
                if self._connection is None:
                    return await self._take()
                await self._connection.execute(text("SELECT 1"))
            except (SQLAlchemyError, OSError) as error:
                name = self._duty.name.lower()
                logger.warning("the lease for %s is lost: %s", name, type(error).__name__)
                await self._drop()
                return False
            return True

    async def release(self) -> None:
        async with self._asking:
            await self._drop()

    async def _take(self) -> bool:
        connection = await self._database.writer.connect()
        self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        lock = text("SELECT pg_try_advisory_lock(:key)")
        if await self._connection.scalar(lock, {"key": int(self._duty)}):
            return True
        await self._drop()
        return False

    async def _drop(self) -> None:
        """Close the connection for good: given back to the pool it would keep the lock."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.invalidate()
            await connection.close()
