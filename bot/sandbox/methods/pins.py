"""Pinned messages."""

from typing import TYPE_CHECKING

from telegram import Chat

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.targets import known_message, open_room
from bot.sandbox.params import Params
from bot.sandbox.rooms import Room

if TYPE_CHECKING:
    from bot.sandbox.world import World


def pin_chat_message(world: "World", p: Params) -> bool:
    """The latest pinned stands first. Phones get a service line, and so does the bot."""
    room = _pinnable(world, p)
    message = known_message(room, p, "pin")
    if message.message_id in room.pinned:
        raise bad_request("CHAT_NOT_MODIFIED")
    room.pinned.insert(0, message.message_id)
    world.post(room, world.bot, pinned_message=message)
    return True


def unpin_chat_message(world: "World", p: Params) -> bool:
    """Without a message_id: the latest."""
    room = _pinnable(world, p)
    message_id = p.integer("message_id") or next(iter(room.pinned), 0)
    if message_id not in room.pinned:
        raise bad_request("message to unpin not found")
    room.pinned.remove(message_id)
    return True


def unpin_all_chat_messages(world: "World", p: Params) -> bool:
    _pinnable(world, p).pinned.clear()
    return True


def _pinnable(world: "World", p: Params) -> Room:
    """In a basic group every member may pin, in a supergroup only administrators."""
    room = open_room(world, p)
    if room.chat.type == Chat.SUPERGROUP and not room.administers(world.bot.id):
        raise bad_request("not enough rights to manage pinned messages in the chat")
    return room
