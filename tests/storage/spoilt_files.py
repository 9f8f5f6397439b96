"""Building the files that people, programs and those who mean harm send as sheets."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = ("日期", "餐别", "价格（元）")
CODE = (
    '<Relationships><Relationship Id="w" Type="x/officeDocument" Target="xl/workbook.xml"/>'
    "</Relationships>"
)
TABS = '<workbook xmlns:r="r"><sheets><sheet name="A" r:id="s"/></sheets></workbook>'
LINKS = (
    '<Relationships><Relationship Id="s" Type="x/worksheet" Target="sheet.xml"/>'
    '<Relationship Id="t" Type="x/sharedStrings" Target="/xl/strings.xml"/></Relationships>'
)


def comma_separated(*lines: str, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """With the headings above `lines`, whose cells are parted by commas."""
    return "\n".join([",".join(HEADINGS), *lines]).replace(",", separator).encode(encoding)


def workbook(*changes: Callable[[Worksheet], object], rows: Sequence[list[Any]]) -> bytes:
    """As openpyxl writes it: the headings, `rows`, and then what `changes` do to the sheet."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    for change in changes:
        change(sheet)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def forged(sheet: str, strings: str = "<sst/>", before: str = "") -> bytes:
    """A workbook whose sheet holds the XML `sheet`."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as archive:
        archive.writestr("_rels/.rels", CODE)
        archive.writestr("xl/workbook.xml", TABS)
        archive.writestr("xl/_rels/workbook.xml.rels", LINKS)
        archive.writestr("xl/strings.xml", strings)
        archive.writestr("xl/sheet.xml", f"{before}<worksheet>{sheet}</worksheet>")
    return file.getvalue()
