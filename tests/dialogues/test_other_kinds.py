"""Messages of other kinds in an idle chat, edited and forwarded ones, names with markup."""

from collections.abc import Callable

import pytest

from tests.dialogues.channels import BOT_API, CORRECTIONS, FORWARDS
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import files


async def test_a_sticker_in_an_idle_chat_says_what_can_be_done(resident: Phone) -> None:
    await resident.sends("sticker")
    resident.sees("处理不了", "写字、拍照", "发语音")


@BOT_API
async def test_a_poll_is_answered_kindly(desk: Desk, resident: Phone) -> None:
    await resident.sends("sticker")
    update = {
        "update_id": 1,
        "message": {
            "message_id": 9_000,
            "date": 1_800_000_000,
            "chat": {"id": resident.chat_id, "type": "private"},
            "from": {"id": resident.user_id, "is_bot": False, "first_name": "居民"},
            "poll": {
                "id": "1",
                "question": "?",
                "options": [],
                "total_voter_count": 0,
                "is_closed": False,
                "is_anonymous": True,
                "type": "regular",
                "allows_multiple_answers": False,
                "allows_revoting": False,
                "members_only": False,
            },
        },
    }
    await desk.take_in(update)
    resident.sees("处理不了")


@FORWARDS
async def test_a_forwarded_message_is_taken_for_ones_own(
    desk: Desk, resident: Phone, new_resident: Callable[[str], Phone]
) -> None:
    await resident.says("/help")
    desk.world.forward(
        resident.user_id, resident.chat_id, resident.chat_id, resident.last.message_id
    )
    await desk.settle()
    resident.sees("请看一遍")


@CORRECTIONS
async def test_an_edited_message_is_asked_for_again(desk: Desk, resident: Phone) -> None:
    await resident.says("/complaint")
    await resident.taps("停车难")
    said = desk.world.say(resident.user_id, resident.chat_id, "门口停了车")
    await desk.settle()
    desk.world.edit(resident.user_id, resident.chat_id, said.message_id, "门口停满了车")
    await desk.settle()
    resident.sees("重新发一遍")
    await resident.says("门口停满了车")
    resident.sees("请看一遍", "门口停满了车")


@pytest.mark.parametrize("name", ["<b>王</b>", "A&B", "</a>", "😀" * 30, "{name}"])
async def test_names_with_markup_are_shown_as_they_are(
    desk: Desk, resident: Phone, member_of: Callable[[str, str], Phone], name: str
) -> None:
    member = member_of("军门社区工作群", name)
    await files(resident)
    await member.taps("接单")
    member.finds("处理中", f"{name} 接单")
    await member.taps("办结")
    member.finds(f"{name}，编号")
    late = member_of("军门社区工作群", "社工乙")
    await late.taps("办结")
    assert late.toast() == f"{name} 已经接单。"
