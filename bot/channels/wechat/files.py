"""Files at WeChat, which knows them for three days."""

from datetime import timedelta

from bot.channels.wechat.client import Kind, Wechat
from bot.channels.wechat.errors import Meaning, WechatError
from bot.channels.wechat.transport import File
from bot.media.kinds import AMR, MP3, PICTURES, format_of, named
from bot.media.store import LostError, NotNowError, UnfitError
from bot.media.voice import NotVoiceError, to_amr
from storage.media_bytes import Content
from storage.tables import MediaKind

_MB = 2**20
_KINDS: dict[MediaKind, Kind] = {
    MediaKind.PHOTO: "image",
    MediaKind.VIDEO: "video",
    MediaKind.VIDEO_NOTE: "video",
    MediaKind.VOICE: "voice",
    MediaKind.AUDIO: "voice",
}
_LARGEST = {"image": 10 * _MB, "voice": 2 * _MB, "video": 10 * _MB}
LONGEST_VOICE = 60.0
"""Seconds."""
_FOR_GOOD = (Meaning.MEDIA_GONE, Meaning.OTHER)
"""What WeChat says of a file once, it says again."""


class WechatFiles:
    """Of one account."""

    knows_for: timedelta | None = timedelta(days=3)
    takes_documents = False

    def __init__(self, wechat: Wechat) -> None:
        self._wechat = wechat

    async def fetch(self, external_id: str) -> Content:
        try:
            file = await self._wechat.fetch(external_id)
        except WechatError as error:
            if error.meaning in _FOR_GOOD:
                raise LostError from None
            raise NotNowError(str(error.code)) from None
        kind = _kind_of(file.mime_type)
        name, what = named(kind, file.content)
        known = format_of(file.content)
        return Content(name, (known or what).mime_type, file.content)

    async def upload(self, kind: MediaKind, content: Content) -> str:
        if kind not in _KINDS:
            raise UnfitError
        theirs, fit = _KINDS[kind], content
        if theirs == "voice":
            fit = await _as_voice(content)
        elif theirs == "image" and format_of(content.data) not in PICTURES:
            raise UnfitError
        if len(fit.data) > _LARGEST[theirs]:
            raise UnfitError
        name, what = named(kind, fit.data)
        try:
            return await self._wechat.upload(theirs, File(fit.data, what.mime_type, name))
        except WechatError as error:
            if error.meaning is Meaning.OTHER:
                raise UnfitError from None
            raise NotNowError(str(error.code)) from None


def _kind_of(mime_type: str) -> MediaKind:
    match mime_type.partition("/")[0]:
        case "image":
            return MediaKind.PHOTO
        case "audio":
            return MediaKind.VOICE
        case "video":
            return MediaKind.VIDEO
    return MediaKind.DOCUMENT


async def _as_voice(content: Content) -> Content:
    """Raises UnfitError for what is too long, or cannot be heard."""
    if format_of(content.data) is MP3:
        return content
    try:
        recording = await to_amr(content.data)
    except NotVoiceError:
        raise UnfitError from None
    if recording.seconds > LONGEST_VOICE:
        raise UnfitError
    is_amr = format_of(content.data) is AMR
    return content if is_amr else Content("voice.amr", AMR.mime_type, recording.data)
