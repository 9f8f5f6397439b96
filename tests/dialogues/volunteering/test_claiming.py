"""A task's card in the volunteers' group: claimed by a tap, waited for, given back, handed over."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from services.news import draw
from services.volunteering import tasks
from services.volunteering.news import TaskCard
from storage.tables import Channel, Task, Volunteer, VolunteerState
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.roster import admitted
from tests.dialogues.volunteering.roster import put_up as put_up_quietly

pytestmark = pytest.mark.on(Channel.TELEGRAM)
GROUP = "军门社区志愿者群"
DOOR = "3号楼 502"


async def put_up(desk: Desk, title: str = "陪老人散步", /, **differently: Any) -> Task:
    """With its card in the group."""
    task = await put_up_quietly(desk, title, **{"days": 3} | differently)
    async with desk.app.work.unit() as unit:
        draw(unit.session, TaskCard(task.id))
    await desk.sends_off()
    return task


class Helper:
    """A volunteer with two chats: their own and the group's."""

    def __init__(self, alone: Phone) -> None:
        self.alone = alone
        self.group = Phone(alone.desk, alone.user_id, alone.desk.chats[GROUP])

    async def taps_card(self, label: str = "认领") -> str:
        """What the tap was answered with."""
        await self.group.taps(label)
        return self.group.toast()


MakeHelper = Callable[[str], Any]


@pytest.fixture
def new_helper(desk: Desk, new_resident: NewPerson) -> MakeHelper:
    async def make(name: str) -> Helper:
        phone = new_resident(name)
        desk.world.join(desk.chats[GROUP], phone.user_id)
        await phone.starts("b_junmen-xincun-3")
        await phone.agrees()
        await phone.taps("是，我住这里")
        await admitted(desk, phone, name)
        return Helper(phone)

    return make


