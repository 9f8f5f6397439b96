"""CSV as Excel, WPS and Numbers save it: three encodings, three separators."""

import codecs
import csv
import re
from collections.abc import Iterator
from io import StringIO
from itertools import islice

from storage.reading.limits import (
    LONGEST_CELL,
    LONGEST_LINE,
    MOST_CHARACTERS,
    TOO_LARGE,
    Unreadable,
)
from storage.reading.sheet import Sheet, check_place, trimmed
from storage.reading.text import Clean

_SEPARATORS = ",;\t"
_LOOKED_AT = 100
"""Lines."""
_SAID = re.compile(r"sep=(.)\s*")
"""A first line by which Excel is told the separator."""
_DISARMED = re.compile(r"'+[=+\-@\t\r]")


def read(content: bytes, clean: Clean) -> Sheet:
    """Raises Unreadable."""
    text = _decoded(content)
    if len(text) > MOST_CHARACTERS:
        raise Unreadable(TOO_LARGE)
    said = _SAID.fullmatch(text.partition("\n")[0])
    separator = said[1] if said else _separator(text)
    rows: list[list[str]] = []
    try:
        reader = csv.reader(_lines(text), delimiter=separator, strict=True)
        for number, cells in enumerate(reader, start=1):
            if row := trimmed([clean(_armed(cell.strip())) for cell in cells]):
                _check(number, row)
                rows += [[] for _blank in range(len(rows) + 1, number)]
                rows.append(row)
    except csv.Error:
        raise Unreadable("引号没有成对，读不下去") from None
    if said:
        rows[0] = []
    return Sheet("", rows)


def _decoded(content: bytes) -> str:
    """Excel's “CSV UTF-8” has a BOM, its “Unicode text” is UTF-16, its plain CSV GB18030."""
    encodings = ["utf-8-sig", "gb18030"]
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("读不出里面的文字，请另存为“CSV UTF-8（逗号分隔）”")


def _separator(text: str) -> str:
    """The one that is most frequent in the first line that has any; a comma where none has."""
    for line in islice(StringIO(text), _LOOKED_AT):
        counts = {sign: line.count(sign) for sign in _SEPARATORS}
        if any(counts.values()):
            return max(counts, key=counts.__getitem__)
    return ","


def _lines(text: str) -> Iterator[str]:
    for line in StringIO(text, newline=""):
        if len(line) > LONGEST_LINE:
            raise Unreadable(TOO_LARGE)
        yield line


def _check(number: int, row: list[str]) -> None:
    check_place(number, len(row))
    if any(len(cell) > LONGEST_CELL for cell in row):
        raise Unreadable(f"第 {number} 行有一格太长了，最多 {LONGEST_CELL} 个字")


def _armed(cell: str) -> str:
    """Without the apostrophe that `storage.sheets.write` puts before what would be a formula."""
    return cell[1:] if _DISARMED.match(cell) else cell
