"""What is outside the subset is refused, where it stands; nothing vanishes without a word."""

import pytest

from services.surveys import xlsform
from services.surveys.checking import What
from services.surveys.xlsform import Misfit, NotUnderstood, Trouble
from tests.services.surveys.workbooks import workbook

_HEAD = """
# survey
| type | name | label | relevant | constraint | appearance | parameters | required | calculation |
"""
_CHOICES = """
# choices
| list_name | name | label |
| likes | a | Yes |
| likes | b | No |
"""


def _misfits(written: str) -> tuple[Misfit, ...]:
    with pytest.raises(NotUnderstood) as refused:
        xlsform.read(workbook(written), "form.xlsx")
    return refused.value.misfits


def _only(written: str) -> Misfit:
    (found,) = _misfits(written)
    return found


@pytest.mark.parametrize(
    ("row", "trouble", "place", "text"),
    [
        ("| begin_repeat | r | Children |", Trouble.TYPE, "A3", "begin_repeat"),
        ("| audio | q | Say |", Trouble.TYPE, "A3", "audio"),
        ("| rank likes | q | Order |", Trouble.TYPE, "A3", "rank likes"),
        ("| select_one | q | Which? |", Trouble.TYPE, "A3", "select_one"),
        ("| select_one_from_file f.csv | q | Which? |", Trouble.TYPE, "A3", None),
        ("| textt | q | Why? |", Trouble.TYPE, "A3", "textt"),
        ("| select_one like | q | Which? |", Trouble.NO_LIST, "A3", "like"),
        ("| | q | Why? |", Trouble.NO_TYPE, "A3", ""),
        ("| end group | | |", Trouble.GROUP, "A3", "end group"),
        ("| begin group | g | Food |", Trouble.GROUP, "A3", "begin group"),
        ("| note | n | Hello | ${q} = 'x' |", Trouble.CONDITION, "D3", "${q} = 'x'"),
        ("| note | n | Hello ${q} |", Trouble.REFERENCE, "C3", "Hello ${q}"),
        ("| note | n | Hello | | . > 1 |", Trouble.NOT_HERE, "E3", ". > 1"),
        ("| end group | | | ${q} > 1 |", Trouble.NOT_HERE, "D3", "${q} > 1"),
        ("| text | p | Why? | | | | | | 1 + 1 |", Trouble.NOT_HERE, "I3", "1 + 1"),
        ("| text | p | Why? | | | signature |", Trouble.APPEARANCE, "F3", "signature"),
        ("| text | p | Why? | | | rating |", Trouble.APPEARANCE, "F3", "rating"),
        ("| text | p | Why? | | | | rows=3 |", Trouble.PARAMETERS, "G3", "rows=3"),
        ("| range | p | How? | | | | step=2 |", Trouble.PARAMETERS, "G3", "step=2"),
        ("| range | p | How? | | | | start=0.5 |", Trouble.PARAMETERS, "G3", "start=0.5"),
        ("| range | p | How? | | | | 1 to 5 |", Trouble.PARAMETERS, "G3", "1 to 5"),
        ("| text | p | Why? | | | | | ${q} = 1 |", Trouble.YES_OR_NO, "H3", "${q} = 1"),
        ("| calculate | c | | | | | | | 1 + 1 |", Trouble.CALCULATION, "I3", "1 + 1"),
        ("| calculate | c |", Trouble.CALCULATION, "I3", ""),
    ],
)
def test_a_row(row: str, trouble: Trouble, place: str, text: str | None) -> None:
    found = next(
        each
        for each in _misfits(f"{_HEAD}| text | q | Why? |\n{row}{_CHOICES}")
        if each.trouble is trouble
    )
    assert (found.sheet, f"{found.letters}{found.row}") == ("survey", place)
    assert text is None or found.text == text


def test_a_column_outside_the_subset_is_named_once() -> None:
    found = _only("""
# survey
| type | name | label | choice_filter | default |
| text | q | Why? | | |
| text | p | How? | x = 1 | |
| text | r | Who? | x = 2 | |
""")
    assert (found.trouble, found.heading, found.row, found.letters, found.text) == (
        Trouble.COLUMN,
        "choice_filter",
        3,
        "D",
        "x = 1",
    )


def test_a_misplaced_cell_is_found() -> None:
    """kobotoolbox/kpi#4939: it made questions vanish without a word."""
    found = _only("# survey\n| type | name | label |\n| text | q | Why? | | yes |")
    assert (found.trouble, found.letters, found.row) == (Trouble.NO_HEADING, "E", 2)


