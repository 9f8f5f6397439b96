"""Albums: their pieces go on together, and what follows them in their chat behind them."""

import asyncio
from typing import Any

import pytest

from bot import albums
from bot.albums import LARGEST, Albums


def piece(number: int, album: str | None = "a", chat: int = 7) -> dict[str, Any]:
    message: dict[str, Any] = {"message_id": number, "chat": {"id": chat}}
    if album:
        message["media_group_id"] = album
    return {"update_id": number, "message": message}


class Door:
    """Notes in which order updates go on."""

    def __init__(self) -> None:
        self.through: list[int] = []
        self._albums = Albums()
        self._waiting: list[asyncio.Task[None]] = []

    async def arrives(self, raw: dict[str, Any]) -> None:
        self._waiting.append(asyncio.create_task(self._passes(raw)))
        await asyncio.sleep(0)

    async def _passes(self, raw: dict[str, Any]) -> None:
        await self._albums.whole(raw)
        self.through.append(raw["update_id"])

    async def all_through(self) -> list[int]:
        await asyncio.gather(*self._waiting)
        return self.through


@pytest.fixture
async def door(monkeypatch: pytest.MonkeyPatch) -> Door:
    monkeypatch.setattr(albums, "QUIET", 0.01)
    return Door()


async def test_what_is_no_album_goes_on_at_once(door: Door) -> None:
    await door.arrives(piece(1, album=None))
    assert door.through == [1]


async def test_pieces_go_on_together_and_in_order(door: Door) -> None:
    for number in (1, 2, 3):
        await door.arrives(piece(number))
    assert door.through == []
    assert await door.all_through() == [1, 2, 3]


async def test_what_follows_in_the_chat_goes_on_behind_it(door: Door) -> None:
    await door.arrives(piece(1))
    await door.arrives(piece(2, album=None))
    await door.arrives(piece(3, album="b"))
    await door.arrives(piece(4, album=None))
    await door.arrives(piece(5))
    assert await door.all_through() == [1, 2, 5, 3, 4]


async def test_other_chats_do_not_wait(door: Door) -> None:
    await door.arrives(piece(1))
    await door.arrives(piece(2, album=None, chat=8))
    assert door.through == [2]
    assert await door.all_through() == [2, 1]


async def test_a_full_album_waits_for_nothing(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(albums, "QUIET", 3600)
    for number in range(LARGEST):
        await door.arrives(piece(number))
    assert await door.all_through() == list(range(LARGEST))
