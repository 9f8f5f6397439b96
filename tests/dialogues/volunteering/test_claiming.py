"""A task is claimed, waited for and given back."""

from datetime import timedelta
from typing import Any

import pytest

from storage.tables import Channel, Volunteer, VolunteerState
from tests.dialogues.channels import only_telegram
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.claiming import (
    DOOR,
    GROUP,
    Helper,
    MakeHelper,
    group,
    new_helper,
    put_up,
)

__all__ = ["group", "new_helper"]
THE_CARD = only_telegram("volunteers have no group: they claim in their own chat")
ALONE = pytest.mark.on(Channel.WECHAT, Channel.WECOM)
"""Of what is otherwise where volunteers have no group."""


@pytest.mark.can("Volunteers: a task claimed, its door told to them alone")
async def test_whoever_taps_first_has_it_and_alone_is_told_where(
    desk: Desk, new_helper: MakeHelper, group: Phone
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    await put_up(desk)
    group.sees("陪老人散步", "助老守望", "11月26日周四 09:00–11:00", "已认领 0/1")
    await first.claims()
    first.alone.sees("您认领了", "陪老人散步", DOOR, "请不要转发")
    assert first.alone.choices() == ["📍 我到了，签到", "转交给别人", "退出"]
    group.sees("已认领 1/1", "林师傅")
    assert group.choices() == ["排队"]
    assert "排在第 1 位" in await second.claims("排队")
    second.alone.sees("排在第 1 位", "陪老人散步")
    second.alone.does_not_see(DOOR)
    group.does_not_see(DOOR)
    group.sees("排队 1 人")


@pytest.mark.can("Volunteers: a place given back goes to who waits")
async def test_a_place_given_back_goes_to_who_waits_and_says_so(
    desk: Desk, new_helper: MakeHelper, group: Phone
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    await put_up(desk)
    await first.claims()
    await second.claims("排队")
    await first.alone.taps("退出")
    first.alone.sees("确定退出“陪老人散步”吗")
    await first.alone.taps("退出")
    first.alone.sees("退出了，谢谢您提前说")
    second.alone.sees("轮到您了", DOOR)
    group.sees("已认领 1/1", "小陈")
    group.does_not_see("临时来不了")


async def test_giving_back_at_the_last_minute_is_said_to_be_noted_and_the_group_asked(
    desk: Desk, new_helper: MakeHelper, group: Phone
) -> None:
    helper = await new_helper("林师傅")
    await put_up(desk, days=1)
    await helper.claims()
    await desk.later(hours=2)
    await helper.alone.taps("退出")
    helper.alone.sees("不到一天了", "会记下来")
    await helper.alone.says("不退，我会去")
    helper.alone.sees("名额还是您的")
    await helper.alone.taps("退出", on="您认领了")
    await helper.alone.says("1")
    group.sees("有人临时来不了", "还差 1 位")
    group.finds("已认领 0/1")


async def test_who_waits_may_stop_waiting(desk: Desk, new_helper: MakeHelper, group: Phone) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    await put_up(desk)
    await first.claims()
    await second.claims("排队")
    await second.alone.taps("不排了")
    second.alone.sees("退出了")
    group.sees("已认领 1/1")
    group.does_not_see("排队 1 人")


@THE_CARD
async def test_a_tap_on_the_card_is_answered_on_the_spot(
    desk: Desk, new_helper: MakeHelper, new_resident: NewPerson
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    task = await put_up(desk)
    assert "认领好了" in await first.claims()
    assert "排在第 1 位" in await second.claims("排队")
    stranger = new_resident("新来的")
    desk.world.join(desk.chats[GROUP], stranger.user_id)
    await Phone(desk, stranger.user_id, desk.chats[GROUP]).taps("排队")
    assert desk.world.toasts(stranger.user_id)[-1].url == (
        f"https://t.me/jinlin_bot?start=task_{task.id}"
    )


async def test_who_is_no_volunteer_registers_and_is_back_at_the_task(
    desk: Desk, new_resident: NewPerson, staff: Phone
) -> None:
    task = await put_up(desk)
    stranger = new_resident("新来的")
    await stranger.starts(f"task_{task.id}")
    stranger.finds("您想认领“陪老人散步”", "先登记成志愿者")
    await stranger.agrees()
    await stranger.taps("以后再说")
    await stranger.taps("东街街道")
    await stranger.taps("军门社区")
    await registers(stranger)
    stranger.sees("陪老人散步", "已认领 0/1")
    stranger.does_not_see(DOOR)
    await stranger.taps("认领", on="已认领 0/1")
    assert "社区正在看" in stranger.toast()
    await staff.taps("同意")
    await stranger.taps("认领", on="已认领 0/1")
    stranger.finds("您认领了", DOOR)


async def registers(phone: Phone) -> None:
    """From the name on."""
    phone.sees("怎么称呼您")
    await phone.says("新来的")
    await phone.taps("不参加队伍")
    await phone.taps("交上去")


async def test_a_resident_who_comes_for_a_task_is_led_through_registering(
    desk: Desk, resident: Phone
) -> None:
    task = await put_up(desk)
    await resident.starts(f"task_{task.id}")
    resident.finds("先登记成志愿者")
    await registers(resident)
    resident.sees("陪老人散步", "已认领 0/1")


async def test_a_volunteer_who_follows_the_link_claims_by_number(
    desk: Desk, new_helper: MakeHelper
) -> None:
    helper = await new_helper("林师傅")
    task = await put_up(desk)
    await helper.alone.starts(f"task_{task.id}")
    helper.alone.sees("陪老人散步", "已认领 0/1")
    assert helper.alone.choices() == ["认领", "先不认领"]
    await helper.alone.says("1")
    helper.alone.finds("您认领了", DOOR)
    await helper.alone.starts("task_4711")
    helper.alone.sees("找不到了", "/tasks")


async def test_roles_have_buttons_of_their_own(
    desk: Desk, new_helper: MakeHelper, group: Phone
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    await put_up(desk, "搬书", roles=(("搬运 <重>", 2), ("拍照", 1)))
    group.sees("搬运 <重>：已认领 0/2", "拍照：已认领 0/1")
    assert group.choices() == ["认领 · 搬运 <重>", "认领 · 拍照"]
    await first.claims("认领 · 拍照")
    await second.claims("认领 · 搬运 <重>")
    group.sees("搬运 <重>：已认领 1/2", "拍照：已认领 1/1")
    assert group.choices() == ["认领 · 搬运 <重>", "排队 · 拍照"]


@THE_CARD
async def test_what_cannot_be_is_said_kindly_on_the_spot(
    desk: Desk, new_helper: MakeHelper
) -> None:
    helper = await new_helper("林师傅")
    await put_up(desk, "打扫", organiser_id=await helper.alone.person_id())
    assert "您自己组织的" in await helper.claims()
    await put_up(desk)
    await helper.claims()
    assert "已经认领了" in await helper.claims("排队")
    await put_up(desk, "同一时间")
    assert "那个时间您有别的任务：陪老人散步" in await helper.claims()


@ALONE
async def test_the_list_has_nothing_of_their_own_and_says_kindly_what_cannot_be(
    desk: Desk, new_helper: MakeHelper
) -> None:
    helper = await new_helper("林师傅")
    await put_up(desk, "打扫", organiser_id=await helper.alone.person_id())
    await put_up(desk)
    await helper.claims()
    await put_up(desk, "同一时间")
    await helper.alone.says("/tasks")
    await helper.alone.taps("看看还有什么任务")
    helper.alone.sees("等人认领的任务有 1 个", "同一时间")
    await helper.alone.says("1")
    assert "那个时间您有别的任务：陪老人散步" in await helper.taps("认领")


async def test_who_is_blocked_or_has_a_break_hears_why(desk: Desk, new_helper: MakeHelper) -> None:
    blocked, paused = await new_helper("林师傅"), await new_helper("小陈")
    await put_up(desk)
    for helper, why, said in (
        (blocked, {"state": VolunteerState.BLOCKED, "reason": "请先来谈一谈"}, "请先来谈一谈"),
        (paused, {"state": VolunteerState.PAUSED}, "休息中"),
    ):
        await helper.opens()
        await _mark(desk, helper, **why)
        assert said in await helper.taps("认领")
        helper.alone.does_not_see(DOOR)


async def test_who_is_late_hears_that_claiming_is_over(desk: Desk, new_helper: MakeHelper) -> None:
    helper = await new_helper("林师傅")
    await put_up(desk, claim_by=desk.clock() + timedelta(minutes=20))
    await helper.opens()
    desk.clock.move(minutes=30)
    assert "截止了" in await helper.taps("认领")
    helper.alone.does_not_see(DOOR)


async def _mark(desk: Desk, helper: Helper, **values: Any) -> None:
    async with desk.app.database.transaction() as session:
        row = await session.get_one(Volunteer, await helper.alone.person_id())
        for name, value in values.items():
            setattr(row, name, value)
