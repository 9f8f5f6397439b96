"""What is written as an XLSForm reads back as it was, and pyxform understands it as well."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from services.surveys import xlsform
from services.surveys.questions import Definition, Kind
from services.surveys.templates import TEMPLATES
from services.surveys.xlsform import NotUnderstood
from tests.services.surveys.made_up import definitions

PYXFORMS_TYPES = {
    Kind.ONE: "select one",
    Kind.SEVERAL: "select all that apply",
    Kind.SCALE: "range",
    Kind.YES_NO: "select one",
    Kind.WORDS: "text",
    Kind.PHOTO: "photo",
    Kind.PLACE: "geopoint",
    Kind.DATE: "date",
}


@given(definitions())
def test_what_is_written_reads_back(definition: Definition) -> None:
    assert xlsform.read(xlsform.write(definition), "form.xlsx") == definition


@given(definition=definitions(), data=st.data())
def test_nothing_that_stands_anywhere_vanishes(definition: Definition, data: st.DataObject) -> None:
    """kobotoolbox/kpi#4939: a misplaced cell made questions vanish without a word."""
    book = load_workbook(BytesIO(xlsform.write(definition)))
    sheet = book[data.draw(st.sampled_from(book.sheetnames))]
    row = data.draw(st.integers(2, sheet.max_row + 3))
    column = data.draw(st.integers(1, sheet.max_column + 3))
    cell = sheet.cell(row, column)
    assume(cell.value is None)
    heading, kind = sheet.cell(1, column).value, sheet.cell(row, 1).value
    assume((heading, kind) != ("name", "end_group"))  # as some write, and nothing is lost with it
    cell.value = data.draw(st.sampled_from(["misplaced", "yes", "1", "text", "${", "rating"]))
    file = BytesIO()
    book.save(file)
    try:
        found = xlsform.read(file.getvalue(), "form.xlsx")
    except NotUnderstood:
        return
    assert found != definition


@given(definitions())
@settings(max_examples=30)
def test_pyxform_understands_what_is_written(definition: Definition) -> None:
    converted = convert(BytesIO(xlsform.write(definition)), file_type=".xlsx")
    others = {each.other_name for each in definition.questions if each.other}
    assert [each for each in _questions(converted._pyxform) if each[0] not in others] == [
        (
            each.name,
            PYXFORMS_TYPES.get(each.kind, "integer" if each.whole else "decimal"),
            each.relevant,
        )
        for each in definition.questions
    ]


@pytest.mark.parametrize("definition", TEMPLATES.values(), ids=list(TEMPLATES))
def test_templates_can_be_taken_along(definition: Definition) -> None:
    assert xlsform.read(xlsform.write(definition), "form.xlsx") == definition


def _questions(section: dict[str, Any]) -> list[tuple[str, str, str]]:
    """Name, type and condition of what pyxform would ask."""
    found = []
    for each in section["children"]:
        if each["type"] == "group" and each["name"] != "meta":
            found += _questions(each)
        elif each["type"] not in ("note", "group"):
            found.append((each["name"], each["type"], each.get("bind", {}).get("relevant", "")))
    return found
