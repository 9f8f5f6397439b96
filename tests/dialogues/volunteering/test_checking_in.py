"""Checking in: by where they are, by the organiser's code, too early, and from elsewhere."""

import pytest

from tests.dialogues.channels import SCANNED, elsewhere
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.volunteering.doing import HERE, code_on, helped, is_there, volunteer
from tests.dialogues.volunteering.serving import claimed

__all__ = ["helped", "volunteer"]
XIAMEN = (24.4798, 118.0894)


@elsewhere(wecom="nobody can send where they are: they type the organiser’s code")
@pytest.mark.can("Volunteers: checked in by where they are")
async def test_from_another_city_the_bot_says_how_far_it_is(volunteer: Phone, desk: Desk) -> None:
    await claimed(desk, volunteer)
    await desk.later(hours=1)
    await volunteer.taps("我到了，签到")
    volunteer.sees("陪老人买菜", "军门新村门口", "发送我的位置")
    await volunteer.is_at(*XIAMEN)
    volunteer.sees("您离任务的地方还有大约 216 公里，到了再签")
    await volunteer.is_at(*HERE)
    volunteer.finds("✅ 签到好了")


async def test_an_hour_too_early_the_bot_says_when(volunteer: Phone, desk: Desk) -> None:
    await claimed(desk, volunteer)
    await volunteer.taps("我到了，签到")
    volunteer.sees("还没到时候，11月23日 09:30 以后就可以了")


async def test_going_back_leaves_everything_as_it_was(volunteer: Phone, desk: Desk) -> None:
    await claimed(desk, volunteer)
    await desk.later(hours=1)
    await volunteer.taps("我到了，签到")
    await volunteer.says("0")
    volunteer.sees("还没有签")
    volunteer.sees_the_menu()


async def test_words_are_no_position_and_the_question_stands(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer)
    await desk.later(hours=1)
    await volunteer.taps("我到了，签到")
    await volunteer.says("我已经到门口了")
    volunteer.sees("这里要", "六位数字的签到码")
    await is_there(volunteer, staff)
    volunteer.finds("✅ 签到好了")


@pytest.mark.can("Volunteers: checked in with the organiser’s code")
async def test_a_code_from_the_organisers_telephone_checks_in(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    await claimed(desk, volunteer, latitude=None, longitude=None)
    await desk.later(hours=1)
    await staff.taps("签到码")
    code = code_on(staff)
    await volunteer.taps("我到了，签到")
    volunteer.sees("六位数字")
    await volunteer.says("000000" if code != "000000" else "111111")
    volunteer.sees("签到码不对，或者过期了")
    await volunteer.says(f"{code[:3]} {code[3:]}")
    volunteer.finds("✅ 签到好了")


@SCANNED
async def test_scanning_the_code_checks_in_and_scanning_again_does_not_check_out(
    volunteer: Phone, staff: Phone, desk: Desk
) -> None:
    made = await claimed(desk, volunteer)
    await desk.later(hours=1)
    await staff.taps("签到码")
    assert staff.pictures() == 1
    payload = f"in_{made.id}_{code_on(staff)}"
    await volunteer.starts(payload)
    volunteer.finds("✅ 签到好了")
    await volunteer.starts(payload)
    volunteer.sees("已经签到了")
    assert any("签退" in label for label in volunteer.choices())


async def test_an_old_code_is_told_to_be_over(volunteer: Phone, staff: Phone, desk: Desk) -> None:
    made = await claimed(desk, volunteer)
    await desk.later(hours=1)
    await staff.taps("签到码")
    payload = f"in_{made.id}_{code_on(staff)}"
    desk.clock.move(minutes=3)
    await volunteer.starts(payload)
    volunteer.sees("签到码不对，或者过期了")
    await staff.taps("新的码")
    await volunteer.says(code_on(staff))
    volunteer.finds("✅ 签到好了")


async def test_who_has_no_place_is_led_to_the_task(
    volunteer: Phone, helped: Phone, staff: Phone, desk: Desk
) -> None:
    made = await claimed(desk, volunteer)
    await desk.later(hours=1)
    await staff.taps("签到码")
    await helped.starts(f"in_{made.id}_{code_on(staff)}")
    helped.finds("您想认领“陪老人买菜”。先登记成志愿者")
    await helped.starts("in_999_123456")
    helped.sees("这个任务找不到了")
