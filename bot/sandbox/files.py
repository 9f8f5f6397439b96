"""What was sent as a file: bytes by file_id, and the objects that speak of them."""

import base64
import hashlib
import mimetypes
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Literal

from telegram import Document, PhotoSize, Sticker, Video, Voice

from bot.sandbox.images import picture_size

FileKind = Literal["photo", "document", "voice", "video", "sticker"]
KINDS: tuple[FileKind, ...] = ("photo", "document", "voice", "video", "sticker")

_FOLDERS: Mapping[FileKind, str] = {
    "photo": "photos",
    "document": "documents",
    "voice": "voice",
    "video": "videos",
    "sticker": "stickers",
}
_DEFAULT_TYPES: Mapping[FileKind, tuple[str, str]] = {
    "photo": ("photo.jpg", "image/jpeg"),
    "document": ("file", "application/octet-stream"),
    "voice": ("voice.ogg", "audio/ogg"),
    "video": ("video.mp4", "video/mp4"),
    "sticker": ("sticker.webp", "image/webp"),
}
THUMBNAIL = 320  # pixels of the longer side
_PREFIXES: Mapping[FileKind, str] = {
    "photo": "AgACAgUAAxkB",
    "document": "BQACAgUAAxkB",
    "voice": "AwACAgUAAxkB",
    "video": "BAACAgUAAxkB",
    "sticker": "CAACAgUAAxkB",
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in: from a person's phone, or in the bot's request."""

    data: bytes
    name: str | None = None
    mime_type: str | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """unique_id is the same for the same bytes, file_id is new with every upload."""

    file_id: str
    unique_id: str
    kind: FileKind
    name: str
    mime_type: str
    path: str
    data: bytes = field(repr=False)

    @property
    def size(self) -> int:
        return len(self.data)


class FileStore:
    """All files of a World, by file_id and by file_path."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def add(self, kind: FileKind, upload: Upload) -> StoredFile:
        default_name, default_type = _DEFAULT_TYPES[kind]
        name = upload.name or default_name
        guessed = mimetypes.guess_type(name)[0]
        suffix = name.rpartition(".")[2] if "." in name else default_name.rpartition(".")[2]
        digest = hashlib.sha256(upload.data).digest()
        stored = StoredFile(
            file_id=_PREFIXES[kind] + secrets.token_urlsafe(24),
            unique_id="AQAD" + base64.urlsafe_b64encode(digest[:9]).decode(),
            kind=kind,
            name=name,
            mime_type=upload.mime_type or guessed or default_type,
            path=f"{_FOLDERS[kind]}/file_{len(self.by_id)}.{suffix}",
            data=upload.data,
        )
        self.put(stored)
        return stored

    def put(self, stored: StoredFile) -> None:
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored

    def attachment(self, stored: StoredFile, duration: int = 0) -> dict[str, Any]:
        """The message field that carries this file. Raises PhoneError for a photo that is none.

        duration: seconds, of a voice message or a video.
        """
        described: dict[str, Any] = {
            "file_id": stored.file_id,
            "file_unique_id": stored.unique_id,
            "file_size": stored.size,
            "mime_type": stored.mime_type,
        }
        length = timedelta(seconds=duration)
        match stored.kind:
            case "photo":
                return {"photo": self._photo_sizes(stored)}
            case "document":
                return {"document": Document(**described, file_name=stored.name)}
            case "voice":
                return {"voice": Voice(**described, duration=length)}
            case "video":
                video = Video(
                    **described, width=1280, height=720, duration=length, file_name=stored.name
                )
                return {"video": video}
            case "sticker":
                return {"sticker": self._sticker(stored)}

    def _photo_sizes(self, stored: StoredFile) -> tuple[PhotoSize, ...]:
        """A thumbnail and the picture. Nothing is scaled here: the thumbnail has the same bytes."""
        width, height = picture_size(stored.data)
        scale = min(1.0, THUMBNAIL / max(width, height))
        small = self.add("photo", Upload(stored.data, stored.name, stored.mime_type))
        return tuple(
            PhotoSize(
                file.file_id,
                file.unique_id + suffix,
                max(1, round(width * by)),
                max(1, round(height * by)),
                file.size,
            )
            for file, by, suffix in ((small, scale, "s"), (stored, 1.0, "y"))
        )

    def _sticker(self, stored: StoredFile) -> Sticker:
        width, height = picture_size(stored.data)
        return Sticker(
            stored.file_id,
            stored.unique_id,
            width,
            height,
            is_animated=False,
            is_video=False,
            type=Sticker.REGULAR,
            file_size=stored.size,
        )
