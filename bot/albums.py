"""Several pictures sent at once: they arrive one by one and mean one thing."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

from bot.reading import chat_id_of

QUIET = 0.6
"""Seconds without a further piece after which an album is whole; polling takes half of that to
fetch the next."""
LARGEST = 10
"""Pieces of an album (Bot API)."""


def album_in(raw: dict[str, Any]) -> str | None:
    """The album that an update brings a piece of."""
    match raw:
        case {"message": {"media_group_id": str(album)}}:
            return album
    return None


def as_piece(raw: dict[str, Any], album: object) -> dict[str, Any]:
    """The update of a message that belongs to an album, which does not say so itself."""
    return raw | {"message": raw["message"] | {"media_group_id": str(album)}}


@dataclass(slots=True)
class _Gathering:
    album: str
    whole: asyncio.Event = field(default_factory=asyncio.Event)
    pieces: int = 0
    timer: asyncio.TimerHandle | None = None


class Albums:
    """Holds the pieces of an album, and what follows them in their chat, until it is whole."""

    def __init__(self) -> None:
        self._gathering: dict[object, _Gathering] = {}

    async def whole(self, raw: dict[str, Any]) -> None:
        """Returns when `raw` may go on; all pieces of an album do so at once, into one batch."""
        chat, album = chat_id_of(raw), album_in(raw)
        while (gathering := self._gathering.get(chat)) is not None and gathering.album != album:
            await gathering.whole.wait()
        if album is None:
            return
        if gathering is None:
            gathering = self._gathering[chat] = _Gathering(album)
        self._count(chat, gathering)
        await gathering.whole.wait()

    def _count(self, chat: object, gathering: _Gathering) -> None:
        gathering.pieces += 1
        if gathering.timer is not None:
            gathering.timer.cancel()
        wait = QUIET if gathering.pieces < LARGEST else 0
        gathering.timer = asyncio.get_running_loop().call_later(wait, self._close, chat)

    def _close(self, chat: object) -> None:
        self._gathering.pop(chat).whole.set()
