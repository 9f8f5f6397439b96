"""A handler that raises, an update that comes twice: the others are served, nothing doubles."""

import re

import pytest
from sqlalchemy import select

from services import areas
from storage.tables import FailedUpdate, Ticket
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import STREET_LIGHT, reviews

PHONE_LABEL = "☎️ 社区电话"
WORDS = "三号楼老林的话"
"""Of a resident, in the text of an exception, as a parser or a database would put it there."""


class BrokenError(Exception):
    """What a bug would raise."""


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Asking for the telephone raises; the list has an entry for each time."""
    calls: list[str] = []

    async def raises(*args: object) -> None:
        calls.append("called")
        raise BrokenError(WORDS)

    monkeypatch.setattr(areas, "community_phone", raises)
    return calls


async def failures(desk: Desk) -> list[FailedUpdate]:
    async with desk.app.database.reading() as session:
        return list(await session.scalars(select(FailedUpdate)))


async def test_the_person_gets_an_apology_with_a_code_that_staff_find(
    desk: Desk, resident: Phone, broken: list[str]
) -> None:
    await resident.says("/phone")
    apology = resident.text_of(resident.sees("抱歉", "不是您的问题", "再发一次", "告诉社区"))
    code = re.search(r"[0-9A-F]{6}", apology)
    (failed,) = await failures(desk)
    assert code is not None
    assert failed.code == code[0]
    assert "guide.py" in failed.error
    assert "BrokenError" in failed.error


async def test_what_people_wrote_is_not_in_the_trace(
    desk: Desk, resident: Phone, broken: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    await resident.says("/phone")
    (failed,) = await failures(desk)
    assert WORDS not in failed.error
    assert WORDS not in caplog.text


async def test_the_others_of_the_batch_are_served(
    desk: Desk, resident: Phone, broken: list[str]
) -> None:
    await resident.says("/complaint", PHONE_LABEL, "停车难", "门口停满了车")
    resident.finds("抱歉")
    resident.sees("请看一遍", "门口停满了车")


async def test_the_bad_one_is_not_tried_for_ever(
    desk: Desk, resident: Phone, broken: list[str]
) -> None:
    desk.world.say(resident.user_id, resident.chat_id, "/phone")
    updates = await desk.world.call("getUpdates")
    await desk.take_in(*updates)
    times = len(broken)
    await desk.take_in(*updates)
    assert len(broken) == times
    assert sum("抱歉" in resident.text_of(message) for message in resident.screen) == 1


async def test_the_conversation_goes_on_where_it_was(resident: Phone, broken: list[str]) -> None:
    await resident.says(STREET_LIGHT)
    await resident.says("/phone")
    await resident.taps("改公开方式")
    resident.sees("邻居能看到")


async def test_a_tap_that_fails_is_apologised_for_too(
    desk: Desk, resident: Phone, broken: list[str]
) -> None:
    await reviews(resident)
    await resident.taps("提交")
    resident.sees("抱歉")
    async with desk.app.database.reading() as session:
        assert await session.scalar(select(Ticket)) is None


async def test_the_same_update_twice_is_done_once(desk: Desk, resident: Phone) -> None:
    await resident.says("/complaint")
    await resident.taps("停车难")
    desk.world.say(resident.user_id, resident.chat_id, "门口停满了车")
    updates = await desk.world.call("getUpdates")
    await desk.take_in(*updates, *updates)
    await desk.take_in(*updates)
    resident.sees("门口停满了车")
