"""What has arrived and waits to be handled; every chat gets its turn."""

import asyncio
from collections import OrderedDict, deque
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from aiogram.types import Message, TelegramObject, Update

from bot.context import happening
from bot.files import Brought
from storage.cause import Cause


class Arrived(NamedTuple):
    """An update that waits to be handled."""

    update_id: int
    update: Update | None
    """None where it cannot be read: then it is only noted."""
    fetched: Brought
    """The sheet it brings, see `Files`."""
    done: "asyncio.Future[None]"
    at: datetime
    chat: object
    """Where it happened; None for what happens in no chat."""
    album: str | None = None
    rest: "tuple[Arrived, ...]" = ()
    """The further pieces of its album: they are handled as one."""

    @property
    def pieces(self) -> "tuple[Arrived, ...]":
        return self, *self.rest

    @property
    def cause(self) -> Cause:
        return Cause(f"update:{self.update_id}", self.at)

    @property
    def event(self) -> TelegramObject | None:
        """What it brings; None where it cannot be read, or for a kind that nobody handles."""
        return happening(self.update) if self.update else None

    @property
    def kind(self) -> str:
        """The class of what it brings, such as Message; "unreadable" for none."""
        return "unreadable" if self.event is None else type(self.event).__name__

    @property
    def is_command(self) -> bool:
        """Such as /start."""
        event = self.event
        return isinstance(event, Message) and (event.text or "").startswith("/")

    def finish(self, failure: Exception | None = None) -> None:
        """It is done, or has to be sent again."""
        for piece in self.pieces:
            if piece.done.done():
                continue
            if failure is None:
                piece.done.set_result(None)
            else:
                piece.done.set_exception(failure)


class Waiting:
    """A queue for each chat, which take turns: nobody stands behind another chat's flood."""

    def __init__(self) -> None:
        self._chats: OrderedDict[object, deque[tuple[int, Arrived]]] = OrderedDict()
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._chats)

    def put(self, arrived: Arrived) -> None:
        self._count += 1
        self._chats.setdefault(arrived.chat, deque()).append((self._count, arrived))

    def take(self, at_most: int) -> list[Arrived]:
        """In the order in which they arrived, one of each chat before the second of any.

        A little more than `at_most` where an album would be torn.
        """
        taken: list[tuple[int, Arrived]] = []
        while self._chats and len(taken) < at_most:
            chat, queue = self._chats.popitem(last=False)
            taken.append(queue.popleft())
            album = taken[-1][1].album
            while album is not None and queue and queue[0][1].album == album:
                taken.append(queue.popleft())
            if queue:
                self._chats[chat] = queue
        return [arrived for _count, arrived in sorted(taken, key=lambda each: each[0])]


def albums_as_one(batch: Sequence[Arrived]) -> list[Arrived]:
    """`batch` with the pieces of an album together, where its first piece stands."""
    found: dict[object, list[Arrived]] = {}
    for each in batch:
        key = (each.chat, each.album) if each.album else each.done
        found.setdefault(key, []).append(each)
    return [first._replace(rest=tuple(rest)) for first, *rest in found.values()]
