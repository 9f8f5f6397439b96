"""The office groups needs, finds what fits, makes projects; who wanted it hears each step."""

from collections.abc import Callable

import pytest

from tests.dialogues.channels import BY_COMMAND, BY_LINK
from tests.dialogues.conftest import NewPerson
from tests.dialogues.moving import moves_in
from tests.dialogues.needs.talks import WISH, offers, plans, says_need
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.workbooks import workbook_of

OTHER_WISH = "希望社区办书法兴趣班，大人也能学"


@pytest.mark.staff_can("Needs: grouped and taken apart")
@BY_LINK
async def test_alike_needs_are_grouped_by_a_tap_and_taken_apart(
    resident: Phone, staff: Phone, new_resident: NewPerson
) -> None:
    await says_need(resident)
    neighbour = await moves_in(new_resident("邻居乙"))
    await says_need(neighbour, OTHER_WISH)
    await staff.taps("归到一起", on=OTHER_WISH)
    staff.sees("归到哪一件", "前 1 件说得像", WISH)
    await staff.taps(WISH, on="归到哪一件")
    neighbour.sees(f"您提的“{OTHER_WISH}”", "归到了", "现在 2 个人要", "您的话都留着")
    neighbour.does_not_see(WISH)  # Nobody has put it on the list yet.
    await neighbour.says("/need")
    await neighbour.taps("🗂 我要的这些")
    await neighbour.says("1")
    neighbour.sees("文体活动", "2 人要")
    neighbour.does_not_see(WISH)
    staff.finds("2 人要", f"＋ “{OTHER_WISH}”")
    staff.finds("需求 · 归到了一起", OTHER_WISH)
    await staff.taps("拆开")
    staff.finds("需求 · 等社区看 · 1 人要", WISH)


@pytest.mark.staff_can("Needs: a project, step by step", **BY_COMMAND)
async def test_a_pair_is_taken_on_and_everybody_hears_each_step(
    resident: Phone, staff: Phone, new_resident: NewPerson
) -> None:
    partner = await moves_in(new_resident("陈老师"))
    await offers(partner)
    await staff.taps("确认列入")
    await says_need(resident)
    await staff.taps("列入清单")
    private = staff.in_private()
    await private.says("/start")
    await staff.says("/needs")
    await private.taps("🔗 看看能配上的")
    private.sees("东街小学", "同一类", "在本社区", "这个月还能排 1 次")
    await private.says("1")
    private.sees("谁负责")
    await private.says("小陈")
    await private.says("月底")
    private.sees("请看一下对不对", WISH, "东街小学", "小陈负责")
    await private.taps("✅ 立项")
    private.sees("立项了")
    staff.finds("项目 · 计划中", "东街小学", "13900001111", "小陈负责")
    await staff.desk.later(seconds=2)
    resident.sees("立项了，由东街小学来帮忙，打算")
    partner.sees("您提供的“可以开书法班，老师周末来教”用上了")
    await staff.taps("开始做了")
    staff.finds("项目 · 进行中")
    await staff.taps("办成了")
    await staff.replies("写办成了什么", "周六上午开班，在驿站二楼")
    await staff.desk.later(seconds=2)
    resident.sees("办成了", "周六上午开班")
    partner.sees("谢谢您", "周六上午开班")
    staff.finds("需求 · 办成了")


async def test_a_dropped_project_is_told_with_the_reason(resident: Phone, staff: Phone) -> None:
    await says_need(resident)
    await plans(staff)
    await staff.desk.later(seconds=2)
    resident.sees("您要的“", "立项了")
    await staff.taps("不办了")
    await staff.replies("为什么不办了", "场地租不到")
    await staff.desk.later(seconds=2)
    resident.sees("这次没办成，还留在需求清单上", "场地租不到")
    staff.finds("需求 · 在需求清单上")


