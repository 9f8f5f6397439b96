"""Minutes: as they were counted, put right, and confirmed by somebody else."""

import pytest

from tests.dialogues.channels import ALSO_STAFF, SAME_PERSON
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.doing import helped, is_there, serve, volunteer
from tests.dialogues.volunteering.serving import claimed

__all__ = ["helped", "volunteer"]


@pytest.mark.can("Volunteers: what they did is counted and confirmed")
async def test_a_volunteer_checks_in_and_out_near_the_place_and_staff_confirm(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer)
    await desk.later(minutes=30)
    staff.sees("签到单：陪老人买菜", "热心邻居：还没到")
    await volunteer.taps("我到了，签到")
    await is_there(volunteer, staff)
    volunteer.finds("✅ 签到好了")
    staff.finds("热心邻居：09:30 到了")
    await desk.later(minutes=120)
    await volunteer.taps("做完了，签退")
    await is_there(volunteer, staff)
    volunteer.sees("签退好了", "服务 90 分钟", "/points")
    staff.finds("热心邻居：90 分钟，等确认")
    await staff.taps("热心邻居 90 分钟")
    staff.is_answered("确认好了，本人已经知道。")
    staff.finds("✅ 90 分钟（社工甲 确认）", "都确认好了")
    volunteer.sees("确认了 90 分钟，得 1 分")


async def test_the_organiser_checks_in_who_has_no_telephone_along(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer)
    await desk.later(hours=1)
    await staff.taps("热心邻居 来了")
    staff.finds("热心邻居：10:00 到了")
    volunteer.sees("组织的人帮您签到了")
    await desk.later(minutes=80)
    await staff.taps("热心邻居 做完了")
    staff.finds("热心邻居：80 分钟，等确认")
    volunteer.sees("80 分钟，确认以后告诉您")


async def test_an_organiser_from_outside_the_office_gets_the_list_privately(
    volunteer: Phone, helped: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer, organiser_id=await helped.person_id(), organiser_name="居民甲")
    await desk.later(minutes=30)
    helped.sees("签到单：陪老人买菜")
    await helped.taps("热心邻居 来了")
    await desk.later(minutes=120)
    await helped.taps("热心邻居 做完了")
    await helped.taps("改时长")
    await helped.replies("服务了多少分钟", "一个半小时")
    helped.sees("确认了 90 分钟")
    volunteer.sees("确认了 90 分钟，得 1 分")


async def test_a_forgotten_check_out_is_reviewed_and_put_right(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer)
    await desk.later(minutes=50)
    await volunteer.taps("我到了，签到")
    await is_there(volunteer, staff)
    await desk.later(hours=3)
    volunteer.sees("没有签退，先按计划记 90 分钟")
    staff.sees("没有签退，先按计划记 90 分钟，请核实")
    await staff.taps("改时长")
    await staff.replies("服务了多少分钟", "很久")
    staff.sees("请写 1 到 210 之间的分钟数")
    await staff.replies("服务了多少分钟", "1小时")
    staff.finds("✅ 60 分钟")
    volunteer.sees("确认了 60 分钟，得 1 分")


async def test_not_changing_the_minutes_after_all(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer)
    await serve(volunteer, staff)
    await staff.taps("改时长")
    await staff.replies("服务了多少分钟", "0")
    staff.sees("没有动")
    staff.finds("热心邻居：90 分钟，等确认")


async def test_who_did_not_come_hears_what_was_noted(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer)
    await desk.later(minutes=30)
    await staff.taps("没来")
    assert "以后就可以了" in staff.toast()
    await desk.later(hours=3)
    await staff.taps("没来")
    staff.finds("热心邻居：没来")
    volunteer.sees("没有来", "如果记错了")


@SAME_PERSON
@ALSO_STAFF
async def test_nobody_confirms_their_own_minutes(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer)
    await serve(volunteer, staff)
    desk.world.join(staff.chat_id, volunteer.user_id)
    themselves = Phone(desk, volunteer.user_id, staff.chat_id)
    await themselves.taps("热心邻居 90 分钟")
    assert themselves.toast() == "这是您自己的，请别的同事来确认。"
    await staff.taps("热心邻居 90 分钟")
    staff.finds("✅ 90 分钟（社工甲 确认）")


async def test_a_second_tap_says_it_is_done(volunteer: Phone, staff: Phone, desk: Desk) -> None:
    await claimed(desk, volunteer)
    await serve(volunteer, staff)
    staff.press("热心邻居 90 分钟")
    staff.press("热心邻居 90 分钟")
    await desk.settle()
    assert staff.toast() == "这一条已经有结果了，请看卡片上的最新情况。"
