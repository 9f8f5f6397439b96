"""Staff on WeCom work on what residents ask for elsewhere."""

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = pytest.mark.staff_on(Channel.WECOM)


@pytest.mark.on(Channel.TELEGRAM, Channel.WECHAT)
async def test_a_request_is_taken_noted_resolved_and_rated(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    staff.sees(number, "待接单")
    await staff.taps("接单")
    staff.sees(number, "处理中", "社工甲 接单")
    resident.finds("有人去办了", number)
    await staff.replies(number, "灯泡下午到货")
    staff.sees("记在内部备注里了")
    await staff.taps("办结")
    staff.sees("请在群里 @ 我，写下办理结果")
    await staff.says("灯修好了")
    resident.finds("灯修好了")
    await desk.later(hours=24)
    await resident.taps("解决了")
    await resident.taps("满意")
    resident.sees("谢谢")


async def test_a_photo_with_words_is_the_result(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.sends_album(2, "灯修好了")
    staff.sees("办结了")
    staff.finds("已办结", "灯修好了")


async def test_what_stands_below_a_card_can_be_quoted_for_a_note(
    resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await resident.says("/my")
    await resident.taps("补充")
    await resident.says("就是三号楼东边门口左手的那一盏灯")
    await staff.replies("居民补充", "灯泡下午到货")
    staff.sees("记在内部备注里了")
    await staff.replies(number, "已经到货")
    staff.sees("记在内部备注里了")


async def test_what_nobody_asked_for_is_answered_by_what_can_be_done(staff: Phone) -> None:
    await staff.says("你好")
    staff.sees("没看懂", "/list")
