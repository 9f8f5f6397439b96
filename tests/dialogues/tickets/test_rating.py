"""问效于民: is it solved, are you content?"""

import pytest

from tests.dialogues.channels import EDITS, LEAVING, OVER_AGAIN, TAPS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import STREET_LIGHT, asked, files, rates, resolves


@OVER_AGAIN
async def test_two_taps_and_optional_words(desk: Desk, resident: Phone, staff: Phone) -> None:
    number = await asked(desk, resident, staff)
    resident.sees(number, STREET_LIGHT, "灯泡换好了", "现在解决了吗")
    await rates(resident, "解决了")
    resident.sees("满意吗")
    assert resident.choices() == ["满意", "基本满意", "不满意"]
    await rates(resident, "基本满意")
    resident.sees("谢谢您", "直接写下来")
    await resident.says("<i>师傅</i>很快")
    resident.sees("办事的人会看到")
    staff.finds("🏁", number, "社工甲 办结：“灯泡换好了”", "基本满意")
    staff.finds("居民评价时说：<i>师傅</i>很快")


@pytest.mark.parametrize("answers", [("1", "2"), ("解决了", "基本满意"), ("修好了", "还行吧")])
@pytest.mark.can("Requests: rated by numbers and words")
async def test_numbers_labels_and_words_rate_as_taps_do(
    desk: Desk, resident: Phone, staff: Phone, answers: tuple[str, ...]
) -> None:
    number = await asked(desk, resident, staff)
    for answer in answers:
        await resident.says(answer)
    resident.does_not_offer("没有解决")
    staff.finds("🏁", number, "基本满意")


async def test_without_an_answer_one_reminder_then_it_ends_unrated(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await asked(desk, resident, staff)
    await desk.later(hours=24)
    await resident.looks_in()
    resident.sees("再打扰您一次", STREET_LIGHT, "现在解决了吗")
    before = len(resident.screen)
    await desk.later(hours=24)
    await desk.later(hours=240)
    assert len(resident.screen) == before
    staff.finds("🏁", number, "没有评价")
    await rates(resident, "解决了")
    assert "已经结束了" in resident.toast()


@EDITS
async def test_the_reminder_takes_the_place_of_the_question(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await asked(desk, resident, staff)
    await desk.later(hours=24)
    assert resident.all_labels().count("没有解决") == 1, "the first question is gone"


@LEAVING
async def test_a_resident_who_blocked_the_bot_is_left_in_peace(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await resolves(staff)
    await resident.leaves()
    for _day in range(4):
        await desk.later(hours=25)
    resident.does_not_see("现在解决了吗")
    staff.finds("🏁", number, "没有评价")


async def test_taps_rate_while_another_request_is_being_written(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await files(resident)
    await resolves(staff)
    await desk.later(hours=20)
    await resident.says("五楼往下扔东西")
    await desk.later(hours=5)
    await rates(resident, "解决了", "满意")
    resident.finds("谢谢您", number)
    await resident.says("昨天晚上")
    resident.sees("请看一遍", "五楼往下扔东西\n昨天晚上")
    staff.finds("🏁", number, "满意")


async def test_what_is_typed_at_it_belongs_to_it(desk: Desk, resident: Phone, staff: Phone) -> None:
    await asked(desk, resident, staff)
    await resident.says("灯是亮了，可是很暗")
    resident.sees("记下了", "现在解决了吗")
    await resident.taps("没有解决")
    resident.sees("重新办，您说的写在单子上了")
    staff.finds("第 1 次重办", "居民说还差：“灯是亮了，可是很暗”")


async def test_other_words_may_be_something_new(desk: Desk, resident: Phone, staff: Phone) -> None:
    number = await asked(desk, resident, staff)
    await resident.says("五楼往下扔东西")
    await resident.taps("我说的是另一件事")
    resident.sees("请看一遍", "高空抛物")
    await resident.taps("提交")
    await rates(resident, "解决了", "满意")
    staff.finds("🏁", number)


async def test_words_a_while_later_are_something_new(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await asked(desk, resident, staff)
    await rates(resident, "解决了", "满意")
    desk.clock.move(minutes=20)
    await resident.says("五楼往下扔东西")
    resident.sees("请看一遍", "五楼往下扔东西")


@TAPS
async def test_a_double_tap_answers_once(desk: Desk, resident: Phone, staff: Phone) -> None:
    await asked(desk, resident, staff)
    await rates(resident, "解决了")
    resident.press("满意")
    resident.press("满意")
    await desk.settle()
    assert sum("就办完了" in resident.text_of(message) for message in resident.screen) == 1
