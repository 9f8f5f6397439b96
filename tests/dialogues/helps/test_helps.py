"""社区帮忙: a resident orders a help, the office sees to it, the resident hears."""

import pytest

from tests.dialogues.channels import BY_LINK
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Phone


async def orders_a_haircut(resident: Phone, when: str = "周六上午9点到10点") -> None:
    await resident.says("/helps")
    await resident.taps("助老")
    await resident.taps("上门理发")
    await resident.says(when)
    await resident.says("3号楼502，腿脚不方便")
    await resident.taps("就这样，告诉社区")


@pytest.mark.can("Helps: ordered in a few taps or numbers")
async def test_a_help_is_ordered_in_a_few_taps(resident: Phone, staff: Phone) -> None:
    await resident.taps("🛎 社区帮忙")
    resident.sees("社区帮忙", "要哪一类")
    await resident.taps("助老")
    await resident.taps("上门理发")
    resident.sees("什么时候要", "10元")
    await resident.taps("明天")
    resident.sees("上门理发", "明天", "3号楼 ❔", "登记的住处", "只有社区和来帮忙的人看得到")
    await resident.taps("就这样，告诉社区")
    resident.sees("告诉社区了")
    staff.sees("上门理发", "等社区安排", "居民", "明天", "3号楼", "10元")


@pytest.mark.staff_can("Helps: arranged")
@BY_LINK
async def test_staff_arrange_it_and_the_resident_hears_their_words(
    resident: Phone, staff: Phone
) -> None:
    await orders_a_haircut(resident)
    await staff.taps("我来安排")
    await staff.replies("怎么安排", "李师傅周六9点上门，10元")
    staff.finds("上门理发", "安排好了", "社工甲")
    resident.sees("安排好了", "李师傅周六9点上门，10元")


@pytest.mark.staff_can("Helps: declined with the reason")
@BY_LINK
async def test_staff_say_why_it_cannot_be(resident: Phone, staff: Phone) -> None:
    await orders_a_haircut(resident)
    await staff.taps("办不了")
    await staff.replies("为什么办不了", "理发师傅这周休息，下周再约")
    resident.sees("办不了", "理发师傅这周休息")
    assert staff.buttons(staff.finds("上门理发", "5")) == []


async def test_what_was_ordered_can_be_looked_at_and_taken_back(
    resident: Phone, staff: Phone
) -> None:
    await orders_a_haircut(resident)
    await staff.taps("我来安排")
    await staff.replies("怎么安排", "李师傅周六9点上门")
    await resident.says("/helps")
    await resident.taps("在办：1")
    await resident.taps("安排好了 · 上门理发 · 周六上午9点到10点")
    resident.sees("上门理发", "李师傅周六9点上门")
    await resident.taps("不用了")
    await resident.taps("不用了")
    resident.sees("取消了")
    staff.finds("居民 说不用了", "请跟对方说一声")


async def test_the_resident_says_that_it_was_done(resident: Phone, staff: Phone) -> None:
    await orders_a_haircut(resident)
    await staff.taps("我来安排")
    await staff.replies("怎么安排", "李师傅周六9点上门")
    await resident.says("/helps")
    await resident.taps("在办：1")
    await resident.taps("安排好了 · 上门理发 · 周六上午9点到10点")
    await resident.taps("已经帮好了")
    resident.sees("太好了")
    staff.finds("上门理发", "办好了")


async def test_a_help_is_found_by_its_name(resident: Phone) -> None:
    await resident.says("/helps", "想理发")
    resident.sees("上门理发", "什么时候要")
    await resident.says("返回", "放风筝")
    resident.sees("没有找到“放风筝”")


async def test_numbers_lead_through_the_whole_order(resident: Phone, staff: Phone) -> None:
    await resident.says("/settings")
    await resident.taps("大字版")
    await resident.says("/helps", "1", "1", "2", "1")
    resident.sees("告诉社区了")
    staff.sees("等社区安排")


