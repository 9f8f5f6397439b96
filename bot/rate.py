"""How much one person may send: enough for three albums a minute, too little to stop the desk."""

from collections import deque
from collections.abc import Hashable
from datetime import datetime, timedelta
from enum import Enum

AT_MOST = 60
WITHIN = timedelta(minutes=1)
REMEMBERED = 10_000
"""People whose pace is known; beyond that the ones who were silent longest are forgotten."""


class Pace(Enum):
    FINE = "fine"
    TOO_FAST = "too fast"
    """The first update over the limit: the person is told."""
    STILL_TOO_FAST = "still too fast"
    """Dropped without a word, or the answers would be a flood themselves."""


class RateLimit:
    """Counts each update once, however often its batch has to run again.

    Kept in memory: after a restart everybody begins with a clean sheet, and nothing is promised
    to those who flood.
    """

    def __init__(self) -> None:
        self._seen: dict[Hashable, deque[tuple[datetime, int]]] = {}

    def pace(self, sender: Hashable, update_id: int, now: datetime) -> Pace:
        seen = self._seen.pop(sender, deque())
        self._seen[sender] = seen
        if len(self._seen) > REMEMBERED:
            del self._seen[next(iter(self._seen))]
        while seen and seen[0][0] <= now - WITHIN:
            seen.popleft()
        known = [each for _at, each in seen]
        if update_id not in known:
            if len(seen) > AT_MOST:
                return Pace.STILL_TOO_FAST
            seen.append((now, update_id))
            known.append(update_id)
        return Pace.FINE if known.index(update_id) < AT_MOST else Pace.TOO_FAST
