"""转志愿者: requests and orders of helps become volunteers' tasks."""

from collections.abc import Callable

import pytest

from tests.dialogues.helps.test_helps import orders_a_haircut
from tests.dialogues.meals.kitchen import UNTIL_COUNTED, UNTIL_CUT_OFF, ate_for_days, eats
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.volunteering import helping

MemberOf = Callable[[str, str], Phone]


@pytest.fixture
def volunteers(member_of: MemberOf) -> Phone:
    return member_of("军门社区志愿者群", "热心邻居")


@pytest.fixture
async def helper(desk: Desk, volunteers: Phone) -> Phone:
    return await helping.in_private(desk, volunteers, "热心邻居")


@pytest.fixture
async def alone(staff: Phone) -> Phone:
    """The chat of staff with us, in which they go on."""
    phone = staff.in_private()
    await phone.starts()
    return phone


async def offers(staff: Phone) -> None:
    """An order whose time could be read, to the volunteers."""
    await staff.taps("找志愿者")
    await staff.in_private().taps("✅ 发布")


async def test_an_order_becomes_a_task_with_its_door_for_the_helper_alone(
    resident: Phone, staff: Phone, alone: Phone, volunteers: Phone, helper: Phone
) -> None:
    await orders_a_haircut(resident)
    await staff.taps("找志愿者")
    assert "私聊" in staff.toast()
    alone.sees("上门理发", "11月28日周六 09:00–10:00", "3号楼502", "1 人")
    await alone.taps("✅ 发布")
    volunteers.sees("上门理发", "军门新村", "已认领 0/1")
    volunteers.does_not_see("502")
    staff.finds("上门理发", "找志愿者")
    await volunteers.taps("认领")
    helper.finds("3号楼502，腿脚不方便")
    resident.sees("上门理发", "热心邻居", "11月28日 09:00")


async def test_a_time_that_cannot_be_read_is_asked_of_staff(
    resident: Phone, staff: Phone, alone: Phone, volunteers: Phone
) -> None:
    await orders_a_haircut(resident, "越快越好")
    await staff.taps("找志愿者")
    alone.sees("居民想要的时间：越快越好", "什么时候")
    await alone.says("明天下午2点到3点")
    await alone.taps("✅ 发布")
    volunteers.sees("上门理发", "11月24日周二 14:00–15:00")


async def test_a_helper_who_gives_it_back_is_not_kept_from_the_resident(
    resident: Phone, staff: Phone, alone: Phone, volunteers: Phone, helper: Phone
) -> None:
    await orders_a_haircut(resident)
    await offers(staff)
    await volunteers.taps("认领")
    await helper.taps("退出")
    await _agrees(helper)
    resident.sees("来不了", "再找一位")


async def _agrees(helper: Phone) -> None:
    for label in ("确定退出", "退出", "是，退出"):
        if label in helper.choices():
            await helper.taps(label)
            return


async def test_an_order_withdrawn_ends_its_task(
    resident: Phone, staff: Phone, alone: Phone, volunteers: Phone, helper: Phone
) -> None:
    await orders_a_haircut(resident)
    await offers(staff)
    await volunteers.taps("认领")
    await resident.says("/helps")
    await resident.taps("在办：1")
    await resident.taps("找志愿者 · 上门理发 · 周六上午9点到10点")
    await resident.taps("不用了")
    await resident.taps("不用了")
    volunteers.finds("上门理发", "取消了：居民说不用了")
    helper.finds("居民说不用了")


async def test_a_task_called_off_gives_the_order_back_to_staff(
    resident: Phone, staff: Phone, alone: Phone, volunteers: Phone
) -> None:
    await orders_a_haircut(resident)
    await offers(staff)
    await staff.says("/task")
    await alone.taps("取消或者停掉已发的")
    await alone.taps("上门理发 · 11月28日 09:00")
    await alone.says("这周没有人会理发")
    resident.sees("没有找到志愿者", "社区再来安排")
    staff.finds("上门理发", "等社区安排")
    await staff.taps("我来安排")
    await staff.replies("怎么安排", "李师傅来")
    resident.sees("李师傅来")


async def test_an_order_goes_to_the_volunteers_once(
    resident: Phone, staff: Phone, alone: Phone
) -> None:
    await orders_a_haircut(resident)
    await offers(staff)
    staff.finds("上门理发", "找志愿者")
    assert "找志愿者" not in staff.labels_of(staff.finds("订的"))


async def test_a_request_becomes_a_task_without_the_residents_words(
    resident: Phone, staff: Phone, alone: Phone, volunteers: Phone
) -> None:
    await files(resident, "楼下路灯不亮了，我腰不好")
    await staff.taps("接单")
    await staff.taps("转志愿者")
    await alone.taps("助困帮扶")
    await alone.says("晚上陪老人走一段黑路", "明天9点到10点")
    await alone.taps("2 人")
    alone.sees("晚上陪老人走一段黑路", "我腰不好", "2 人")
    await alone.taps("✅ 发布")
    volunteers.sees("晚上陪老人走一段黑路", "已认领 0/2")
    volunteers.does_not_see("我腰不好")


async def test_an_alert_is_passed_on_with_one_tap_and_its_door_for_who_goes(
    desk: Desk, resident: Phone, staff: Phone, volunteers: Phone, helper: Phone
) -> None:
    await eats(desk, "居民甲", booked_by=resident)
    await ate_for_days(desk, "居民甲", 8)
    await desk.later(**UNTIL_CUT_OFF)
    await desk.later(**UNTIL_COUNTED)
    await staff.taps("转志愿者")
    card = volunteers.sees("平安守望：去看看一位邻居", "军门新村", "已认领 0/1")
    for secret in ("居民甲", "301", "059100000000", "3号楼"):
        assert secret not in volunteers.text_of(card)
    await volunteers.taps("认领")
    helper.finds("居民甲", "2单元301", "059100000000")
    staff.finds("平安守望", "热心邻居", "去看了")
