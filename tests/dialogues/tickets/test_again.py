"""又坏了, 还是没修好: the request that is meant is opened again, or a new one names it."""

import pytest

from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import asked, files, rates, resolves


@pytest.mark.parametrize("words", ["又坏了", "路灯还是没修好", "还是不亮", "没修好"])
@pytest.mark.can("Requests: “it is broken again” is understood")
async def test_what_was_resolved_is_opened_again(resident: Phone, staff: Phone, words: str) -> None:
    number = await files(resident)
    await resolves(staff)
    await resident.says(words)
    resident.sees("以前反映过的这件事吗")
    assert resident.choices() == [f"楼下路灯不亮了 · {number}", "不是，是新的事"]
    await resident.taps(f"楼下路灯不亮了 · {number}")
    resident.finds("重新办，您说的写在单子上了", number)
    staff.finds("待接单", "第 1 次重办", number, f"居民说还差：“{words}”")


async def test_it_is_not_asked_about_any_more(desk: Desk, resident: Phone, staff: Phone) -> None:
    await files(resident)
    await resolves(staff)
    await resident.says("又坏了", "1")
    await desk.later(hours=25)
    resident.does_not_see("现在解决了吗")


async def test_what_is_closed_is_named_by_a_new_one(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    number = await asked(desk, resident, staff)
    await rates(resident, "解决了", "满意")
    desk.clock.move(hours=1)
    await resident.says("路灯又坏了")
    await resident.says("1")
    resident.finds("以前办完了", "另开一件")
    await resident.taps("提交")
    resident.sees("提交好了")
    staff.finds("待接单", f"以前反映过，编号 {number}", "路灯又坏了", "军门新村")


async def test_something_new_is_filed_as_ever(resident: Phone, staff: Phone) -> None:
    await files(resident)
    await resolves(staff)
    await resident.says("电梯又坏了")
    await resident.taps("不是，是新的事")
    resident.sees("请看一遍")


async def test_without_anything_before_it_is_something_new(resident: Phone) -> None:
    await resident.says("路灯又坏了")
    resident.sees("请看一遍")


@pytest.mark.refused("message is not modified")  # the old review, too old to be taken away
async def test_after_a_season_it_is_something_new(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await files(resident)
    await resolves(staff)
    await desk.later(days=91)
    await resident.looks_in()
    await resident.says("/cancel", "路灯又坏了")
    resident.sees("请看一遍")
