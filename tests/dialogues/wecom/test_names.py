"""WeCom tells the robot no names: who says theirs in the single chat is called so in groups."""

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Phone
from tests.dialogues.tickets.requests import files
from tests.dialogues.wecom_phones import WecomPhone

pytestmark = pytest.mark.staff_on(Channel.WECOM)


async def test_cards_and_notes_show_the_name_that_was_said(
    resident: Phone, staff: WecomPhone
) -> None:
    number = await files(resident)
    office = staff.in_private()
    await office.says("/settings")
    await office.taps("改称呼")
    await office.taps("同意")
    await office.says("林晓月")
    await staff.taps("接单")
    staff.finds(number, "处理中", "林晓月 接单")
    await staff.taps("更多")
    await staff.taps("可能重复")
    staff.sees("林晓月：", "没有看起来是同一件的事")


async def test_until_then_colleagues_read_the_userid(resident: Phone, staff: WecomPhone) -> None:
    number = await files(resident)
    await staff.taps("接单")
    staff.finds(number, "处理中", f"{staff.userid} 接单")
