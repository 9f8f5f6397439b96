"""Working time between two moments, of many requests at once.

The same as `services.calendar.worked`, which would walk through the days for each of them.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar
from services.numbers.counting import Worked
from services.numbers.stories import Story

Stretch = tuple[datetime, datetime]


async def working_time(session: AsyncSession, some: Sequence[Story]) -> Worked:
    """Of these requests, from when they were filed to their last lines."""
    open_in: dict[int, Open] = {}
    for community_id in {story.community_id for story in some}:
        there = [story for story in some if story.community_id == community_id]
        since = min(story.filed_at for story in there)
        until = max((line.at for story in there for line in story.lines), default=since)
        open_in[community_id] = Open(await calendar.opening(session, since, until, community_id))

    def worked(start: datetime, end: datetime, community_id: int) -> timedelta:
        return open_in[community_id].between(start, end)

    return worked


class Open:
    """When people work, stretch after stretch, and how long since the first of them."""

    def __init__(self, stretches: Iterable[Stretch]) -> None:
        self._stretches = list(stretches)
        self._opens = [opens for opens, _closes in self._stretches]
        lengths = (closes - opens for opens, closes in self._stretches)
        self._before = [timedelta(), *accumulate(lengths)]

    def between(self, start: datetime, end: datetime) -> timedelta:
        """Nothing where `end` is no later."""
        return max(self._until(end) - self._until(start), timedelta())

    def _until(self, at: datetime) -> timedelta:
        begun = bisect_right(self._opens, at)
        if begun == 0:
            return timedelta()
        opens, closes = self._stretches[begun - 1]
        return self._before[begun - 1] + min(at, closes) - opens
