"""Writing an Excel workbook without a limit of memory: whatever people wrote stays text."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | datetime | None
"""A datetime is naive: as the clock on the wall shows it."""

_SAFE = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
_HEADING = {
    "bold": True,
    "bg_color": "#e3f1e4",
    "bottom": 1,
    "text_wrap": True,
    "valign": "vcenter",
}
_SUM = {"bold": True, "top": 1}
_HEAD_ROWS = 2
_A4 = 9
_MARGIN = 0.4
"""Inches."""


class Look(Enum):
    """How the cells of a column look, by Excel's own formats."""

    TEXT = "@"
    COUNT = "0"
    SHARE = "0.0%"
    TENTHS = "0.0"
    GENERAL = "General"
    MOMENT = "yyyy-mm-dd hh:mm"


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    look: Look = Look.COUNT
    width: int = 10
    """In characters."""


@dataclass(frozen=True, slots=True)
class Page:
    """A sheet: a line that says what it is, the columns' titles, rows, and their sum.

    Without a `line` the titles stand first, as programs read it.
    """

    name: str
    line: str
    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    total: Sequence[Cell] = ()


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


def book(pages: Iterable[Page], title: str) -> bytes:
    """A workbook to be filtered and printed: A4 across, all columns on one page, titles on each."""
    file = BytesIO()
    with Workbook(file, _SAFE) as workbook:
        for page in pages:
            _write_page(workbook, page)
        workbook.set_properties({"title": title})
    return file.getvalue()


def _write_page(workbook: Workbook, page: Page) -> None:
    sheet = workbook.add_worksheet(page.name)
    looks = [workbook.add_format({"num_format": each.look.value}) for each in page.columns]
    sums = [workbook.add_format(_SUM | {"num_format": each.look.value}) for each in page.columns]
    for at, column in enumerate(page.columns):
        sheet.set_column(at, at, column.width)
    first = _HEAD_ROWS if page.line else 1
    sheet.freeze_panes(first, 1)
    if page.line:
        sheet.write_string(0, 0, page.line, workbook.add_format({"bold": True}))
    heading = workbook.add_format(_HEADING)
    for at, column in enumerate(page.columns):
        sheet.write_string(first - 1, at, column.title, heading)
    row = first
    for cells in page.rows:
        _write_row(sheet, row, cells, looks)
        row += 1
    sheet.autofilter(first - 1, 0, max(row - 1, first), len(page.columns) - 1)
    if page.total:
        _write_row(sheet, row, page.total, sums)
    _prepare_print(sheet, first)


def _write_row(sheet: Worksheet, row: int, cells: Sequence[Cell], looks: Sequence[Format]) -> None:
    for column, (cell, look) in enumerate(zip(cells, looks, strict=True)):
        match cell:
            case None:
                sheet.write_blank(row, column, None, look)
            case str():
                sheet.write_string(row, column, cell, look)
            case datetime():
                sheet.write_datetime(row, column, cell, look)
            case _:
                sheet.write_number(row, column, cell, look)


def _prepare_print(sheet: Worksheet, first: int) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(_MARGIN, _MARGIN, _MARGIN, _MARGIN + 0.3)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0, first - 1)
    sheet.set_footer("&L&A&R&P / &N")
