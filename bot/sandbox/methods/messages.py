"""Text, places and contacts; deleting."""

from typing import TYPE_CHECKING, Any

from telegram import Contact, Location, Message, Venue
from telegram.constants import BulkRequestLimit, ChatAction

from bot.sandbox import limits
from bot.sandbox.errors import BotApiError, bad_request
from bot.sandbox.events import Event
from bot.sandbox.methods.sending import deliver, text_of
from bot.sandbox.methods.targets import known_message, open_room
from bot.sandbox.objects import as_json
from bot.sandbox.params import Params
from bot.sandbox.rooms import Room

if TYPE_CHECKING:
    from bot.sandbox.world import World

_ACTIONS = frozenset(action.value for action in ChatAction)


def send_message(world: "World", p: Params) -> Any:
    room = open_room(world, p)
    found = text_of(p)
    return as_json(deliver(world, room, p, text=found.text, entities=found.entities))


def send_location(world: "World", p: Params) -> Any:
    room = open_room(world, p)
    return as_json(deliver(world, room, p, location=_location(p)))


def send_venue(world: "World", p: Params) -> Any:
    room, location = open_room(world, p), _location(p)
    if not p.has("title"):
        raise bad_request("VENUE_TITLE_EMPTY")
    venue = Venue(location, p.text("title"), p.text("address"))
    return as_json(deliver(world, room, p, location=location, venue=venue))


def send_contact(world: "World", p: Params) -> Any:
    room = open_room(world, p)
    if not p.has("phone_number"):
        raise bad_request("PHONE_NUMBER_EMPTY")
    contact = Contact(p.text("phone_number"), p.text("first_name"), p.optional_text("last_name"))
    return as_json(deliver(world, room, p, contact=contact))


def send_chat_action(world: "World", p: Params) -> bool:
    room = open_room(world, p)
    action = p.text("action")
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    world.tell(Event(type="action", chat_id=room.id, action=action))
    return True


def delete_message(world: "World", p: Params) -> bool:
    room = open_room(world, p)
    message = known_message(room, p, "delete")
    _check_deletable(world, room, message)
    _delete(world, room, [message.message_id])
    return True


def delete_messages(world: "World", p: Params) -> bool:
    """What does not exist is skipped."""
    room = open_room(world, p)
    message_ids = p.integers("message_ids")
    if not message_ids:
        raise bad_request("message identifiers are not specified")
    if len(message_ids) > BulkRequestLimit.MAX_LIMIT:
        raise bad_request("too many message identifiers specified")
    found = [message for i in message_ids if (message := room.messages.get(i))]
    for message in found:
        _check_deletable(world, room, message)
    _delete(world, room, [message.message_id for message in found])
    return True


def _check_deletable(world: "World", room: Room, message: Message) -> None:
    """https://core.telegram.org/bots/api#deletemessage"""
    if world.clock() - message.date >= limits.DELETABLE_FOR:
        raise bad_request("message can't be deleted for everyone")
    own = message.from_user is not None and message.from_user.id == world.bot.id
    if not (own or room.private or room.administers(world.bot.id)):
        raise bad_request("message can't be deleted")


def _delete(world: "World", room: Room, message_ids: list[int]) -> None:
    for message_id in message_ids:
        del room.messages[message_id]
    room.pinned = [i for i in room.pinned if i in room.messages]
    world.tell(Event(type="deleted", chat_id=room.id, message_ids=tuple(message_ids)))


def _location(p: Params) -> Location:
    latitude, longitude = _degrees(p, "latitude", 90), _degrees(p, "longitude", 180)
    return Location(longitude, latitude)


def _degrees(p: Params, name: str, at_most: int) -> float:
    if not p.has(name):
        raise bad_request(f"{name} is empty")
    try:
        value = p.number(name)
    except BotApiError:
        value = float("nan")
    if not -at_most <= value <= at_most:
        raise bad_request("wrong latitude or longitude specified")
    return value
