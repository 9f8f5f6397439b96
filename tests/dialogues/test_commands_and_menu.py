"""The command menu and the main menu: always there, always understood."""

import pytest

from bot.channels.setup import introduce
from handlers.common import menu
from handlers.subjects import COMMANDS
from tests.dialogues.channels import BOT_API, MENTIONS, elsewhere
from tests.dialogues.conftest import NewPerson
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import STREET_LIGHT, files, writes


async def test_every_command_is_in_the_command_menu(desk: Desk, resident: Phone) -> None:
    await introduce(desk.bot)
    listed = await desk.world.call("getMyCommands", {"scope": {"type": "all_private_chats"}})
    assert [command["command"] for command in listed] == [
        "complaint",
        "my",
        "behalf",
        "meals",
        "nearby",
        "helps",
        "wish",
        "board",
        "need",
        "resource",
        "notices",
        "volunteer",
        "tasks",
        "points",
        "who",
        "survey",
        "phone",
        "settings",
        "mydata",
        "link",
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
        "duty",
        "hours",
        "list",
        "agenda",
        "behalf",
        "menu",
        "kitchen",
        "serve",
        "month",
        "checkup",
        "needs",
        "announce",
        "urgent",
        "task",
        "volunteers",
        "redeem",
        "stewards",
        "visits",
        "untold",
        "surveys",
        "stats",
        "cancel",
    ]


@pytest.mark.parametrize("label", menu.LABELS)
async def test_every_label_of_the_menu_does_something(resident: Phone, label: str) -> None:
    before = len(resident.screen)
    await resident.taps(label)
    assert len(resident.screen) > before
    assert "哪一类事" not in resident.text_of(resident.last) or label == menu.COMPLAINT


@pytest.mark.parametrize(
    ("label", "seen"),
    [
        (menu.VOLUNTEER, "怎么称呼"),
        (menu.PHONE, "0591-8700 0119"),
        (menu.SETTINGS, "要改哪一样"),
        (menu.HELP, "怎么用近邻"),
    ],
)
async def test_what_is_below_the_menu_is_tapped_or_said(
    resident: Phone, label: str, seen: str
) -> None:
    await resident.taps(menu.MORE)
    await resident.taps(label)
    resident.sees(seen)
    await resident.says(label)
    resident.sees(seen)


@elsewhere(wecom="the menu is a card, and a question comes below it: its buttons work there, too")
async def test_the_menu_stands_in_every_step_of_a_filing_but_where_it_is(
    resident: Phone,
) -> None:
    await resident.says(STREET_LIGHT)
    resident.sees_the_menu()
    await resident.taps("改地点")
    await resident.says("/cancel")
    resident.sees_the_menu()


async def test_the_menu_works_in_the_middle_and_the_draft_waits(resident: Phone) -> None:
    await writes(resident)
    await resident.says("/cancel")
    await resident.taps("📋 我的诉求")
    resident.sees("还没有反映过")
    await resident.taps("📮 我要反映")
    resident.sees("没写完的", STREET_LIGHT)


async def test_the_telephone_is_the_communitys(resident: Phone) -> None:
    await resident.says("更多", "2")
    resident.sees("军门社区", "0591-8700 0119", "12345")


