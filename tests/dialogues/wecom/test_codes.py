"""WeCom has no links that open a chat with us: what one would say to us is given in words."""

import re

import pytest

from storage.tables import Channel
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.serving import claimed, volunteers
from tests.dialogues.wecom_phones import WecomPhone

pytestmark = pytest.mark.staff_on(Channel.WECOM)


async def test_the_check_in_code_is_read_out_and_typed(
    desk: Desk, resident: Phone, staff: WecomPhone
) -> None:
    await volunteers(desk, resident)
    await claimed(desk, resident)
    await staff.says("/list")
    await desk.later(hours=1)
    await staff.taps("签到码")
    said = staff.text_of(staff.sees("的签到码", "再输入这六位数字"))
    assert "t.me" not in said
    code = re.search(r"\d{6}", said)
    assert code
    await resident.taps("我到了，签到")
    await resident.says(code[0])
    resident.finds("✅ 签到好了")


async def test_a_steward_joins_by_a_line_that_they_write_to_us(
    desk: Desk, staff: WecomPhone, new_resident: NewPerson
) -> None:
    office = staff.in_private()
    await office.says("/start")
    await office.taps("同意")
    await office.taps("先不说")
    await office.taps("以后再说")
    await staff.says("/stewards 军门新村3号楼")
    await office.says("1")
    await office.says("给本人的链接")
    line = re.search(r"/start (s_\S+)", office.text_of(office.finds("给我们发这一句")))
    assert line
    auntie = new_resident("林阿姨")
    await auntie.arrives()
    await auntie.says(f"/start {line[1]}")
    auntie.sees("林阿姨", "楼栋长")
