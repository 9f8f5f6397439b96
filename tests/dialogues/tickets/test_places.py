"""Where it is: by location, at home, from the list, in words."""

import pytest

from bot.channels.capabilities import capabilities_of
from storage.tables import Area, Ticket
from tests.dialogues.channels import KEYBOARDS, LOCATIONS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import HOME, writes

JUNMEN = (26.08640, 119.30060)


async def filed(desk: Desk, resident: Phone) -> tuple[str, str]:
    """Finish the request; the code of the area it lies in, and the place in words."""
    await resident.taps("提交")
    async with desk.app.database.reading() as session:
        ticket = await session.get_one(Ticket, 1)
        return (await session.get_one(Area, ticket.area_id)).code, ticket.place


async def test_at_home_is_one_tap(desk: Desk, resident: Phone) -> None:
    await writes(resident)
    await resident.taps(HOME)
    resident.finds("地点记下了", "3号楼")
    assert (await filed(desk, resident))[0] == "junmen-xincun-3"


@pytest.mark.can("Requests: filed with a location")
@LOCATIONS
async def test_a_location_is_shown_to_staff_on_a_map(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await writes(resident)
    await resident.is_at(*JUNMEN)
    resident.finds("地点记下了", "军门社区", "（地图位置）")
    await filed(desk, resident)
    links = [
        entity.url or "" for entity in staff.finds("待接单").entities if entity.type == "text_link"
    ]
    assert any("26.086400,119.300600" in link for link in links)


@LOCATIONS
async def test_a_location_before_the_words_is_remembered(resident: Phone) -> None:
    await resident.is_at(*JUNMEN)
    await resident.taps("停车难")
    await resident.says("门口停满了车")
    resident.sees("请看一遍", "军门社区", "（地图位置）")


@pytest.mark.parametrize("idle", [True, False])
@LOCATIONS
async def test_a_location_abroad_is_refused_kindly(resident: Phone, idle: bool) -> None:
    if not idle:
        await writes(resident)
    await resident.is_at(35.6586, 139.7454)
    resident.sees("不在我们服务的社区里")
    if not idle:
        resident.sees("在哪里")


@LOCATIONS
async def test_the_number_of_the_location_key_says_how_to_send_one(resident: Phone) -> None:
    await writes(resident)
    await resident.says("1")
    resident.sees(capabilities_of(resident.channel).attach, "在哪里")


async def test_another_place_is_chosen_from_the_list(desk: Desk, resident: Phone) -> None:
    await writes(resident)
    await resident.taps("🗂 从名单里选")
    for choice in ("东街街道", "军门社区", "军门里小区", "就记军门里小区"):
        await resident.taps(choice)
    assert (await filed(desk, resident))[0] == "junmen-li"


async def test_a_building_in_words_is_taken_at_once(desk: Desk, resident: Phone) -> None:
    await writes(resident)
    await resident.says("军门新村5号楼门口")
    resident.sees("请看一遍")
    code, place = await filed(desk, resident)
    assert (code, place) == (
        "junmen-xincun-5",
        "军门社区 · 军门新村 · 5号楼（军门新村5号楼门口）",
    )


async def test_a_place_nobody_knows_is_kept_as_written(desk: Desk, resident: Phone) -> None:
    await writes(resident)
    await resident.says("菜场后面<b>那盏</b>")
    assert await filed(desk, resident) == ("350102004001", "军门社区（菜场后面<b>那盏</b>）")


async def test_words_that_were_given_up_do_not_stay(desk: Desk, resident: Phone) -> None:
    await writes(resident)
    await resident.says("军门新村和菜场之间")
    await resident.taps("返回")
    await resident.taps(HOME)
    assert (await filed(desk, resident))[1] == "军门社区 · 军门新村 · 3号楼"


async def test_words_that_say_no_more_than_the_place_are_not_repeated(
    desk: Desk, resident: Phone
) -> None:
    await writes(resident)
    await resident.says("军门新村3号楼")
    assert (await filed(desk, resident))[1] == "军门社区 · 军门新村 · 3号楼"


async def test_only_buildings_that_are_counted_are_asked_among(resident: Phone) -> None:
    await writes(resident)
    await resident.says("3号楼和5号楼之间")
    resident.sees("您说的是哪一个")
    assert resident.choices() == [
        "军门社区 · 军门新村 · 3号楼",
        "军门社区 · 军门新村 · 5号楼",
        "都不是，就按我写的",
        "返回",
    ]


async def test_what_was_found_may_be_none_of_it(desk: Desk, resident: Phone) -> None:
    await writes(resident)
    await resident.says("军门新村和菜场之间")
    await resident.taps("都不是，就按我写的")
    assert (await filed(desk, resident))[1] == "军门社区（军门新村和菜场之间）"


async def test_a_place_as_long_as_a_letter_is_asked_for_shorter(resident: Phone) -> None:
    await writes(resident)
    await resident.says("在那边再过去" * 20)
    resident.sees("写短一点", "100", "在哪里")


@KEYBOARDS
async def test_the_keys_of_the_question_give_way_to_the_menu(resident: Phone) -> None:
    await writes(resident)
    assert "🗂 从名单里选" in resident.keyboard()
    await resident.taps("🗂 从名单里选")
    resident.sees("请选街道")
    assert "🗂 从名单里选" not in resident.keyboard()
    assert "📮 我要反映" in resident.keyboard()
    await resident.taps("返回")
    assert "🗂 从名单里选" in resident.keyboard()
    await resident.says("返回")
    resident.sees("请看一遍")
    assert "📮 我要反映" in resident.keyboard()
