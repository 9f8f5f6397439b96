"""docs/xlsform.md names what is read of an XLSForm, all of it and nothing else."""

import re
from pathlib import Path

from services.surveys.functions import FUNCTIONS, SIGNS
from services.surveys.questions import MOST_CHOICES, MOST_QUESTIONS
from services.surveys.xlsform import convention

PAGE = (Path(__file__).parents[2] / "docs" / "xlsform.md").read_text(encoding="utf-8")


def _section(title: str) -> str:
    return PAGE.partition(f"## {title}\n")[2].partition("\n## ")[0]


def _named(text: str) -> set[str]:
    return set(re.findall(r"`([^`]+)`", text))


def _rows(section: str) -> list[list[str]]:
    return [line.strip("|").split("|") for line in section.splitlines() if line.startswith("| ")]


def test_types() -> None:
    written = {word for cells in _rows(_section("Types")) for word in _named(cells[0])}
    assert {each.split()[0] for each in written} == {
        *convention.TYPES,
        *convention.SILENT,
        "note",
        "calculate",
        "select_one",
        "select_multiple",
        "or_other",
        "begin_group",
        "end_group",
    }


def test_columns() -> None:
    section = _section("Columns")
    sheets = {cells[0].strip(): cells[1:] for cells in _rows(section)}
    for name, known in convention.READ.items():
        read, left_out = sheets[name]
        assert _named(read) == set(known)
        assert _named(left_out) == set(convention.LEFT_OUT[name]) - set(convention.REMARKS)
    assert all(each in section for each in convention.REMARKS)


def test_functions() -> None:
    written = _named(_section("Conditions and constraints"))
    assert set(FUNCTIONS) | set(SIGNS) <= written
    assert {each for each in written if re.fullmatch(r"[a-z-]+", each)} - {"-"} == {
        *FUNCTIONS,
        *(each for each in SIGNS if each.isalpha()),
    }


def test_limits() -> None:
    assert f"At most {MOST_QUESTIONS} questions and {MOST_CHOICES} choices" in PAGE
