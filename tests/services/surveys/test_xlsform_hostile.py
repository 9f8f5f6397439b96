"""Files that nobody fills in by hand: refused, soon, and with words that say why."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from services.surveys import xlsform
from services.surveys.checking import What
from services.surveys.xlsform import Misfit, NotUnderstood, Trouble
from tests.services.surveys.workbooks import workbook

SECONDS = 5
"""Of the processor; two where nobody measures (`storage.reading.limits`)."""
_ROW = ["text", "q", "Why?"]
_HEADINGS = ["type", "name", "label"]


@contextmanager
def _soon() -> Iterator[None]:
    start = time.process_time()
    yield
    assert time.process_time() - start < SECONDS


def _misfits(content: bytes, file_name: str = "form.xlsx") -> tuple[Misfit, ...]:
    with _soon(), pytest.raises(NotUnderstood) as refused:
        xlsform.read(content, file_name)
    return refused.value.misfits


def _with_part(name: str, content: bytes) -> bytes:
    file = BytesIO(workbook({"survey": [_HEADINGS, _ROW]}))
    with ZipFile(file, "a", ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return file.getvalue()


def test_macros() -> None:
    (found,) = _misfits(_with_part("xl/vbaProject.bin", b"Sub"), "form.xlsm")
    assert found.trouble is Trouble.MACROS


def test_merged_cells() -> None:
    rows = [_HEADINGS, _ROW, ["text", "p", "How?"]]
    across = workbook({"survey": rows}, survey=lambda sheet: sheet.merge_cells("B3:C3"))
    found = _misfits(across)
    assert (found[0].trouble, found[0].letters, found[0].row) == (Trouble.CELL, "C", 3)
    down = workbook({"survey": rows}, survey=lambda sheet: sheet.merge_cells("C2:C3"))
    (found_down,) = _misfits(down)
    assert (found_down.trouble, found_down.letters, found_down.row) == (Trouble.MERGED, "C", 3)


def test_a_formula_without_a_result() -> None:
    (found, *_rest) = _misfits(workbook({"survey": [_HEADINGS, ["text", "q", '=A1&"?"']]}))
    assert (found.trouble, found.letters, found.row) == (Trouble.CELL, "C", 2)
    assert "公式" in found.text


def test_ten_thousand_choices() -> None:
    choices = [["list_name", "name", "label"]]
    choices += [["l", f"c{number}", f"Choice {number}"] for number in range(10_000)]
    rows = [_HEADINGS, ["select_one l", "q", "Which?"]]
    (found,) = _misfits(workbook({"survey": rows, "choices": choices}))
    assert found.problem
    assert (found.problem.what, found.problem.count) == (What.TOO_MANY_CHOICES, 10_000)
    assert (found.sheet, found.row) == ("survey", 2)


def test_ten_thousand_questions() -> None:
    rows = [["text", f"q{number}", "Why?"] for number in range(10_000)]
    (found,) = _misfits(workbook({"survey": [_HEADINGS, *rows]}))
    assert (found.trouble, found.row) == (Trouble.ROWS, 1_002)


def test_a_thousand_questions_each_asked_only_depending_on_the_next() -> None:
    rows = [["text", f"q{number}", "Why?", f"${{q{number + 1}}} = 1"] for number in range(999)]
    rows.append(["text", "q999", "Why?", "${q0} = 1"])
    found = _misfits(workbook({"survey": [[*_HEADINGS, "relevant"], *rows]}))
    assert [each.problem.what for each in found if each.problem] == [What.TOO_MANY_QUESTIONS]


def test_a_sheet_without_an_end() -> None:
    content = workbook(
        {"survey": [_HEADINGS, _ROW]},
        survey=lambda sheet: sheet.cell(1_000_000, 1).__setattr__("value", "x"),
    )
    (found,) = _misfits(content)
    assert found.trouble is Trouble.FILE
    assert "最多读" in found.text


def test_a_bomb() -> None:
    file = BytesIO(workbook({"survey": [_HEADINGS, _ROW]}))
    bomb = BytesIO()
    with ZipFile(file) as archive, ZipFile(bomb, "w", ZIP_DEFLATED) as blown:
        for name in archive.namelist():
            part = archive.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b"</sheetData>", b" " * 200_000_000 + b"</sheetData>")
            blown.writestr(name, part)
    assert len(bomb.getvalue()) < 1_000_000
    (found,) = _misfits(bomb.getvalue())
    assert found.trouble is Trouble.FILE


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04garbage", b"\xd0\xcf\x11\xe0old", b"\xff\xfe\x00", b"hello,you"]
)
def test_what_is_no_form(content: bytes) -> None:
    assert _misfits(content)[0].trouble in (
        Trouble.FILE,
        Trouble.NO_SURVEY,
        Trouble.NO_COLUMN,
    )


def test_values_computed_from_one_another_do_not_grow_without_end() -> None:
    rows = [["integer", "a", "How many?", "", ""]]
    for number in range(40):
        before = f"${{c{number - 1}}}" if number else "${a}"
        rows.append(["calculate", f"c{number}", "", f"{before} + {before}", ""])
    rows.append(["text", "q", "Why?", "", "${c39} > 1"])
    found = _misfits(workbook({"survey": [[*_HEADINGS, "calculation", "relevant"], *rows]}))
    assert Trouble.CALCULATION in {each.trouble for each in found}


def test_long_parameters() -> None:
    rows = [["range", f"q{number}", "How?", "a" * 4_000] for number in range(900)]
    found = _misfits(workbook({"survey": [[*_HEADINGS, "parameters"], *rows]}))
    assert {each.trouble for each in found} == {Trouble.PARAMETERS}


def test_deep_groups_with_long_conditions() -> None:
    rows = [["begin_group", f"g{n}", "", "${a} > 1 or " * 50 + "1"] for n in range(900)]
    found = _misfits(workbook({"survey": [[*_HEADINGS, "relevant"], *rows, _ROW, _ROW]}))
    assert Trouble.GROUP in {each.trouble for each in found}
