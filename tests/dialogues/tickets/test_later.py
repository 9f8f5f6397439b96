"""四周回访 in chat: 还好吗? by taps, in words, and what comes of it."""

from datetime import UTC, datetime

import pytest

from tests.dialogues.channels import LATE_TAPS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import asked, files, rates, resolves

pytestmark = pytest.mark.refused("message is not modified")
"""Cards that are too old to be taken away, and without buttons."""
LABELS = ["好好的", "又坏了", "不知道", "以后别再问我了"]


async def is_asked_weeks_later(desk: Desk, resident: Phone, staff: Phone) -> str:
    number = await asked(desk, resident, staff)
    await rates(resident, "解决了", "满意")
    await desk.later(weeks=4)
    await resident.looks_in()
    return number


async def test_who_was_helped_is_asked_four_weeks_later(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await is_asked_weeks_later(desk, resident, staff)
    resident.sees("楼下路灯不亮了", "11月23日办好了：“灯泡换好了”", "现在还好吗", number)
    assert resident.choices() == LABELS
    await resident.taps("好好的")
    resident.sees("太好了", number)
    await resident.says("/my")
    await resident.taps(number)
    resident.sees("问了是不是还好", "回答：好好的")


@pytest.mark.parametrize("how", ["又坏了", "2"])
@pytest.mark.can(
    "Requests: asked again weeks later", wechat="once they write, unless a template is allowed"
)
async def test_what_came_back_is_opened_again_and_more_is_added(
    desk: Desk, resident: Phone, staff: Phone, how: str
) -> None:
    number = await is_asked_weeks_later(desk, resident, staff)
    await resident.says(how)
    resident.sees("重新办", "接着写几个字、拍张照", number)
    staff.finds("待接单", number, "第 1 次重办", "上次 社工甲 办结", "几周后又坏了")
    await resident.says("三楼那盏")
    await resident.photographs()
    staff.finds("居民补充：三楼那盏")
    assert staff.pictures() == 1


async def test_words_that_say_it_are_an_answer(desk: Desk, resident: Phone, staff: Phone) -> None:
    await is_asked_weeks_later(desk, resident, staff)
    await resident.says("路灯又不亮了")
    resident.sees("重新办，您说的写在单子上了")
    staff.finds("几周后又坏了：“路灯又不亮了”")


async def test_kind_words_say_that_it_is_well(desk: Desk, resident: Phone, staff: Phone) -> None:
    await is_asked_weeks_later(desk, resident, staff)
    await resident.says("挺好的，谢谢")
    resident.sees("太好了")


async def test_what_is_something_else_is_something_new(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await is_asked_weeks_later(desk, resident, staff)
    await resident.says("楼道里堆满了垃圾，很臭")
    assert "提交" in resident.choices()


async def is_asked_in_the_middle(desk: Desk, resident: Phone, staff: Phone) -> None:
    await asked(desk, resident, staff)
    await rates(resident, "解决了", "满意")
    await resident.taps("📮 我要反映")
    await desk.later(weeks=4)
    await resident.looks_in()
    await resident.taps("又坏了")
    staff.finds("第 1 次重办")


async def test_it_is_answered_in_the_middle_of_something_else(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await is_asked_in_the_middle(desk, resident, staff)


@LATE_TAPS
async def test_its_buttons_say_that_it_was_answered(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await is_asked_in_the_middle(desk, resident, staff)
    question = resident.finds("现在还好吗")
    desk.world.tap(
        resident.user_id, resident.chat_id, question.message_id, "later:1:good", stale=True
    )
    await desk.settle()
    assert "您已经说过了" in resident.toast()


async def test_who_wants_no_more_questions_gets_none_and_can_have_them_back(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await is_asked_weeks_later(desk, resident, staff)
    await resident.taps("以后别再问我了")
    resident.sees("以后不再来问", "/settings")
    await files(resident, "巷口路灯不亮了")
    await resolves(staff, "通了")
    await desk.later(hours=25)
    await rates(resident, "解决了", "满意")
    await desk.later(weeks=4)
    await resident.looks_in()
    assert "现在还好吗" not in resident.text_of(resident.last)
    await resident.says("/settings")
    resident.sees("几周后再问我：不要")
    await resident.taps("几周后再问我一次")
    resident.sees("几周后再问您")
    await resident.says("/settings")
    await resident.taps("几周后不用再问我")
    resident.sees("以后不再来问")


async def test_nobody_is_woken_for_it(desk: Desk, resident: Phone, staff: Phone) -> None:
    await asked(desk, resident, staff)
    await rates(resident, "解决了", "满意")
    night = datetime(2026, 12, 22, 16, 0, tzinfo=UTC)
    await desk.later(seconds=(night - desk.clock.now).total_seconds())
    assert "现在还好吗" not in resident.text_of(resident.last)
    await desk.later(hours=9)
    await resident.looks_in()
    resident.sees("现在还好吗")
