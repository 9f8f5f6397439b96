"""Spoilt sheets: what each is understood as, or the exact complaint by row and column."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from storage.importing import ImportRefused, open_book
from storage.importing.files import refuse_if, refuse_repeated, rows_of
from storage.reading import limits, worksheet
from storage.sheets import MEALS
from tests.storage.spoilt_files import HEADINGS, comma_separated, forged, workbook

DAY, MEAL, PRICE = HEADINGS
LUNCH = "2026-12-07,午餐,8.4"
AS_ROW: list[Any] = [datetime(2026, 12, 7), "午餐", 8.4]  # noqa: DTZ001 - a workbook's days have no zone


def told(content: bytes) -> list[str]:
    """The days, meals and prices that a file is understood as; or what is wrong with it."""
    try:
        rows, problems = rows_of(open_book(content), HEADINGS)
        read = [f"{row.day(DAY)} {row.one_of(MEAL, MEALS)} {row.fen(PRICE)}" for row in rows]
        refuse_repeated(rows, MEAL, [(row.cells[DAY], row.cells[MEAL]) for row in rows])
        refuse_if(problems)
    except ImportRefused as refused:
        return [str(problem) for problem in refused.problems]
    return read


def copied(sheet: Worksheet) -> Worksheet:
    assert sheet.parent
    copy: Worksheet = sheet.parent.copy_worksheet(sheet)
    return copy


def hides(sheet: Worksheet) -> None:
    copied(sheet).sheet_state = "hidden"


def instructs(sheet: Worksheet) -> None:
    assert sheet.parent
    other = sheet.parent.create_sheet("填表说明", 0)
    other["A1"] = "一行一餐，价格写元"


def with_title(sheet: Worksheet) -> None:
    sheet.insert_rows(1, 2)
    sheet["A1"] = "军门长者食堂 12 月菜单"
    sheet.merge_cells("A1:C1")


def styles_far_away(sheet: Worksheet) -> None:
    sheet["A1048576"].font = sheet["XFD1"].font = Font(bold=True)


def puts(place: str, value: str | int, shown: str = "") -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        sheet[place] = value
        if shown:
            sheet[place].number_format = shown

    return change


def merges(area: str) -> Callable[[Worksheet], None]:
    return lambda sheet: sheet.merge_cells(area)


UNDERSTOOD = {
    "trailing commas": comma_separated(LUNCH + ",,,", ",,,,,"),
    "a blank line and a title above": "\n十二月菜单,,\n".encode() + comma_separated(LUNCH),
    "UTF-8 with a BOM": comma_separated(LUNCH, encoding="utf-8-sig"),
    "GB18030": comma_separated(LUNCH, encoding="gb18030"),
    "UTF-16": comma_separated(LUNCH, encoding="utf-16"),
    "semicolons": comma_separated(LUNCH, separator=";"),
    "tabs": comma_separated(LUNCH, separator="\t"),
    "the separator said": b"sep=;\n" + comma_separated(LUNCH, separator=";"),
    "headings written differently": comma_separated(LUNCH).replace(
        "（元）".encode(), b"( \xe5\x85\x83)"
    ),
    "invisible characters": comma_separated("\ufeff2026-12-07\u200f,午\u200b餐\u00a0,8.4\u2060"),
    "full-width": comma_separated("２０２６－１２－０７,午　餐,８．４"),
    "an amount in words": comma_separated("2026-12-07,午餐,￥8.40元"),
    "a computer's fraction": comma_separated("2026-12-07,午餐,8.399999999999999"),
    **{
        day: comma_separated(f"{day},午餐,8.4")
        for day in (
            *("2026/12/7", "2026.12.7", "2026年12月7日", "2026年12月7号 星期一", "20261207"),
            *("2026-12-07 00:00:00", "46363", "2026-12-7(周一)"),
        )
    },
    "a workbook": workbook(rows=[AS_ROW]),
    "columns in another order": comma_separated().replace(
        ",".join(HEADINGS).encode(), "价格（元）,日期,餐别\n8.4,2026-12-07,午餐".encode()
    ),
    "a title": workbook(with_title, rows=[AS_ROW]),
    "a hidden copy": workbook(hides, rows=[AS_ROW]),
    "instructions first": workbook(instructs, rows=[AS_ROW]),
    "a fraction": workbook(rows=[[AS_ROW[0], "午餐", 8.399999999999999]]),
    "an Excel number as day": workbook(rows=[[46363, "午餐", 8.4]]),
    "a Chinese date format": workbook(puts("A2", 46363, 'yyyy"年"m"月"d"日"'), rows=[AS_ROW]),
    "styles to the end": workbook(styles_far_away, rows=[AS_ROW]),
}


@pytest.mark.parametrize("content", UNDERSTOOD.values(), ids=UNDERSTOOD)
def test_sheets_as_people_make_them_are_understood(content: bytes) -> None:
    assert told(content) == ["2026-12-07 lunch 840"]


def test_a_day_merged_over_its_meals_holds_for_each() -> None:
    rows: list[list[Any]] = [AS_ROW, [None, "晚餐", 9]]
    assert told(workbook(merges("A2:A3"), rows=rows)) == [
        "2026-12-07 lunch 840",
        "2026-12-07 supper 900",
    ]


COMPLAINTS = {
    "a key twice, written differently": (
        comma_separated("2026-12-07,午餐,8", "２０２６-12-07,午 餐,9"),
        ["第 3 行「餐别」：跟第 2 行重复了"],
    ),
    "a day and its weekday": (
        comma_separated("2026-12-07 星期三,午餐,8"),
        ["第 2 行「日期」：这一天是星期一，现在是“2026-12-07 星期三”"],
    ),
    "more than a fen": (
        comma_separated("2026-12-07,午餐,8.405"),
        ["第 2 行「价格（元）」：要写像 10 或 9.5 这样的金额（元），现在是“8.405”"],
    ),
    "a cell beside the table": (
        comma_separated(LUNCH + ",,注"),
        ["第 2 行：比标题多出几格，文字里的逗号要放在引号里"],
    ),
    "headings in the third row": (
        b"\n\n" + comma_separated(LUNCH).replace("餐别".encode(), "哪餐".encode()),
        ["第 3 行「餐别」：缺少这一列", "第 3 行「哪餐」：没有这样的列"],
    ),
    "nothing": (b"", [f"第 1 行「{heading}」：缺少这一列" for heading in HEADINGS]),
    "no text": (b"\xff\xff", ["整个文件：读不出里面的文字，请另存为“CSV UTF-8（逗号分隔）”"]),
    "an open quote": (comma_separated('2026-12-07,"午餐,8'), ["整个文件：引号没有成对，读不下去"]),
    "an old workbook": (
        b"\xd0\xcf\x11\xe0",
        [
            (
                "整个文件：这是旧格式（.xls）或者加了密码的 Excel 文件，请不要设密码，另存为 .xlsx"
                " 再试一次"
            )
        ],
    ),
    "a formula that was never computed": (
        workbook(puts("C2", "=8+0.4"), rows=[AS_ROW]),
        [f"第 2 行「价格（元）」：{worksheet.NO_RESULT}"],
    ),
    "a formula that failed": (
        workbook(puts("C2", "#REF!"), rows=[AS_ROW]),
        ["第 2 行「价格（元）」：这一格的公式出错了（#REF!），请改好再试一次"],
    ),
    "merged sideways": (
        workbook(merges("B2:C2"), rows=[AS_ROW]),
        ["第 2 行「价格（元）」：这一格跟左边的合并了，请取消合并，每格填各自的内容"],
    ),
    "digits lost": (
        workbook(rows=[[AS_ROW[0], "午餐", 350102004001123456]]),
        [
            (
                "第 2 行「价格（元）」：数字超过 15 位，Excel 已经把后面几位变成了 0。"
                "请把这一列设成“文本”，再填一次"
            )
        ],
    ),
    "two sheets filled in": (
        workbook(copied, rows=[AS_ROW]),
        ["整个文件：有几张表都填了：“Sheet”、“Sheet Copy”。请只留要用的那一张"],
    ),
}


@pytest.mark.parametrize(("content", "complaints"), COMPLAINTS.values(), ids=COMPLAINTS)
def test_what_cannot_be_understood_is_told_by_row_and_column(
    content: bytes, complaints: list[str]
) -> None:
    assert told(content) == complaints


TOO_LARGE = [f"整个文件：{limits.TOO_LARGE}"]
BROKEN = ["整个文件：这个 Excel 文件打不开，请重新保存一次"]
CELL = '<row><c t="inlineStr"><is><t>{}</t></is></c></row>'
HARMFUL = {
    "unpacks to 40 MB": (forged(" " * 40_000_000), TOO_LARGE),
    "a million empty cells": (forged("<c/>" * (limits.MOST_ELEMENTS + 1)), TOO_LARGE),
    "a cell of 100,000 characters": (forged(CELL.format("a" * 100_000)), TOO_LARGE),
    "a shared string of 100,000 characters": (
        forged("", f"<sst><si><t>{'a' * 100_000}</t></si></sst>"),
        TOO_LARGE,
    ),
    "a million shared strings": (
        forged("", f"<sst>{'<si/>' * (limits.MOST_ELEMENTS + 1)}</sst>"),
        TOO_LARGE,
    ),
    "overlapping merged cells": (
        forged('<mergeCell ref="A1:A9"/>' * (limits.MOST_MERGED + 1)),
        TOO_LARGE,
    ),
    "entities": (
        forged("<c>&b;</c>", before='<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]>'),
        BROKEN,
    ),
    "something in the last row": (
        forged('<row r="1048576"><c r="A1048576"><v>1</v></c></row>'),
        ["整个文件：第 1048576 行还有内容，最多读 20000 行。请删掉下面不要的行，或者分几次"],
    ),
    "something in the last column": (
        forged('<row><c r="XFD1"><v>1</v></c></row>'),
        ["整个文件：第 1 行有 16384 列，最多读 100 列。请删掉右边不要的列"],
    ),
    "a place that is none": (forged('<row><c r="1A"><v>1</v></c></row>'), BROKEN),
    "XML that ends too soon": (forged("<row>"), BROKEN),
    "no ZIP archive": (b"PK\x03\x04 and so on", BROKEN),
    "a CSV line without end": (b"a" * (limits.LONGEST_LINE + 1), TOO_LARGE),
    "a CSV file of 20 MB": (b"\n" * (limits.LARGEST + 1), TOO_LARGE),
    "a CSV row beyond the last": (
        b"\n" * limits.MOST_ROWS + b"a",
        ["整个文件：第 20001 行还有内容，最多读 20000 行。请删掉下面不要的行，或者分几次"],
    ),
}


@pytest.mark.parametrize(("content", "complaints"), HARMFUL.values(), ids=HARMFUL)
def test_what_would_stop_the_desk_is_refused(content: bytes, complaints: list[str]) -> None:
    assert told(content) == complaints


def test_merged_cells_of_a_forged_file_are_filled_once() -> None:
    filled = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(300))
    [sheet] = open_book(forged(filled + '<mergeCell ref="B1:B300"/>' * limits.MOST_MERGED))
    assert sheet.rows[299] == ["299"]


@pytest.mark.parametrize(
    ("said", "day"),
    [("2026-02-29", None), ("2026-13-01", None), ("12月7日", None), ("26-12-7", None),
     ("2028年2月29日", date(2028, 2, 29)), ("99999", None)],
)  # fmt: skip
def test_days_that_a_month_does_not_have_are_told(said: str, day: date | None) -> None:
    lines = told(comma_separated(f"{said},午餐,8"))
    wrong = f"第 2 行「日期」：要写像 2026-10-01 这样的日期，现在是“{said}”"
    assert lines == [f"{day} lunch 800" if day else wrong]
