"""What a page for acting sends: a name, a button or words, and a photo where they may bring one."""

import asyncio
from dataclasses import dataclass, replace

from aiohttp import web

from bot.media.kinds import JPEG, PNG, WEBP, format_of
from handlers.common.i18n import _
from storage.clean_text import one_line
from storage.media_bytes import Content
from storage.tables.action_links import LONGEST_NAME

NAME, PRESS, WORDS, AGAIN, PHOTO = "name", "press", "words", "again", "photo"
LONGEST_WORDS = 4096
"""Characters; the Bot API's messages have no more."""
PLAIN, WITH_FILES = "application/x-www-form-urlencoded", "multipart/form-data"
LARGEST = 1024**2
"""Bytes of a form without a photo."""
LARGEST_PHOTO = 20 * 1024**2
"""Bytes of a form with one: what phones take has 3 to 12 million. nginx has to let it through."""
_KEPT_PHOTO = 2 * 1024**2
"""Bytes of it that are kept: what a group's webhook takes."""
_PHOTOS = (JPEG, PNG, WEBP)
_one_at_a_time = asyncio.Lock()
"""A photo in the works takes up to 200 MB."""


@dataclass(frozen=True, slots=True)
class Sent:
    """problem: what is wrong with the photo, in words for who sent it."""

    name: str = ""
    pressed: str = ""
    words: str = ""
    asks_again: bool = False
    photo: Content | None = None
    problem: str = ""


async def read(request: web.Request, *, with_photo: bool) -> Sent:
    """Raises HTTPException for what no page of ours sends."""
    if request.content_type not in (PLAIN, WITH_FILES):
        raise web.HTTPUnsupportedMediaType
    most = LARGEST_PHOTO if with_photo else LARGEST
    try:
        fields = await request.clone(client_max_size=most).post()
    except web.HTTPRequestEntityTooLarge:
        if not with_photo:
            raise
        return Sent(problem=_("❌ 照片太大了，请换一张小一点的"))
    except (ValueError, LookupError) as error:
        raise web.HTTPBadRequest from error
    words = {name: value for name, value in fields.items() if isinstance(value, str)}
    sent = Sent(
        said_name(words.get(NAME, "")),
        words.get(PRESS, ""),
        words.get(WORDS, "")[:LONGEST_WORDS].strip(),
        AGAIN in words,
    )
    files = [each for each in fields.values() if isinstance(each, web.FileField)]
    brought = [await asyncio.to_thread(_read, each) for each in files]
    return await _with_photo(sent, brought[0]) if brought and with_photo else sent


def said_name(said: str) -> str:
    """What somebody says that they are called, as it is kept."""
    return one_line(said)[:LONGEST_NAME].strip()


def _read(file: web.FileField) -> bytes:
    with file.file as opened:
        return opened.read()


async def _with_photo(sent: Sent, data: bytes) -> Sent:
    if photo := await _drawn_again(data):
        return replace(sent, photo=Content("photo.jpg", JPEG.mime_type, photo))
    return replace(sent, problem=_("❌ 这张照片打不开，请换一张"))


async def _drawn_again(data: bytes) -> bytes | None:
    """As a JPEG of ours, whatever else the file held, such as where it was taken."""
    if format_of(data) not in _PHOTOS:
        return None
    # Imported when the first one comes: few processes ever need it.
    from bot.media.scaling import scaled_down

    async with _one_at_a_time:
        return await asyncio.to_thread(scaled_down, data, _KEPT_PHOTO)