async def test_whoever_taps_first_has_it_and_alone_is_told_where(
    desk: Desk, new_helper: MakeHelper
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    await put_up(desk)
    first.group.sees("陪老人散步", "助老守望", "11月26日周四 09:00–11:00", "已认领 0/1")
    assert "认领好了" in await first.taps_card()
    first.alone.sees("您认领了", "陪老人散步", DOOR, "请不要转发")
    assert first.alone.choices() == ["📍 我到了，签到", "转交给别人", "退出"]
    first.group.sees("已认领 1/1", "林师傅")
    assert first.group.choices() == ["排队"]
    assert "排在第 1 位" in await second.taps_card("排队")
    second.alone.sees("排在第 1 位", "陪老人散步")
    second.alone.does_not_see(DOOR)
    first.group.does_not_see(DOOR)
    first.group.sees("排队 1 人")


async def test_a_place_given_back_goes_to_who_waits_and_says_so(
    desk: Desk, new_helper: MakeHelper
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    await put_up(desk)
    await first.taps_card()
    await second.taps_card("排队")
    await first.alone.taps("退出")
    first.alone.sees("确定退出“陪老人散步”吗")
    await first.alone.taps("退出")
    first.alone.sees("退出了，谢谢您提前说")
    second.alone.sees("轮到您了", DOOR)
    first.group.sees("已认领 1/1", "小陈")
    first.group.does_not_see("临时来不了")


async def test_giving_back_at_the_last_minute_is_said_to_be_noted_and_the_group_asked(
    desk: Desk, new_helper: MakeHelper
) -> None:
    helper = await new_helper("林师傅")
    await put_up(desk, days=1)
    await helper.taps_card()
    await desk.later(hours=2)
    await helper.alone.taps("退出")
    helper.alone.sees("不到一天了", "会记下来")
    await helper.alone.says("不退，我会去")
    helper.alone.sees("名额还是您的")
    await helper.alone.taps("退出", on="您认领了")
    await helper.alone.says("1")
    helper.group.sees("有人临时来不了", "还差 1 位")
    helper.group.finds("已认领 0/1")


async def test_who_waits_may_stop_waiting(desk: Desk, new_helper: MakeHelper) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    await put_up(desk)
    await first.taps_card()
    await second.taps_card("排队")
    await second.alone.taps("不排了")
    second.alone.sees("退出了")
    first.group.sees("已认领 1/1")
    first.group.does_not_see("排队 1 人")


async def test_who_is_no_volunteer_registers_and_is_back_at_the_task(
    desk: Desk, new_resident: NewPerson, staff: Phone
) -> None:
    task = await put_up(desk)
    stranger = new_resident("新来的")
    desk.world.join(desk.chats[GROUP], stranger.user_id)
    group = Phone(desk, stranger.user_id, desk.chats[GROUP])
    await group.taps("认领")
    assert desk.world.toasts(stranger.user_id)[-1].url == (
        f"https://t.me/jinlin_bot?start=task_{task.id}"
    )
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
    await staff.agrees()
    await stranger.taps("认领", on="已认领 0/1")
    stranger.sees("您认领了", DOOR)


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


async def test_roles_have_buttons_of_their_own(desk: Desk, new_helper: MakeHelper) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    await put_up(desk, "搬书", roles=(("搬运 <重>", 2), ("拍照", 1)))
    first.group.sees("搬运 <重>：已认领 0/2", "拍照：已认领 0/1")
    assert first.group.choices() == ["认领 · 搬运 <重>", "认领 · 拍照"]
    await first.taps_card("认领 · 拍照")
    await second.taps_card("认领 · 搬运 <重>")
    first.group.sees("搬运 <重>：已认领 1/2", "拍照：已认领 1/1")
    assert first.group.choices() == ["认领 · 搬运 <重>", "排队 · 拍照"]


async def test_what_cannot_be_is_said_kindly_on_the_spot(
    desk: Desk, new_helper: MakeHelper
) -> None:
    helper = await new_helper("林师傅")
    await put_up(desk, "打扫", organiser_id=await helper.alone.person_id())
    assert "您自己组织的" in await helper.taps_card()
    await put_up(desk)
    await helper.taps_card()
    await helper.group.taps("排队", on="陪老人散步")
    assert "已经认领了" in helper.group.toast()
    await put_up(desk, "同一时间")
    await helper.group.taps("认领", on="同一时间")
    assert "那个时间您有别的任务：陪老人散步" in helper.group.toast()


async def test_who_is_blocked_or_late_hears_why(desk: Desk, new_helper: MakeHelper) -> None:
    helper = await new_helper("林师傅")
    await put_up(desk)
    await _mark(desk, helper, state=VolunteerState.BLOCKED, reason="请先来社区谈一谈")
    assert "请先来社区谈一谈" in await helper.taps_card()
    await _mark(desk, helper, state=VolunteerState.PAUSED, reason=None)
    assert "休息中" in await helper.taps_card()
    await _mark(desk, helper, state=VolunteerState.ACTIVE)
    await desk.later(days=3)
    assert "截止了" in await helper.taps_card()
    helper.alone.does_not_see(DOOR)


async def _mark(desk: Desk, helper: Helper, **values: Any) -> None:
    async with desk.app.database.transaction() as session:
        row = await session.get_one(Volunteer, await helper.alone.person_id())
        for name, value in values.items():
            setattr(row, name, value)


async def test_a_place_is_handed_over_by_name_if_the_other_agrees(
    desk: Desk, new_helper: MakeHelper
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("陈师傅")
    await put_up(desk)
    await first.taps_card()
    await first.alone.taps("转交给别人")
    first.alone.sees("转交给谁")
    await first.alone.says("没有这个人")
    first.alone.sees("没有找到叫“没有这个人”")
    await first.alone.says("陈")
    assert first.alone.choices() == ["陈师傅", "返回"]
    await first.alone.says("1")
    first.alone.sees("问过了", "名额还是您的")
    second.alone.sees("林师傅 来不了了", "陪老人散步", "您愿意吗")
    second.alone.does_not_see(DOOR)
    await second.alone.taps("愿意接手")
    second.alone.sees("您接手了", DOOR)
    first.alone.sees("陈师傅 接手了", "不用去了")
    first.group.sees("已认领 1/1", "陈师傅")
    await second.alone.taps("愿意接手")
    assert "不用您接手" in second.alone.toast()


async def test_who_declines_leaves_the_place_where_it_is(
    desk: Desk, new_helper: MakeHelper
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("陈师傅")
    await put_up(desk)
    await first.taps_card()
    await first.alone.taps("转交给别人")
    await first.alone.says("陈")
    await first.alone.taps("陈师傅")
    await second.alone.taps("不方便")
    first.alone.sees("陈师傅 不方便接手", "名额还是您的")
    first.group.sees("林师傅")
    await first.alone.taps("转交给别人")
    await first.alone.says("返回")
    first.alone.sees("名额还是您的")


async def test_a_task_called_off_says_why_to_everyone_in_it(
    desk: Desk, new_helper: MakeHelper
) -> None:
    first, second = await new_helper("林师傅"), await new_helper("小陈")
    task = await put_up(desk, organiser_id=1)
    await first.taps_card()
    await second.taps_card("排队")
    async with desk.app.work.unit() as unit:
        await tasks.cancel(unit.session, task.id, 1, "台风 <红色>", now=unit.now)
    await desk.sends_off()
    for helper in (first, second):
        helper.alone.sees("取消了：台风 <红色>", "陪老人散步")
    first.group.sees("🚫", "台风 <红色>")
    assert first.group.choices() == []


async def test_holders_are_reminded_the_day_before_and_three_hours_before(
    desk: Desk, new_helper: MakeHelper
) -> None:
    holds, waits = await new_helper("林师傅"), await new_helper("小陈")
    desk.clock.move(hours=5)
    await put_up(desk)
    await holds.taps_card()
    await waits.taps_card("排队")
    await desk.later(days=2)
    holds.alone.sees("快到了", "陪老人散步", DOOR)
    assert holds.alone.choices()[-1] == "退出"
    await desk.later(hours=21)
    holds.alone.sees("还有大约 3 小时就开始了", DOOR)
    waits.alone.does_not_see("提醒")


async def test_what_begins_early_reminds_its_holders_the_evening_before(
    desk: Desk, new_helper: MakeHelper
) -> None:
    holds = await new_helper("林师傅")
    desk.clock.move(hours=-1)
    await put_up(desk)
    await holds.taps_card()
    await desk.later(days=2, hours=1)
    holds.alone.sees("快到了", "陪老人散步", DOOR)
    await desk.later(hours=11)
    holds.alone.sees("还有大约 12 小时就开始了", DOOR)
    said = len(holds.alone.screen)
    await desk.later(hours=12)
    assert len(holds.alone.screen) == said


async def test_who_stopped_the_bot_is_not_written_to(desk: Desk, new_helper: MakeHelper) -> None:
    helper = await new_helper("林师傅")
    await put_up(desk)
    await helper.taps_card()
    await helper.alone.leaves()
    await desk.later(days=2)
    helper.alone.does_not_see("快到了")
    async with desk.app.database.reading() as session:
        assert len((await session.scalars(select(Task))).all()) == 1
