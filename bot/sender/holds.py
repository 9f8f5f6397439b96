"""When not to send: what Telegram asked for, and what a broken network teaches."""

import math
import random
from collections.abc import Callable, Collection
from datetime import UTC, datetime, timedelta

from bot.sender.limits import CALLBACK_ANSWER
from storage.outbox_rows import OutboxRow

LONGEST_BACKOFF = timedelta(seconds=60)
LONGEST_HOLD = timedelta(hours=1)
"""As long as anything is held: told to wait for longer, the bot asks again after it, and what lies
further ahead is from before the clock was set back."""
PATIENCE = 20
"""Tries after which a row is given up while others get through: it is what the server chokes on.
With the back-off that is a quarter of an hour. While nothing gets through, nothing is given up."""

_CHATS_THAT_MEAN_ALL = 3
"""So many people told to wait at once: they did not all write too much, the bot did."""

_NEVER = datetime.min.replace(tzinfo=UTC)


def backoff(failures: int) -> timedelta:
    """1 s, 2 s, 4 s … up to a minute, each shortened by up to half so that retries spread."""
    seconds = min(2.0 ** (failures - 1), LONGEST_BACKOFF.total_seconds())
    return timedelta(seconds=seconds * random.uniform(0.5, 1.0))  # noqa: S311 - spread, no secret


class Holds:
    """Which chats are shut, and until when everything is."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._chats: dict[int, datetime] = {}
        self._told_to_wait: dict[int, datetime] = {}
        self._everything = _NEVER
        self._troubles = 0
        self._last_success = _NEVER

    def resume(self, chats: dict[int, datetime]) -> None:
        """Take over what an earlier sender had put off."""
        self._chats |= chats

    @property
    def open(self) -> bool:
        return not self._ahead(self._everything)

    @property
    def probing(self) -> bool:
        """Nothing got through lately, so one call at a time finds out whether it does again."""
        return self._troubles > 1

    def seconds_to_next(self) -> float:
        """How long until something that is shut now opens; infinity if nothing is."""
        now = self._clock()
        held = (self._everything, *self._chats.values())
        ahead = [until for until in held if self._ahead(until)]
        return (min(ahead) - now).total_seconds() if ahead else math.inf

    def shut_chats(self) -> Collection[int]:
        self._chats = {chat: until for chat, until in self._chats.items() if self._ahead(until)}
        return self._chats.keys()

    def got_through(self) -> None:
        """The server answered, whether with yes or with no."""
        self._troubles = 0
        self._last_success = self._clock()

    def told_to_wait(self, row: OutboxRow, seconds: int) -> datetime:
        """Until when `row` waits. Told so in several private chats at once, everything waits.

        Groups say nothing about the rest: their own limit is what a bot meets there first.
        """
        now = self._clock()
        self._troubles = 0
        until = now + min(timedelta(seconds=seconds), LONGEST_HOLD)
        self._told_to_wait = {chat: end for chat, end in self._told_to_wait.items() if end > now}
        if not row.chat.is_group:
            self._told_to_wait[row.chat_id] = until
        if len(self._told_to_wait) >= _CHATS_THAT_MEAN_ALL:
            self._everything = max(self._everything, until)
        return self._put_off(row, until)

    def trouble(self, row: OutboxRow) -> datetime | None:
        """Until when `row` waits; None if it has to be given up."""
        now = self._clock()
        if row.attempts + 1 >= PATIENCE and self._last_success >= now - LONGEST_BACKOFF:
            return None
        # Many calls fail together when the line breaks: they are one trouble, not many.
        if self.open:
            self._troubles += 1
            if self.probing:
                self._everything = now + backoff(self._troubles - 1)
        return self._put_off(row, now + backoff(row.attempts + 1))

    def _ahead(self, until: datetime) -> bool:
        return timedelta(0) < until - self._clock() <= LONGEST_HOLD

    def _put_off(self, row: OutboxRow, until: datetime) -> datetime:
        if row.method != CALLBACK_ANSWER:
            self._chats[row.chat_id] = until
        return until
