"""Who was helped says how it was: thanks, and complaints that staff settle."""

import pytest

from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.doing import helped, serve, volunteer
from tests.dialogues.volunteering.serving import claimed

__all__ = ["helped", "volunteer"]


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
