"""The command menu and the main menu: always there, always understood."""

import pytest

from bot.channels.setup import introduce
from handlers.common import menu
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.requests import STREET_LIGHT, files, writes


async def test_every_command_is_in_the_command_menu(desk: Desk, resident: Phone) -> None:
    await introduce(desk.bot)
    listed = await desk.world.call("getMyCommands", {"scope": {"type": "all_private_chats"}})
    assert [command["command"] for command in listed] == [
        "complaint",
        "my",
        "meals",
        "nearby",
        "helps",
        "wish",
        "volunteer",
        "tasks",
        "points",
        "phone",
        "settings",
        "mydata",
        "help",
        "cancel",
        "start",
    ]
    for command in listed:
        await resident.says(f"/{command['command']}")
        assert "看不懂" not in resident.text_of(resident.last)


async def test_groups_have_commands_of_their_own(desk: Desk) -> None:
    await introduce(desk.bot)
    listed = await desk.world.call("getMyCommands", {"scope": {"type": "all_group_chats"}})
    assert [command["command"] for command in listed] == [
        "bind",
        "list",
        "menu",
        "kitchen",
        "serve",
        "month",
        "checkup",
        "task",
        "volunteers",
        "redeem",
        "cancel",
    ]


@pytest.mark.parametrize("label", menu.LABELS)
async def test_every_label_of_the_menu_does_something(resident: Phone, label: str) -> None:
    assert label in resident.keyboard()
    before = len(resident.screen)
    await resident.taps(label)
    assert len(resident.screen) > before
    assert "哪一类事" not in resident.text_of(resident.last) or label == menu.COMPLAINT


async def test_the_menu_stands_in_every_step_of_a_filing_but_where_it_is(
    resident: Phone,
) -> None:
    await resident.says(STREET_LIGHT)
    assert list(menu.LABELS) == list(resident.keyboard())
    await resident.taps("路灯不亮")
    await resident.taps("不清楚")
    await resident.taps("写好了")
    await resident.says("/cancel")
    assert list(menu.LABELS) == list(resident.keyboard())


async def test_the_menu_works_in_the_middle_and_the_draft_waits(resident: Phone) -> None:
    await writes(resident)
    await resident.says("/cancel")
    await resident.taps("📋 我的诉求")
    resident.sees("还没有反映过")
    await resident.taps("📮 我要反映")
    resident.sees("没写完的", STREET_LIGHT)


async def test_the_telephone_is_the_communitys(resident: Phone) -> None:
    await resident.taps("☎️ 社区电话")
    resident.sees("军门社区", "0591-8700 0119", "12345")


async def test_asking_for_the_telephone_does_not_end_the_conversation(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await resident.says("/phone")
    await resident.taps("路灯不亮")
    resident.sees("灯杆编号")


async def test_help_is_short_and_names_the_ways(resident: Phone) -> None:
    await resident.taps("❓ 怎么用")
    resident.sees("/my", "/settings", "/mydata", "/cancel")


async def test_after_filing_the_menu_is_back(resident: Phone) -> None:
    await files(resident)
    assert list(menu.LABELS) == list(resident.keyboard())


async def test_cancel_with_nothing_going_on_is_fine(resident: Phone) -> None:
    await resident.says("/cancel")
    resident.sees("退出来了")
    assert "写了一半" not in resident.text_of(resident.last)


async def test_in_a_group_help_says_what_the_bot_is_for(staff: Phone) -> None:
    await staff.says("/help")
    staff.sees("接单", "/list")
