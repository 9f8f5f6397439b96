"""Forwarded words: staff see that the resident did not write them, and not who did."""

import pytest

from tests.dialogues.channels import FORWARDS
from tests.dialogues.odd import arrives
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import STREET_LIGHT, files

pytestmark = FORWARDS
ORIGIN = {
    "type": "user",
    "date": 1_700_000_000,
    "sender_user": {"id": 4711, "is_bot": False, "first_name": "原来写的人"},
}


@pytest.mark.can("Requests: forwarded words are marked")
async def test_a_forwarded_report_is_marked_on_the_card(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await arrives(desk, resident, text=STREET_LIGHT, forward_origin=ORIGIN)
    await resident.says("我也看到了")
    await resident.taps("提交")
    card = staff.text_of(staff.finds("待接单", f"【转发】{STREET_LIGHT}\n我也看到了"))
    assert "原来写的人" not in card


async def test_a_forwarded_addition_is_marked(desk: Desk, resident: Phone, staff: Phone) -> None:
    await files(resident)
    await resident.says("/my", "补充")
    await arrives(desk, resident, text="今天更黑了", forward_origin=ORIGIN)
    staff.finds("居民补充：【转发】今天更黑了")


async def test_a_forwarded_question_is_understood_as_one(desk: Desk, resident: Phone) -> None:
    await resident.says("附近哪里可以理发")
    answer = resident.text_of(resident.last)
    await resident.says("/cancel")
    await arrives(desk, resident, text="附近哪里可以理发", forward_origin=ORIGIN)
    assert resident.text_of(resident.last) == answer
