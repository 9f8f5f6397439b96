"""What can be done on a phone, from JSON or a form to the World's methods."""

from collections.abc import Callable
from typing import Any

from aiohttp import web

from bot.sandbox.bodies import body_of, degrees, number, words
from bot.sandbox.errors import NotOnThisPhoneError, PhoneError
from bot.sandbox.files import KINDS
from bot.sandbox.limits import UPLOAD
from bot.sandbox.objects import as_json
from bot.sandbox.phone_views import ids
from bot.sandbox.uploads import read_upload
from bot.sandbox.world import World

_ALBUM_KINDS = frozenset({"photo", "video", "document"})
_ALL_FILES = 10 * UPLOAD


async def add_phone(world: World, request: web.Request) -> Any:
    body = await body_of(request)
    name = words(body, "first_name").strip()
    language = words(body, "language_code") if body.get("language_code") else "zh-hans"
    return as_json(world.add_user(name, language_code=language))


async def start(world: World, request: web.Request) -> Any:
    body = await body_of(request)
    return as_json(world.start(_user(request), str(body.get("payload") or "")))


async def block(world: World, request: web.Request) -> Any:
    world.block(_user(request))
    return {}


async def unblock(world: World, request: web.Request) -> Any:
    world.unblock(_user(request))
    return {}


async def text(world: World, request: web.Request) -> Any:
    body = await body_of(request)
    reply_to = number(body, "reply_to") if body.get("reply_to") else None
    return as_json(world.say(*ids(request), words(body, "text"), reply_to=reply_to))


async def location(world: World, request: web.Request) -> Any:
    body = await body_of(request)
    place = degrees(body, "latitude"), degrees(body, "longitude")
    return as_json(world.send_location(*ids(request), *place))


async def contact(world: World, request: web.Request) -> Any:
    return as_json(world.send_contact(*ids(request)))


async def forward(world: World, request: web.Request) -> Any:
    body = await body_of(request)
    original = number(body, "from_chat_id"), number(body, "message_id")
    return as_json(world.forward(*ids(request), *original))


async def tap(world: World, request: web.Request) -> Any:
    """Counts even if the bot changed the message while the finger came down."""
    body = await body_of(request)
    pressed = number(body, "message_id"), words(body, "data")
    return {"callback_query_id": world.tap(*ids(request), *pressed, stale=True)}


async def edit(world: World, request: web.Request) -> Any:
    body = await body_of(request)
    return as_json(world.edit(*ids(request), number(body, "message_id"), words(body, "text")))


async def media(world: World, request: web.Request) -> Any:
    """Form: kind, one or more `file`, caption, reply_to. Several go as an album where they can."""
    form = await request.clone(client_max_size=_ALL_FILES).post()
    kind = str(form.get("kind"))
    if kind not in KINDS:
        raise PhoneError(f"There is no kind of file called {kind}.")
    uploads = [
        read_upload(file) for file in form.getall("file", []) if isinstance(file, web.FileField)
    ]
    caption, reply = str(form.get("caption") or "") or None, str(form.get("reply_to") or "")
    if reply and not reply.isdecimal():
        raise PhoneError("“reply_to” is not a message's number.")
    options: dict[str, Any] = {"caption": caption, "reply_to": int(reply) if reply else None}
    if len(uploads) > 1 and kind in _ALBUM_KINDS:
        sent = world.send_album(*ids(request), uploads, kind=kind, **options)
    else:
        sent = [world.send_file(*ids(request), kind, file, **options) for file in uploads]
    if not sent:
        raise PhoneError("There is no file to send.")
    return [as_json(message) for message in sent]


async def add_group(world: World, request: web.Request) -> Any:
    body = await body_of(request)
    members = body.get("members")
    if not isinstance(members, list) or not all(isinstance(member, int) for member in members):
        raise PhoneError("A group's members are given as a list of ids.")
    return as_json(world.add_group(words(body, "title"), members))


async def change_group(world: World, request: web.Request) -> Any:
    """join and leave take {"user"}; upgrade (→ the new chat), add_bot and remove_bot nothing."""
    chat_id, action = int(request.match_info["chat"]), request.match_info["action"]
    if action == "upgrade":
        return as_json(world.upgrade(chat_id))
    with_bot: dict[str, Callable[[int], None]] = {
        "add_bot": world.add_bot,
        "remove_bot": world.remove_bot,
    }
    with_user: dict[str, Callable[[int, int], None]] = {"join": world.join, "leave": world.leave}
    if action in with_bot:
        with_bot[action](chat_id)
    elif action in with_user:
        with_user[action](chat_id, number(await body_of(request), "user"))
    else:
        raise NotOnThisPhoneError(f"Nothing called {action} can be done to a group.")
    return {}


async def flood_control(world: World, request: web.Request) -> Any:
    world.flood_control = bool((await body_of(request)).get("on"))
    return {"on": world.flood_control}


def _user(request: web.Request) -> int:
    return int(request.match_info["user"])
