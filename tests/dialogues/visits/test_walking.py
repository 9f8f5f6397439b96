"""走访 and 巡查 at the doors: one after the other, left and taken up again, corrected, reported."""

import re
from collections.abc import Callable

import pytest

from tests.dialogues.channels import BY_COMMAND, MEMBERS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.visits.lists import DOORS, INSPECTION, POINTS, draws


@pytest.mark.staff_can("Visits: worked off door by door", **BY_COMMAND)
async def test_a_list_is_drawn_and_worked_off(staff: Phone) -> None:
    private = await draws(staff, questions="身体好吗\n还缺什么")
    staff.sees("走访 · 重阳走访", "0/3 走过", "11月27日", "社工甲", "身体好吗；还缺什么")
    staff.does_not_see("林阿姨")
    private.finds("有一份走访名单排了您", "一共 3 处", "11月27日")
    await private.taps("开始走")
    private.sees("军门新村 · 3号楼 301", "林阿姨", "走过 0/3", "到了没有")
    await private.taps("见到了")
    private.sees("身体好吗")
    await private.taps("是")
    private.sees("还缺什么")
    await private.says("降压药")
    private.sees("写一句情况")
    await private.taps("一切正常")
    private.sees("记下了，一切正常", "3号楼 302", "陈伯", "走过 1/3")
    staff.sees_meanwhile("1/3 走过", "社工甲 1 处")
    await private.taps("见到了")
    await private.taps("不是")
    await private.says("没什么")
    await private.taps("一切正常")
    await private.taps("没人在家")
    private.sees("记下了，11月25日 14:30再提醒您去", "都走过了，辛苦您！没人在家的 1 处")
    staff.sees_meanwhile("2/3 走过 · 没人 1", "社工甲 3 处")


@pytest.mark.staff_can("Visits: what is found becomes a request, with its photo", **BY_COMMAND)
async def test_what_is_found_becomes_a_request_with_one_tap(
    staff: Phone, member_of: Callable[[str, str], Phone]
) -> None:
    property_staff = member_of("军门物业维修组", "物业甲")
    private = await draws(staff, POINTS, kind=INSPECTION, title="消防巡查")
    await private.taps("开始走")
    private.sees("3号楼 消防通道")
    await private.taps("看过了")
    await private.photographs("消防通道被电动车堵死了")
    private.sees("要报上去办吗")
    label = next(each for each in private.choices() if "消防" in each or "通道" in each)
    await private.taps(label)
    number = private.sees("报上去了，编号", "配电房").text
    assert number is not None
    property_staff.finds("消防通道被电动车堵死了", "社工甲（巡查）", "3号楼 消防通道")
    staff.sees_meanwhile("1/2 走过 · 发现问题 1")
    [found] = re.findall(r"\d{6}-\d+", number)
    await private.says("0")
    await private.says("/my")
    private.sees(found, "巡查时发现的，已提交")


async def test_a_photo_without_words_is_enough_and_asks_for_its_kind(staff: Phone) -> None:
    private = await draws(staff, POINTS, kind=INSPECTION)
    await private.taps("开始走")
    await private.taps("看过了")
    await private.photographs()
    private.sees("要报上去办吗")
    assert len(private.choices()) > 10, "nothing speaks for any kind: all of them are offered"
    await private.taps("不用报，只记下")
    private.sees("只记下了", "配电房")
    staff.sees_meanwhile("1/2 走过")
    assert "发现" not in staff.text_of(staff.last)


async def test_another_kind_than_the_likely_ones(staff: Phone) -> None:
    private = await draws(staff, POINTS, kind=INSPECTION)
    await private.taps("开始走")
    await private.taps("看过了")
    await private.says("路灯不亮")
    await private.taps("别的类别")
    private.sees("是哪一类事")
    await private.says("0")
    private.sees("要报上去办吗")
    await private.taps("别的类别")
    await private.taps(private.choices()[3])
    private.sees("报上去了，编号")


async def test_it_is_left_and_taken_up_again(staff: Phone) -> None:
    private = await draws(staff)
    await private.taps("开始走")
    await private.says("0")
    private.sees("先到这里", "/visits")
    await private.says("/visits")
    await private.taps("接着走：重阳走访")
    private.sees("3号楼 301")
    await private.taps("见到了")
    await private.says("0")
    private.sees("到了没有")
    await private.taps("见到了")
    await private.says("都好")
    await private.says("0")
    private.sees("写一句情况")
    await private.says("腿脚不便，要人买药")
    await private.taps("不用报，只记下")
    private.sees("3号楼 302")


async def test_what_is_skipped_comes_at_the_end(staff: Phone) -> None:
    private = await draws(staff)
    await private.taps("开始走")
    await private.taps("跳过")
    private.sees("3号楼 302")
    for _each in range(2):
        await private.taps("见到了")
        await private.taps("一切正常")
    private.sees("跳过了 1 处")
    await private.taps("走跳过的")
    private.sees("3号楼 301")


async def test_a_door_can_be_corrected(staff: Phone) -> None:
    private = await draws(staff)
    await private.taps("开始走")
    await private.taps("没人在家")
    staff.sees_meanwhile("没人 1")
    await private.taps("改走过的")
    await private.taps("🚪 军门社区 · 军门新村 · 3号楼 301")
    private.sees("3号楼 301", "林阿姨")
    await private.taps("见到了")
    await private.taps("一切正常")
    private.sees("3号楼 302")
    staff.sees_meanwhile("1/3 走过")
    staff.no_longer_sees("没人")


