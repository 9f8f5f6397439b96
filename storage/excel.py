"""Excel workbooks: reading the first sheet as text, writing one without a limit of memory."""

import warnings
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException
from xlsxwriter import Workbook

MAGIC = b"PK\x03\x04"
"""A workbook is a ZIP archive; no CSV file begins like one."""

LARGEST = 50_000_000
"""Bytes that a workbook may have unpacked: a small archive can be made to hold far more."""


class WorkbookError(ValueError):
    """The file begins like a workbook and is none."""


def is_workbook(content: bytes) -> bool:
    return content.startswith(MAGIC)


def read(content: bytes) -> list[list[str]]:
    """The cells of every row of the first sheet; numbers and dates as people write them.

    Of a formula the value is read that Excel computed last. Raises WorkbookError.
    """
    try:
        with warnings.catch_warnings():
            # openpyxl warns of every extension of Excel's that it passes over.
            warnings.simplefilter("ignore")
            _check_size(content)
            workbook = load_workbook(BytesIO(content), read_only=True, data_only=True)
            rows = workbook.worksheets[0].iter_rows(values_only=True)
            return [[_text(cell) for cell in row] for row in rows]
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as error:
        raise WorkbookError(str(error)) from error


def write(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """A workbook of one sheet. All cells are text: no code loses its zeros, none is a formula."""
    file = BytesIO()
    with Workbook(file, {"constant_memory": True}) as workbook:
        sheet = workbook.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(number, column, cell)
    return file.getvalue()


def _check_size(content: bytes) -> None:
    with ZipFile(BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > LARGEST:
            raise WorkbookError("too large")


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else str(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
