"""The sandbox's clock over HTTP: what time it is, and moving it on."""

import dataclasses
import json
from functools import partial
from typing import Any

from aiohttp import web

from bot.sandbox.errors import PhoneError
from bot.sandbox.travel import Travel

PATH = "/sandbox/clock"


def add_clock(app: web.Application, travel: Travel) -> None:
    """GET tells the time; POST {"to": goal} answers when the clock is there, see `Travel.aim`.

    The answer: `now` and `next` (the next deadline, or null) with times in ISO 8601, `zone` (a
    name such as Asia/Shanghai), `ahead` (seconds before the real time), `moving`. A refusal is
    {"error": "…"}, 400.
    """
    app.router.add_get(PATH, partial(_time, travel))
    app.router.add_post(PATH, partial(_move, travel))


async def _time(travel: Travel, _: web.Request) -> web.Response:
    try:
        return web.json_response(await _view(travel))
    except PhoneError as error:
        return web.json_response({"error": str(error)}, status=400)


async def _move(travel: Travel, request: web.Request) -> web.Response:
    try:
        await travel.to(_goal(await request.text()))
        return web.json_response(await _view(travel))
    except PhoneError as error:
        return web.json_response({"error": str(error)}, status=400)


def _goal(body: str) -> str:
    try:
        return str(json.loads(body)["to"])
    except (ValueError, KeyError, TypeError):
        raise PhoneError("“to” is missing.") from None


async def _view(travel: Travel) -> dict[str, Any]:
    deadline = None if travel.moving else await travel.next_deadline()
    return {
        "now": travel.world.clock().isoformat(),
        "next": dataclasses.asdict(deadline) | {"at": deadline.at.isoformat()}
        if deadline
        else None,
        "zone": travel.zone.key,
        "ahead": travel.world.ahead.total_seconds(),
        "moving": travel.moving,
    }
