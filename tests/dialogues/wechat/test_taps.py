"""A line of a message on WeChat is tapped: that writes what it reads, and says where it stood."""

from typing import Literal, cast

import pytest

from handlers.common import menu
from storage.tables import Channel
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files, resolves
from tests.dialogues.wechat_phones import WechatPhone

pytestmark = pytest.mark.on(Channel.WECHAT)


@pytest.fixture
async def asked(desk: Desk, resident: Phone, staff: Phone) -> WechatPhone:
    """Is to say whether it is solved, and begins something else instead."""
    await files(resident)
    await resolves(staff)
    await desk.later(hours=24)
    resident.sees("现在解决了吗", "点一下，或者回复数字")
    await resident.taps(menu.COMPLAINT)
    phone = cast("WechatPhone", resident)
    assert "现在解决了吗" not in phone.last.text
    return phone


async def test_a_line_of_an_older_message_is_no_answer_to_the_question_that_stands(
    asked: WechatPhone,
) -> None:
    await asked.taps("解决了", on="现在解决了吗")
    asked.finds("满意吗")
    await asked.says("楼道里的灯不亮")
    asked.finds("请看一遍", "楼道里的灯不亮")


@pytest.mark.parametrize("told", ["zero", "missing"])
async def test_nor_is_it_where_wechat_loses_where_it_stood(
    asked: WechatPhone, told: Literal["zero", "missing"]
) -> None:
    asked.platform.msgmenu_ids = told
    await asked.taps("没有解决", on="现在解决了吗")
    asked.finds("还差什么")
    await asked.taps(menu.COMPLAINT)
    await asked.says("楼道里的灯不亮")
    asked.finds("请看一遍", "楼道里的灯不亮")
    asked.does_not_see("内容：没有解决")


@pytest.mark.parametrize("told", ["kept", "zero", "missing"])
async def test_where_it_stood_need_not_be_told(
    resident: Phone, told: Literal["kept", "zero", "missing"]
) -> None:
    phone = cast("WechatPhone", resident)
    phone.platform.msgmenu_ids = told
    await resident.says("楼下路灯不亮了")
    await resident.taps("提交")
    resident.sees("提交好了")


async def test_what_would_need_a_message_more_is_only_typed(resident: Phone) -> None:
    await resident.says("楼下路灯不亮了" * 55)
    resident.sees("请看一遍", "点不了", "回复它的数字", "1  提交")
    phone = cast("WechatPhone", resident)
    assert "点一下" not in phone.last.text
    assert phone.last.bubble.links == ()
    await resident.says("1")
    resident.sees("提交好了")
