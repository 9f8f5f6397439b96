"""A channel whose people cannot reply to a message: what they write next is the answer."""

from dataclasses import replace

import pytest

from bot.channels.capabilities import CAPABILITIES
from storage.tables import Channel
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.watched import WatchedWorld

WHICH = "是哪一盏灯？"


@pytest.fixture(autouse=True)
def no_replies(world: WatchedWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is written in a group reaches us, as if it were said to us."""
    world.privacy_mode = False
    telegram = Channel.TELEGRAM.messenger
    without = replace(CAPABILITIES[telegram], replies=False)
    monkeypatch.setitem(CAPABILITIES, telegram, without)


@pytest.fixture
async def asked(resident: Phone, staff: Phone) -> None:
    """A member of staff was asked what to ask the resident."""
    await files(resident)
    await staff.taps("接单")
    await staff.taps("问居民")
    staff.sees("要问居民的话")


async def test_the_next_words_of_the_colleague_are_the_answer(
    asked: None, resident: Phone, staff: Phone
) -> None:
    await staff.says(WHICH)
    resident.sees(WHICH)


async def test_words_of_another_colleague_are_not(
    asked: None, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await colleague.says("今天真热")
    resident.does_not_see("今天真热")
    await staff.says(WHICH)
    resident.sees(WHICH)


async def test_0_lets_it_be(asked: None, resident: Phone, staff: Phone) -> None:
    await staff.says("0")
    staff.sees("没有动")
    await staff.says(WHICH)
    resident.does_not_see(WHICH)


async def test_where_words_are_missing_they_are_waited_for_again(
    asked: None, resident: Phone, staff: Phone
) -> None:
    await staff.photographs()
    staff.sees("收到了", "写几个字")
    await staff.says(WHICH)
    resident.finds(WHICH)
    assert resident.pictures() == 1


async def test_after_ten_minutes_words_are_small_talk_again(
    asked: None, resident: Phone, staff: Phone, desk: Desk
) -> None:
    desk.clock.move(minutes=10)
    await staff.says(WHICH)
    resident.does_not_see(WHICH)


async def test_a_command_in_between_does_not_count_as_the_answer(
    asked: None, resident: Phone, staff: Phone
) -> None:
    await staff.says("/list")
    await staff.says(WHICH)
    resident.does_not_see(WHICH)


async def test_the_next_words_are_the_reason_as_well(
    resident: Phone, staff: Phone, desk: Desk
) -> None:
    number = await files(resident)
    await staff.taps("更多")
    await staff.taps("不归我管")
    await staff.says("灯杆是路灯所的")
    staff.finds("已转到", number)
