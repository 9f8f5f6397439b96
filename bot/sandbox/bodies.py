"""What the page sends with its requests, read; what is missing or wrong is a PhoneError."""

import json
from typing import Any

from aiohttp import web

from bot.sandbox.entities import is_text
from bot.sandbox.errors import PhoneError

Body = dict[str, Any]


async def body_of(request: web.Request) -> Body:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError:
        raise PhoneError("This is not JSON.") from None
    if not isinstance(body, dict):
        raise PhoneError("A JSON object was expected.")
    return body


def words(body: Body, name: str) -> str:
    value = body.get(name)
    if not isinstance(value, str) or not is_text(value) or not value.strip():
        raise PhoneError(f"“{name}” is missing, or is not text.")
    return value


def number(body: Body, name: str) -> int:
    value = body.get(name)
    if not isinstance(value, int):
        raise PhoneError(f"“{name}” is missing, or is not a whole number.")
    return value


def degrees(body: Body, name: str) -> float:
    value = body.get(name)
    if not isinstance(value, int | float):
        raise PhoneError(f"“{name}” is missing, or is not a number.")
    return float(value)
