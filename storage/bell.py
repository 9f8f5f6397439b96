"""Telling the sender, in another process, that there is something to send."""

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.engine import Database

log = logging.getLogger(__name__)

_NAME = "jinlin_outbox"
_RING = text(f"NOTIFY {_NAME}")
AGAIN_AFTER = 1.0
"""Seconds until a lost connection is made again; the sender looks as often by itself."""


class Bell:
    """LISTEN and NOTIFY of PostgreSQL; `heard` is called in every process that runs one.

    A NOTIFY within a transaction would make the commits of the whole database wait for one another
    (PostgreSQL locks its queue until the commit is done). So it follows the commit, on a connection
    of its own, once for all that was committed meanwhile. A process that dies between the two costs
    a second: the sender looks at the table that often anyway.
    """

    def __init__(self, database: Database, heard: Callable[[], object]) -> None:
        self._database = database
        self._heard = heard
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """To be called after a commit that wrote rows."""
        self._rung.set()

    async def run(self) -> None:
        """Until cancelled; SQLite's single process needs none."""
        while not self._database.is_sqlite:
            try:
                async with self._database.writer.connect() as connection:
                    await self._serve(connection)
            except Exception as error:  # noqa: BLE001 - whatever it is, senders look by themselves
                log.warning("senders are not woken: %s", type(error).__name__)
                await asyncio.sleep(AGAIN_AFTER)

    async def _serve(self, connection: AsyncConnection) -> None:
        connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
        raw = await connection.get_raw_connection()
        driver: Any = raw.driver_connection
        try:
            await driver.add_listener(_NAME, lambda *_: self._heard())
            # Else one who never rings would not notice that it has become deaf.
            driver.add_termination_listener(lambda *_: self._rung.set())
            while True:
                await self._rung.wait()
                self._rung.clear()
                await connection.execute(_RING)
        finally:
            # Given back to the pool it would go on listening.
            await connection.invalidate()
