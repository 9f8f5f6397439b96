"""Groups: who is told what, and what the bot may hear."""

from typing import Any

import pytest
from telegram import Chat, User

from bot.sandbox.errors import BotApiError, PhoneError
from bot.sandbox.world import World


def updates(world: World) -> list[dict[str, Any]]:
    taken = list(world.updates.pending)
    world.updates.pending.clear()
    return taken


@pytest.fixture
def neighbour(world: World, group: Chat) -> User:
    user = world.add_user("陈")
    world.join(group.id, user.id)
    updates(world)
    return user


def test_a_new_group_tells_the_bot_that_it_is_in_it(world: World, resident: User) -> None:
    world.add_group("群", [resident.id])
    added, created = updates(world)
    assert added["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert added["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert created["message"]["group_chat_created"] is True


def test_a_group_without_the_bot_tells_it_nothing(world: World, resident: User) -> None:
    chat = world.add_group("私聊", [resident.id], with_bot=False)
    world.say(resident.id, chat.id, "/help")
    assert updates(world) == []


async def test_the_bot_cannot_write_where_it_never_was(world: World, resident: User) -> None:
    chat = world.add_group("私聊", [resident.id], with_bot=False)
    with pytest.raises(BotApiError, match="chat not found"):
        await world.call("sendMessage", {"chat_id": chat.id, "text": "x"})


def test_adding_the_bot_later_is_told_twice(world: World, resident: User) -> None:
    chat = world.add_group("群", [resident.id], with_bot=False)
    world.add_bot(chat.id)
    status, service = updates(world)
    assert status["my_chat_member"]["new_chat_member"]["status"] == "member"
    assert [user["is_bot"] for user in service["message"]["new_chat_members"]] == [True]


async def test_a_bot_put_out_is_told_and_may_not_write(world: World, group: Chat) -> None:
    world.remove_bot(group.id)
    status, service = updates(world)
    assert status["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert service["message"]["left_chat_member"]["id"] == world.bot.id
    with pytest.raises(BotApiError) as refused:
        await world.call("sendMessage", {"chat_id": group.id, "text": "x"})
    assert refused.value.code == 403
    assert refused.value.description == "Forbidden: bot was kicked from the group chat"


def test_joining_and_leaving_are_service_messages(
    world: World, group: Chat, neighbour: User
) -> None:
    world.leave(group.id, neighbour.id)
    world.join(group.id, neighbour.id)
    left, joined = updates(world)
    assert left["message"]["left_chat_member"]["id"] == neighbour.id
    assert joined["message"]["new_chat_members"][0]["id"] == neighbour.id


def test_an_administrator_bot_that_asked_is_told_of_members(
    world: World, group: Chat, neighbour: User
) -> None:
    world.promote(group.id, world.bot.id)
    world.updates.allow(["chat_member"])
    updates(world)
    world.leave(group.id, neighbour.id)
    (status,) = updates(world)
    assert status["chat_member"]["new_chat_member"]["status"] == "left"


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("大家好", False),
        ("/bind", True),
        ("/bind@jinlin_bot", True),
        ("/bind@other_bot", False),
        ("见 /bind", True),
    ],
)
def test_privacy_mode_lets_only_commands_through(
    world: World, resident: User, group: Chat, text: str, heard: bool
) -> None:
    world.say(resident.id, group.id, text)
    assert bool(updates(world)) is heard


async def test_privacy_mode_lets_replies_to_the_bot_through(
    world: World, resident: User, group: Chat
) -> None:
    card = await world.call("sendMessage", {"chat_id": group.id, "text": "工单"})
    own = world.say(resident.id, group.id, "我看看")
    world.say(resident.id, group.id, "不是给机器人的", reply_to=own.message_id)
    assert updates(world) == []
    world.say(resident.id, group.id, "已到现场", reply_to=card["message_id"])
    assert len(updates(world)) == 1


def test_an_administrator_bot_hears_everything(world: World, resident: User, group: Chat) -> None:
    world.promote(group.id, world.bot.id)
    updates(world)
    world.say(resident.id, group.id, "大家好")
    assert len(updates(world)) == 1


def test_without_privacy_mode_the_bot_hears_everything(clock: Any) -> None:
    world = World(clock=clock, privacy_mode=False)
    user = world.add_user("林")
    chat = world.add_group("群", [user.id])
    updates(world)
    world.say(user.id, chat.id, "大家好")
    assert len(updates(world)) == 1


def test_an_upgrade_points_both_chats_at_each_other(world: World, group: Chat) -> None:
    new = world.upgrade(group.id)
    assert str(new.id).startswith("-100")
    to, from_ = (update["message"] for update in updates(world))
    assert (to["chat"]["id"], to["migrate_to_chat_id"]) == (group.id, new.id)
    assert (from_["chat"]["id"], from_["migrate_from_chat_id"]) == (new.id, group.id)
    assert from_["message_id"] == 1


async def test_an_upgraded_group_refuses_with_the_new_id(world: World, group: Chat) -> None:
    new = world.upgrade(group.id)
    with pytest.raises(BotApiError) as refused:
        await world.call("sendMessage", {"chat_id": group.id, "text": "x"})
    assert refused.value.to_response() == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": new.id},
    }
    await world.call("sendMessage", {"chat_id": new.id, "text": "x"})


def test_only_a_plain_group_can_be_upgraded(world: World, group: Chat) -> None:
    new = world.upgrade(group.id)
    with pytest.raises(PhoneError, match="Only a group"):
        world.upgrade(new.id)


async def test_members_are_told_by_status(
    world: World, resident: User, group: Chat, neighbour: User
) -> None:
    world.leave(group.id, neighbour.id)
    asked = {"chat_id": group.id}
    owner = await world.call("getChatMember", asked | {"user_id": resident.id})
    gone = await world.call("getChatMember", asked | {"user_id": neighbour.id})
    assert (owner["status"], gone["status"]) == ("creator", "left")
    assert await world.call("getChatMemberCount", asked) == 2
    administrators = await world.call("getChatAdministrators", asked)
    assert [member["user"]["id"] for member in administrators] == [resident.id]


async def test_a_chat_can_be_asked_about_by_who_is_in_it(
    world: World, resident: User, group: Chat
) -> None:
    world.block(resident.id)
    person = await world.call("getChat", {"chat_id": resident.id})
    assert (person["type"], person["first_name"]) == ("private", "林")
    assert (await world.call("getChat", {"chat_id": group.id}))["title"] == "东街工单群"
    world.remove_bot(group.id)
    with pytest.raises(BotApiError, match="bot was kicked from the group chat"):
        await world.call("getChat", {"chat_id": group.id})


async def test_a_bot_that_leaves_is_no_longer_a_member(world: World, group: Chat) -> None:
    await world.call("leaveChat", {"chat_id": group.id})
    with pytest.raises(BotApiError, match="Forbidden: bot is not a member of the group chat"):
        await world.call("sendMessage", {"chat_id": group.id, "text": "x"})
