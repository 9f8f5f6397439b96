"""A list in the office's group: more time, its end, what it brought, what comes by the clock."""

import pytest

from tests.dialogues.channels import BY_COMMAND
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.visits.lists import draws
from tests.dialogues.workbooks import workbook_of


async def goes_to_one(private: Phone, words: str = "想要人陪着看病") -> None:
    await private.taps("开始走")
    await private.taps("见到了")
    await private.says(words)
    await private.taps("不用报，只记下")


@pytest.mark.staff_can("Visits: more time", **BY_COMMAND)
async def test_more_time(staff: Phone) -> None:
    await draws(staff)
    await staff.taps("延期")
    await staff.replies("写新的日子", "昨天")
    staff.sees("已经过了", "写新的日子")
    await staff.replies("写新的日子", "等有空")
    staff.sees("看不懂")
    await staff.replies("写新的日子", "下周五")
    staff.sees("好的，12月4日")
    staff.finds("重阳走访", "12月4日周五以前走完")


async def test_an_ended_list_is_worked_off_no_more(staff: Phone) -> None:
    private = await draws(staff)
    await private.taps("开始走")
    await staff.taps("结束")
    staff.is_answered("结束了")
    staff.sees("结束了")
    assert staff.choices() == ["看结果"]
    await private.taps("见到了")
    private.sees("这份名单已经结束了")
    await private.says("/visits")
    assert not any("接着走" in each for each in private.choices())


@pytest.mark.staff_can("Visits: results in private, as a workbook", **BY_COMMAND)
async def test_results_are_told_in_private_alone(staff: Phone) -> None:
    private = await draws(staff, questions="身体好吗")
    await private.taps("开始走")
    await private.taps("见到了")
    await private.taps("是")
    await private.says("=想要人陪着看病")
    await private.taps("不用报，只记下")
    await staff.taps("看结果")
    staff.does_not_see("陪着看病")
    private.finds("重阳走访", "3号楼 301 林阿姨：是；=想要人陪着看病")
    assert private.file_name() == "重阳走访.xlsx"
    [sheet] = await workbook_of(private)
    rows = [[cell.value or "" for cell in row] for row in sheet.iter_rows()]
    assert rows[0][:5] == ["地点", "姓名", "怎么样", "身体好吗", "情况"]
    assert rows[1][1:5] == ["林阿姨", "走过了", "是", "=想要人陪着看病"]
    assert [row[2] for row in rows[2:]] == ["还没走", "还没走"]


async def test_who_goes_is_reminded_and_at_the_end_the_group_hears_once(
    desk: Desk, staff: Phone
) -> None:
    private = await draws(staff)
    await desk.later(days=4)
    private.sees("今天是最后一天，还有 3 处没走")
    await desk.later(hours=9)
    staff.sees("“重阳走访”到期了，还有 3 处没走", "延期")
    said = len(staff.screen)
    await desk.later(days=3)
    assert len(staff.screen) == said
    await desk.later(days=30)
    staff.finds("重阳走访", "🏁 结束了")


async def test_a_list_that_is_done_is_not_told_of(desk: Desk, staff: Phone) -> None:
    private = await draws(staff, "军门新村3号楼 301")
    await goes_to_one(private)
    private.sees("都走完了，辛苦您！")
    staff.sees("✅ 都走完了")
    said = len(private.screen), len(staff.screen)
    await desk.later(days=5)
    assert (len(private.screen), len(staff.screen)) == said
    staff.sees("✅ 都走完了")
    staff.does_not_offer("我去走")


async def test_the_next_list_comes_by_itself_until_staff_stop_it(desk: Desk, staff: Phone) -> None:
    private = await draws(staff, rhythm="每周一")
    await desk.later(days=7)
    private.sees("有一份走访名单排了您", "一共 3 处", "12月4日")
    staff.sees("0/3 走过", "12月4日", "每周一")
    await staff.taps("不再重复")
    staff.is_answered("以后不再有")
    said = len(private.screen)
    await desk.later(days=3)
    assert len(private.screen) == said


async def test_a_resident_who_is_erased_is_on_no_list(staff: Phone, resident: Phone) -> None:
    private = await draws(staff, "军门新村3号楼 301 居民\n军门新村3号楼 302 陈伯")
    await goes_to_one(private, "只跟网格员说的话")
    await resident.says("/mydata")
    await resident.taps("全部删除")
    await resident.taps("确定删除")
    await staff.taps("看结果")
    assert "只跟网格员说的话" not in private.text_of(private.screen[-2])
    staff.finds("重阳走访", "0/1 走过")


async def test_a_member_of_staff_who_is_erased_goes_no_more(staff: Phone) -> None:
    private = await draws(staff)
    await goes_to_one(private)
    await private.says("/mydata")
    await private.taps("全部删除")
    await private.taps("确定删除")
    staff.no_longer_sees("🙋 社工甲")


@pytest.mark.staff_can("Visits: photos of what was found", **BY_COMMAND)
async def test_photos_are_shown_to_who_asks_for_the_results(staff: Phone) -> None:
    private = await draws(staff)
    await private.taps("开始走")
    await private.taps("见到了")
    await private.sends_album(2, "楼道很干净")
    await private.taps("不用报，只记下")
    await staff.taps("看结果")
    assert (private.pictures(), staff.pictures()) == (2, 0)
    private.finds("军门社区 · 军门新村 · 3号楼 301")


async def test_a_household_that_wants_to_be_forgotten_is(staff: Phone) -> None:
    private = await draws(staff)
    await goes_to_one(private, "只跟网格员说的话")
    await private.says("/visits")
    await private.taps("删掉一家的记录")
    await private.says("林阿姨家")
    private.sees("写清楚楼栋和门牌", "哪一家不愿意留记录")
    await private.says("军门新村3栋301室")
    private.sees("军门新村 · 3号楼 301", "删了找不回来")
    await private.taps("删掉")
    private.sees("删掉了，一共 1 次走访")
    staff.finds("0/2 走过")
    await staff.taps("看结果")
    assert "只跟网格员说的话" not in private.text_of(private.screen[-2])


async def test_a_household_on_no_list_has_nothing_to_be_forgotten(staff: Phone) -> None:
    private = await draws(staff)
    await private.says("/visits")
    await private.taps("删掉一家的记录")
    await private.says("军门新村9号楼 909")
    await private.taps("删掉")
    private.sees("名单上没有这一家")
