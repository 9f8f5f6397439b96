"""Sheets as people make them: CSV in the usual encodings and Excel workbooks, read within limits.

Nothing here knows what the columns mean; `storage.importing` does.
"""

from storage.reading.limits import Unreadable
from storage.reading.read import read
from storage.reading.sheet import Book, Sheet

__all__ = ["Book", "Sheet", "Unreadable", "read"]
