"""Updates that were fetched and are not all done: what comes again waits by itself."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.intake import Intake
from bot.reading import MalformedError, chat_id_of, update_id_of

log = logging.getLogger(__name__)

FIRST_WAIT, LONGEST_WAIT, LONGER = 0.5, 15.0, 1.5
"""Seconds until an update is tried again, and by what factor that grows."""
PATIENCE = 0.2
"""Seconds for what was fetched to be done before more is fetched. What takes longer, such as a
sheet that has to be downloaded or an album of which pieces are missing, goes on meanwhile."""


class Again(NamedTuple):
    due: float
    wait: float


class Unconfirmed:
    """What getUpdates keeps returning until everything before it is done.

    An update that has to come again is tried again after a wait of its own, and what follows it in
    its chat waits with it, so that words keep their order. Everybody else's go on at once.
    """

    def __init__(self, intake: Intake, clock: Callable[[], float] = time.monotonic) -> None:
        self._intake = intake
        self._clock = clock
        self._done: set[int] = set()
        self._again: dict[int, Again] = {}
        self._flying: dict[int, asyncio.Task[None]] = {}
        self._nameless = 0

    @property
    def waits(self) -> bool:
        """Whether anything that was fetched is not done."""
        return bool(self._again or self._flying)

    async def close(self) -> None:
        """Leave what is not done to come again after the next start."""
        flying = list(self._flying.values())
        for task in flying:
            task.cancel()
        await asyncio.gather(*flying, return_exceptions=True)

    async def take_in(self, updates: Sequence[object]) -> int:
        """Hand over what is new or due; returns the first id that is not confirmed (0: none)."""
        fetched = {number: raw for raw in updates if (number := update_id_of(raw)) is not None}
        self._note_nameless(len(updates) - len(fetched))
        for number in self._due(fetched):
            self._flying[number] = asyncio.create_task(self._submit(number, fetched[number]))
        if self._flying:
            await asyncio.wait(self._flying.values(), timeout=PATIENCE)
        open_ones = fetched.keys() - self._done
        following = min(open_ones) if open_ones else max(fetched, default=-1) + 1
        self._done = {number for number in self._done if number >= following}
        return following

    def _due(self, fetched: dict[int, object]) -> list[int]:
        now = self._clock()
        due, held = [], set()
        for number in sorted(fetched.keys() - self._done - self._flying.keys()):
            again, chat = self._again.get(number), chat_id_of(fetched[number])
            if (again and again.due > now) or (chat is not None and chat in held):
                held.add(chat)
            else:
                due.append(number)
        return due

    def _note_nameless(self, count: int) -> None:
        """Once, though they come with every fetch: without an id they cannot be confirmed."""
        if count > self._nameless:
            log.warning("%d fetched updates have no id and are passed over", count)
        self._nameless = count

    async def _submit(self, number: int, raw: object) -> None:
        try:
            await self._intake.submit(raw)
        except MalformedError as error:
            log.warning("update %d is none: %s", number, error)
        except Exception as error:  # noqa: BLE001 - whatever failed concerns this update
            log.warning("update %d comes again: %s", number, type(error).__name__)
            before = self._again.get(number)
            wait = min(before.wait * LONGER, LONGEST_WAIT) if before else FIRST_WAIT
            self._again[number] = Again(self._clock() + wait, wait)
            return
        finally:
            self._flying.pop(number, None)
        self._again.pop(number, None)
        self._done.add(number)
