"""Polling: an update that comes again holds up nobody but its own chat."""

import asyncio
from typing import Any

import pytest

from bot.channels.unconfirmed import FIRST_WAIT, Unconfirmed
from bot.intake import TRANSIENT_TRIES
from storage.engine import Database
from tests.bot.intake_desk import Desk, database_fails, says

NEIGHBOUR = {"id": 8, "is_bot": False, "first_name": "邻居"}


class Polling:
    """getUpdates by hand: each fetch brings everything from the first that is not confirmed."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.now = 0.0
        self.waiting: list[Any] = []
        self.offset = 0
        self.unconfirmed = Unconfirmed(desk.intake, lambda: self.now)

    async def fetches(self) -> None:
        brought = [raw for raw in self.waiting if raw.get("update_id", 0) >= self.offset]
        working = asyncio.create_task(self.desk.intake.run())
        self.offset = max(self.offset, await self.unconfirmed.take_in(brought))
        working.cancel()


@pytest.fixture
def polling(database: Database, monkeypatch: pytest.MonkeyPatch) -> Polling:
    """Waits for what was fetched, however busy the machine is."""
    monkeypatch.setattr("bot.channels.unconfirmed.PATIENCE", 60)
    return Polling(Desk(database))


def neighbour_says(update_id: int) -> dict[str, Any]:
    update = says(update_id)
    update["message"] |= {"chat": {"id": 8, "type": "private"}, "from": NEIGHBOUR}
    return update


async def test_another_person_is_answered_by_the_next_fetch(polling: Polling) -> None:
    polling.desk.answering.raises[1] = database_fails
    polling.waiting = [says(1)]
    await polling.fetches()
    polling.waiting.append(neighbour_says(2))
    await polling.fetches()
    assert await polling.desk.promised() == ["2"]
    assert polling.offset == 1


async def test_a_number_that_the_database_refuses_holds_up_nobody(polling: Polling) -> None:
    """Such as a forged button's, once a second, on PostgreSQL."""
    for number in range(1, 20, 2):
        polling.desk.answering.asks_for[number] = 10**20
        polling.waiting += [says(number), neighbour_says(number + 1)]
        await polling.fetches()
        assert polling.offset == number + 2
    answered = [text for text in await polling.desk.promised() if "抱歉" not in text]
    assert answered == [str(number) for number in range(2, 21, 2)]


async def test_it_is_tried_again_after_a_wait_of_its_own(polling: Polling) -> None:
    polling.desk.answering.raises[1] = database_fails
    polling.waiting = [says(1), neighbour_says(2)]
    await polling.fetches()
    del polling.desk.answering.raises[1]
    await polling.fetches()
    assert await polling.desk.seen() == {2}
    polling.now += FIRST_WAIT
    await polling.fetches()
    assert await polling.desk.promised() == ["2", "1"]
    assert polling.offset == 3


async def test_what_follows_in_the_same_chat_waits_with_it(polling: Polling) -> None:
    polling.desk.answering.raises[1] = database_fails
    polling.waiting = [says(1)]
    await polling.fetches()
    del polling.desk.answering.raises[1]
    polling.waiting.append(says(2))
    await polling.fetches()
    assert await polling.desk.promised() == []
    polling.now += FIRST_WAIT
    await polling.fetches()
    assert await polling.desk.promised() == ["1", "2"]


async def test_what_takes_long_holds_up_nobody(
    polling: Polling, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Such as an album of which pieces are missing, or a sheet that has to be downloaded."""
    monkeypatch.setattr("bot.albums.QUIET", 3600)
    monkeypatch.setattr("bot.channels.unconfirmed.PATIENCE", 0.05)
    album = says(1)
    album["message"]["media_group_id"] = "album"
    polling.waiting = [album]
    await polling.fetches()
    working = asyncio.create_task(polling.desk.intake.run())
    following = 1
    while await polling.desk.promised() != ["2"]:
        following = await polling.unconfirmed.take_in([album, neighbour_says(2)])
    assert following == 1
    working.cancel()
    await polling.unconfirmed.close()
    assert await polling.desk.seen() == {2}


async def test_what_fails_every_time_is_given_up_and_confirmed(polling: Polling) -> None:
    polling.desk.answering.raises[1] = database_fails
    polling.waiting = [says(1)]
    for _try in range(TRANSIENT_TRIES):
        assert polling.offset < 2
        await polling.fetches()
        polling.now += 60
    assert polling.offset == 2


@pytest.mark.parametrize(
    "malformed",
    ["words", {}, {"update_id": "1"}, {"update_id": 2**70}],
    ids=["no object", "no id", "an id in words", "a huge id"],
)
async def test_what_is_no_update_is_passed_over(polling: Polling, malformed: object) -> None:
    following = await polling.unconfirmed.take_in([malformed])
    assert following == 0


async def test_an_update_nested_too_deeply_is_confirmed(polling: Polling) -> None:
    deep: dict[str, Any] = {}
    for _level in range(200):
        deep = {"deeper": deep}
    polling.waiting = [{"update_id": 1, "message": deep}, says(2)]
    await polling.fetches()
    assert polling.offset == 3
    assert await polling.desk.promised() == ["2"]


async def test_updates_without_an_id_are_logged_once(
    polling: Polling, caplog: pytest.LogCaptureFixture
) -> None:
    for _fetch in range(3):
        await polling.unconfirmed.take_in([{}])
    assert len(caplog.records) == 1
