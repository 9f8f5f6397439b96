"""Forwarding and copying."""

from typing import TYPE_CHECKING, Any

from telegram import Message, MessageId, MessageOriginUser

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.sending import caption_of, deliver
from bot.sandbox.methods.targets import count_sending, known_message, open_room
from bot.sandbox.objects import as_json, content, is_service
from bot.sandbox.params import Params

if TYPE_CHECKING:
    from bot.sandbox.world import World


def forward_message(world: "World", p: Params) -> Any:
    room = open_room(world, p)
    original = _original(world, p, "forward")
    count_sending(world, room)
    sent = world.post(
        room,
        world.bot,
        forward_origin=original.forward_origin
        or MessageOriginUser(original.date, original.from_user or world.bot),
        **content(original),
    )
    return as_json(sent)


def copy_message(world: "World", p: Params) -> Any:
    """A new caption replaces the old one; without one the old caption goes along."""
    room = open_room(world, p)
    original = _original(world, p, "copy")
    fields = content(original)
    if "caption" in p.values and original.text is None:
        fields |= caption_of(p)
    return MessageId(deliver(world, room, p, **fields).message_id).to_dict()


def _original(world: "World", p: Params, purpose: str) -> Message:
    source = open_room(world, p, "from_chat_id")
    message = known_message(source, p, purpose)
    if is_service(message) or message.has_protected_content:
        participle = {"forward": "forwarded", "copy": "copied"}[purpose]
        raise bad_request(f"message can't be {participle}")
    return message
