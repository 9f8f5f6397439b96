"""Telling of trouble once, and of its end: what was told is kept, also over a restart."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.news import tell
from services.watch.news import Finding, TroubleOver
from storage.tables import Alarm, Trouble

log = logging.getLogger(__name__)

SURE_AFTER = timedelta(minutes=1)
"""Seen twice: a message of the night that has to be tried again seems hours old for a moment."""
WELL_FOR = timedelta(minutes=5)
"""So long it has to be well, or something that comes and goes would be told again and again."""

Check = Callable[[AsyncSession, datetime], Awaitable[Finding | None]]


class Alarms:
    """Goes through the conditions; `due` and `act` as in `services.keeps`, by the trouble's number.

    A row is what is known of a trouble: noticed, told, better since. Without one all is well.
    """

    def __init__(self, checks: Mapping[Trouble, Check]) -> None:
        self._checks = checks

    async def due(self, session: AsyncSession, now: datetime) -> list[int]:
        known = {row.trouble: row for row in await session.scalars(select(Alarm))}
        return [
            int(trouble)
            for trouble, check in self._checks.items()
            if _is_news(known.get(trouble), await check(session, now), now)
        ]

    async def act(self, session: AsyncSession, number: int, /, *, now: datetime) -> None:
        trouble = Trouble(number)
        found = await self._checks[trouble](session, now)
        row = await session.get(Alarm, trouble)
        if not _is_news(row, found, now):
            return
        if row is None:
            session.add(Alarm(trouble=trouble, noticed_at=now))
        elif found is not None:
            _go_on(session, row, found, now)
        elif row.told_at is None:
            await session.delete(row)
        elif row.well_since is None:
            row.well_since = now
        else:
            await session.delete(row)
            log.warning("over: %s", trouble.name.lower())
            tell(session, TroubleOver(trouble))


def _go_on(session: AsyncSession, row: Alarm, found: Finding, now: datetime) -> None:
    row.well_since = None
    if row.told_at is None:
        row.told_at = now
        # The log has it too: what is stuck may be the way by which it is told.
        log.error("%s", found)
        tell(session, found)


def _is_news(row: Alarm | None, found: Finding | None, now: datetime) -> bool:
    """Whether what is kept of a trouble has to change."""
    if row is None:
        return found is not None
    if found is None:
        return row.well_since is None or now - row.well_since >= WELL_FOR
    if row.told_at is None:
        return now - row.noticed_at >= SURE_AFTER
    return row.well_since is not None
