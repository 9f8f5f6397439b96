"""After a restart the world is as it was."""

import asyncio
import json
from pathlib import Path
from typing import Any

import pytest
from telegram import Chat, User

from bot.sandbox import kept
from bot.sandbox.errors import BotApiError
from bot.sandbox.world import World


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "sandbox.json"


@pytest.fixture
def world(clock: Any, path: Path) -> World:
    return World(clock=clock, path=path)


def again(world: World, path: Path) -> World:
    world.save()
    return World(clock=world.clock, path=path)


def shown(world: World, chat_id: int, user_id: int) -> list[dict[str, Any]]:
    return [message.to_dict() for message in world.history(chat_id, user_id)]


async def test_people_chats_and_messages_come_back(
    world: World, path: Path, resident: User, group: Chat
) -> None:
    first = world.say(resident.id, group.id, "停水了")
    world.say(resident.id, group.id, "还没来", reply_to=first.message_id)
    world.send_voice(resident.id, group.id, duration=3)
    world.send_venue(resident.id, group.id, 26.0, 119.0, "食堂", "东街")
    card = await world.call("sendMessage", {"chat_id": group.id, "text": "工单"})
    await world.call("pinChatMessage", {"chat_id": group.id, "message_id": card["message_id"]})
    later = again(world, path)
    assert shown(later, group.id, resident.id) == shown(world, group.id, resident.id)
    assert later.users == world.users
    assert later.room(group.id).pinned == [card["message_id"]]
    next_one = world.say(resident.id, group.id, "下一条").message_id
    assert later.say(resident.id, group.id, "下一条").message_id == next_one


async def test_an_edit_after_the_last_saving_comes_back(
    world: World, path: Path, resident: User
) -> None:
    said = world.say(resident.id, resident.id, "路登")
    world.save()
    world.edit(resident.id, resident.id, said.message_id, "路灯")
    assert again(world, path).history(resident.id, resident.id)[-1].text == "路灯"


async def test_keyboards_and_who_blocked_come_back(
    world: World, path: Path, resident: User
) -> None:
    keyboard = {"keyboard": [["菜单"]]}
    asked = {"chat_id": resident.id, "text": "x", "reply_markup": keyboard}
    sent = await world.call("sendMessage", asked)
    later = again(world, path)
    assert later.reply_keyboard(resident.id, resident.id) == world.reply_keyboard(
        resident.id, resident.id
    )
    with pytest.raises(BotApiError, match="message can't be edited"):
        await later.call("editMessageText", asked | {"message_id": sent["message_id"]})
    later.block(resident.id)
    with pytest.raises(BotApiError, match="blocked by the user"):
        await again(later, path).call("sendMessage", {"chat_id": resident.id, "text": "x"})


async def test_what_the_bot_had_not_fetched_comes_back(
    world: World, path: Path, resident: User
) -> None:
    await world.call("getUpdates", {"allowed_updates": ["message"]})
    world.say(resident.id, resident.id, "在吗")
    later = again(world, path)
    assert later.updates.pending == world.updates.pending
    later.say(resident.id, resident.id, "又来")
    ids = [update["update_id"] for update in later.updates.pending]
    assert ids[1] == ids[0] + 1
    assert later.updates.allowed == frozenset({"message"})


async def test_files_can_still_be_downloaded(world: World, path: Path, resident: User) -> None:
    photo = world.send_photo(resident.id, resident.id).photo[-1]
    later = again(world, path)
    described = await later.call("getFile", {"file_id": photo.file_id})
    stored = later.files.by_path[described["file_path"]]
    assert stored == world.files.by_id[photo.file_id]


async def test_a_tap_from_before_can_still_be_answered(
    world: World, path: Path, resident: User
) -> None:
    sent = await world.call("sendMessage", {"chat_id": resident.id, "text": "x"})
    query = world.tap(resident.id, resident.id, sent["message_id"], "yes", stale=True)
    later = again(world, path)
    await later.call("answerCallbackQuery", {"callback_query_id": query, "text": "收到"})
    assert [toast.text for toast in later.toasts(resident.id)] == ["收到"]


async def test_menu_webhook_and_migration_come_back(
    world: World, path: Path, resident: User, group: Chat
) -> None:
    commands = [{"command": "start", "description": "开始"}]
    await world.call("setMyCommands", {"commands": commands, "scope": {"type": "all_group_chats"}})
    await world.call("setWebhook", {"url": "http://127.0.0.1:1/x", "secret_token": "s"})
    new = world.upgrade(group.id)
    later = again(world, path)
    assert later.commands == world.commands
    assert later.updates.webhook == world.updates.webhook
    with pytest.raises(BotApiError) as refused:
        await later.call("sendMessage", {"chat_id": group.id, "text": "x"})
    assert refused.value.parameters == {"migrate_to_chat_id": new.id}


async def test_changes_are_written_soon_without_being_asked(
    world: World, path: Path, resident: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "DELAY", 0)
    world.save()
    world.say(resident.id, resident.id, "记下来")
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    later = World(clock=world.clock, path=path)
    assert later.history(resident.id, resident.id)[-1].text == "记下来"


def test_what_is_no_world_is_refused_with_a_sentence(clock: Any, path: Path) -> None:
    path.write_text(json.dumps({"users": 1}))
    with pytest.raises(ValueError, match="move it away to begin with an empty one"):
        World(clock=clock, path=path)
