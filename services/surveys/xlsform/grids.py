"""From a file's bytes to its sheets, before anybody knows what their columns mean."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from services.surveys.xlsform.not_understood import Misfit, NotUnderstood, Trouble
from storage import reading
from storage.clean_text import lines


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet as it was read: rows with their numbers, the headings first."""

    name: str
    rows: Sequence[tuple[int, Sequence[str]]]
    flaws: Mapping[tuple[int, int], str] = field(default_factory=dict)
    filled: Collection[tuple[int, int]] = ()


def read(content: bytes) -> list[Grid]:
    """Those in which something stands. Raises NotUnderstood where nothing can be read."""
    if _has_macros(content):
        raise NotUnderstood([Misfit(trouble=Trouble.MACROS)])
    try:
        book = reading.read(content, clean=lines)
    except reading.Unreadable as reason:
        raise NotUnderstood([Misfit(trouble=Trouble.FILE, text=str(reason))]) from None
    if len(book) == 1 and not book[0].name:
        return list(_sections(book[0]))
    return [Grid(each.name, _numbered(each.rows), each.flaws, each.filled) for each in book]


def _has_macros(content: bytes) -> bool:
    try:
        with ZipFile(BytesIO(content)) as archive:
            return any(name.endswith("vbaProject.bin") for name in archive.namelist())
    except (BadZipFile, ValueError, NotImplementedError):
        return False


def _numbered(rows: Sequence[Sequence[str]]) -> list[tuple[int, Sequence[str]]]:
    """Without the blank ones above the headings."""
    numbered = list(enumerate(rows, start=1))
    while numbered and not any(numbered[0][1]):
        del numbered[0]
    return numbered


def _sections(sheet: reading.Sheet) -> Iterator[Grid]:
    """A CSV file holds all sheets: the first cell of a row names the one that begins there."""
    found: dict[str, list[tuple[int, Sequence[str]]]] = {}
    name = ""
    for number, cells in enumerate(sheet.rows, start=1):
        if cells and cells[0]:
            name = cells[0]
        rows = found.setdefault(name, [])
        if any(cells[1:]):
            rows.append((number, ["", *cells[1:]]))
    for name, rows in found.items():
        yield Grid(name, rows)
