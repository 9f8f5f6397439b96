"""Somebody uses two messengers and is two people there, until they say that they are one."""

import re
from datetime import timedelta

import pytest

from services.people.joining import VALID
from storage.tables import Channel
from tests.dialogues.phones import Desk, Phone

pytestmark = pytest.mark.on(Channel.WECHAT)
WRITTEN = re.compile(r"\d{4} \d{4}")


@pytest.fixture
async def at_home(desk: Desk) -> Phone:
    """The same person, on Telegram, where they have filed before."""
    user = desk.world.add_user("林阿姨")
    phone = Phone(desk, user.id, user.id)
    await phone.starts("b_junmen-xincun-3")
    await phone.agrees()
    await phone.taps("是，我住这里")
    await phone.says("楼下路灯不亮了")
    await phone.taps("提交")
    return phone


async def code_of(phone: Phone) -> str:
    await phone.says("/link")
    await phone.taps("给我号码，去另一边写")
    found = WRITTEN.search(phone.text_of(phone.finds("您的号码")))
    assert found is not None
    return found[0]


async def writes(phone: Phone, code: str) -> None:
    await phone.says("/link")
    await phone.taps("我有另一边的号码")
    await phone.says(code)


async def test_two_become_one_and_hear_of_everything_where_they_wrote_last(
    desk: Desk, resident: Phone, at_home: Phone, staff: Phone
) -> None:
    await writes(resident, await code_of(at_home))
    resident.sees("林阿姨", "军门新村 · 3号楼")
    await resident.taps("合成一个人")
    await desk.later(seconds=2)
    resident.finds("两边合成一个人了")
    await resident.says("/my")
    resident.finds("路灯")
    await staff.taps("接单")
    resident.finds("有人去办了")
    at_home.does_not_see("两边合成一个人了")


async def test_what_the_one_who_goes_has_filed_is_seen_on_both_sides(
    desk: Desk, resident: Phone, at_home: Phone
) -> None:
    await resident.says("电梯坏了，门关不上")
    await resident.taps("提交")
    await writes(resident, await code_of(at_home))
    await resident.taps("合成一个人")
    await desk.later(seconds=2)
    await at_home.says("/my")
    at_home.sees("一共 2 件")


async def test_a_code_that_is_wrong_or_old_or_ones_own(
    desk: Desk, resident: Phone, at_home: Phone
) -> None:
    code = await code_of(at_home)
    await writes(resident, "号码忘了")
    resident.sees("8 位数字")
    await resident.says("0000 000")
    resident.sees("8 位数字")
    await writes(resident, await code_of(resident))
    resident.finds("请到另一边去写")
    desk.clock.move(seconds=VALID / timedelta(seconds=1))
    await writes(resident, code)
    resident.finds("不对，或者过期了")
