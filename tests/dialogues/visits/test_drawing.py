"""A list as staff draw it, and the wrong things at each step."""

import pytest

from tests.dialogues.channels import BY_COMMAND, MEMBERS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.visits.lists import DOORS, begins_a_list, draws


@pytest.mark.staff_can("Visits: a list drawn and sent out", **BY_COMMAND)
async def test_staff_draw_a_list_in_private(staff: Phone, colleague: Phone) -> None:
    await colleague.says("/list")
    private = await begins_a_list(staff)
    private.sees("走访哪些人家", "3栋 301 林阿姨", "姓名不会出现在群里")
    await private.says(DOORS)
    private.sees("名单上有 3 处")
    await private.taps("就这些，3 处")
    private.sees("谁去")
    await private.taps("社工乙")
    assert "✅ 社工乙" in private.choices()
    await private.taps("选好了")
    private.sees("哪天以前走完")
    await private.taps("11月27日周五")
    private.sees("每一处要问什么")
    await private.says("身体好吗\n还缺什么")
    private.sees("重复吗")
    await private.taps("每周一")
    private.sees(
        "走访 · 重阳走访", "3 处：3号楼 301 林阿姨", "社工乙", "11月27日", "身体好吗", "每周一"
    )
    await private.taps("发下去")
    private.sees("发下去了", "军门社区工作群")
    colleague.in_private().does_not_see("有一份走访名单")
    staff.sees("0/3 走过", "每周一")


async def test_each_part_can_be_changed_before_it_is_sent(staff: Phone) -> None:
    private = await begins_a_list(staff)
    await private.says(DOORS)
    await private.says("1")
    await private.taps("社工甲")
    await private.taps("选好了")
    await private.says("周五")
    await private.taps("没有")
    await private.taps("不重复")
    await private.taps("改名称")
    await private.says("冬至走访")
    private.sees("请看一下对不对", "冬至走访")
    await private.taps("改地方")
    await private.taps("都不要，重新写")
    await private.says("军门新村3号楼 401")
    await private.taps("就这些，1 处")
    private.sees("请看一下对不对", "1 处：3号楼 401")
    await private.taps("改谁去")
    await private.says("0")
    private.sees("请看一下对不对")
    await private.taps("不发了")
    private.sees("没有动")
    staff.does_not_see("冬至走访")


async def test_what_cannot_be_read_is_said_and_nothing_is_lost(staff: Phone) -> None:
    private = await begins_a_list(staff)
    await private.says("林阿姨家\n\n军门新村3号楼 301 林阿姨\n军门新村3栋301室\n5栋 101\n")
    private.sees(
        "名单上有 2 处", "重复的 1 行", "没有写几号楼", "“林阿姨家”", "认不准", "“5栋 101”"
    )
    await private.says("军门新村3号楼 302")
    private.sees("名单上有 3 处")


async def test_long_lists_come_in_several_messages(staff: Phone) -> None:
    private = await begins_a_list(staff)
    await private.says(*(f"军门新村{each}号楼 301" for each in range(1, 6)))
    private.sees("名单上有 5 处")


async def test_the_compound_is_written_once_for_the_lines_below(staff: Phone) -> None:
    private = await begins_a_list(staff)
    await private.says("军门新村\n3栋 301 林阿姨\n5栋 101\n津门新村\n3栋 301")
    private.sees("名单上有 3 处")
    assert "认不准" not in private.text_of(private.last)


async def test_all_buildings_of_a_grid_by_a_tap(staff: Phone) -> None:
    private = await begins_a_list(staff, kind="新的巡查名单")
    private.sees("巡查哪些地方", "消防通道")
    await private.taps("军门第一网格的每一栋楼")
    private.sees("名单上有 26 处")
    await private.taps("军门第一网格的每一栋楼")
    private.sees("名单上有 26 处")


@pytest.mark.staff_can("Visits: doors as a file", wecom="yes, in the single chat", **BY_COMMAND)
async def test_doors_come_as_a_file(staff: Phone) -> None:
    private = await begins_a_list(staff)
    rows = "\n".join(f"军门新村{each % 16 + 1}号楼,{each},住户{each}" for each in range(300))
    await private.hands_in(f"楼栋,门牌,姓名\n{rows}\n".encode(), "名单.csv")
    private.sees("名单上有 300 处")
    more = "\n".join(f"军门新村1号楼,{each},某" for each in range(1000, 1300))
    await private.hands_in(more.encode(), "再来.csv")
    private.sees("最多 500 处")
    assert "就这些，300 处" in private.choices()


async def test_a_file_that_is_no_list_is_asked_for_again(staff: Phone) -> None:
    private = await begins_a_list(staff)
    await private.hands_in(b"words", "名单.docx")
    private.sees("这个文件我读不了")
    await private.hands_in(b"no workbook", "名单.xlsx")
    private.sees("走访哪些人家")
    await private.photographs()
    private.sees("这里要的是文字")


@pytest.mark.parametrize(
    ("until", "told"),
    [("昨天", "已经过了"), ("2030年3月1日", "一年"), ("等有空", "看不懂"), ("2月30日", "没有")],
)
async def test_a_day_that_cannot_be_is_asked_for_again(staff: Phone, until: str, told: str) -> None:
    private = await begins_a_list(staff)
    await private.says(DOORS)
    await private.says("1")
    await private.taps("选好了")
    private.sees("至少要有一个人去")
    await private.taps("社工甲")
    await private.taps("选好了")
    await private.says(until)
    private.sees(told, "哪天以前走完")


async def test_too_many_or_too_long_questions_are_asked_for_again(staff: Phone) -> None:
    private = await begins_a_list(staff)
    await private.says(DOORS)
    await private.says("1")
    await private.taps("社工甲")
    await private.taps("选好了")
    await private.says("周五")
    await private.says("\n".join("一二三四五六"))
    private.sees("最多 5 样")
    await private.says("好" * 101)
    private.sees("最多 100 个字")
    await private.says("0")
    private.sees("哪天以前走完")


async def test_back_leads_step_by_step_out(staff: Phone) -> None:
    private = await begins_a_list(staff)
    await private.says("0")
    private.sees("这次叫什么")
    await private.says("0")
    private.sees("要做什么")
    await private.says("0")
    private.sees("没有动")


@MEMBERS
async def test_who_left_the_group_draws_no_list(desk: Desk, staff: Phone) -> None:
    private = await begins_a_list(staff)
    desk.world.leave(staff.chat_id, staff.user_id)
    await desk.settle()
    await private.says(DOORS)
    private.sees("不在那个群里了")


async def test_a_list_is_drawn_in_no_other_group(canteen_staff: Phone, resident: Phone) -> None:
    await canteen_staff.says("/visits")
    canteen_staff.sees("工作群")
    await resident.says("/visits")
    resident.sees("工作群")


async def test_the_other_lists_are_shown_at_the_end_of_the_group(staff: Phone) -> None:
    private = await draws(staff)
    await staff.says("/list")
    await private.says("/visits")
    await private.taps("看看都走到哪里了")
    private.sees("军门社区工作群")
    staff.sees("重阳走访", "0/3 走过")
