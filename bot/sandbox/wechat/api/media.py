"""media/upload and media/get.

https://developers.weixin.qq.com/doc/service/api/material/temporary/api_uploadtempmedia.html
"""

from typing import TYPE_CHECKING

from bot.sandbox.wechat.amr import amr_seconds
from bot.sandbox.wechat.api.request import Answer, Request, json_answer
from bot.sandbox.wechat.errors import refusal
from bot.sandbox.wechat.multipart import File, read_file
from bot.sandbox.wechat.times import seconds

if TYPE_CHECKING:
    from bot.sandbox.wechat.platform import Platform

_MB = 1024 * 1024
_LARGEST = {"image": 10 * _MB, "voice": 2 * _MB, "video": 10 * _MB, "thumb": 64 * 1024}
_TYPES = {
    "image": {"png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"},
    "voice": {"amr": "audio/amr", "mp3": "audio/mp3"},
    "video": {"mp4": "video/mp4"},
    "thumb": {"jpg": "image/jpeg", "jpeg": "image/jpeg"},
}
_STARTS = {
    "image/png": b"\x89PNG",
    "image/jpeg": b"\xff\xd8",
    "image/gif": b"GIF8",
    "audio/amr": b"#!AMR\n",
}
_LONGEST_VOICE = 60


def upload(platform: "Platform", request: Request) -> Answer:
    kind = request.query.get("type", "")
    if kind not in _TYPES:
        raise refusal(40004)
    file = read_file(request.body, request.content_type, "media")
    content_type = _content_type(kind, file)
    if len(file.data) > _LARGEST[kind]:
        raise refusal(40006)
    if (amr_seconds(file.data) or 0) > _LONGEST_VOICE:
        raise refusal(45007)
    media = platform.media.add(kind, file.data, content_type)
    id_name = "thumb_media_id" if kind == "thumb" else "media_id"
    created = seconds(platform.clock())
    return json_answer({"type": kind, id_name: media.id, "created_at": created})


def get(platform: "Platform", request: Request) -> Answer:
    """The file itself; for a video JSON that says where it is."""
    media = platform.media.get(request.query.get("media_id", ""))
    if media.kind == "video":
        return json_answer({"video_url": platform.address(media)})
    return Answer(200, media.data, media.content_type)


def _content_type(kind: str, file: File) -> str:
    """By the name, as WeChat does; what begins otherwise than its name says is refused too."""
    content_type = _TYPES[kind].get(file.name.rpartition(".")[2].lower())
    if content_type is None or not file.data.startswith(_STARTS.get(content_type, b"")):
        raise refusal(40005)
    return content_type
