"""Doing: checking in and out, confirming the minutes, thanks and complaints."""

import re
from collections.abc import Callable

import pytest

from storage.tables import Channel
from tests.dialogues.channels import ALSO_STAFF, SAME_PERSON, SCANNED, elsewhere
from tests.dialogues.moving import moves_in
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.serving import LATITUDE, LONGITUDE, claimed, volunteers

HERE = (LATITUDE + 0.0005, LONGITUDE)
XIAMEN = (24.4798, 118.0894)


@pytest.fixture
async def volunteer(resident: Phone, desk: Desk) -> Phone:
    await volunteers(desk, resident)
    return resident


@pytest.fixture
async def helped(new_resident: Callable[[str], Phone]) -> Phone:
    return await moves_in(new_resident("居民甲"))


async def is_there(volunteer: Phone, staff: Phone) -> None:
    """Asked where they are; who cannot send that reads the organiser's code."""
    if volunteer.channel == Channel.WECOM:
        await staff.taps("签到码")
        await volunteer.says(code_on(staff))
    else:
        await volunteer.is_at(*HERE)


async def serve(volunteer: Phone, staff: Phone, minutes: int = 90) -> None:
    """Check in when it begins, out `minutes` later."""
    await staff.desk.later(hours=1)
    await volunteer.taps("我到了，签到")
    await is_there(volunteer, staff)
    await staff.desk.later(minutes=minutes)
    await volunteer.taps("做完了，签退")
    await is_there(volunteer, staff)


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


@elsewhere(wecom="nobody can send where they are: they type the organiser’s code")
@pytest.mark.can("Volunteers: checked in by where they are")
async def test_from_another_city_the_bot_says_how_far_it_is(volunteer: Phone, desk: Desk) -> None:
    await claimed(desk, volunteer)
    await desk.later(hours=1)
    await volunteer.taps("我到了，签到")
    volunteer.sees("陪老人买菜", "军门新村门口", "发送我的位置")
    await volunteer.is_at(*XIAMEN)
    volunteer.sees("您离任务的地方还有大约 216 公里，到了再签")
    await volunteer.is_at(*HERE)
    volunteer.finds("✅ 签到好了")


async def test_an_hour_too_early_the_bot_says_when(volunteer: Phone, desk: Desk) -> None:
    await claimed(desk, volunteer)
    await volunteer.taps("我到了，签到")
    volunteer.sees("还没到时候，11月23日 09:30 以后就可以了")


async def test_going_back_leaves_everything_as_it_was(volunteer: Phone, desk: Desk) -> None:
    await claimed(desk, volunteer)
    await desk.later(hours=1)
    await volunteer.taps("我到了，签到")
    await volunteer.says("0")
    volunteer.sees("还没有签")
    volunteer.sees_the_menu()


async def test_words_are_no_position_and_the_question_stands(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer)
    await desk.later(hours=1)
    await volunteer.taps("我到了，签到")
    await volunteer.says("我已经到门口了")
    volunteer.sees("这里要", "六位数字的签到码")
    await is_there(volunteer, staff)
    volunteer.finds("✅ 签到好了")


@pytest.mark.can("Volunteers: checked in with the organiser’s code")
async def test_a_code_from_the_organisers_telephone_checks_in(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer, latitude=None, longitude=None)
    await desk.later(hours=1)
    await staff.taps("签到码")
    code = code_on(staff)
    await volunteer.taps("我到了，签到")
    volunteer.sees("六位数字")
    await volunteer.says("000000" if code != "000000" else "111111")
    volunteer.sees("签到码不对，或者过期了")
    await volunteer.says(f"{code[:3]} {code[3:]}")
    volunteer.finds("✅ 签到好了")


@SCANNED
async def test_scanning_the_code_checks_in_and_scanning_again_does_not_check_out(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    made = await claimed(desk, volunteer)
    await desk.later(hours=1)
    await staff.taps("签到码")
    assert staff.pictures() == 1
    payload = f"in_{made.id}_{code_on(staff)}"
    await volunteer.starts(payload)
    volunteer.finds("✅ 签到好了")
    await volunteer.starts(payload)
    volunteer.sees("已经签到了")
    assert any("签退" in label for label in volunteer.choices())


async def test_an_old_code_is_told_to_be_over(volunteer: Phone, staff: Phone, desk: Desk) -> None:
    made = await claimed(desk, volunteer)
    await desk.later(hours=1)
    await staff.taps("签到码")
    payload = f"in_{made.id}_{code_on(staff)}"
    desk.clock.move(minutes=3)
    await volunteer.starts(payload)
    volunteer.sees("签到码不对，或者过期了")
    await staff.taps("新的码")
    await volunteer.says(code_on(staff))
    volunteer.finds("✅ 签到好了")


async def test_who_has_no_place_is_led_to_the_task(
    volunteer: Phone, helped: Phone, staff: Phone, desk: Desk
) -> None:
    made = await claimed(desk, volunteer)
    await desk.later(hours=1)
    await staff.taps("签到码")
    await helped.starts(f"in_{made.id}_{code_on(staff)}")
    helped.finds("您想认领“陪老人买菜”。先登记成志愿者")
    await helped.starts("in_999_123456")
    helped.sees("这个任务找不到了")


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


@pytest.mark.can("Volunteers: thanked by whom they helped")
async def test_the_person_helped_thanks_and_the_volunteer_hears_it(
    volunteer: Phone, helped: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer, helped_id=await helped.person_id())
    await serve(volunteer, staff)
    helped.sees("志愿者 热心邻居 来帮过您", "陪老人买菜")
    await helped.taps("很好，谢谢")
    volunteer.sees("谢谢您", "5 颗星")
    await helped.says("手脚 <真> 快")
    helped.sees("志愿者会看到您的话")
    volunteer.sees("手脚 <真> 快")
    await helped.taps("很好，谢谢")
    assert helped.toast() == "您已经说过了，我们记下了。"


async def test_a_complaint_stops_the_points_and_staff_settle_it(
    volunteer: Phone, helped: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer, helped_id=await helped.person_id())
    await serve(volunteer, staff)
    await staff.taps("热心邻居 90 分钟")
    await helped.taps("有问题，要反映")
    helped.sees("哪里不好")
    await helped.says("没买到菜就走了")
    helped.sees("社区会去核实")
    volunteer.sees("积分先停一停")
    staff.finds("有居民反映志愿服务", "没买到菜就走了")
    staff.sees_meanwhile("⏸ 有人反映问题，核实中")
    await staff.taps("属实，不记时长积分")
    helped.sees("确实有问题，对不起")
    volunteer.sees("这次不记时长和积分")
    staff.finds("热心邻居：核实后不记时长")


async def test_an_unfounded_complaint_leaves_everything_as_it_was(
    volunteer: Phone, helped: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer, helped_id=await helped.person_id())
    await serve(volunteer, staff)
    await helped.taps("有问题，要反映")
    await helped.says("记错人了")
    await staff.taps("不属实，照常")
    volunteer.sees("没有问题，时长和积分照常")
    await staff.taps("热心邻居 90 分钟")
    volunteer.sees("确认了 90 分钟，得 1 分")


async def test_thinking_better_of_a_complaint(
    volunteer: Phone, helped: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer, helped_id=await helped.person_id())
    await serve(volunteer, staff)
    await helped.taps("有问题，要反映")
    await helped.taps("返回")
    helped.sees("没有记下")
    staff.does_not_see("有居民反映志愿服务")


def code_on(phone: Phone) -> str:
    found = re.search(r"\b\d{6}\b", phone.text_of(phone.last))
    assert found, phone.text_of(phone.last)
    return found[0]
