"""Picture, text and Excel say the same figures."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from PIL.ImageDraw import ImageDraw as Pen

from handlers.common.i18n import speaking
from handlers.common.pictures.fonts import Letters
from handlers.numbers import picture, sheet, shown
from handlers.numbers.shown import Kind, Shown
from handlers.numbers.text import text
from services.numbers.books import By
from services.numbers.counting import What
from services.numbers.courses import Step
from services.numbers.periods import Period, last_month, last_week
from services.numbers.rates import LEAST
from services.numbers.report import Report
from storage.tables import Level
from tests.handlers.numbers.some_reports import made

TODAY = date(2026, 11, 25)
GRIDS = [f"第{number}网格" for number in "一二三四五六"]
STREETS = ["东街街道", "南街街道", "鼓西街道"]
REPORTS = {
    "a week": made(last_week(TODAY), 40, GRIDS, detailed=True),
    "a month": made(last_month(TODAY), 300, GRIDS),
    "a year": made(Period(date(2026, 1, 1), TODAY), 900, [f"网格{n}" for n in range(1000)]),
    "one request": made(last_week(TODAY), 1, GRIDS),
    "none": made(last_week(TODAY), 0, GRIDS),
    "a district": made(last_month(TODAY), 500, STREETS, level=Level.DISTRICT, name="鼓楼区"),
}


@pytest.fixture(params=REPORTS)
def report(request: pytest.FixtureRequest) -> Report:
    return REPORTS[request.param]


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All that is written into pictures from now on, in order."""
    words: list[str] = []
    write = Letters.write

    def noted(
        letters: Letters, pen: Pen, place: object, said: str, *rest: object, **how: object
    ) -> None:
        words.append(said)
        write(letters, pen, place, said, *rest, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(Letters, "write", noted)
    return words


def in_text(report: Report, each: Shown) -> str | None:
    """The value that stands behind its label."""
    found = re.search(rf"^{re.escape(each.label)} <b>(.*?)</b>", text(report), re.MULTILINE)
    return found and found[1]


def in_excel(report: Report) -> dict[Any, Any]:
    """The overview, as its cells would be written."""
    book = load_workbook(BytesIO(sheet.excel(report)))
    return {row[0]: row[1] for row in book["总表"].iter_rows(min_row=3, values_only=True)}


def as_written(amount: float | None, kind: Kind) -> str:
    return shown.written(
        amount / 100 if amount is not None and kind is Kind.SHARE else amount, kind
    )


def test_text_and_excel(report: Report) -> None:
    cells = in_excel(report)
    figures = [*shown.of_requests(report), *shown.of_others(report)]
    assert list(cells) == [each.label for each in figures]
    for each in figures:
        assert as_written(cells[each.label], each.kind) == each.value
        assert in_text(report, each) in (each.value, None)
        if each.now.amount and not (report.is_empty and each in shown.of_requests(report)):
            assert in_text(report, each) == each.value


def test_picture_and_text(report: Report, drawn: list[str]) -> None:
    picture.draw(report)
    for figure in shown.TILES:
        each = shown.shown(figure, report)
        label = next(words for words in drawn if words.startswith(each.label))
        assert drawn[drawn.index(label) + 1] == each.value
        assert in_text(report, each) in (each.value, None)


def test_a_heat_map_adds_up_to_what_came_in(drawn: list[str]) -> None:
    for report in (REPORTS["a week"], REPORTS["a year"]):
        drawn.clear()
        picture.draw(report)
        assert drawn[-1] == str(report.total[What.FILED])


@pytest.mark.parametrize(
    ("below", "title"),
    [
        (Level.GRID, "哪个网格，什么事"),
        (Level.COMPOUND, "哪个小区，什么事"),
        (Level.BUILDING, "哪栋楼，什么事"),
    ],
)
def test_a_heat_map_shows_the_first_level_of_which_there_are_several(
    below: Level, title: str, drawn: list[str]
) -> None:
    report = made(last_week(TODAY), 40, ["军门新村 1号楼", "军门新村 2号楼"], below=below)
    picture.draw(report)
    assert title in drawn
    assert drawn[-1] == str(report.total[What.FILED])


def test_views_of_excel_add_up(report: Report) -> None:
    book = load_workbook(BytesIO(sheet.excel(report)))
    for name in ("按类别", "按经办人", "按班组", "按天", "按周", "按月", "按网格", "按街道"):
        if name in book.sheetnames:
            found: list[Any] = list(book[name].iter_rows(min_row=3, values_only=True))
            *rows, total = found
            assert sum(row[1] for row in rows) == total[1] == report.total[What.FILED]


def test_one_course_shows_rates_and_none_of_few(report: Report) -> None:
    """Days of a month show none: with its weeks they would tell of a day or two."""
    by_length = [step for step in Step if step in report.courses]
    for step, stretches in report.courses.items():
        rated = [each.figures.rates for each in stretches if each.figures.rates.may_show]
        assert not rated or step is by_length[-1]
        unrated = report.total.rates.valid - sum(each.valid for each in rated)
        assert unrated == 0 or unrated >= LEAST or not rated


def test_months_of_a_year_show_their_rates() -> None:
    assert any(each.figures.rates.may_show for each in REPORTS["a year"].courses[Step.MONTH])


def test_what_nobody_took_has_a_line() -> None:
    book = load_workbook(BytesIO(sheet.excel(REPORTS["a month"])))
    names = [row[0] for row in book["按经办人"].iter_rows(min_row=3, values_only=True)]
    assert "（没人接单）" in names
    assert "（没有或已删除）" not in names


def test_sheets_can_be_filtered_and_printed() -> None:
    book = load_workbook(BytesIO(sheet.excel(REPORTS["a week"])))
    for page in book.worksheets:
        assert page.freeze_panes == "B3"
        assert page.auto_filter.ref is not None
        assert page.print_title_rows == "$1:$2"
        assert page.page_setup.orientation == "landscape"
        assert page.page_setup.fitToHeight == 0
        assert page.sheet_properties.pageSetUpPr is not None
        assert page.sheet_properties.pageSetUpPr.fitToPage


def test_what_people_wrote_is_no_formula() -> None:
    report = made(last_week(TODAY), 3, ["=1+1", "@SUM(A1)"], name="=cmd", detailed=True)
    book = load_workbook(BytesIO(sheet.excel(report)))
    kinds = {cell.data_type for page in book.worksheets for row in page for cell in row}
    assert "f" not in kinds


def test_names_are_escaped_in_text() -> None:
    report = made(last_week(TODAY), 9, ["<b>街道"], name="<i>区", level=Level.DISTRICT)
    said = text(report)
    assert "&lt;i&gt;区" in said
    assert "&lt;b&gt;街道" in said


@pytest.mark.parametrize("language", ["zh", "zh_Hant", "en"])
def test_every_language_can_be_drawn(language: str, report: Report) -> None:
    with speaking(language):
        pictures = picture.draw(report)
        assert len(text(report)) < 4096
    assert all(each.startswith(b"\xff\xd8") for each in pictures)
    assert len(pictures) == (1 if report.is_empty else 2)


def test_a_thousand_grids_are_a_picture_of_a_phones_height(drawn: list[str]) -> None:
    picture.draw(REPORTS["a year"])
    rest = next(words for words in drawn if words.startswith("其余"))
    with_some = [row for row in REPORTS["a year"].views[By.GRID] if row.figures[What.FILED]]
    assert rest == f"其余 {len(with_some) - picture.PLACES} 个"
