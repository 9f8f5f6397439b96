"""Excel workbooks: their sheets, the strings they share, and which numbers are dates."""

from io import BytesIO
from xml.parsers.expat import ExpatError
from zipfile import BadZipFile, ZipFile
from zlib import error as ZlibError  # noqa: N812 - an exception's name

from storage.reading.limits import Budget, Unreadable
from storage.reading.numbers import Numbers, is_date_format
from storage.reading.parts import BROKEN, Handler, Parts
from storage.reading.sheet import Book, Sheet
from storage.reading.text import Clean, Text
from storage.reading.worksheet import Cells

_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Formats that Excel only numbers; those of Chinese dates among them (31: 2026年12月7日)."""
_BROKEN = (BadZipFile, ZlibError, EOFError, ExpatError, KeyError, ValueError, RuntimeError)
"""What the libraries raise for garbage, parts with a password or packed in a rare way."""


def read(content: bytes, clean: Clean) -> Book:
    """The sheets that are shown and in which something stands. Raises Unreadable.

    Of a formula the value is read that Excel computed last.
    """
    try:
        with ZipFile(BytesIO(content)) as archive:
            budget = Budget()
            return _sheets(Parts(archive, budget), budget, clean)
    except Unreadable:
        raise
    except _BROKEN as error:
        raise Unreadable(BROKEN) from error


def _sheets(parts: Parts, budget: Budget, clean: Clean) -> list[Sheet]:
    workbook = _of_kind(parts.related(""), "officeDocument")
    if workbook is None:
        raise Unreadable(BROKEN)
    links = parts.related(workbook)
    tabs = _Tabs()
    parts.parse(workbook, tabs)
    strings, styles = _Strings(budget, clean), _Styles()
    for kind, handler in (("sharedStrings", strings), ("styles", styles)):
        if part := _of_kind(links, kind):
            parts.parse(part, handler)
    numbers = Numbers(styles.dates, since_1904=tabs.since_1904)
    found = []
    for name, link in tabs.shown:
        kind, part = links.get(link, ("", ""))
        if kind == "worksheet":
            cells = Cells(strings.texts, numbers, budget, clean)
            parts.parse(part, cells)
            found.append(cells.sheet(name))
    return [sheet for sheet in found if sheet.rows]


def _of_kind(links: dict[str, tuple[str, str]], wanted: str) -> str | None:
    return next((name for kind, name in links.values() if kind == wanted), None)


class _Tabs(Handler):
    """The names of the sheets that are not hidden, and the ids of their parts, in order."""

    def __init__(self) -> None:
        self.shown: list[tuple[str, str]] = []
        self.since_1904 = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "workbookPr":
            self.since_1904 = attributes.get("date1904") in ("1", "true")
        elif name == "sheet" and attributes.get("state", "visible") == "visible":
            links = [value for key, value in attributes.items() if key.endswith(":id")]
            self.shown += [(attributes.get("name", ""), link) for link in links]


class _Strings(Handler):
    """The strings that cells refer to by number; how they are to be pronounced is left out."""

    def __init__(self, budget: Budget, clean: Clean) -> None:
        self.texts: list[str] = []
        self._budget = budget
        self._text = Text(clean)
        self._in_text = self._in_reading = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002 - as the others
        if name == "t":
            self._in_text = not self._in_reading
        elif name == "rPh":
            self._in_reading = True

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._in_reading = False
        elif name == "si":
            text = self._text.taken()
            self._budget.keep(text)
            self.texts.append(text)

    def text(self, data: str) -> None:
        if self._in_text:
            self._text.add(data)


class _Styles(Handler):
    """The numbers of the cell styles that show a number as a date or a time."""

    def __init__(self) -> None:
        self.dates: set[str] = set()
        self._formats = set(map(str, _BUILT_IN_DATES))
        self._in_cells = False
        self._count = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "numFmt" and is_date_format(attributes.get("formatCode", "")):
            self._formats.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            self._in_cells = True
        elif name == "xf" and self._in_cells:
            if attributes.get("numFmtId") in self._formats:
                self.dates.add(str(self._count))
            self._count += 1

    def end(self, name: str) -> None:
        if name == "cellXfs":
            self._in_cells = False
