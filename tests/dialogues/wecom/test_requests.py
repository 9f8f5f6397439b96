"""Staff on WeCom work on what residents ask for elsewhere."""

import pytest

from storage.tables import Channel
from tests.dialogues.phones import Phone
from tests.dialogues.tickets.requests import files

pytestmark = pytest.mark.staff_on(Channel.WECOM)


@pytest.mark.on(Channel.TELEGRAM, Channel.WECHAT)
async def test_a_request_is_taken_noted_resolved_and_rated(resident: Phone, staff: Phone) -> None:
    number = await files(resident)
    staff.sees(number, "待接单")
    await staff.taps("接单")
    staff.sees(number, "处理中")
    resident.finds("有人去办了", number)
    await staff.taps("办结")
    staff.sees("写下办理结果")
    await staff.says("灯修好了")
    resident.finds("灯修好了")