def test_sheets() -> None:
    written = "# survey\n| type | name | label |\n| text | q | Why? |\n# choises\n| a | b |"
    assert _only(written).trouble is Trouble.SHEET
    lists = _misfits("# choices\n| list_name | name | label |\n| l | a | A |\n# _x\n| 1 |")
    assert [each.trouble for each in lists] == [Trouble.NO_SURVEY]


def test_columns_that_are_missing_or_there_twice() -> None:
    assert [(each.trouble, each.heading) for each in _misfits("# survey\n| typ | label |")] == [
        (Trouble.NO_COLUMN, "type"),
        (Trouble.NO_COLUMN, "name"),
        (Trouble.PROBLEM, ""),
    ][:2]
    found = _only("# survey\n| type | name | label | relevant | relevance |\n| text | q | Why? |")
    assert (found.trouble, found.letters) == (Trouble.TWO_COLUMNS, "E")


def test_a_choice_without_a_list_and_settings_in_two_rows() -> None:
    found = _misfits(f"""{_HEAD}
| text | q | Why? |
# choices
| list_name | name | label |
| | a | A |
| l | | B |
# settings
| form_title |
| One |
| Two |
""")
    assert [(each.trouble, each.sheet, each.row, each.heading) for each in found] == [
        (Trouble.CHOICE, "choices", 2, "list_name"),
        (Trouble.CHOICE, "choices", 3, "name"),
        (Trouble.ROW, "settings", 3, ""),
    ]


@pytest.mark.parametrize(
    ("rows", "what", "place"),
    [
        ("| text | q | |", What.EMPTY, "C2"),
        ("| text | 1q | Why? |", What.NAME, "B2"),
        ("| text | q | Why? |\n| text | q | How? |", What.NAME_TWICE, "B3"),
        ("| text | q | Why? | ${p} = 1 |", What.UNKNOWN_NAME, "D2"),
        ("| text | q | Why? | ${p} > 1 |\n| integer | p | How? | ${q} != '' |", What.CYCLE, "D2"),
        ("| text | q | Why? | pulldata('a', 'b') |", What.UNREADABLE, "D2"),
        ("| text | q | Why? | | regex(., '(a+)+(') |", What.UNREADABLE, "E2"),
        ("| range | q | How? | | | | start=5 end=1 |", What.SCALE, "G2"),
        ("\n".join(f"| text | q{n} | Why? |" for n in range(13)), What.TOO_MANY_QUESTIONS, "A14"),
        ("| note | n | Hello |", What.NO_QUESTIONS, "0"),
    ],
)
def test_what_is_read_but_cannot_be_asked(rows: str, what: What, place: str) -> None:
    found = next(
        each
        for each in _misfits(_HEAD.strip() + "\n" + rows)
        if each.problem and each.problem.what is what and f"{each.letters}{each.row}" == place
    )
    assert (found.trouble, found.sheet) == (Trouble.PROBLEM, "survey")


@pytest.mark.parametrize(
    ("choices", "what", "place"),
    [
        ("| likes | c | |", What.EMPTY, "C4"),
        ("| likes | a | Maybe |", What.CHOICE_TWICE, "C4"),
        (f"| likes | c | {'M' * 61} |", What.TOO_LONG, "C4"),
        ("| likes | a b | Maybe |", What.CHOICE_NAME, "B4"),
    ],
)
def test_choices_that_cannot_be_asked(choices: str, what: What, place: str) -> None:
    found = _only(f"{_HEAD}| select_one likes | q | Which? |{_CHOICES}{choices}")
    assert found.problem
    assert (found.problem.what, found.sheet) == (what, "choices")
    assert f"{found.letters}{found.row}" == place


def test_a_title_that_is_too_long() -> None:
    found = _only(f"{_HEAD}| text | q | Why? |\n# settings\n| form_title |\n| {'T' * 41} |")
    assert (found.sheet, found.row, found.heading) == ("settings", 2, "form_title")


def test_a_condition_of_a_group_is_wrong_where_the_group_begins() -> None:
    found = _only(f"{_HEAD}| begin group | g | | ${{p}} = 1 |\n| text | q | Why? |\n| end group |")
    assert found.problem
    assert (found.problem.what, found.letters, found.row) == (What.UNKNOWN_NAME, "D", 2)


def test_an_introduction_and_thanks_that_are_too_long() -> None:
    long = "H" * 601
    found = _misfits(f"{_HEAD}| note | n | {long} |\n| text | q | Why? |\n| note | m | {long} |")
    assert [(f"{each.letters}{each.row}") for each in found] == ["C2", "C4"]


def test_all_is_told_at_once_in_the_order_of_the_file() -> None:
    found = _misfits(f"""{_HEAD}
| audio | a | Say |
| text | b | Why? | | | signature |
| select_one nothing | c | Which? |
""")
    assert [each.row for each in found] == [3, 4, 5]
