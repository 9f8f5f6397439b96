"""What came on a channel that forgets is fetched before it does."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from bot.media.fetching import Fetching
from bot.media.store import LostError, NotNowError
from bot.media.supply import Supply
from storage import media
from storage.engine import Database
from storage.media_bytes import Content
from storage.tables import Channel, MediaBlob, MediaFetch, MediaKind
from tests.bot.media.test_courier import PHOTO, Store

START = datetime(2026, 11, 26, 1, 0, tzinfo=UTC)
WECOM = Channel("wecom")


class Line:
    """A channel whose files are fetched; `store.fails` is what goes wrong, the last one first."""

    def __init__(self, database: Database) -> None:
        self.now = START
        self.database = database
        self.store = Store(has={"lamp": PHOTO})
        supply = Supply(database, {WECOM: self.store}, lambda: self.now)
        self.fetching = Fetching(WECOM, database, supply, lambda: self.now, lambda: True)

    async def comes(self, called: str = "lamp") -> None:
        async with self.database.transaction() as session:
            media.take_in(session, MediaKind.PHOTO, WECOM, called, now=self.now)
            await media.write(session)

    async def looks(self, *, after: float = 0.0) -> int:
        self.now += timedelta(seconds=after)
        return await self.fetching.look()

    async def kept(self) -> list[bytes]:
        async with self.database.reading() as session:
            return list(await session.scalars(select(MediaBlob.data)))

    async def waiting(self) -> int:
        async with self.database.reading() as session:
            return len((await session.scalars(select(MediaFetch.media_id))).all())


@pytest.fixture
def line(database: Database) -> Line:
    return Line(database)


async def test_it_is_fetched_and_kept(line: Line) -> None:
    await line.comes()
    assert (await line.looks(), await line.looks()) == (1, 0)
    assert (await line.kept(), await line.waiting()) == ([PHOTO.data], 0)


@pytest.mark.parametrize("failure", [NotNowError("no network"), ValueError("odd")], ids=str)
async def test_a_failure_is_tried_again_later_and_later(line: Line, failure: Exception) -> None:
    await line.comes()
    line.store.fails += [failure, failure]
    assert await line.looks() == 1
    assert (await line.looks(after=4), await line.looks(after=1)) == (0, 1)
    assert (await line.looks(after=9), await line.looks(after=1)) == (0, 1)
    assert (await line.kept(), await line.waiting()) == ([PHOTO.data], 0)


async def test_it_is_given_up_when_the_channel_has_it_no_more(line: Line) -> None:
    await line.comes()
    line.store.fails += [NotNowError("no network")] * 99
    tries = 0
    while await line.waiting():
        tries += await line.looks(after=1)
    assert START + timedelta(minutes=5) <= line.now <= START + timedelta(minutes=5, seconds=5)
    assert (tries > 8, await line.kept()) == (True, [])


async def test_what_is_lost_is_not_asked_for_again(line: Line) -> None:
    await line.comes()
    line.store.fails.append(LostError())
    assert (await line.looks(), await line.waiting()) == (1, 0)


async def test_one_that_fails_keeps_no_other_waiting(line: Line) -> None:
    await line.comes("unknown")
    await line.comes()
    line.store.has["other"] = Content("b.png", "image/png", b"b")
    await line.comes("other")
    assert await line.looks() == 3
    assert sorted(await line.kept()) == sorted([PHOTO.data, b"b"])
