"""Files to WeCom as it takes them, and from it while it has them."""

import asyncio
import os
from collections.abc import Mapping
from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from bot.channels.wecom.downloads import Loaded, NotLoadedError
from bot.channels.wecom.errors import BAD_KIND, NotConnectedError, RefusedError
from bot.channels.wecom.files import WecomFiles
from bot.channels.wecom.received import Received
from bot.channels.wecom.said import Sent
from bot.media.store import NotNowError, UnfitError
from storage.media_bytes import Content
from storage.tables import MediaKind
from tests.bot.media.test_voice import silence
from tests.services.factories import NOW

PNG = b"\x89PNG\r\n\x1a\n"
MP4 = b"\x00\x00\x00\x18ftypmp42"


class Robot:
    """Takes uploads; `fails` is what it answers instead."""

    def __init__(self, fails: Exception | None = None) -> None:
        self.fails = fails
        self.begun: list[dict[str, Any]] = []
        self.files = WecomFiles(self.ask, self.load)

    async def ask(self, cmd: str, body: dict[str, Any], **_how: Any) -> dict[str, Any]:
        if self.fails:
            raise self.fails
        if cmd == "aibot_upload_media_init":
            self.begun.append(body)
        return {"upload_id": "u", "media_id": "m"}

    async def load(self, file_id: str) -> Loaded:
        if file_id != "known":
            raise NotLoadedError("too late")
        return Loaded("名单.xlsx", b"PK\x03\x04")


@pytest.mark.parametrize(
    ("kind", "data", "theirs", "name"),
    [
        (MediaKind.PHOTO, PNG, "image", "photo.png"),
        (MediaKind.VIDEO, MP4, "video", "video.mp4"),
        (MediaKind.VIDEO_NOTE, MP4, "video", "video_note.mp4"),
        (MediaKind.VOICE, silence(1), "voice", "voice.amr"),
        (MediaKind.DOCUMENT, b"PK\x03\x04", "file", "their name.bin"),
    ],
    ids=str,
)
async def test_each_kind_goes_as_what_it_is_there(
    kind: MediaKind, data: bytes, theirs: str, name: str
) -> None:
    robot = Robot()
    assert await robot.files.upload(kind, Content("their name.bin", "", data)) == "m"
    (begun,) = robot.begun
    assert (begun["type"], begun["filename"]) == (theirs, name)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (MediaKind.PHOTO, PNG + bytes(10 * 2**20)),
        (MediaKind.DOCUMENT, bytes(20 * 2**20 + 1)),
        (MediaKind.VOICE, b"no voice"),
    ],
    ids=["a large photo", "a large file", "no voice"],
)
async def test_what_it_would_refuse_is_not_sent(kind: MediaKind, data: bytes) -> None:
    robot = Robot()
    with pytest.raises(UnfitError):
        await robot.files.upload(kind, Content("x", "", data))
    assert robot.begun == []


@pytest.mark.parametrize(
    ("said", "means"),
    [
        (NotConnectedError(), NotNowError),
        (RefusedError(1, "who knows"), NotNowError),
        (RefusedError(BAD_KIND, "invalid kind"), UnfitError),
    ],
)
async def test_an_unknown_refusal_may_pass(said: Exception, means: type[Exception]) -> None:
    with pytest.raises(means):
        await Robot(said).files.upload(MediaKind.PHOTO, Content("x", "", PNG))


def noise(side: int, kind: str) -> bytes:
    """A picture that no format makes small."""
    written = BytesIO()
    Image.frombytes("RGB", (side, side), os.urandom(3 * side * side)).save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
async def test_a_large_picture_is_made_smaller(kind: str) -> None:
    large = await asyncio.to_thread(noise, 2100, kind)
    assert len(large) > 2 * 2**20
    robot = Robot()
    assert await robot.files.upload(MediaKind.PHOTO, Content("x", "", large)) == "m"
    (begun,) = robot.begun
    assert begun["total_size"] <= 2 * 2**20
    assert begun["filename"] == "photo.jpg"


async def test_after_a_crash_what_came_is_loaded_by_what_the_update_called_it() -> None:
    asked: list[Mapping[str, Any]] = []

    async def download(part: Mapping[str, Any]) -> Loaded:
        asked.append(part)
        return Loaded("名单.xlsx", b"PK")

    sent = Sent("msg-1", 0, "file", {"url": "https://wecom.invalid/a?b=c d", "aeskey": "k=="})
    fresh = Received(download, lambda: NOW)
    for _each in range(2):
        assert (await fresh.load(sent.file_id)).data == b"PK"
    assert asked == [sent.part]
    for other in ("", "x", "[]", "{}", "7", '["a", 1]'):
        with pytest.raises(NotLoadedError):
            await fresh.load(other)


async def test_what_came_is_loaded_with_its_name() -> None:
    content = await Robot().files.fetch("known")
    assert (content.name, content.data) == ("名单.xlsx", b"PK\x03\x04")
    with pytest.raises(NotNowError):
        await Robot().files.fetch("unknown")
