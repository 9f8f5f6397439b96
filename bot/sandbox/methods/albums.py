"""sendMediaGroup."""

from typing import TYPE_CHECKING, Any

from telegram import Message
from telegram.constants import MediaGroupLimit

from bot.sandbox.attachments import new_media_group_id
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.media import attached
from bot.sandbox.methods.sending import caption_of, reply_target, topic_of
from bot.sandbox.methods.targets import count_sending, open_room
from bot.sandbox.objects import as_json
from bot.sandbox.params import Params

if TYPE_CHECKING:
    from bot.sandbox.world import World

_TOGETHER = (frozenset({"photo", "video"}), frozenset({"document"}))


def send_media_group(world: "World", p: Params) -> Any:
    room = open_room(world, p)
    media = p.structures("media")
    _check_album(media)
    items = [_item(world, p, item) for item in media]
    reply = reply_target(room, p)
    topic = topic_of(room, p)
    count_sending(world, room, len(items))
    group = new_media_group_id()
    sent: list[Message] = [
        world.post(room, world.bot, reply_to_message=reply, media_group_id=group, **topic, **fields)
        for fields in items
    ]
    return [as_json(message) for message in sent]


def _check_album(media: list[dict[str, Any]]) -> None:
    """Photos and videos may be mixed, documents go only with documents."""
    if not media:
        raise bad_request("there are no messages to send")
    # Telegram has been seen to let a single one pass; its documentation promises 2 to 10.
    if len(media) < MediaGroupLimit.MIN_MEDIA_LENGTH:
        raise bad_request("too few messages to send as an album")
    if len(media) > MediaGroupLimit.MAX_MEDIA_LENGTH:
        raise bad_request("too many messages to send as an album")
    kinds = {str(item.get("type")) for item in media}
    for kind in sorted(kinds):
        if not any(kind in together for together in _TOGETHER):
            raise bad_request(
                f"can't parse InputMedia: type \"{kind}\" can't be used in sendMediaGroup"
            )
    if not any(kinds <= together for together in _TOGETHER):
        raise bad_request("document can't be mixed with other media types")


def _item(world: "World", p: Params, item: dict[str, Any]) -> dict[str, Any]:
    own = Params(item, p.files)
    return attached(world, own, item["type"], own.text("media")) | caption_of(own)
