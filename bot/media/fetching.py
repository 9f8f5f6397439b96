"""Fetching what came on a channel that keeps it only for a while, before it is gone there."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from sqlalchemy.exc import SQLAlchemyError

from bot.media.store import LostError, NotNowError
from bot.media.supply import Supply
from storage import media_bytes
from storage.engine import Database
from storage.tables import Channel, MediaFetch

log = logging.getLogger(__name__)

LOOK_EVERY = 2.0
"""Seconds."""
AT_ONCE = 4
_FIRST_PAUSE = timedelta(seconds=5)
_LONGEST_PAUSE = timedelta(minutes=10)


class Fetching:
    """Of one channel, where `on_duty` says that no other process fetches them."""

    def __init__(
        self,
        channel: Channel,
        database: Database,
        supply: Supply,
        clock: Callable[[], datetime],
        on_duty: Callable[[], bool],
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._channel = channel
        self._database = database
        self._supply = supply
        self._clock = clock
        self._on_duty = on_duty
        self._sleep = sleep

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            try:
                if self._on_duty():
                    while await self.look():
                        pass
            except (SQLAlchemyError, OSError) as error:
                log.error("files that came cannot be fetched: %s", type(error).__name__)  # noqa: TRY400
            await self._sleep(LOOK_EVERY)

    async def look(self) -> int:
        """Fetch some of what is due; how many they were."""
        async with self._database.reading() as session:
            due = await media_bytes.due(session, self._channel, self._clock(), AT_ONCE)
        await asyncio.gather(*map(self._fetch, due))
        return len(due)

    async def _fetch(self, wanted: MediaFetch) -> None:
        try:
            await self._supply.bring_here(wanted.media_id)
        except (LostError, NotNowError) as error:
            await self._put_off(wanted, error)
        except SQLAlchemyError:
            raise
        except Exception as error:  # one file must not keep the others from being fetched
            log.exception("a file on %s could not be fetched", self._channel)
            await self._put_off(wanted, NotNowError(type(error).__name__))

    async def _put_off(self, wanted: MediaFetch, error: LostError | NotNowError) -> None:
        now = self._clock()
        async with self._database.transaction() as session:
            if isinstance(error, NotNowError) and now < wanted.until:
                # The last tries come before it is too late, however long the pauses have grown.
                soon = max(_FIRST_PAUSE, (wanted.until - now) / 2)
                pause = min(_FIRST_PAUSE * 2**wanted.attempts, _LONGEST_PAUSE, soon)
                await media_bytes.try_again(session, wanted.media_id, now + pause)
                log.warning("a file on %s is fetched later: %s", self._channel, error)
            else:
                await media_bytes.give_up(session, wanted.media_id)
                log.error("a file on %s could not be fetched in time", self._channel)
