"""Photos that follow one another closely are taken in together, and what follows behind them."""

import asyncio
from collections.abc import Sequence

import pytest

from bot.albums import LARGEST
from bot.channels.wechat.turns import Turns

NEVER = 3600.0


class Door:
    """Notes what goes on together, and in which order."""

    def __init__(self) -> None:
        self.through: list[list[str]] = []
        self.turns = Turns[str](self._goes_on)
        self._waiting: list[asyncio.Task[bool]] = []

    async def _goes_on(self, _chat_id: int, pieces: Sequence[str]) -> None:
        await asyncio.sleep(0)
        if "broken" in pieces:
            raise OSError
        self.through.append([*pieces])

    async def arrives(self, *names: str, chat: int = 7) -> None:
        """Photos, but for words."""
        for name in names:
            taken = self.turns.take(chat, name, may_be_of_album=name != "words")
            self._waiting.append(asyncio.create_task(taken))
            await asyncio.sleep(0)

    async def ends(self) -> list[bool | BaseException]:
        return await asyncio.gather(*self._waiting, return_exceptions=True)


@pytest.fixture
async def door() -> Door:
    made = Door()
    made.turns.quiet, made.turns.longest = 0.01, NEVER
    return made


async def test_photos_go_on_together_and_the_first_is_told(door: Door) -> None:
    await door.arrives("a", "b", "c")
    assert await door.ends() == [True, False, False]
    assert door.through == [["a", "b", "c"]]


async def test_what_follows_goes_on_behind_them(door: Door) -> None:
    await door.arrives("a", "words", "b")
    await door.ends()
    assert door.through == [["a", "b"], ["words"]]


async def test_photos_behind_words_that_take_long_are_one(door: Door) -> None:
    door.turns.quiet = 0.0
    await door.arrives("words", "words", "a", "b")
    await door.ends()
    assert door.through == [["words"], ["words"], ["a", "b"]]


async def test_they_do_not_wait_for_ever(door: Door) -> None:
    door.turns.quiet, door.turns.longest = NEVER, 0.01
    await door.arrives("a", "b")
    await door.ends()
    assert door.through == [["a", "b"]]


async def test_one_more_than_an_album_holds_begins_another(door: Door) -> None:
    names = [str(number) for number in range(LARGEST + 1)]
    await door.arrives(*names)
    await door.ends()
    assert door.through == [names[:-1], names[-1:]]


async def test_other_chats_do_not_wait(door: Door) -> None:
    door.turns.quiet = NEVER
    await door.arrives("a")
    await door.arrives("words", chat=8)
    await asyncio.sleep(0.01)
    assert door.through == [["words"]]
    await door.arrives(*"bcdefghij")
    await door.ends()


async def test_what_fails_comes_again_whole(door: Door) -> None:
    await door.arrives("a", "broken")
    assert [type(each) for each in await door.ends()] == [OSError, OSError]


async def test_who_is_cut_off_holds_up_nobody(door: Door) -> None:
    await door.arrives("a", "b")
    door._waiting[0].cancel()
    await door.ends()
    assert door.through == [["a", "b"]]
