"""Phones of WeChat for the sandbox's page: what they show as JSON, and what is done on them.

Every refusal is {"error": "…"} in plain words: 404 for what is not there, 400 for the rest.
"""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from aiohttp import web

from bot.sandbox.bodies import Body, body_of, degrees, words
from bot.sandbox.errors import NotOnThisPhoneError, PhoneError
from bot.sandbox.sockets import close_at_the_end, streamed
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.views import person_view, phone_view

_PATH = "/sandbox/wechat"
_PHONE = _PATH + "/phones/{openid}"
_BIGGEST_FILE = 11 * 1024 * 1024

Act = Callable[[Follower, Body], Awaitable[Any]]

_ACTS: dict[str, Act] = {
    "follow": lambda person, body: person.follow_by(str(body.get("scene") or "")),
    "unfollow": lambda person, _: person.unfollow(),
    "say": lambda person, body: person.say(words(body, "text")),
    "click": lambda person, body: person.click(words(body, "button")),
    "open_page": lambda person, body: person.open_page(words(body, "button")),
    "pick": lambda person, body: person.pick(words(body, "content")),
    "allow": lambda person, body: person.allow(words(body, "template")),
    "refuse": lambda person, body: person.refuse(words(body, "template")),
    "withdraw": lambda person, body: person.withdraw(words(body, "template")),
    "tap": lambda person, body: person.tap(words(body, "label")),
    "scan": lambda person, body: person.scan(words(body, "url")),
    "location": lambda person, body: person.send_location(*_place(body)),
    "choose_location": lambda person, body: person.choose_location(
        words(body, "button"), *_place(body)
    ),
}
_MEDIA: dict[str, Callable[[Follower, bytes], Awaitable[Any]]] = {
    "photo": lambda person, data: person.send_photo(data),
    "voice": lambda person, data: person.send_voice(data),
    "video": lambda person, data: person.send_video(data),
}


def add_wechat_phones(app: web.Application, platform: Platform) -> None:
    """Mount them under /sandbox/wechat; the page shows them where this is there. Files are at
    /media/…, which `add_wechat` mounts.
    """
    for method, path, action in (
        ("GET", _PATH, _world),
        ("POST", _PATH + "/phones", _add),
        ("GET", _PHONE, _phone),
        ("POST", _PHONE + "/media/{kind}", _media),
        ("POST", _PHONE + "/{act}", _act),
    ):
        app.router.add_route(method, path, partial(_answered, platform, action))
    app.router.add_get(_PATH + "/events", partial(_events, platform))
    close_at_the_end(app)


async def _answered(
    platform: Platform,
    action: Callable[[Platform, web.Request], Awaitable[Any]],
    request: web.Request,
) -> web.Response:
    try:
        return web.json_response(await action(platform, request))
    except NotOnThisPhoneError as error:
        return web.json_response({"error": str(error)}, status=404)
    except PhoneError as error:
        return web.json_response({"error": str(error)}, status=400)


async def _world(platform: Platform, _: web.Request) -> Any:
    people = [person_view(person) for person in platform.people.values()]
    return {"account": platform.account.name, "people": people}


async def _phone(platform: Platform, request: web.Request) -> Any:
    return phone_view(_person(platform, request), platform.clock())


async def _add(platform: Platform, request: web.Request) -> Any:
    return person_view(platform.add_person(words(await body_of(request), "name")))


async def _act(platform: Platform, request: web.Request) -> Any:
    """Answers when the product has, or WeChat gave up; a tapped link is {"href": …}."""
    act = _ACTS.get(request.match_info["act"])
    if act is None:
        raise NotOnThisPhoneError("Nothing of that name can be done on a phone.")
    done = await act(_person(platform, request), await body_of(request))
    return {"href": done} if isinstance(done, str) else {}


async def _media(platform: Platform, request: web.Request) -> Any:
    """The body is the file: image, AMR or MP4."""
    send = _MEDIA.get(request.match_info["kind"])
    if send is None:
        raise NotOnThisPhoneError("There is no such kind of file.")
    data = await request.clone(client_max_size=_BIGGEST_FILE).read()
    await send(_person(platform, request), data)
    return {}


async def _events(platform: Platform, request: web.Request) -> web.WebSocketResponse:
    """A frame {"openid": …} for each change: the phone is to be read again; "": all of it."""
    return await streamed(request, platform.listen, lambda openid: {"openid": openid})


def _person(platform: Platform, request: web.Request) -> Follower:
    person = platform.people.get(request.match_info["openid"])
    if person is None:
        raise NotOnThisPhoneError("There is no such phone.")
    return person


def _place(body: Body) -> tuple[float, float, str]:
    return degrees(body, "latitude"), degrees(body, "longitude"), str(body.get("label") or "")
