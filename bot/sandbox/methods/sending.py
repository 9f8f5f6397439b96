"""What all methods that send a message have in common."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from telegram import LinkPreviewOptions, Message, MessageEntity

from bot.sandbox import limits
from bot.sandbox.entities import Formatted, formatted
from bot.sandbox.errors import bad_request
from bot.sandbox.markup import parse_markup
from bot.sandbox.methods.targets import count_sending
from bot.sandbox.objects import in_topic, quoted
from bot.sandbox.params import Params
from bot.sandbox.rooms import Room

if TYPE_CHECKING:
    from bot.sandbox.world import World


def deliver(world: "World", room: Room, p: Params, **content: Any) -> Message:
    """Post the bot's message with the options every send method takes.

    reply_parameters (or reply_to_message_id), reply_markup, protect_content, link_preview_options.
    """
    markup = parse_markup(p.structure("reply_markup"), room.chat)
    reply = reply_target(room, p)
    topic = topic_of(room, p)
    count_sending(world, room)
    return world.post(
        room,
        world.bot,
        markup,
        reply_to_message=reply,
        has_protected_content=p.flag("protect_content") or None,
        link_preview_options=link_preview_of(p),
        **topic,
        **content,
    )


def topic_of(room: Room, p: Params) -> dict[str, Any]:
    """Message's fields for the topic a call names. Raises BotApiError 400."""
    topic_id = p.integer("message_thread_id")
    if topic_id and topic_id not in room.topics:
        raise bad_request("message thread not found")
    if topic_id and not room.topics[topic_id]:
        raise bad_request("TOPIC_CLOSED")
    return in_topic(topic_id)


def reply_target(room: Room, p: Params) -> Message | None:
    """The message replied to; None if there is none, or it is gone and that was allowed."""
    asked = Params(p.structure("reply_parameters"), {})
    message_id = asked.integer("message_id") or p.integer("reply_to_message_id")
    if not message_id:
        return None
    if message_id in room.messages:
        return quoted(room.messages[message_id])
    if asked.flag("allow_sending_without_reply") or p.flag("allow_sending_without_reply"):
        return None
    raise bad_request("message to be replied not found")


def text_of(p: Params) -> Formatted:
    """The text of a message, checked. Raises BotApiError 400."""
    found = formatted(p.text("text"), p.optional_text("parse_mode"), _entities(p, "entities"))
    limits.check_text(found.text)
    return found


def caption_of(p: Params) -> dict[str, Any]:
    """Message's fields for a caption, checked. Raises BotApiError 400."""
    found = formatted(
        p.text("caption"), p.optional_text("parse_mode"), _entities(p, "caption_entities")
    )
    limits.check_caption(found.text)
    return {
        "caption": found.text or None,
        "caption_entities": found.entities,
        "show_caption_above_media": p.flag("show_caption_above_media") or None,
    }


def link_preview_of(p: Params) -> LinkPreviewOptions | None:
    asked = p.structure("link_preview_options")
    return LinkPreviewOptions.de_json(asked, None) if asked else None


def _entities(p: Params, name: str) -> Sequence[MessageEntity]:
    raw = p.structures(name)
    for entity in raw:
        if not all(isinstance(entity.get(field), int) for field in ("offset", "length")):
            raise bad_request('can\'t parse MessageEntity: Field "offset" must be of type Number')
        if not isinstance(entity.get("type"), str):
            raise bad_request("can't parse MessageEntity: Can't find field \"type\"")
    return MessageEntity.de_list(raw, None)
