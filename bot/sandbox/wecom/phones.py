"""Phones of WeCom for the sandbox's page: what they show as JSON, and what is done on them.

Every refusal is {"error": "…"} in plain words: 404 for what is not there, 400 for the rest.
"""

import mimetypes
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from aiohttp import web

from bot.sandbox import bodies
from bot.sandbox.bodies import Body, body_of, words
from bot.sandbox.errors import NotOnThisPhoneError, PhoneError
from bot.sandbox.sockets import close_at_the_end, streamed
from bot.sandbox.wecom.chats import Chat, Shown
from bot.sandbox.wecom.gateway import Gateway
from bot.sandbox.wecom.limits import MEDIA_BYTES
from bot.sandbox.wecom.member import Member
from bot.sandbox.wecom.views import SINGLE, phone_view, world_view

_PATH = "/sandbox/wecom"
_PHONE = _PATH + "/phones/{userid}"
_CHAT = _PHONE + "/chats/{chat}"
_FILE_POLICY = "sandbox; default-src 'none'; frame-ancestors 'none'"


def add_wecom_phones(app: web.Application, gateway: Gateway) -> None:
    """Mount them under /sandbox/wecom; the page shows them where this is there. The gateway has
    one robot.
    """
    for method, path, action in (
        ("GET", _PATH, _world),
        ("GET", _PHONE, _phone),
        ("POST", _CHAT + "/media/{kind}", _media),
        ("POST", _CHAT + "/{act}", _act),
    ):
        app.router.add_route(method, path, partial(_answered, gateway, action))
    app.router.add_get(_PATH + "/files/{number:[0-9]+}/{index:[0-9]+}", partial(_file, gateway))
    app.router.add_get(_PATH + "/events", partial(_events, gateway))
    close_at_the_end(app)


async def _answered(
    gateway: Gateway,
    action: Callable[[Gateway, web.Request], Awaitable[Any]],
    request: web.Request,
) -> web.Response:
    try:
        return web.json_response(await action(gateway, request))
    except NotOnThisPhoneError as error:
        return web.json_response({"error": str(error)}, status=404)
    except PhoneError as error:
        return web.json_response({"error": str(error)}, status=400)


async def _world(gateway: Gateway, _: web.Request) -> Any:
    return world_view(gateway)


async def _phone(gateway: Gateway, request: web.Request) -> Any:
    return phone_view(gateway, _member(gateway, request))


async def _act(gateway: Gateway, request: web.Request) -> Any:
    act = _ACTS.get(request.match_info["act"])
    if act is None:
        raise NotOnThisPhoneError("Nothing of that name can be done on a phone.")
    act(_member(gateway, request), _group(gateway, request), await body_of(request))
    return {}


def _open(member: Member, group: Chat | None, _: Body) -> None:
    if group is None:
        member.opens()


def _say(member: Member, group: Chat | None, body: Body) -> None:
    """mention: whether the robot is to hear of it, in a group. quote: the number of a message."""
    text = words(body, "text")
    quote = _shown(member, group, bodies.number(body, "quote")) if body.get("quote") else None
    if group is None:
        member.says(text, quote=quote)
    elif body.get("mention"):
        member.mentions(group, text, quote=quote)
    else:
        member.writes(group, text)


def _speak(member: Member, group: Chat | None, body: Body) -> None:
    """What is said, in the single chat: WeCom turns it into words."""
    if group is not None:
        raise PhoneError("In a group a robot hears no voice.")
    member.speaks(words(body, "text"))


def _rate(member: Member, group: Chat | None, body: Body) -> None:
    """number: of the answer. verdict: 1 accurate, 2 inaccurate."""
    shown = _shown(member, group, bodies.number(body, "number"))
    member.rates(shown, bodies.number(body, "verdict"))


def _press(member: Member, group: Chat | None, body: Body) -> None:
    """number: of the card. key: of the button. chosen: option ids by question."""
    shown = _shown(member, group, bodies.number(body, "number"))
    chosen = body.get("chosen") or {}
    if not isinstance(chosen, dict) or not all(isinstance(each, list) for each in chosen.values()):
        raise PhoneError("“chosen” holds lists of options by question.")
    if not member.taps(shown, words(body, "key"), chosen):
        raise PhoneError("No robot is connected.")


_ACTS: dict[str, Callable[[Member, Chat | None, Body], None]] = {
    "open": _open,
    "say": _say,
    "speak": _speak,
    "press": _press,
    "rate": _rate,
}


async def _media(gateway: Gateway, request: web.Request) -> Any:
    """The body is the file. In the query: its name, and in a group mention=yes for pictures."""
    kind, name = request.match_info["kind"], request.query.get("name", "file")
    member, group = _member(gateway, request), _group(gateway, request)
    data = await request.clone(client_max_size=max(MEDIA_BYTES.values()) + 1).read()
    if len(data) > MEDIA_BYTES.get(kind, 0):
        raise PhoneError("There is no such kind of file, or it is too large.")
    if group is None:
        member.sends(kind, data, name)
    elif kind == "image" and request.query.get("mention"):
        member.mentions(group, "", pictures=[data])
    else:
        member.shares(group, kind, data, name)
    return {}


async def _file(gateway: Gateway, request: web.Request) -> web.Response:
    _, post = gateway.posts.get(int(request.match_info["number"]), (None, None))
    index = int(request.match_info["index"])
    if post is None or index >= len(post.files):
        return web.json_response({"error": "There is no such file."}, status=404)
    file = post.files[index]
    kind = "image/png" if file.kind == "image" else mimetypes.guess_type(file.name)[0]
    headers = {"Content-Security-Policy": _FILE_POLICY, "Cache-Control": "private, max-age=86400"}
    kind = kind or "application/octet-stream"
    return web.Response(body=file.data, content_type=kind, headers=headers)


async def _events(gateway: Gateway, request: web.Request) -> web.WebSocketResponse:
    """A frame {"userids": […]} for each change: their phones are to be read again."""
    return await streamed(request, gateway.listen, lambda chat: {"userids": chat.members})


def _member(gateway: Gateway, request: web.Request) -> Member:
    userid = request.match_info["userid"]
    if userid not in gateway.people:
        raise NotOnThisPhoneError("There is no such phone.")
    return gateway.member(userid)


def _group(gateway: Gateway, request: web.Request) -> Chat | None:
    """None: the single chat."""
    chat = request.match_info["chat"]
    if chat == SINGLE:
        return None
    if chat not in gateway.groups:
        raise NotOnThisPhoneError("There is no such chat.")
    return gateway.groups[chat]


def _shown(member: Member, group: Chat | None, number: int) -> Shown:
    for shown in member.screen(group):
        if shown.number == number:
            return shown
    raise NotOnThisPhoneError("There is no such message in this chat.")
