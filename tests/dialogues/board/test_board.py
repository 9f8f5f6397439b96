"""留言板: a word to the secretary, signed or not; the answer; what everybody may read."""

import pytest

from tests.dialogues.channels import LEAVING
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone

WISH = "小区东门能不能加一盏灯"
ANSWER = "下周三就装，谢谢您提醒"
SEND = "✅ 就这样，交给书记"


async def writes(
    person: Phone, text: str = WISH, *, sign: str = "不写名字", show: str = "可以"
) -> None:
    await person.says("/board")
    await person.taps("✍️ 给书记留言")
    await person.says(text)
    await person.taps(sign)
    await person.taps(show)
    await person.taps(SEND)


async def answers(staff: Phone, text: str = ANSWER) -> None:
    await staff.taps("回复居民")
    await staff.replies("写下答复", text)


async def reads(person: Phone) -> None:
    await person.says("/board")
    await person.taps("💬 大家说的话")


@pytest.mark.can("Message board: written and answered")
async def test_a_signed_message_is_answered_and_shown_without_the_name(
    resident: Phone, staff: Phone, new_resident: NewPerson
) -> None:
    await resident.says("/board")
    resident.sees("书记直通车", "建议、意见、感谢")
    await resident.taps("✍️ 给书记留言")
    resident.sees("最多 500 个字")
    await resident.says(WISH)
    resident.sees("写上您的称呼吗", "居民")
    await resident.taps("写上称呼")
    resident.sees("给邻居看看吗", "不写名字")
    await resident.taps("可以")
    resident.sees(WISH, "写上称呼", "回复以后给大家看")
    await resident.taps(SEND)
    resident.sees("交给书记了")
    staff.sees("书记直通车 · 待回复", WISH, "居民 · 军门社区")
    await answers(staff)
    staff.finds("书记直通车 · 已回复", f"社工甲：“{ANSWER}”")
    resident.sees("您给书记的留言", WISH, ANSWER)
    await reads(resident)
    resident.sees("大家说的话", WISH, ANSWER)
    assert "社工甲" not in resident.text_of(resident.last)
    assert "居民甲" not in resident.text_of(resident.last)


async def test_who_does_not_sign_is_named_nowhere_and_hears_the_answer(
    resident: Phone, staff: Phone
) -> None:
    await writes(resident, show="不要")
    staff.sees(WISH, "一位居民 · 军门社区", "只有社区看得到")
    assert "不公开" not in staff.choices()
    await answers(staff)
    resident.sees(ANSWER)
    await reads(resident)
    resident.sees("这里还没有话")


@pytest.mark.parametrize("words", ["留言", "书记", "留言板"])
async def test_the_words_lead_to_the_board(resident: Phone, words: str) -> None:
    await resident.says(words)
    resident.sees("书记直通车")


async def test_the_menu_of_helps_leads_to_the_board(resident: Phone) -> None:
    await resident.taps("🛎 社区帮忙")
    await resident.taps("📮 留言板")
    resident.sees("书记直通车")


async def test_the_newest_five_stand_first_and_the_older_on_the_next_page(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    for which in "甲乙丙丁戊己":
        await writes(resident, f"想说的是{which}")
        await answers(staff, f"答{which}")
        await desk.later(days=1)
    await reads(resident)
    resident.sees("想说的是己", "答己", "想说的是乙")
    assert "想说的是甲" not in resident.text_of(resident.last)
    await resident.taps("更早的")
    resident.sees("想说的是甲", "答甲")
    assert "更早的" not in resident.choices()
    await resident.says("0")
    resident.sees("书记直通车")


async def test_staff_keep_a_message_from_being_shown_and_think_again(
    resident: Phone, staff: Phone
) -> None:
    await writes(resident)
    await staff.taps("不公开")
    staff.is_answered("不给大家看")
    staff.finds(WISH, "社区决定不公开")
    await answers(staff)
    await reads(resident)
    resident.sees("这里还没有话")
    await staff.taps("还是公开", on=WISH)
    await reads(resident)
    resident.sees(WISH)


async def test_the_writer_takes_it_back(resident: Phone, staff: Phone) -> None:
    await writes(resident)
    await answers(staff)
    await resident.says("/board")
    await resident.taps("🙈 别给大家看我的话")
    resident.sees("不再给大家看")
    staff.finds("书记直通车", "只有社区看得到")
    await reads(resident)
    resident.sees("这里还没有话")


async def test_two_answer_at_once_and_the_second_is_told_who_was_faster(
    resident: Phone, staff: Phone, colleague: Phone
) -> None:
    await writes(resident)
    await staff.taps("回复居民")
    await colleague.taps("回复居民")
    await staff.replies("写下答复", ANSWER)
    await colleague.replies("写下答复", "我也答一句")
    colleague.sees("社工甲 已经回复了")
    resident.sees(ANSWER)
    resident.does_not_see("我也答一句")


async def test_what_cannot_be_taken_is_asked_for_again(resident: Phone, staff: Phone) -> None:
    await resident.says("/board", "这不是选项吗")
    await resident.says("/board")
    await resident.taps("✍️ 给书记留言")
    await resident.says("好" * 501)
    resident.sees("太长了，最多 500 个字", "想对书记说什么")
    await resident.says(WISH)
    await resident.says("随便")
    resident.sees("写上您的称呼吗")
    await resident.says("2")
    await resident.says("说不好")
    resident.sees("给邻居看看吗")
    await resident.says("0")
    resident.sees("写上您的称呼吗")
    await resident.says("2", "1", "不知道")
    resident.sees("请看一下对不对")
    await resident.says("1")
    resident.sees("交给书记了")
    await staff.taps("回复居民")
    await staff.replies("写下答复", "好" * 501)
    staff.sees("太长了，最多 500 个字", "写下答复")
    await staff.replies("写下答复", "0")
    staff.sees("没有动")


async def test_a_fourth_message_on_one_day_is_refused_at_the_start(resident: Phone) -> None:
    for _each in range(3):
        await writes(resident)
    await resident.says("/board")
    await resident.taps("✍️ 给书记留言")
    resident.sees("一天最多留 3 条", "以后可以再写", "书记直通车")


async def test_three_working_days_without_an_answer_remind_the_office_once(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await writes(resident)
    await desk.later(days=3)
    staff.sees("三个工作日没有回复了")
    said = len(staff.screen)
    await desk.later(days=3)
    assert len(staff.screen) == said


async def test_who_is_erased_leaves_no_words(resident: Phone, staff: Phone) -> None:
    await writes(resident, sign="写上称呼")
    await answers(staff)
    await resident.says("/mydata")
    await resident.taps("全部删除")
    await resident.taps("确定删除")
    staff.finds("居民删除了自己的资料", "这条留言没有了")
    staff.no_longer_sees(WISH)


@LEAVING
async def test_staff_hear_that_somebody_cannot_be_reached(resident: Phone, staff: Phone) -> None:
    await writes(resident)
    await resident.leaves()
    await answers(staff)
    staff.finds("居民收不到我们的消息")


async def test_a_newcomer_agrees_first_and_says_where_they_live(new_resident: NewPerson) -> None:
    newcomer = new_resident("新来的")
    await newcomer.says("/board")
    newcomer.sees("您同意吗")
    await newcomer.agrees()
    await newcomer.taps("以后再说")
    newcomer.sees("先告诉我您住在哪里")
