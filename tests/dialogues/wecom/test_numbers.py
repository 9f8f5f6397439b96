"""A button's number or its label, written with a mention of the robot, is a tap on it."""

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files

pytestmark = pytest.mark.staff_on(Channel.WECOM)

LAMP, STAIRS = "楼下路灯不亮了", "三号楼路灯坏了"


def number_of(phone: Phone, label: str, on: str) -> str:
    """Which number a button has below the latest message that contains `on`."""
    labels = phone.labels_of(phone.finds(on))
    return str(next(at for at, each in enumerate(labels, start=1) if each.endswith(label)))


async def test_a_number_means_the_card_that_they_pressed_last(
    resident: Phone, staff: Phone
) -> None:
    number = await files(resident, LAMP)
    await files(resident, STAIRS)
    await staff.taps("接单", on=number)
    await staff.says(number_of(staff, "办结", on="处理中"))
    staff.sees(number, "写下办理结果")
    await staff.says("灯修好了")
    resident.finds("办好了", "灯修好了")


async def test_so_does_the_label(resident: Phone, staff: Phone) -> None:
    number = await files(resident, LAMP)
    await staff.says("接单")
    staff.finds(number, "处理中", "社工甲 接单")
    await staff.says("办结")
    staff.sees(number, "写下办理结果")


async def test_or_what_they_were_answered_with(resident: Phone, staff: Phone) -> None:
    await files(resident, LAMP)
    await staff.taps("接单")
    await staff.taps("更多")
    await staff.says(number_of(staff, "承诺时间", on="还可以"))
    staff.sees("什么时候前办好")


async def test_a_quote_says_which_card(resident: Phone, staff: Phone) -> None:
    lamp, stairs = await files(resident, LAMP), await files(resident, STAIRS)
    await staff.taps("接单", on=lamp)
    await staff.replies(stairs, "1")
    staff.finds(stairs, "处理中")


async def test_the_only_card_needs_none(resident: Phone, staff: Phone) -> None:
    number = await files(resident, LAMP)
    await staff.says("1")
    staff.finds(number, "处理中")


async def test_of_several_they_are_asked_which(
    desk: Desk, resident: Phone, staff: Phone, colleague: Phone
) -> None:
    lamp, stairs = await files(resident, LAMP), await files(resident, STAIRS)
    await staff.says("1")
    staff.sees("哪一张", f"{stairs} · 待接单：接单", f"{lamp} · 待接单：接单")
    staff.does_not_see("处理中")
    await staff.says("2")
    staff.finds(lamp, "处理中")
    await colleague.says("1")
    colleague.sees("哪一张")
    desk.clock.move(minutes=11)
    await staff.says("1")
    staff.sees("哪一张")


async def test_a_number_that_was_asked_for_is_an_answer(resident: Phone, staff: Phone) -> None:
    await files(resident, LAMP)
    await staff.taps("接单")
    await staff.taps("办结")
    await staff.says("0")
    staff.sees("没有动")


async def test_what_is_no_button_is_none(resident: Phone, staff: Phone) -> None:
    await files(resident, LAMP)
    await staff.taps("接单")
    await staff.says("18")
    staff.sees("没看懂")
