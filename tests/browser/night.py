"""A photo to file: a street at night with an unlit lamp, drawn so that no picture is shipped."""

import struct
import zlib

WIDTH, HEIGHT = 320, 220


def street_at_night() -> bytes:
    """A PNG."""
    rows = b"".join(b"\0" + bytes(_row(y)) for y in range(HEIGHT))
    header = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
    chunks = (b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _row(y: int) -> list[int]:
    return [value for x in range(WIDTH) for value in _pixel(x, y)]


def _pixel(x: int, y: int) -> tuple[int, int, int]:
    if 150 <= x < 156 and y > 50:
        return 70, 74, 82
    if (x - 176) ** 2 / 4 + (y - 50) ** 2 < 120:
        return 96, 100, 104
    if y > 180:
        return 38, 40, 46
    if (x // 22 + y // 26) % 5 == 0 and x % 22 < 11 and y % 26 < 13 and x > 200:
        return 214, 178, 96
    return 14 + y // 12, 20 + y // 10, 44 + y // 6


def _chunk(kind: bytes, data: bytes) -> bytes:
    checked = kind + data
    return struct.pack(">I", len(data)) + checked + struct.pack(">I", zlib.crc32(checked))
