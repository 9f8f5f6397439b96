"""WeCom has no links that open a chat with us: what one would say to us is given in words."""

import re

import pytest

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.errors import refusal
from storage.tables import Channel
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.serving import claimed, volunteers
from tests.dialogues.wechat_phones import WechatPhone
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


@pytest.mark.on(Channel.WECHAT)
async def test_the_check_in_code_is_scanned_with_wechat(
    desk: Desk, resident: Phone, staff: WecomPhone
) -> None:
    """The official account makes it when it leaves; it holds for as long as the digits."""
    assert desk.wechat is not None
    scenes = desk.wechat.platform.scenes
    await volunteers(desk, resident)
    task = await claimed(desk, resident)
    await desk.later(hours=1)
    await staff.says("/list")
    await staff.taps("签到码")
    said = staff.text_of(staff.sees("的签到码", "请志愿者扫一扫"))
    assert staff.pictures() == 1
    code = re.search(r"\d{6}", said)
    assert code
    [scene] = [each for each in scenes.by_url.values() if each.text.startswith("in_")]
    assert scene.text == f"in_{task.id}_{code[0]}"
    assert scene.until is not None
    assert isinstance(resident, WechatPhone)
    await resident.follower.scan(scene.url)
    await desk.settle()
    resident.finds("✅ 签到好了")
    desk.clock.move(minutes=2)
    with pytest.raises(PhoneError, match="expired"):
        scenes.read(scene.url)


@pytest.mark.on(Channel.WECHAT)
async def test_where_wechat_makes_no_code_the_digits_are_read_out(
    desk: Desk, resident: Phone, staff: WecomPhone, monkeypatch: pytest.MonkeyPatch
) -> None:
    await volunteers(desk, resident)
    await claimed(desk, resident)
    await desk.later(hours=1)

    def none_left(*_args: object) -> None:
        raise refusal(45029)

    assert desk.wechat is not None
    monkeypatch.setattr(desk.wechat.platform.scenes, "create", none_left)
    await staff.taps("签到码")
    said = staff.text_of(staff.sees("的签到码", "输入这六位数字"))
    assert staff.pictures() == 0
    code = re.search(r"\d{6}", said)
    assert code
    await resident.taps("我到了，签到")
    await resident.says(code[0])
    resident.finds("✅ 签到好了")


async def link_from(staff: WecomPhone) -> WecomPhone:
    """The chat in which the office has just made a steward's link."""
    office = staff.in_private()
    await office.says("/start")
    await office.taps("同意")
    await office.taps("先不说")
    await office.taps("以后再说")
    await staff.says("/stewards 军门新村3号楼")
    await office.says("1")
    await office.says("给本人的链接")
    return office


async def test_a_steward_joins_by_a_line_that_they_write_to_us(
    staff: WecomPhone, new_resident: NewPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.stewards.office.secrets.token_urlsafe", lambda _: "-_abc_-")
    office = await link_from(staff)
    line = re.search(r"/start s_[^\s`]+", office.text_of(office.finds("给我们发这一句")))
    assert line
    auntie = new_resident("林阿姨")
    await auntie.arrives()
    await auntie.says(line[0])
    auntie.sees("林阿姨", "楼栋长")


@pytest.mark.on(Channel.WECHAT)
async def test_a_steward_on_wechat_scans_a_code(
    desk: Desk, staff: WecomPhone, resident: Phone
) -> None:
    office = await link_from(staff)
    office.finds("给我们发这一句", "/start s_")
    assert office.pictures() == 1
    assert desk.wechat is not None
    [scene] = [
        each for each in desk.wechat.platform.scenes.by_url.values() if each.text.startswith("s_")
    ]
    assert isinstance(resident, WechatPhone)
    await resident.follower.scan(scene.url)
    await desk.settle()
    resident.sees("林阿姨", "楼栋长")
