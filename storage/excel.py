"""Writing an Excel workbook without a limit of memory."""

from collections.abc import Iterable, Sequence
from io import BytesIO

from xlsxwriter import Workbook


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
