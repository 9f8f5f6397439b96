"""What was sent as a file: the bytes, by file_id and by file_path."""

import base64
import hashlib
import mimetypes
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from bot.sandbox.images import read_picture

FileKind = Literal["photo", "document", "voice", "video", "sticker"]


class _Habits(NamedTuple):
    """How Telegram names files of a kind, and what they are if nobody says."""

    id_prefix: str
    folder: str
    name: str
    mime_type: str


_HABITS: Mapping[FileKind, _Habits] = {
    "photo": _Habits("AgACAgUAAxkB", "photos", "photo.jpg", "image/jpeg"),
    "document": _Habits("BQACAgUAAxkB", "documents", "file", "application/octet-stream"),
    "voice": _Habits("AwACAgUAAxkB", "voice", "voice.oga", "audio/ogg"),
    "video": _Habits("BAACAgUAAxkB", "videos", "video.mp4", "video/mp4"),
    "sticker": _Habits("CAACAgUAAxkB", "stickers", "sticker.webp", "image/webp"),
}
KINDS = tuple(_HABITS)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file on its way in: from a person's phone, or in the bot's request."""

    data: bytes = field(repr=False)
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
    """All files of a World."""

    def __init__(self) -> None:
        self.by_id: dict[str, StoredFile] = {}
        self.by_path: dict[str, StoredFile] = {}

    def add(self, kind: FileKind, upload: Upload) -> StoredFile:
        """Raises PhoneError for a photo or a sticker that is no picture."""
        habits = _HABITS[kind]
        name = upload.name or habits.name
        suffix = (name if "." in name else habits.name).rpartition(".")[2]
        digest = hashlib.sha256(upload.data).digest()
        stored = StoredFile(
            file_id=habits.id_prefix + secrets.token_urlsafe(24),
            unique_id="AQAD" + base64.urlsafe_b64encode(digest[:9]).decode(),
            kind=kind,
            name=name,
            mime_type=_mime_type(kind, upload),
            path=f"{habits.folder}/file_{len(self.by_id)}" + (f".{suffix}" if suffix else ""),
            data=upload.data,
        )
        self.put(stored)
        return stored

    def put(self, stored: StoredFile) -> None:
        self.by_id[stored.file_id] = stored
        self.by_path[stored.path] = stored


def _mime_type(kind: FileKind, upload: Upload) -> str:
    """Pictures tell by their first bytes; of other files the sender's word is taken."""
    if kind in {"photo", "sticker"}:
        return read_picture(upload.data).mime_type
    guessed = mimetypes.guess_type(upload.name or "")[0]
    return upload.mime_type or guessed or _HABITS[kind].mime_type
