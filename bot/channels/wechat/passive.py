"""Answers that ride back on the callback that asked for them: they are free, and arrive at once.

The sender stays the only one who marks rows. While a callback waits, it waits too before it says
something in that chat, and learns which rows the callback's answer carried.
"""

import asyncio
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from storage.outbox_rows import OutboxRow

_REMEMBERED = 1_000
"""Rows that left lately: the table may still call them waiting."""
_Look = tuple[int, int]
"""A row and its version."""


class Passive:
    """The callbacks that wait, by chat, and what was said by them or is about to be said beside."""

    def __init__(self) -> None:
        self._waiting: dict[int, list[asyncio.Event]] = {}
        self._said: set[_Look] = set()
        self._left: deque[_Look] = deque(maxlen=_REMEMBERED)

    @contextmanager
    def waiting(self, chat_id: int) -> Iterator[None]:
        """Until the end of the block the sender says nothing in the chat."""
        over = asyncio.Event()
        self._waiting.setdefault(chat_id, []).append(over)
        try:
            yield
        finally:
            self._waiting[chat_id].remove(over)
            if not self._waiting[chat_id]:
                del self._waiting[chat_id]
            over.set()

    async def said(self, row: OutboxRow) -> bool:
        """Whether a callback's answer carried the row; if not, it is taken for leaving now."""
        while waiting := self._waiting.get(row.chat_id):
            await waiting[0].wait()
        look = row.id, row.version
        if look in self._said:
            self._said.discard(look)
            return True
        self._left.append(look)
        return False

    def may_say(self, row: OutboxRow) -> bool:
        """Whether a callback's answer may carry it: it is neither said nor about to be."""
        look = row.id, row.version
        return look not in self._said and look not in self._left

    @contextmanager
    def carrying(self, rows: Sequence[OutboxRow]) -> Iterator[None]:
        """A callback's answer carries them, unless the block fails."""
        looks = {(row.id, row.version) for row in rows}
        self._said |= looks
        try:
            yield
        except BaseException:
            self._said -= looks
            raise
