"""/stats says by which way messages came to people on WeChat."""

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Phone
from tests.dialogues.wechat.test_closed_window import A_TEMPLATE, PROGRESS, imports
from tests.dialogues.wechat_phones import WechatPhone

pytestmark = pytest.mark.on(Channel.WECHAT)


async def test_replies_customer_service_templates_and_what_staff_told(
    resident: Phone, staff: Phone
) -> None:
    assert isinstance(resident, WechatPhone)
    await resident.says("楼下路灯不亮了")
    await resident.says("1")
    await staff.taps("接单")
    answers = [each.via for each in resident.follower.screen if each.by == "account"]
    assert answers[-1] == "custom"
    replies = answers.count("passive")
    await staff.says("/stats 本周")
    staff.sees("微信客服消息 1", f"微信当场回复 {replies}")

    resident.desk.clock.move(hours=49)
    resident.platform.add_template(PROGRESS)
    await imports(resident, A_TEMPLATE)
    await staff.taps("办结")
    await staff.replies("写下办理结果", "换了新灯泡，亮了")
    await staff.says("/stats 本周")
    staff.sees("微信客服消息 1", f"微信当场回复 {replies}", "微信模板消息提醒 1")


async def test_what_staff_told_by_telephone(resident: Phone, staff: Phone) -> None:
    await resident.says("楼下路灯不亮了")
    await resident.says("1")
    resident.desk.clock.move(hours=49)
    await staff.taps("接单")
    await resident.desk.later(hours=25)
    await staff.says("/stats 本周")
    staff.does_not_see("电话或上门告知")
    await staff.taps("第 1 件已告知")
    await staff.says("/stats 本周")
    staff.sees("电话或上门告知 1")
