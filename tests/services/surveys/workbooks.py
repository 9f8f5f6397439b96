"""Workbooks for tests: written as tables in text, spoilt where a test wants them so."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Tables = Mapping[str, Sequence[Sequence[str]]]


def tables(written: str) -> dict[str, list[list[str]]]:
    """`# name` begins a sheet, `| a | b |` is a row; an empty line is a blank row."""
    found: dict[str, list[list[str]]] = {}
    for line in written.strip().splitlines():
        if line.strip().startswith("# "):
            rows = found.setdefault(line.strip(" #"), [])
        else:
            cells = line.strip().removeprefix("|").removesuffix("|").split("|")
            rows.append([cell.strip() for cell in cells])
    return found


def workbook(written: str | Tables, **changes: Callable[[Worksheet], object]) -> bytes:
    """An .xlsx; `changes` are made to the sheet of that name."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in (tables(written) if isinstance(written, str) else written).items():
        sheet = book.create_sheet(name)
        for number, cells in enumerate(rows, start=1):
            for column, cell in enumerate(cells, start=1):
                if cell:
                    sheet.cell(number, column).value = cell
        if change := changes.get(name):
            change(sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()
