"""Phones for people, over HTTP: the page, its JSON API and its stream of events.

Every refusal is {"error": "…"} in plain words: 404 for what is not there, 400 for the rest.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import manimgx_fonts
from aiohttp import web

from bot.sandbox import phone_actions as phone
from bot.sandbox import phone_views as views
from bot.sandbox.errors import NotOnThisPhoneError, PhoneError
from bot.sandbox.events import Event
from bot.sandbox.sockets import close_at_the_end, streamed
from bot.sandbox.world import World

PAGE = Path(__file__).parent / "page"
EMOJI = Path(manimgx_fonts.__file__).parent / "NotoEmoji[wght].ttf"

Action = Callable[[World, web.Request], Awaitable[Any]]

_CHAT = "/sandbox/phones/{user:[0-9]+}/chats/{chat:-?[0-9]+}"
_ROUTES: tuple[tuple[str, str, Action], ...] = (
    ("GET", "/sandbox/world", views.world_view),
    ("GET", _CHAT, views.chat_view),
    ("POST", "/sandbox/phones", phone.add_phone),
    ("POST", "/sandbox/phones/{user:[0-9]+}/start", phone.start),
    ("POST", "/sandbox/phones/{user:[0-9]+}/block", phone.block),
    ("POST", "/sandbox/phones/{user:[0-9]+}/unblock", phone.unblock),
    ("POST", _CHAT + "/text", phone.text),
    ("POST", _CHAT + "/location", phone.location),
    ("POST", _CHAT + "/contact", phone.contact),
    ("POST", _CHAT + "/media", phone.media),
    ("POST", _CHAT + "/forward", phone.forward),
    ("POST", _CHAT + "/tap", phone.tap),
    ("POST", _CHAT + "/edit", phone.edit),
    ("POST", "/sandbox/groups", phone.add_group),
    ("POST", "/sandbox/groups/{chat:-?[0-9]+}/{action:[a-z_]+}", phone.change_group),
    ("POST", "/sandbox/flood_control", phone.flood_control),
)
_PAGE_POLICY = (
    "default-src 'self'; img-src 'self' blob: data:; media-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
_FILE_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'"
"""What people upload is shown on our own origin: it must not run there."""


def add_sandbox(app: web.Application, world: World) -> None:
    """Mount the page on / and everything it needs under /sandbox/."""
    for method, path, action in _ROUTES:
        app.router.add_route(method, path, partial(_answered, world, action))
    app.router.add_get("/sandbox/files/{file_id}", partial(_file, world))
    app.router.add_get("/sandbox/events", partial(_events, world))
    app.router.add_get("/sandbox/emoji.ttf", _emoji)
    app.router.add_static("/sandbox/page", PAGE)
    app.router.add_get("/", _index)
    close_at_the_end(app)


async def _answered(world: World, action: Action, request: web.Request) -> web.Response:
    try:
        return web.json_response(await action(world, request))
    except NotOnThisPhoneError as error:
        return web.json_response({"error": str(error)}, status=404)
    except PhoneError as error:
        return web.json_response({"error": str(error)}, status=400)


async def _index(_: web.Request) -> web.StreamResponse:
    headers = {"Cache-Control": "no-cache", "Content-Security-Policy": _PAGE_POLICY}
    return web.FileResponse(PAGE / "index.html", headers=headers)


async def _emoji(_: web.Request) -> web.StreamResponse:
    """Noto Emoji (SIL Open Font License 1.1), for systems that have no emoji."""
    return web.FileResponse(EMOJI, headers={"Cache-Control": "private, max-age=86400"})


async def _file(world: World, request: web.Request) -> web.Response:
    stored = world.files.by_id.get(request.match_info["file_id"])
    if stored is None:
        return web.json_response({"error": "There is no such file."}, status=404)
    headers = {
        "Content-Type": stored.mime_type,
        "Content-Security-Policy": _FILE_POLICY,
        "Cache-Control": "private, max-age=86400, immutable",
    }
    return web.Response(body=stored.data, headers=headers)


async def _events(world: World, request: web.Request) -> web.WebSocketResponse:
    return await streamed(request, world.listen, Event.to_frame)