async def test_a_day_that_passes_is_told_to_the_group_and_moved(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await says_need(resident)
    await plans(staff)
    await desk.later(days=40)
    staff.finds("日子过了", "社工小陈负责的这个项目")
    await staff.taps("换个日子")
    await staff.replies("写新的日子", "昨天")
    staff.sees("写新的日子")
    await staff.replies("写新的日子", "不知道")
    await staff.replies("写新的日子", "下周五")
    staff.sees("好的，", "以前")
    await staff.taps("换人负责")
    await staff.replies("换谁负责", "物业老王")
    staff.finds("物业老王负责")


async def test_nobody_is_woken(desk: Desk, resident: Phone, staff: Phone) -> None:
    await says_need(resident)
    await staff.taps("列入清单")
    before = len(resident.screen)
    await desk.later(hours=14)
    await plans(staff, on="在需求清单上")
    assert len(resident.screen) == before
    await desk.later(hours=10)
    resident.sees("立项了")


async def test_wrong_things_while_planning(resident: Phone, staff: Phone) -> None:
    await says_need(resident)
    private = staff.in_private()
    await private.says("/start")
    await staff.taps("立项")
    private.sees("立项", "用哪份资源", "示例小学")
    await private.says("随便哪个")
    await private.says("不用资源，自己办")
    private.sees("谁负责")
    await private.says("长" * 61)
    private.sees("太长了")
    await private.says("小陈")
    private.sees("哪天以前办好")
    await private.says("有空的时候")
    private.sees("哪天以前办好")
    await private.says("昨天")
    private.sees("哪天以前办好")
    await private.says("1")
    private.sees("请看一下对不对")
    await private.taps("换人")
    await private.says("小王")
    private.sees("小王负责")
    await private.taps("不立了")
    private.sees("没有动")
    await staff.taps("立项")
    await private.says("0")
    private.sees("看哪一张")


async def test_a_colleague_was_faster(resident: Phone, staff: Phone, colleague: Phone) -> None:
    await says_need(resident)
    for each in (staff, colleague):
        await each.in_private().says("/start")
        await each.taps("立项")
        await each.in_private().taps("不用资源，自己办")
        await each.in_private().says("小陈", "月底")
    await staff.in_private().taps("✅ 立项")
    await colleague.in_private().taps("✅ 立项")
    colleague.in_private().sees("现在是“立项了”，这一步做不了")


async def test_renamed_and_sorted(resident: Phone, staff: Phone) -> None:
    await says_need(resident)
    await staff.taps("改个说法")
    await staff.replies("写清单上怎么说", "长" * 61)
    await staff.replies("写清单上怎么说", "开书法班")
    staff.finds("开书法班", f"“{WISH}”")
    await staff.taps("改类别", on="需求 ·")
    await staff.taps("托幼助学")
    staff.finds("托幼助学 · 给大家")
    await staff.taps("归到一起", on="需求 ·")
    assert "没有可以归到一起的" in staff.toast()
    await staff.taps("列入清单")
    resident.sees("您提的“开书法班”列到需求清单上了")


async def test_a_street_sees_whose_need_it_is(
    desk: Desk,
    resident: Phone,
    staff: Phone,
    member_of: Callable[[str, str], Phone],
) -> None:
    await says_need(resident)
    await staff.taps("列入清单")
    street = member_of("东街街道网格中心", "街道值班员")
    await street.in_private().says("/start")
    await street.says("/needs")
    private = street.in_private()
    await private.taps("📋 需求清单")
    assert any(WISH in each and each.endswith("1 人要 · 军门社区") for each in private.choices())


@pytest.mark.staff_can("Needs: the three lists, and a workbook", **BY_COMMAND)
async def test_the_three_lists_are_looked_through_and_come_as_a_workbook(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await offers(resident, unit="=1+1")
    await staff.taps("确认列入")
    await says_need(resident, "=希望社区开一个书法班")
    await plans(staff)
    await staff.says("/needs")
    private = staff.in_private()
    for label, seen in (
        ("📋 需求清单", "要的人最多的"),
        ("🤝 资源清单", "单位、志愿者能提供的"),
        ("🛠 项目清单", "在办的"),
    ):
        await private.taps(label)
        private.sees(seen)
        await private.says("1")
        private.sees("卡片在")
        await staff.says("/needs")
    await private.taps("🔗 看看能配上的")
    private.sees("现在没有能配上的")
    await private.says("0")
    await private.taps("📊 三张清单的表")
    private.sees("三张清单都在表里")
    book = await workbook_of(private)
    assert book.sheetnames == ["需求清单", "资源清单", "项目清单"]
    assert book["资源清单"]["A3"].value is not None
    for sheet in book:
        assert all(cell.data_type != "f" for row in sheet for cell in row)
