"""Which characters a font has letters for, read from its own table (cmap)."""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from pathlib import Path

_SEGMENTED = 12
"""The format of the table that holds every character, rare ones too."""


class Coverage:
    """The characters of one font."""

    def __init__(self, ranges: list[tuple[int, int]]) -> None:
        self._ranges = sorted(ranges)

    @classmethod
    def of(cls, file: Path, face: int = 0) -> "Coverage":
        """Of the `face` of a collection, or of a font alone. Raises ValueError without a table."""
        data = file.read_bytes()
        start = struct.unpack_from(">I", data, 12 + 4 * face)[0] if data[:4] == b"ttcf" else 0
        return cls(list(_ranges(data, start)))

    def __contains__(self, character: str) -> bool:
        code = ord(character)
        at = bisect_right(self._ranges, (code, 0x110000)) - 1
        return at >= 0 and code <= self._ranges[at][1]


def _ranges(data: bytes, start: int) -> Iterator[tuple[int, int]]:
    """First and last character of each run."""
    (tables,) = struct.unpack_from(">H", data, start + 4)
    for table in range(tables):
        tag, _sum, at, _length = struct.unpack_from(">4sIII", data, start + 12 + 16 * table)
        if tag == b"cmap":
            (encodings,) = struct.unpack_from(">H", data, at + 2)
            for encoding in range(encodings):
                (offset,) = struct.unpack_from(">I", data, at + 8 + 8 * encoding)
                if struct.unpack_from(">H", data, at + offset) == (_SEGMENTED,):
                    (groups,) = struct.unpack_from(">I", data, at + offset + 12)
                    for group in range(groups):
                        yield struct.unpack_from(">II", data, at + offset + 16 + 12 * group)
                    return
    raise ValueError("the font has no table of all its characters")
