"""What a file is, by how it begins: nobody's word is taken for it."""

from typing import NamedTuple

from storage.tables import MediaKind


class Format(NamedTuple):
    mime_type: str
    ending: str


JPEG, PNG, GIF = Format("image/jpeg", "jpg"), Format("image/png", "png"), Format("image/gif", "gif")
WEBP = Format("image/webp", "webp")
AMR, OGG, MP3 = Format("audio/amr", "amr"), Format("audio/ogg", "ogg"), Format("audio/mpeg", "mp3")
MP4 = Format("video/mp4", "mp4")
PICTURES = frozenset({JPEG, PNG, GIF})

_BEGINNINGS = {
    b"\xff\xd8\xff": JPEG,
    b"\x89PNG\r\n": PNG,
    b"GIF8": GIF,
    b"#!AMR\n": AMR,
    b"OggS": OGG,
    b"ID3": MP3,
    b"\xff\xfb": MP3,
    b"\xff\xf3": MP3,
}
_USUAL = {
    MediaKind.PHOTO: JPEG,
    MediaKind.VIDEO: MP4,
    MediaKind.VIDEO_NOTE: MP4,
    MediaKind.VOICE: OGG,
    MediaKind.AUDIO: MP3,
    MediaKind.DOCUMENT: Format("application/octet-stream", "bin"),
}


def format_of(data: bytes) -> Format | None:
    """None where it is nothing that is known here."""
    if data[4:8] == b"ftyp":
        return MP4
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return WEBP
    return next((each for begins, each in _BEGINNINGS.items() if data.startswith(begins)), None)


def named(kind: MediaKind, data: bytes) -> tuple[str, Format]:
    """A name for a file that came without one, and what it is."""
    what = format_of(data) or _USUAL[kind]
    return f"{kind}.{what.ending}", what
