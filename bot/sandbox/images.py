"""What a picture is, read from its header: Telegram tells its size, and refuses what has none."""

import struct
from dataclasses import dataclass

from bot.sandbox.errors import PhoneError

# One grey pixel, for those who want to send a photo and do not care which.
SAMPLE_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c6368000000820081dd436af40000000049454e44ae426082"
)
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class Picture:
    """Width and height in pixels."""

    mime_type: str
    width: int
    height: int


def read_picture(data: bytes) -> Picture:
    """A PNG, JPEG, GIF or WebP. Raises PhoneError if it is none of them."""
    try:
        if data.startswith(b"\x89PNG\r\n\x1a\n"):
            return Picture("image/png", *_pair(">II", data, 16))
        if data.startswith(b"GIF8"):
            return Picture("image/gif", *_pair("<HH", data, 6))
        if data.startswith(b"\xff\xd8"):
            return Picture("image/jpeg", *_jpeg(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return Picture("image/webp", *_webp(data))
    except (struct.error, IndexError):
        pass
    raise PhoneError("This file is not a picture a phone can show.")


def _pair(layout: str, data: bytes, offset: int) -> tuple[int, int]:
    first, second = struct.unpack_from(layout, data, offset)
    return first, second


def _jpeg(data: bytes) -> tuple[int, int]:
    position = 2
    while data[position] == 0xFF:
        marker = data[position + 1]
        if marker in _JPEG_FRAMES:
            height, width = _pair(">HH", data, position + 5)
            return width, height
        position += 2 + struct.unpack_from(">H", data, position + 2)[0]
    raise IndexError


def _webp(data: bytes) -> tuple[int, int]:
    match data[12:16]:
        case b"VP8X":
            width = int.from_bytes(data[24:27], "little") + 1
            return width, int.from_bytes(data[27:30], "little") + 1
        case b"VP8L":
            bits = struct.unpack_from("<I", data, 21)[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case _:
            width, height = _pair("<HH", data, 26)
            return width & 0x3FFF, height & 0x3FFF
