"""What a phone shows, as JSON."""

from typing import Any

from aiohttp import web
from telegram import ChatMember

from bot.sandbox.command_menu import commands_for
from bot.sandbox.objects import as_json
from bot.sandbox.rooms import Room
from bot.sandbox.world import World


async def world_view(world: World, _: web.Request) -> dict[str, Any]:
    """The bot, all people, all chats with who is in them, and the command menu.

    Groups that became supergroups are left out. The menu is that of the first person's chat with
    the bot; what a certain phone offers in a certain chat is in `chat_view`.
    """
    rooms = [world.room(user_id) for user_id in world.users]
    rooms += [room for room in world.rooms.values() if not room.private and not room.migrated_to]
    first = next(iter(world.users.values()), None)
    menu = commands_for(world.commands, world.room(first.id), first) if first else ()
    return {
        "bot": as_json(world.bot),
        "users": [as_json(user) for user in world.users.values()],
        "chats": [_listed(room) for room in rooms],
        "commands": [as_json(command) for command in menu],
        "flood_control": world.flood_control,
    }


async def chat_view(world: World, request: web.Request) -> dict[str, Any]:
    user_id, chat_id = ids(request)
    messages = world.history(chat_id, user_id)
    room, keyboard = world.room(chat_id), world.reply_keyboard(chat_id, user_id)
    menu = commands_for(world.commands, room, world.user(user_id))
    bot_status = room.status(world.bot.id)
    return {
        "messages": [as_json(message) for message in messages],
        "keyboard": as_json(keyboard) if keyboard else None,
        "started": not (room.private and bot_status == ChatMember.LEFT),
        "blocked": room.private and bot_status == ChatMember.BANNED,
        "pinned": room.pinned,
        "commands": [as_json(command) for command in menu],
    }


def ids(request: web.Request) -> tuple[int, int]:
    """The person and the chat in the path."""
    return int(request.match_info["user"]), int(request.match_info["chat"])


def _listed(room: Room) -> dict[str, Any]:
    members = [{"user_id": user_id, "status": status} for user_id, status in room.members.items()]
    return {"chat": as_json(room.chat), "members": members}