@pytest.mark.staff_can("Visits: several on one list", **BY_COMMAND)
async def test_two_on_one_list_never_go_to_the_same_door(staff: Phone, colleague: Phone) -> None:
    await colleague.in_private().says("/start")
    await colleague.says("/list")
    first = await draws(staff, goers=("社工甲", "社工乙"))
    second = colleague.in_private()
    await first.taps("开始走")
    await second.taps("开始走")
    first.sees("3号楼 301")
    second.sees("3号楼 302")
    await first.taps("见到了")
    await first.taps("一切正常")
    first.sees("5号楼 101")
    await second.taps("见到了")
    await second.taps("一切正常")
    second.sees("剩下的 1 处，别的同事正在去")
    staff.sees_meanwhile("2/3 走过", "社工甲 1 处", "社工乙 1 处")


async def test_a_door_held_too_long_is_somebody_elses(
    desk: Desk, staff: Phone, colleague: Phone
) -> None:
    await colleague.in_private().says("/start")
    await colleague.says("/list")
    first = await draws(staff, "军门新村3号楼 301\n军门新村3号楼 302", goers=("社工甲", "社工乙"))
    await first.taps("开始走")
    desk.clock.move(minutes=61)
    second = colleague.in_private()
    await second.taps("开始走")
    second.sees("3号楼 301")
    await first.taps("见到了")
    first.sees("社工乙 已经去了", "3号楼 302")


async def test_nobody_at_home_comes_again_and_after_three_times_the_office_hears(
    desk: Desk, staff: Phone
) -> None:
    private = await draws(staff, "军门新村3号楼 301 林阿姨", until="12月31日")
    await private.taps("开始走")
    await private.taps("没人在家")
    await desk.later(hours=54, minutes=0)
    private.sees("上次没人在家的有 1 家")
    await private.taps("开始走")
    private.sees("前面 1 次没人在家")
    await private.taps("没人在家")
    await desk.later(days=7)
    await private.taps("开始走")
    await private.taps("没人在家")
    private.finds("去了 3 次都没人，工作群已经知道")
    staff.sees("3号楼 301：去了 3 次都没人")
    staff.does_not_see("林阿姨")
    said = len(private.screen)
    await desk.later(days=7)
    assert len(private.screen) == said


async def test_nobody_is_reminded_at_night(desk: Desk, staff: Phone) -> None:
    private = await draws(staff, "军门新村3号楼 301", until="12月31日")
    await private.taps("开始走")
    desk.clock.move(hours=6)
    await private.taps("没人在家")
    private.sees("11月25日 18:30")
    said = len(private.screen)
    await desk.later(hours=55)
    assert len(private.screen) == said, "it is ten in the evening"
    await desk.later(hours=11)
    private.sees("上次没人在家的有 1 家")


@MEMBERS
async def test_who_left_the_group_goes_to_no_door(desk: Desk, staff: Phone) -> None:
    private = await draws(staff)
    await private.taps("开始走")
    desk.world.leave(staff.chat_id, staff.user_id)
    await desk.settle()
    await private.taps("见到了")
    private.sees("您已经不在这个群里")
    await private.taps("开始走", on="有一份走访名单")
    assert "您已经不在这个群里" in private.toast()


async def test_a_colleague_whom_the_list_does_not_name_joins_by_a_tap(
    staff: Phone, colleague: Phone
) -> None:
    await draws(staff)
    await colleague.taps("我去走")
    assert "先打开和我的私聊" in colleague.toast()
    await colleague.in_private().says("/start")
    await colleague.taps("我去走")
    colleague.in_private().sees("3号楼 301", "到了没有")
    staff.finds("重阳走访", "社工甲", "社工乙")


async def test_what_is_too_long_is_asked_for_again(staff: Phone) -> None:
    private = await draws(staff, questions="身体好吗")
    await private.taps("开始走")
    await private.taps("见到了")
    await private.says("好" * 501)
    private.sees("太长了", "身体好吗")
    await private.says("老毛病，在吃药")
    await private.says("好" * 501)
    private.sees("太长了", "写一句情况")
    await private.sends_album(3, "楼道很干净")
    await private.taps("不用报，只记下")
    private.sees("3号楼 302")


async def test_doors_not_on_the_tree_are_filed_in_the_community(staff: Phone) -> None:
    private = await draws(staff, "军门新村88号楼 301 林阿姨")
    await private.taps("开始走")
    private.sees("军门社区 军门新村 88号楼 301", "林阿姨")
    await private.taps("见到了")
    await private.says("楼道灯不亮")
    await private.taps(private.choices()[1])
    private.sees("报上去了，编号")
    staff.finds("楼道灯不亮", "军门新村 88号楼 301", "社工甲（走访）")


async def test_a_list_of_all_wrong_lines_is_no_list(staff: Phone) -> None:
    private = await draws(staff, DOORS)
    await private.says("/visits")
    await private.taps("新的走访名单")
    await private.says("重阳走访")
    await private.says("林阿姨家")
    private.sees("名单上有 0 处", "没有写几号楼")
    assert not any("就这些" in each for each in private.choices())
