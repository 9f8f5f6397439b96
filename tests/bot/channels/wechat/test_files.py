"""Files to WeChat as it takes them: formats, sizes, lengths."""

import pytest

from bot.channels.wechat.client import Kind
from bot.channels.wechat.errors import WechatError
from bot.channels.wechat.files import WechatFiles
from bot.channels.wechat.transport import File
from bot.media.store import LostError, NotNowError, UnfitError
from storage.media_bytes import Content
from storage.tables import MediaKind
from tests.bot.media.test_voice import silence

PNG = b"\x89PNG\r\n\x1a\n"
MP3 = b"ID3\x04"


class Api:
    """Of an account; `fails` is the code that it answers with."""

    def __init__(self, fails: int = 0) -> None:
        self.fails = fails
        self.uploaded: list[tuple[Kind, File]] = []

    async def upload(self, kind: Kind, file: File) -> str:
        if self.fails:
            raise WechatError(self.fails, "")
        self.uploaded.append((kind, file))
        return "m"

    async def fetch(self, media_id: str) -> File:
        if self.fails:
            raise WechatError(self.fails, "")
        return File(media_id.encode(), "audio/amr")


def files_of(api: Api) -> WechatFiles:
    return WechatFiles(api)  # type: ignore[arg-type] # it calls nothing else


@pytest.mark.parametrize(
    ("kind", "data", "theirs", "name"),
    [
        (MediaKind.PHOTO, PNG, "image", "photo.png"),
        (MediaKind.VIDEO, b"mp4", "video", "video.mp4"),
        (MediaKind.VOICE, silence(59), "voice", "voice.amr"),
        (MediaKind.AUDIO, MP3, "voice", "audio.mp3"),
    ],
    ids=str,
)
async def test_each_kind_goes_as_what_it_is_there(
    kind: MediaKind, data: bytes, theirs: str, name: str
) -> None:
    api = Api()
    assert await files_of(api).upload(kind, Content("x", "", data)) == "m"
    ((sent_as, file),) = api.uploaded
    assert (sent_as, file.name) == (theirs, name)


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        (MediaKind.PHOTO, b"RIFF1234WEBP"),
        (MediaKind.PHOTO, PNG + bytes(10 * 2**20)),
        (MediaKind.VIDEO, bytes(10 * 2**20 + 1)),
        (MediaKind.VOICE, silence(61)),
        (MediaKind.VOICE, b"no voice"),
        (MediaKind.DOCUMENT, b"PK"),
    ],
    ids=["webp", "a large photo", "a large video", "61 seconds", "no voice", "a document"],
)
async def test_what_it_would_refuse_is_not_sent(kind: MediaKind, data: bytes) -> None:
    api = Api()
    with pytest.raises(UnfitError):
        await files_of(api).upload(kind, Content("x", "", data))
    assert api.uploaded == []


@pytest.mark.parametrize(
    ("code", "up", "down"),
    [
        (-1, NotNowError, NotNowError),
        (45009, NotNowError, NotNowError),
        (40005, UnfitError, LostError),
    ],
)
async def test_what_is_refused_once_is_not_tried_again(
    code: int, up: type[Exception], down: type[Exception]
) -> None:
    files = files_of(Api(code))
    with pytest.raises(up):
        await files.upload(MediaKind.PHOTO, Content("x", "", PNG))
    with pytest.raises(down):
        await files.fetch("m")
