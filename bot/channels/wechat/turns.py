"""Whose turn it is in a chat: one callback after the other, but photos that follow closely as one.

WeChat hands over each of several photos by itself and says of none that they belong together.
Answered one by one, somebody would read the same thing as often as they sent photos. While photos
are gathered, none of their callbacks is answered: should the process die, WeChat sends them again.
Another process that takes in callbacks gathers by itself.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar
from weakref import WeakValueDictionary

from bot import albums

QUIET = 1.5
"""Seconds without a further photo after which they are taken in; phones send one by one."""
LONGEST = 3.0
"""Seconds after the first at which they are, whatever follows: WeChat waits for five."""
T = TypeVar("T")


@dataclass(slots=True)
class _Gathering(Generic[T]):
    pieces: list[T]
    ends_at: float
    """By the loop's clock."""
    whole: asyncio.Event = field(default_factory=asyncio.Event)
    timer: asyncio.TimerHandle | None = None


class Turns(Generic[T]):
    """take_in: what is done with one piece, or with several that are an album."""

    def __init__(self, take_in: Callable[[int, Sequence[T]], Awaitable[None]]) -> None:
        self._take_in = take_in
        self.quiet, self.longest, self.largest = QUIET, LONGEST, albums.LARGEST
        self._locks: WeakValueDictionary[int, asyncio.Lock] = WeakValueDictionary()
        """By chat, as long as somebody holds one or waits for it."""
        self._gathering: dict[int, tuple[_Gathering[T], asyncio.Task[None]]] = {}
        """By chat, while more may follow."""

    async def take(self, chat_id: int, piece: T, *, may_be_of_album: bool) -> bool:
        """Returns when the piece, and those gathered with it, are taken in; raises what that does.

        False for the further ones of an album: its answer is said to the first.
        """
        if not may_be_of_album:
            async with self._lock(chat_id):
                await self._take_in(chat_id, [piece])
            return True
        found = self._gathering.get(chat_id)
        is_first = found is None
        if found is None:
            ends_at = asyncio.get_running_loop().time() + self.longest
            gathering = _Gathering([piece], ends_at)
            # Its place in the chat is behind what came before the first of them.
            found = gathering, asyncio.create_task(self._together(chat_id, gathering))
            self._gathering[chat_id] = found
        else:
            found[0].pieces.append(piece)
        self._wait_for_more(chat_id, found[0])
        # Who is cancelled meanwhile holds up none of the others.
        await asyncio.shield(found[1])
        return is_first

    def _wait_for_more(self, chat_id: int, gathering: _Gathering[T]) -> None:
        loop = asyncio.get_running_loop()
        if gathering.timer is not None:
            gathering.timer.cancel()
        if len(gathering.pieces) < self.largest:
            until = min(loop.time() + self.quiet, gathering.ends_at)
            gathering.timer = loop.call_at(until, self._close, chat_id)
        else:
            self._close(chat_id)

    def _close(self, chat_id: int) -> None:
        gathering, _task = self._gathering.pop(chat_id)
        gathering.whole.set()

    async def _together(self, chat_id: int, gathering: _Gathering[T]) -> None:
        async with self._lock(chat_id):
            await gathering.whole.wait()
            await self._take_in(chat_id, gathering.pieces)

    def _lock(self, chat_id: int) -> asyncio.Lock:
        return self._locks.setdefault(chat_id, asyncio.Lock())
