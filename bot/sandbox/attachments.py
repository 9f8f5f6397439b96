"""The message field that carries a file: PhotoSize, Document, Voice, Video, Sticker."""

import secrets
from datetime import timedelta
from typing import Any

from telegram import Document, PhotoSize, Sticker, Video, Voice

from bot.sandbox.files import FileStore, StoredFile, Upload
from bot.sandbox.images import read_picture

THUMBNAIL = 320  # pixels of the longer side
# Nothing here looks into a film; a phone needs some shape to lay it out.
_VIDEO_SIZE: dict[str, Any] = {"width": 1280, "height": 720}


def attachment(files: FileStore, stored: StoredFile, duration: int = 0) -> dict[str, Any]:
    """Message's field for this file. duration: seconds, of a voice message or a video."""
    described: dict[str, Any] = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_size": stored.size,
    }
    typed = described | {"mime_type": stored.mime_type}
    length = timedelta(seconds=duration)
    match stored.kind:
        case "photo":
            return {"photo": _photo_sizes(files, stored)}
        case "document":
            return {"document": Document(**typed, file_name=stored.name)}
        case "voice":
            return {"voice": Voice(**typed, duration=length)}
        case "video":
            video = Video(**typed, **_VIDEO_SIZE, duration=length, file_name=stored.name)
            return {"video": video}
        case "sticker":
            return {"sticker": _sticker(stored, described)}


def _photo_sizes(files: FileStore, stored: StoredFile) -> tuple[PhotoSize, ...]:
    """A thumbnail and the picture. Nothing is scaled here: the thumbnail has the same bytes."""
    picture = read_picture(stored.data)
    scale = min(1.0, THUMBNAIL / max(picture.width, picture.height))
    small = files.add("photo", Upload(stored.data, stored.name, stored.mime_type))
    return tuple(
        PhotoSize(
            file.file_id,
            file.unique_id + suffix,
            max(1, round(picture.width * by)),
            max(1, round(picture.height * by)),
            file.size,
        )
        for file, by, suffix in ((small, scale, "s"), (stored, 1.0, "y"))
    )


def _sticker(stored: StoredFile, described: dict[str, Any]) -> Sticker:
    picture = read_picture(stored.data)
    return Sticker(
        **described,
        width=picture.width,
        height=picture.height,
        is_animated=False,
        is_video=False,
        type=Sticker.REGULAR,
    )


def new_media_group_id() -> str:
    """What holds the messages of an album together."""
    return str(secrets.randbits(53))
