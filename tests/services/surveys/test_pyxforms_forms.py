"""The forms of pyxform's own tests go in, run, and come out again, as far as they are our subset.

What is refused is removed at the place that was told, cell by cell, until the rest is read: so each
of these places is right.
"""

import warnings
from collections.abc import Sequence
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from services.surveys import flow, xlsform
from services.surveys.checking import What, problems
from services.surveys.questions import Definition
from services.surveys.xlsform import Misfit, NotUnderstood, Trouble
from tests.services.surveys import pyxforms_forms
from tests.services.surveys.made_up import TODAY, walks
from tests.services.surveys.workbooks import workbook

WHOLE = {
    "allow_comment_rows_test.xls": 1,
    "badly_named_choices_sheet.xls": 3,
    "blank_second_row.xls": 1,
    "choice_name_same_as_select_name.xls": 1,
    "gps.xls": 1,
    "group_names_must_be_unique.xls": 1,
    "ict_survey_fails.xls": 1,
    "specify_other.csv": 1,
    "specify_other.xls": 1,
    "style_settings.xls": 2,
    "survey_no_name.xlsx": 1,
    "text_and_integer.csv": 2,
    "text_and_integer.xls": 2,
    "utf_csv.csv": 1,
    "yes_or_no_question.csv": 1,
    "yes_or_no_question.xls": 1,
}
"""Those that are of the subset as they are, with the number of their questions."""
IN_PART = {
    "ODKValidateWarnings.xlsx": 2,
    "another_loop.xls": 2,
    "attribute_columns_test.xlsx": 10,
    "calculate_without_calculation.xls": 5,
    "cascades_old.xls": 12,
    "cascades_old_with_no_cascade_sheet.xls": 12,
    "cascading_select_test_equivalent.xls": 7,
    "choice_filter_test.xlsx": 3,
    "choice_name_as_type.xls": 1,
    "duplicate_columns.xlsx": 11,
    "excel_with_macros.xlsm": 1,
    "flat_xlsform_test.xlsx": 10,
    "group.xls": 2,
    "group_name_test.xls": 2,
    "include.xls": 1,
    "instance_xmlns_test.xls": 1,
    "loop.xls": 2,
    "new_cascading_select.xls": 3,
    "not_closed_group_test.xls": 2,
    "or_other.xlsx": 2,
    "repeat_date_test.xls": 2,
    "search_and_select.xlsx": 1,
    "select_one_external.xlsx": 1,
    "settings.xls": 2,
    "simple_loop.xls": 1,
    "sms_info.xls": 7,
    "spaces_in_choices_header.xls": 2,
    "table-list.xls": 2,
    "tutorial.xls": 10,
    "unknown_question_type.xls": 12,
    "warnings.xls": 5,
    "widgets.xls": 12,
    "xl_date_ambiguous.xlsx": 4,
    "xl_date_ambiguous_v1.xlsx": 5,
    "xlsform_spec_test.xlsx": 10,
}
"""Those that are when what is outside it is removed."""
_ROUNDS = 30
_OF_COLUMNS = (Trouble.COLUMN, Trouble.NO_HEADING, Trouble.TWO_COLUMNS)
_Sheets = dict[str, list[list[str]]]


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    found = pyxforms_forms.fetch(tmp_path_factory.mktemp("pyxform"))
    return {path.name: pyxforms_forms.as_we_read(path) for path in found}


@pytest.fixture(scope="session")
def forms(files: dict[str, bytes]) -> dict[str, Definition]:
    return {name: found for name, content in files.items() if (found := _rest(name, content))}


def test_forms_of_the_subset_go_in_whole(files: dict[str, bytes]) -> None:
    found = {name: _read(content, name) for name, content in files.items()}
    counts = {
        name: len(each.questions) for name, each in found.items() if isinstance(each, Definition)
    }
    assert counts == WHOLE


def test_others_go_in_without_what_was_refused(forms: dict[str, Definition]) -> None:
    assert {
        name: len(each.questions) for name, each in forms.items() if name not in WHOLE
    } == IN_PART


@pytest.mark.parametrize("name", [*WHOLE, *IN_PART])
def test_they_come_out_again(forms: dict[str, Definition], name: str) -> None:
    found = forms[name]
    assert problems(found) == []
    assert xlsform.read(xlsform.write(found), "again.xlsx") == found


@pytest.mark.parametrize("name", [*WHOLE, *IN_PART])
@given(data=st.data())
@settings(max_examples=25)
def test_they_run(forms: dict[str, Definition], name: str, data: st.DataObject) -> None:
    definition = forms[name]
    answers = data.draw(walks(definition))
    assert flow.next_question(definition, answers, today=TODAY) is None
    asked = [each.name for each in flow.asked(definition, answers, today=TODAY)]
    assert asked == [each.name for each in definition.questions if each.name in answers]
    assert flow.kept(definition, answers, today=TODAY) == answers


def _read(content: bytes, name: str) -> Definition | Sequence[Misfit]:
    try:
        return xlsform.read(content, name)
    except NotUnderstood as refused:
        return refused.misfits


def _rest(name: str, content: bytes) -> Definition | None:
    """The form without what is refused; None where nothing is left to be asked."""
    found = _read(content, name)
    if isinstance(found, Definition) or name.endswith(".csv"):
        return found if isinstance(found, Definition) else None
    sheets = _sheets(content)
    for _round in range(_ROUNDS):
        found = _read(workbook(sheets), name)
        if isinstance(found, Definition):
            return found
        if any(_is_hopeless(each) for each in found):
            return None
        for each in found:
            _remove(sheets, each)
    raise AssertionError(f"{name}: {found}")


def _sheets(content: bytes) -> _Sheets:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl tells what of their looks it does not know
        book = load_workbook(BytesIO(content), data_only=True)
    return {
        sheet.title: [["" if cell is None else str(cell) for cell in row] for row in sheet.values]
        for sheet in book.worksheets
    }


def _is_hopeless(misfit: Misfit) -> bool:
    nothing_left = misfit.problem and misfit.problem.what is What.NO_QUESTIONS
    return bool(nothing_left) or misfit.trouble in (Trouble.NO_COLUMN, Trouble.NO_SURVEY)


def _remove(sheets: _Sheets, misfit: Misfit) -> None:
    if misfit.trouble is Trouble.SHEET:
        del sheets[misfit.sheet]
    elif misfit.trouble in _OF_COLUMNS:
        for row in sheets[misfit.sheet]:
            row[misfit.column - 1 : misfit.column] = [""]
    elif misfit.heading.partition(":")[0].lower() in ("", "type", "name", "label", "calculation"):
        sheets[misfit.sheet][misfit.row - 1] = []
    else:
        sheets[misfit.sheet][misfit.row - 1][misfit.column - 1] = ""