async def test_asking_for_the_telephone_does_not_end_the_conversation(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await resident.says("/phone")
    await resident.taps("提交")
    resident.sees("提交好了")


async def test_help_is_short_and_names_the_ways(resident: Phone) -> None:
    await resident.says("❓ 怎么用")
    for label in (menu.MY_REQUESTS, menu.MEALS, menu.NEARBY, menu.HELPS, menu.MORE):
        resident.sees(label)
    resident.sees("志愿者", "社区电话", "大字", "语言", "您的资料", "微心愿", "留言板", "退出")
    assert "/" not in resident.text_of(resident.last)


@pytest.mark.parametrize("words", ["退出", "不办了", "算了"])
async def test_a_word_leaves_as_well(resident: Phone, words: str) -> None:
    await resident.says(STREET_LIGHT, words)
    resident.sees("退出来了")


async def test_after_filing_the_menu_is_back(resident: Phone) -> None:
    await files(resident)
    resident.sees_the_menu()


async def test_cancel_with_nothing_going_on_is_fine(resident: Phone) -> None:
    await resident.says("/cancel")
    resident.sees("退出来了")
    assert "写了一半" not in resident.text_of(resident.last)


async def test_leaving_speaks_of_what_was_left_alone(resident: Phone) -> None:
    await resident.says("楼下路灯不亮了", "/helps", "/cancel")
    resident.sees("退出来了")
    assert "写了一半" not in resident.text_of(resident.last)
    await resident.says("/cancel")
    resident.sees("退出来了", "写了一半", "我要反映")


async def test_in_a_group_help_says_what_the_bot_is_for(staff: Phone) -> None:
    await staff.says("/help")
    staff.sees("接单", "/list")


@pytest.mark.parametrize("command", ["/MY", "/My"])
async def test_a_command_matches_however_it_is_written(resident: Phone, command: str) -> None:
    await resident.says(command)
    resident.sees("还没有反映过事情")


@BOT_API
@pytest.mark.parametrize("command", ["/mY@{bot}", "/my@{BOT}"])
async def test_a_command_may_name_us(desk: Desk, resident: Phone, command: str) -> None:
    name = desk.world.bot.username or ""
    await resident.says(command.format(bot=name, BOT=name.upper()))
    resident.sees("还没有反映过事情")


async def test_a_link_is_followed_however_start_is_written(new_resident: NewPerson) -> None:
    newcomer = new_resident("新居民")
    await newcomer.says("/START b_junmen-xincun-3")
    await newcomer.agrees()
    newcomer.sees("您扫的是")


@pytest.mark.parametrize("command", ["/", "/ ", "/help。", "/lamp", "/lamp 坏了", "/?"])
async def test_an_unknown_command_is_told_what_there_is(resident: Phone, command: str) -> None:
    await resident.says(command)
    for known, _words in COMMANDS:
        resident.sees(f"/{known}")
    await resident.says(STREET_LIGHT)
    resident.sees("请看一遍")


async def test_an_unknown_command_leaves_the_question_standing(resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await resident.says("/lamp")
    resident.sees("没有 /lamp 这个命令", "/help", "请看一遍")


async def test_a_command_for_groups_is_said_to_be_one(resident: Phone) -> None:
    await resident.says("/kitchen")
    resident.sees("/kitchen 要在工作群里发")


@pytest.mark.parametrize("words", ["/3号楼路灯坏了", "/路灯坏了"])
async def test_words_after_a_stroke_are_words(resident: Phone, words: str) -> None:
    await resident.says(words)
    resident.sees("请看一遍", words)


@pytest.mark.parametrize("command", ["/start@otherbot", "/lamp@otherbot", "/@otherbot"])
async def test_what_is_for_another_bot_is_not_ours(
    resident: Phone, staff: Phone, command: str
) -> None:
    for phone in (resident, staff):
        before = len(phone.screen)
        await phone.says(command)
        assert len(phone.screen) == before


@MENTIONS
async def test_in_a_group_only_a_command_to_us_is_answered(desk: Desk, staff: Phone) -> None:
    before = len(staff.screen)
    await staff.says("/weather", "/", "/my")
    assert len(staff.screen) == before
    await staff.says(f"/weather@{desk.world.bot.username}")
    staff.sees("没有这个命令", "/bind", "/list")


@pytest.mark.parametrize("label", [menu.COMPLAINT, menu.MEALS])
async def test_the_menu_leads_on_from_every_question(resident: Phone, label: str) -> None:
    """Whichever subject asks: a key of the menu is nobody's name and no complaint."""
    await resident.says("/volunteer")
    resident.sees("怎么称呼")
    await resident.taps(label)
    assert label not in resident.text_of(resident.last)
    resident.sees("哪一类事" if label == menu.COMPLAINT else "谁来吃")


async def test_the_menu_is_no_complaint_before_the_consent(new_resident: NewPerson) -> None:
    newcomer = new_resident("新来的")
    await newcomer.starts()
    await newcomer.says("🍚 订餐")
    newcomer.sees("您同意吗")
    await newcomer.agrees()
    await newcomer.taps("以后再说")
    newcomer.sees("长者食堂")
