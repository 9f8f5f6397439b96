"""From a file's bytes to its sheets, whatever kind of file it is."""

from storage.clean_text import one_line
from storage.reading import comma_separated, workbook
from storage.reading.limits import LARGEST, TOO_LARGE, Unreadable
from storage.reading.sheet import Book
from storage.reading.text import Clean

_WORKBOOK = b"PK\x03\x04"
"""A workbook is a ZIP archive; no CSV file begins like one."""
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0"
"""How .xls files begin, and workbooks with a password."""


_SHEETS = (".xlsx", ".csv")
_OLD_SHEETS = (".xls", ".et", ".ods", ".numbers")
"""What older Excel, WPS and others write, and we do not read."""


def is_sheet(file_name: str | None) -> bool:
    """Whether a file of this name can be one that `read` reads."""
    return (file_name or "").lower().endswith(_SHEETS)


def is_old_sheet(file_name: str | None) -> bool:
    return (file_name or "").lower().endswith(_OLD_SHEETS)


def read(content: bytes, *, clean: Clean = one_line) -> Book:
    """The sheets in which something stands and that are not hidden.

    A cell is one line, unless `clean` keeps more.

    Takes up to two seconds: call it outside transactions, and off the event loop. Raises
    Unreadable.
    """
    if len(content) > LARGEST:
        raise Unreadable(TOO_LARGE)
    if content.startswith(_COMPOUND_FILE):
        raise Unreadable(
            "这是旧格式（.xls）或者加了密码的 Excel 文件，请不要设密码，另存为 .xlsx 再试一次"
        )
    if content.startswith(_WORKBOOK):
        return workbook.read(content, clean)
    sheet = comma_separated.read(content, clean)
    return [sheet] if sheet.rows else []
