"""Sheets as people make them: CSV in the usual encodings and Excel workbooks, read within limits.

Nothing here knows what the columns mean; `storage.importing` does.
"""

from storage.reading.limits import LARGEST_SENT, Unreadable
from storage.reading.read import is_old_sheet, is_sheet, read
from storage.reading.sheet import Book, Sheet

__all__ = [
    "LARGEST_SENT",
    "Book",
    "Sheet",
    "Unreadable",
    "is_old_sheet",
    "is_sheet",
    "read",
]
