"""Intake: batches in order, one transaction each; a bad update fails alone; nothing twice."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from bot.intake import BATCH, TRANSIENT_TRIES
from bot.rate import AT_MOST
from storage.engine import Database
from storage.tables import FailedUpdate
from tests.bot.intake_desk import CHAT, PERSON, Desk, database_fails, says
from tests.conftest import copy_of


@pytest.fixture
async def either(database: Database) -> Desk:
    """On SQLite and on PostgreSQL."""
    return Desk(database)


@pytest.fixture
async def desk(sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Desk]:
    database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
    yield Desk(database)
    await database.close()


def texts(numbers: Sequence[int]) -> list[str]:
    return [str(number) for number in numbers]


async def test_what_came_together_is_one_transaction_in_order(desk: Desk) -> None:
    await desk.intake.take_in([says(number, sender=number) for number in range(1, BATCH + 1)])
    assert desk.work.opened == 1
    assert desk.answering.fed == list(range(1, BATCH + 1))
    assert await desk.promised() == texts(range(1, BATCH + 1))


async def test_what_is_more_than_a_batch_comes_in_the_next(desk: Desk) -> None:
    await desk.intake.take_in([says(number, sender=number) for number in range(1, BATCH + 3)])
    assert desk.work.opened == 2
    assert desk.answering.fed == list(range(1, BATCH + 3))


async def test_submit_returns_when_it_is_committed(desk: Desk) -> None:
    running = asyncio.create_task(desk.intake.run())
    await desk.intake.submit(says(1))
    assert await desk.seen() == {1}
    assert await desk.promised() == ["1"]
    running.cancel()


async def test_finish_waits_for_everything_that_arrived(desk: Desk) -> None:
    running = asyncio.create_task(desk.intake.run())
    submitted = [asyncio.create_task(desk.intake.submit(says(number))) for number in (1, 2, 3)]
    await asyncio.sleep(0)
    await desk.intake.finish()
    assert await desk.seen() == {1, 2, 3}
    await asyncio.gather(*submitted)
    running.cancel()


async def test_a_second_arrival_is_dropped_in_the_same_batch_and_later(desk: Desk) -> None:
    await desk.intake.take_in([says(1), says(1), says(2)])
    await desk.intake.take_in([says(2), says(1)])
    assert await desk.promised() == ["1", "2"]


def shows(update_id: int, caption: str | None = None) -> dict[str, Any]:
    update = says(update_id)
    del update["message"]["text"]
    photo = {"file_id": f"file-{update_id}", "file_unique_id": "1", "width": 1, "height": 1}
    update["message"] |= {"photo": [photo], "media_group_id": "album", "caption": caption}
    return update


async def test_an_album_is_handled_once(desk: Desk) -> None:
    await desk.intake.take_in([says(1), shows(2), says(3), shows(4, "门口"), says(5)])
    assert desk.answering.fed == [1, 2, 3, 5]
    assert [message.message_id for message in desk.answering.albums[2]] == [2, 4]
    assert await desk.seen() == {1, 2, 3, 4, 5}


async def test_an_album_is_not_torn_by_the_end_of_a_batch(desk: Desk) -> None:
    texts = [says(number, sender=number) for number in range(1, BATCH)]
    await desk.intake.take_in([*texts, shows(BATCH), shows(BATCH + 1), says(BATCH + 2)])
    assert len(desk.answering.albums[BATCH]) == 2
    assert desk.work.opened == 2


async def test_an_album_that_fails_is_apologised_for_once(desk: Desk) -> None:
    desk.answering.raises[2] = ZeroDivisionError
    await desk.intake.take_in([says(1), shows(2), shows(3), shows(4)])
    assert len(await desk.promised()) == 2
    assert await desk.seen() == {1, 2, 3, 4}


async def test_one_bad_update_fails_alone(desk: Desk) -> None:
    desk.answering.raises[2] = ZeroDivisionError
    await desk.intake.take_in([says(1), says(2), says(3)])
    first, apology, third = await desk.promised()
    assert (first, third) == ("1", "3")
    async with desk.database.reading() as session:
        (failed,) = await session.scalars(select(FailedUpdate))
    assert failed.update_id == 2
    assert failed.code in apology
    assert "ZeroDivisionError" in failed.error


async def test_the_bad_update_is_not_tried_again(desk: Desk) -> None:
    desk.answering.raises[2] = ZeroDivisionError
    await desk.intake.take_in([says(2)])
    fed = len(desk.answering.fed)
    await desk.intake.take_in([says(2)])
    assert len(desk.answering.fed) == fed
    assert await desk.seen() == {2}


async def test_one_bad_update_of_a_hundred_costs_few_transactions(desk: Desk) -> None:
    desk.answering.raises[40] = ZeroDivisionError
    await desk.intake.take_in([says(number, sender=number) for number in range(1, BATCH + 1)])
    assert len(await desk.promised()) == BATCH
    assert desk.work.opened < 20


async def test_a_number_that_the_database_refuses_is_tried_once(either: Desk) -> None:
    either.answering.asks_for[2] = 10**20
    await either.intake.take_in([says(1), says(2), says(3)])
    first, apology, third = await either.promised()
    assert (first, third) == ("1", "3")
    assert "抱歉" in apology
    assert await either.seen() == {1, 2, 3}


async def test_when_the_database_fails_the_update_comes_again(desk: Desk) -> None:
    desk.answering.raises[2] = database_fails
    with pytest.raises(OperationalError):
        await desk.intake.take_in([says(1), says(2), says(3)])
    assert await desk.seen() == {1, 3}
    assert await desk.promised() == ["1", "3"]
    del desk.answering.raises[2]
    await desk.intake.take_in([says(2), says(3)])
    assert await desk.promised() == ["1", "3", "2"]


async def test_what_makes_the_database_fail_every_time_is_given_up_in_the_end(
    desk: Desk,
) -> None:
    desk.answering.raises[2] = database_fails
    for _try in range(TRANSIENT_TRIES - 1):
        with pytest.raises(OperationalError):
            await desk.intake.take_in([says(2)])
    await desk.intake.take_in([says(2)])
    assert await desk.seen() == {2}
    assert len(await desk.promised()) == 1


async def test_when_even_the_apology_cannot_be_written_the_update_comes_again(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.answering.raises[2] = ZeroDivisionError

    async def fails(*args: object) -> None:
        raise database_fails()

    with monkeypatch.context() as broken:
        broken.setattr("bot.intake.note_failed", fails)
        with pytest.raises(OperationalError):
            await desk.intake.take_in([says(2)])
    assert await desk.seen() == set()


async def test_an_update_that_cannot_be_read_is_left_behind_in_the_same_batch(desk: Desk) -> None:
    unreadable = says(2)
    unreadable["message"]["date"] = "yesterday"
    await desk.intake.take_in([says(1), unreadable, says(3)])
    assert await desk.promised() == ["1", "3"]
    assert await desk.seen() == {1, 2, 3}
    assert desk.work.opened == 1


async def test_what_cannot_be_apologised_for_is_given_up(either: Desk) -> None:
    nowhere = says(2)
    nowhere["message"]["chat"] = CHAT | {"id": 10**20}
    await either.intake.take_in([nowhere])
    assert await either.promised() == []


async def test_an_unreadable_update_without_a_chat_stops_nothing(desk: Desk) -> None:
    await desk.intake.take_in([{"update_id": 2, "message": {}}, says(3)])
    assert await desk.promised() == ["3"]
    assert await desk.seen() == {2, 3}


async def test_a_kind_of_update_nobody_knows_yet_is_passed_over(desk: Desk) -> None:
    await desk.intake.take_in([{"update_id": 2, "telepathy": {"from": PERSON}}, says(3)])
    assert await desk.promised() == ["3"]
    assert await desk.seen() == {2, 3}


async def test_a_tap_is_always_answered(desk: Desk) -> None:
    query = {"id": "9", "from": PERSON, "chat_instance": "1", "message": says(1)["message"]}
    await desk.intake.take_in([{"update_id": 2, "callback_query": query | {"data": "old"}}])
    assert await desk.promised() == ["answerCallbackQuery"]


async def test_the_apology_is_in_the_language_of_the_phone(desk: Desk) -> None:
    desk.answering.raises[2] = ZeroDivisionError
    update = says(2)
    update["message"]["from"] = PERSON | {"language_code": "en"}
    await desk.intake.take_in([update])
    (apology,) = await desk.promised()
    assert "抱歉" not in apology


async def test_on_a_full_disk_an_update_comes_again_until_there_is_room(
    desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    long = says(1)
    long["message"]["text"] = "满" * 200_000
    await limit_pages(desk.database, 1)
    for _try in range(TRANSIENT_TRIES + 1):
        with pytest.raises(OperationalError):
            await desk.intake.take_in([long])
    assert "is full; make room" in caplog.text
    assert "failed, code" not in caplog.text
    await limit_pages(desk.database, 1_000_000)
    await desk.intake.take_in([long])
    assert await desk.promised() == ["满" * 200_000]


async def limit_pages(database: Database, pages: int) -> None:
    """To so many, or to as many as there are."""
    async with database.writer.connect() as connection:
        await connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


async def test_a_floods_rest_costs_no_transaction_and_is_not_accepted(desk: Desk) -> None:
    await desk.intake.take_in([says(number) for number in range(1, AT_MOST + 2)])
    opened, seen = desk.work.opened, await desk.seen()
    await desk.intake.take_in([says(number) for number in range(AT_MOST + 2, 1_000)])
    assert desk.work.opened == opened
    assert await desk.seen() == seen


async def test_a_neighbour_has_their_turn_in_the_next_batch(desk: Desk) -> None:
    joined = [joins(number, chat_id=-100) for number in range(1, 3 * BATCH)]
    await desk.intake.take_in([*joined, says(3 * BATCH)])
    assert desk.answering.fed.index(3 * BATCH) < BATCH
    assert [number for number in desk.answering.fed if number < 3 * BATCH] == list(
        range(1, 3 * BATCH)
    )


def joins(update_id: int, chat_id: int) -> dict[str, Any]:
    """What nobody is told is too fast: they come one by one, in a group that everybody joins."""
    member = {"user": {**PERSON, "id": update_id}, "status": "member"}
    return {
        "update_id": update_id,
        "chat_member": {
            "chat": {"id": chat_id, "type": "supergroup", "title": "群"},
            "from": member["user"],
            "date": 1_795_000_000,
            "old_chat_member": {**member, "status": "left"},
            "new_chat_member": member,
        },
    }
