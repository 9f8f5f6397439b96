"""The command menu: the most specific scope wins, and in it the person's language."""

from typing import Any

import pytest
from telegram import Chat, User

from bot.sandbox.command_menu import commands_for
from bot.sandbox.errors import BotApiError
from bot.sandbox.world import World


async def set_menu(world: World, command: str, **more: Any) -> None:
    commands = [{"command": command, "description": "说明"}]
    await world.call("setMyCommands", {"commands": commands} | more)


def menu(world: World, chat_id: int, user: User) -> list[str]:
    return [c.command for c in commands_for(world.commands, world.room(chat_id), user)]


async def test_the_most_specific_menu_is_shown(world: World, resident: User, group: Chat) -> None:
    await set_menu(world, "everywhere")
    assert menu(world, resident.id, resident) == ["everywhere"]
    await set_menu(world, "groups", scope={"type": "all_group_chats"})
    await set_menu(world, "private", scope={"type": "all_private_chats"})
    assert menu(world, group.id, resident) == ["groups"]
    assert menu(world, resident.id, resident) == ["private"]
    scope = {"type": "chat_member", "chat_id": group.id, "user_id": resident.id}
    await set_menu(world, "mine", scope=scope)
    assert menu(world, group.id, resident) == ["mine"]


async def test_a_menu_in_ones_language_comes_first(world: World, resident: User) -> None:
    english = world.add_user("Ann", language_code="en")
    await set_menu(world, "any")
    await set_menu(world, "chinese", language_code="zh")
    assert menu(world, resident.id, resident) == ["chinese"]
    assert menu(world, english.id, english) == ["any"]


async def test_a_deleted_menu_uncovers_the_one_beneath(world: World, resident: User) -> None:
    await set_menu(world, "any")
    await set_menu(world, "private", scope='{"type": "all_private_chats"}')
    await world.call("deleteMyCommands", {"scope": {"type": "all_private_chats"}})
    assert menu(world, resident.id, resident) == ["any"]


async def test_what_was_set_can_be_read(world: World) -> None:
    await set_menu(world, "start", language_code="zh")
    assert await world.call("getMyCommands") == []
    assert await world.call("getMyCommands", {"language_code": "zh"}) == [
        {"command": "start", "description": "说明"}
    ]


@pytest.mark.parametrize(
    ("command", "description", "error"),
    [
        ("Start", "x", "BOT_COMMAND_INVALID"),
        ("a" * 33, "x", "BOT_COMMAND_INVALID"),
        ("start", "", "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("start", "x" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_a_bad_command_is_refused(
    world: World, command: str, description: str, error: str
) -> None:
    with pytest.raises(BotApiError, match=error):
        await world.call(
            "setMyCommands", {"commands": [{"command": command, "description": description}]}
        )
