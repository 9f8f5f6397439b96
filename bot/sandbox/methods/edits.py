"""editMessageText, Caption, Media, ReplyMarkup: of the bot's own messages."""

from typing import TYPE_CHECKING, Any

from telegram import InlineKeyboardMarkup, Message

from bot.sandbox.errors import bad_request
from bot.sandbox.files import KINDS
from bot.sandbox.markup import parse_markup
from bot.sandbox.methods.media import attached
from bot.sandbox.methods.sending import caption_of, link_preview_of, text_of
from bot.sandbox.methods.targets import count_sending, known_message, open_room
from bot.sandbox.objects import as_json, changed, is_service
from bot.sandbox.params import Params
from bot.sandbox.rooms import Room

if TYPE_CHECKING:
    from bot.sandbox.world import World

_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the "
    "same as a current content and reply markup of the message"
)
_EDITABLE_MEDIA = frozenset({"photo", "video", "document"})


def edit_message_text(world: "World", p: Params) -> Any:
    room, message = _own_message(world, p)
    if message.text is None:
        raise bad_request("there is no text in the message to edit")
    found = text_of(p)
    return _edit(
        world,
        room,
        message,
        p,
        text=found.text,
        entities=found.entities,
        link_preview_options=link_preview_of(p),
    )


def edit_message_caption(world: "World", p: Params) -> Any:
    room, message = _own_message(world, p)
    if not any(getattr(message, kind) for kind in KINDS if kind != "sticker"):
        raise bad_request("there is no caption in the message to edit")
    return _edit(world, room, message, p, **caption_of(p))


def edit_message_media(world: "World", p: Params) -> Any:
    """The caption is replaced with the media: by the new one's, or by none."""
    room, message = _own_message(world, p)
    media = p.structure("media")
    kind = media.get("type")
    if kind not in _EDITABLE_MEDIA:
        raise bad_request(f"can't parse InputMedia: type \"{kind}\" can't be used here")
    if not any(getattr(message, kind) for kind in KINDS):
        raise bad_request("there is no media in the message to edit")
    own = Params(media, p.files)
    nothing: dict[str, Any] = {"photo": (), "video": None, "document": None, "voice": None}
    fields = nothing | attached(world, own, kind, own.text("media")) | caption_of(own)
    return _edit(world, room, message, p, **fields)


def edit_message_reply_markup(world: "World", p: Params) -> Any:
    room, message = _own_message(world, p)
    return _edit(world, room, message, p)


def _own_message(world: "World", p: Params) -> tuple[Room, Message]:
    """Only messages without a reply keyboard can be edited:
    https://core.telegram.org/bots/api#updating-messages"""
    if p.has("inline_message_id"):
        raise bad_request("MESSAGE_ID_INVALID")
    room = open_room(world, p)
    message = known_message(room, p, "edit")
    own = message.from_user is not None and message.from_user.id == world.bot.id
    if not own or is_service(message) or message.message_id in room.keyboard_senders:
        raise bad_request("message can't be edited")
    return room, message


def _edit(world: "World", room: Room, message: Message, p: Params, **fields: Any) -> Any:
    """Without a reply_markup the inline keyboard goes. In groups edits count as sending."""
    markup = parse_markup(p.structure("reply_markup"), room.chat)
    if markup is not None and not isinstance(markup, InlineKeyboardMarkup):
        raise bad_request("inline keyboard expected")
    edited = changed(message, **fields, reply_markup=markup)
    if edited.to_dict() == message.to_dict():
        raise bad_request(_NOT_MODIFIED)
    if not room.private:
        count_sending(world, room)
    return as_json(world.replace(room, changed(edited, edit_date=world.now())))
