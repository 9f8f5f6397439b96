"""People write, and the bot hears of it as Telegram would tell it."""

from typing import Any

import pytest
from telegram import Chat, User

from bot.sandbox.errors import NotOnThisPhoneError, PhoneError
from bot.sandbox.updates import RawUpdate
from bot.sandbox.world import World


def last_update(world: World) -> RawUpdate:
    return world.updates.pending[-1]


def kinds(world: World) -> list[str]:
    return [
        next(kind for kind in update if kind != "update_id") for update in world.updates.pending
    ]


def test_start_with_a_payload_reaches_the_bot_as_a_command(world: World) -> None:
    user = world.add_user("林")
    world.start(user.id, "b12")
    message: dict[str, Any] = last_update(world)["message"]
    assert message["text"] == "/start b12"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "zh-hans"


def test_message_ids_count_up_in_each_chat_by_itself(
    world: World, resident: User, group: Chat
) -> None:
    first = world.say(resident.id, resident.id, "一").message_id
    world.say(resident.id, group.id, "打岔")
    assert world.say(resident.id, resident.id, "二").message_id == first + 1


def test_update_ids_count_up_without_a_gap(world: World, resident: User) -> None:
    world.say(resident.id, resident.id, "一")
    world.say(resident.id, resident.id, "二")
    first, second = (update["update_id"] for update in world.updates.pending)
    assert second == first + 1


def test_a_text_too_long_for_one_message_goes_as_several(world: World, resident: User) -> None:
    world.say(resident.id, resident.id, "水" * 5000)
    texts = [update["message"]["text"] for update in world.updates.pending]
    assert [len(text) for text in texts] == [4096, 904]


def test_nothing_cannot_be_said(world: World, resident: User) -> None:
    with pytest.raises(PhoneError, match="nothing to send"):
        world.say(resident.id, resident.id, " \n ")


def test_a_reply_carries_the_message_replied_to_without_its_own_reply(
    world: World, resident: User
) -> None:
    first = world.say(resident.id, resident.id, "一")
    second = world.say(resident.id, resident.id, "二", reply_to=first.message_id)
    third = world.say(resident.id, resident.id, "三", reply_to=second.message_id)
    assert third.reply_to_message is not None
    assert third.reply_to_message.text == "二"
    assert third.reply_to_message.reply_to_message is None


def test_an_edit_comes_as_an_edited_message(world: World, resident: User) -> None:
    message = world.say(resident.id, resident.id, "路登坏了")
    world.edit(resident.id, resident.id, message.message_id, "路灯坏了")
    assert last_update(world)["edited_message"]["text"] == "路灯坏了"
    assert "edit_date" in last_update(world)["edited_message"]


async def test_only_ones_own_message_can_be_edited(world: World, resident: User) -> None:
    sent = await world.call("sendMessage", {"chat_id": resident.id, "text": "您好"})
    with pytest.raises(PhoneError, match="own messages"):
        world.edit(resident.id, resident.id, sent["message_id"], "x")


def test_a_forward_tells_who_said_it_first(world: World, resident: User, group: Chat) -> None:
    said = world.say(resident.id, group.id, "停水了")
    forwarded = world.forward(resident.id, resident.id, group.id, said.message_id)
    assert forwarded.text == "停水了"
    origin = last_update(world)["message"]["forward_origin"]
    assert (origin["type"], origin["sender_user"]["id"]) == ("user", resident.id)


def test_whoever_blocked_the_bot_must_unblock_it_before_writing(
    world: World, resident: User
) -> None:
    world.block(resident.id)
    with pytest.raises(PhoneError, match="blocked"):
        world.say(resident.id, resident.id, "在吗")


def test_blocking_and_starting_again_is_told_by_my_chat_member(
    world: World, resident: User
) -> None:
    world.block(resident.id)
    assert last_update(world)["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    world.start(resident.id)
    assert kinds(world) == ["my_chat_member", "my_chat_member", "message"]


async def test_a_tap_comes_as_a_callback_query_with_its_message(
    world: World, resident: User
) -> None:
    sent = await _ask(world, resident.id)
    query_id = world.tap(resident.id, resident.id, sent["message_id"], "yes")
    query = last_update(world)["callback_query"]
    assert (query["id"], query["data"]) == (query_id, "yes")
    assert query["message"]["message_id"] == sent["message_id"]


async def test_a_button_that_is_not_there_cannot_be_tapped(world: World, resident: User) -> None:
    sent = await _ask(world, resident.id)
    with pytest.raises(NotOnThisPhoneError, match="no such button"):
        world.tap(resident.id, resident.id, sent["message_id"], "no")


async def test_a_stale_button_can_be_tapped(world: World, resident: User) -> None:
    sent = await _ask(world, resident.id)
    world.tap(resident.id, resident.id, sent["message_id"], "gone", stale=True)
    assert last_update(world)["callback_query"]["data"] == "gone"


def test_a_phone_shows_only_chats_its_owner_is_in(world: World, group: Chat) -> None:
    stranger = world.add_user("陈")
    with pytest.raises(PhoneError, match="not on this phone"):
        world.history(group.id, stranger.id)
    with pytest.raises(PhoneError, match="cannot write"):
        world.say(stranger.id, group.id, "你好")


async def _ask(world: World, chat_id: int) -> dict[str, Any]:
    keyboard = {"inline_keyboard": [[{"text": "是", "callback_data": "yes"}]]}
    sent: dict[str, Any] = await world.call(
        "sendMessage", {"chat_id": chat_id, "text": "解决了吗？", "reply_markup": keyboard}
    )
    return sent