async def test_back_leads_through_every_question_and_out(resident: Phone) -> None:
    await resident.says("/helps")
    await resident.taps("助老")
    await resident.taps("上门理发")
    await resident.says("明天", "0")
    resident.sees("在哪里")
    await resident.says("0")
    resident.sees("什么时候要")
    await resident.says("0", "0")
    resident.sees("没有订")


@pytest.mark.can("Helps: ordered in one sentence")
async def test_one_sentence_is_a_whole_order(resident: Phone, staff: Phone) -> None:
    await resident.says("上门理发 明天 3号楼302")
    resident.sees("上门理发", "时间：明天\n", "3号楼 302\n")
    await resident.taps("就这样，告诉社区")
    resident.sees("告诉社区了")
    staff.sees("上门理发", "明天", "3号楼 302")


async def test_each_part_is_changed_by_a_tap_or_by_saying_it(resident: Phone) -> None:
    await resident.says("想理发 明天")
    await resident.says("后天下午", "5号楼", "腿脚不方便", "电话 13800000000")
    resident.sees("时间：后天下午", "5号楼\n", "腿脚不方便\n电话 13800000000")
    await resident.taps("改地点")
    await resident.says("凉亭<旁边>")
    resident.sees("军门社区（凉亭<旁边>）", "时间：后天下午")
    await resident.taps("换一种")
    await resident.taps("助老")
    await resident.taps("陪聊探望")
    resident.sees("陪聊探望", "时间：后天下午", "腿脚不方便")
    await resident.says("早" * 501)
    resident.sees("最多 500 个字", "陪聊探望")


async def test_a_complaint_of_a_help_is_no_order(resident: Phone) -> None:
    await resident.says("上门理发的师傅没来")
    resident.does_not_see("就这样，告诉社区")


async def test_what_is_too_long_is_asked_for_again(resident: Phone) -> None:
    await resident.says("/helps", "想理发", "早" * 201)
    resident.sees("最多 200 个字", "什么时候要")


async def test_two_colleagues_do_not_arrange_the_same_order_twice(
    resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await orders_a_haircut(resident)
    await staff.taps("我来安排")
    await colleague.taps("办不了")
    await colleague.replies("为什么办不了", "师傅休息")
    await staff.replies("怎么安排", "李师傅来")
    staff.sees("现在是“办不了”")


async def test_who_says_unasked_that_they_want_one_begins_to_order(resident: Phone) -> None:
    await resident.says("我想理发")
    resident.sees("上门理发", "什么时候要")


async def test_words_written_while_looking_at_an_order_are_something_new(resident: Phone) -> None:
    await orders_a_haircut(resident)
    await resident.says("/helps")
    await resident.taps("在办：1")
    await resident.says("想理发")
    resident.sees("上门理发", "什么时候要")


async def test_who_agrees_first_comes_to_the_helps_they_came_for(new_resident: NewPerson) -> None:
    newcomer = new_resident("新居民")
    await newcomer.says("/helps")
    newcomer.sees("您同意吗")
    await newcomer.agrees()
    await newcomer.says("军门新村3号楼")
    newcomer.finds("记下了")
    newcomer.sees("社区帮忙", "要哪一类")
    await newcomer.taps("助老")
    await newcomer.says("1")
    newcomer.sees("什么时候要")


async def test_who_says_what_they_need_before_they_agree_comes_back_to_it(
    new_resident: NewPerson,
) -> None:
    newcomer = new_resident("新居民")
    await newcomer.says("/helps")
    await newcomer.says("想理发")
    newcomer.sees("点了“同意”，我们就接着办", "您同意吗")
    await newcomer.agrees()
    await newcomer.taps("以后再说")
    newcomer.sees("上门理发", "什么时候要")


async def test_who_says_something_else_before_they_agree_comes_back_to_the_helps(
    new_resident: NewPerson,
) -> None:
    newcomer = new_resident("新居民")
    await newcomer.says("/helps")
    await newcomer.says("看看有什么")
    await newcomer.agrees()
    await newcomer.taps("以后再说")
    newcomer.sees("没有找到“看看有什么”", "要哪一类")
