"""A survey in its office's group: how far it is, paused, given more days, ended, corrected."""

from tests.dialogues.channels import FIGURES
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.surveys.asked import asks
from tests.dialogues.surveys.composed import adds, decides, writes
from tests.dialogues.workbooks import workbook_of


async def sends_out(desk: Desk, staff: Phone, *, when: str = "现在就发") -> Phone:
    """A survey of two questions; who is asked has it."""
    private = await writes(staff)
    await adds(private, "还想吃什么？", "填文字")
    await decides(private, when=when)
    await private.taps("发出去")
    for _minute in range(4):
        await desk.later(minutes=1)
    return private


async def test_the_card_says_how_far_it_is(desk: Desk, staff: Phone, resident: Phone) -> None:
    await sends_out(desk, staff)
    resident.finds("食堂满意度", "饭菜好吃吗？")
    staff.finds("食堂满意度 · 进行中", "不记名 · 2 题", "答的还不到 5 人", "11月29日")
    staff.sees_meanwhile("问了 1 人")
    await resident.taps("好吃")
    await resident.says("多一点青菜")
    await desk.later(minutes=10)
    staff.sees_meanwhile("食堂满意度 · 进行中", "问了 1 人，答的还不到 5 人")


@FIGURES
async def test_the_card_counts_answers_in_steps_of_five(
    desk: Desk, staff: Phone, new_resident: NewPerson
) -> None:
    """Of two looks at exact numbers, the difference would say who has just answered."""
    residents = [new_resident(f"居民{number}") for number in range(6)]
    for each in residents:
        await each.arrives()
    await asks(desk, *residents)
    private = staff.in_private()
    await private.says("/start")
    await staff.says("/surveys")
    await private.taps("正在进行的 1 份")
    seen = []
    for each in residents:
        for said in ("1", "1 2", "5"):
            await each.says(said)
        each.sees("收到了")
        await desk.later(minutes=6)
        card = staff.text_of(staff.finds("食堂怎么样 · 进行中"))
        seen.append("5 人以上答了" in card)
    assert seen == [False] * 4 + [True] * 2


async def test_it_is_paused_and_goes_on(desk: Desk, staff: Phone, resident: Phone) -> None:
    await sends_out(desk, staff)
    await staff.taps("暂停")
    staff.is_answered("暂停了")
    staff.finds("食堂满意度 · 暂停了")
    await desk.later(days=2, hours=9)
    resident.does_not_see("再问您一次")
    await staff.taps("接着发")
    staff.finds("食堂满意度 · 进行中")


async def test_who_has_not_answered_is_reminded_by_staff_once_a_day(
    desk: Desk, staff: Phone, resident: Phone
) -> None:
    await sends_out(desk, staff)
    await staff.taps("更多")
    await staff.taps("提醒没答的人")
    assert "今天已经发过了" in staff.toast()
    await desk.later(hours=24)
    resident.does_not_see("再问您一次")
    await staff.taps("提醒没答的人")
    assert "再问一次还没答的人" in staff.toast()
    for _minute in range(3):
        await desk.later(minutes=1)
    resident.sees("您还没有答，再问您一次", "饭菜好吃吗？")
    await staff.taps("提醒没答的人")
    assert "今天已经发过了" in staff.toast()


async def test_more_days(desk: Desk, staff: Phone, resident: Phone) -> None:
    await sends_out(desk, staff)
    await staff.taps("改截止日")
    await staff.replies("写截止到哪天", "昨天")
    staff.sees("已经过了", "写截止到哪天")
    await staff.replies("写截止到哪天", "12月10日")
    staff.sees("12月10日", "截止")
    staff.finds("食堂满意度 · 进行中", "12月10日周四 20:00截止")


async def test_it_is_ended_only_when_asked_once_more(
    desk: Desk, staff: Phone, resident: Phone
) -> None:
    await sends_out(desk, staff)
    await staff.taps("结束")
    staff.sees("真的结束“食堂满意度”？")
    staff.finds("食堂满意度 · 进行中")
    await staff.taps("真的结束")
    staff.finds("食堂满意度 · 结束了")
    await desk.later(minutes=2)
    staff.sees_meanwhile("食堂满意度 · 结束了", "答完的不到 5 人")
    await staff.taps("真的结束")
    assert "现在是“结束了”" in staff.toast()
    await staff.taps("更多")
    assert "改成新的一版" in staff.choices()


async def test_one_that_has_not_begun_is_dropped(desk: Desk, staff: Phone, resident: Phone) -> None:
    await sends_out(desk, staff, when="明天上午9点")
    staff.finds("食堂满意度 · 定了时间", "11月24日 09:00发")
    await staff.taps("结束")
    await staff.taps("真的结束")
    staff.finds("食堂满意度 · 作废了")
    await desk.later(days=2)
    resident.does_not_see("饭菜好吃吗？")


async def test_words_are_corrected_while_it_goes_on(
    desk: Desk, staff: Phone, resident: Phone
) -> None:
    private = await sends_out(desk, staff)
    await staff.taps("更多")
    await staff.taps("改错字")
    private.sees("哪里有错字", "意思不能变")
    await private.taps("1 · 好吃")
    private.sees("现在是“好吃”")
    await private.says("很好吃")
    private.sees("改好了")


async def test_a_new_version_begins_with_the_old_questions(
    desk: Desk, staff: Phone, resident: Phone
) -> None:
    private = await sends_out(desk, staff)
    await staff.taps("更多")
    await staff.taps("改成新的一版")
    private.sees("抄了一份草稿", "1. 饭菜好吃吗？", "2. 还想吃什么？")
    await adds(private, "您几岁？", "填数字")
    await private.taps("题目好了")
    private.sees("发给谁", "最近刚问过的 1 人")


async def test_its_questions_are_exported(desk: Desk, staff: Phone, resident: Phone) -> None:
    await sends_out(desk, staff)
    await staff.taps("更多")
    await staff.taps("导出题目")
    assert staff.file_name() == "食堂满意度.xlsx"
    book = await workbook_of(staff)
    assert [cell.value for cell in book["survey"]["A"]][:3] == [
        "type",
        "select_one q1_choices",
        "text",
    ]


async def test_the_cards_of_all_are_asked_for(desk: Desk, staff: Phone, resident: Phone) -> None:
    private = await sends_out(desk, staff)
    await staff.says("路灯")
    await staff.says("/surveys")
    await private.taps("正在进行的 1 份")
    private.sees("最下面就是")
    staff.sees("食堂满意度 · 进行中")
