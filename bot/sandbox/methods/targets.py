"""Which chat and which message a call means, and whether the bot may do it there."""

from typing import TYPE_CHECKING

from telegram import ChatMember, Message

from bot.sandbox.errors import BotApiError, bad_request, forbidden
from bot.sandbox.params import Params
from bot.sandbox.rooms import Room

if TYPE_CHECKING:
    from bot.sandbox.world import World


def known_room(world: "World", p: Params, name: str = "chat_id") -> Room:
    """The chat the bot names, if it has ever met it. Raises BotApiError 400."""
    if not p.has(name):
        raise bad_request(f"{name} is empty")
    chat_id = p.integer(name)
    if chat_id in world.users:
        return world.room(chat_id)
    room = world.rooms.get(chat_id)
    if room is None or world.bot.id not in room.members:
        raise bad_request("chat not found")
    if room.migrated_to:
        raise BotApiError(
            400,
            "Bad Request: group chat was upgraded to a supergroup chat",
            migrate_to_chat_id=room.migrated_to,
        )
    return room


def open_room(world: "World", p: Params, name: str = "chat_id") -> Room:
    """The chat, if the bot is in it and may act there. Raises BotApiError 400 or 403."""
    room = known_room(world, p, name)
    status = room.status(world.bot.id)
    if room.private:
        if status == ChatMember.BANNED:
            raise forbidden("bot was blocked by the user")
        if status == ChatMember.LEFT:
            raise forbidden("bot can't initiate conversation with a user")
    elif status == ChatMember.BANNED:
        raise forbidden(f"bot was kicked from the {room.chat.type} chat")
    elif status == ChatMember.LEFT:
        raise forbidden(f"bot is not a member of the {room.chat.type} chat")
    return room


def known_message(room: Room, p: Params, purpose: str, name: str = "message_id") -> Message:
    """purpose: as in "message to edit not found". Raises BotApiError 400."""
    if not p.has(name):
        raise bad_request("message identifier is not specified")
    message = room.messages.get(p.integer(name))
    if message is None:
        raise bad_request(f"message to {purpose} not found")
    return message


def count_sending(world: "World", room: Room, messages: int = 1) -> None:
    """Whether the bot may send that much now. Raises BotApiError 400 or 429."""
    if room.status(world.bot.id) == ChatMember.RESTRICTED:
        raise bad_request("not enough rights to send text messages to the chat")
    if room.refuses:
        raise bad_request(room.refuses)
    if world.flood_control:
        world.flood.check(room.id, world.clock(), messages)
