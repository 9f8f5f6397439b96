"""A month's accounts as an Excel file: by person, by tier, by who pays, and every line."""

from collections.abc import Mapping, Sequence
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from handlers.common.i18n import _
from handlers.common.labels import meal_name
from handlers.meals.words import FEN, mode_name
from services.meals.month import Line, Month, Total
from storage.tables import ChargeKind

HEADING = {"bold": True, "bg_color": "#dfeaf7", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
MONEY = {"num_format": "0.00"}
SUM = {"bold": True, "top": 1}
WIDE, NARROW = 22, 10
"""Of columns, in characters."""


def excel(month: Month, buildings: Mapping[int, str]) -> bytes:
    """.xlsx, amounts in yuan; `buildings` names areas by id."""
    file = BytesIO()
    # Whatever people typed stays text: a cell that begins with = is no formula.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        _people(book, month, buildings)
        _tiers(book, month)
        _sources(book, month)
        _lines(book, month)
        book.set_properties({"title": month.month})
    return file.getvalue()


def _people(book: Workbook, month: Month, buildings: Mapping[int, str]) -> None:
    diners = {line.diner.id: line.diner for line in month.lines}
    rows = [
        ([diners[key].name, buildings[diners[key].area_id], diners[key].card_number or ""], total)
        for key, total in month.by(lambda line: line.diner.id).items()
    ]
    rows.sort(key=lambda row: row[0])
    _totals(book, _("按人"), [_("姓名"), _("住处"), _("银龄福卡")], rows, month.total)


def _tiers(book: Workbook, month: Month) -> None:
    rows = [
        ([tier or _("没有补贴"), source or ""], total)
        for (tier, source), total in month.by(lambda line: line.tier).items()
    ]
    _totals(book, _("按档次"), [_("档次"), _("补贴来源")], sorted(rows, key=_words), month.total)


def _sources(book: Workbook, month: Month) -> None:
    rows = [
        ([source or _("没有补贴")], total)
        for source, total in month.by(lambda line: line.tier[1]).items()
    ]
    _totals(book, _("按补贴来源"), [_("补贴来源")], sorted(rows, key=_words), month.total)


def _words(row: tuple[list[str], Total]) -> list[str]:
    return row[0]


def _totals(
    book: Workbook,
    name: str,
    names: list[str],
    rows: Sequence[tuple[list[str], Total]],
    total: Total,
) -> None:
    figures = [_("份数"), _("其中没来取"), _("餐费"), _("补贴"), _("送餐费"), _("居民应付")]
    page = _page(book, name, [*names, *figures], len(names))
    money, sums = book.add_format(MONEY), book.add_format(SUM | MONEY)
    for row, (words, of_row) in enumerate(rows, start=1):
        for column, word in enumerate(words):
            page.write_string(row, column, word)
        _figures(page, row, len(words), of_row, money)
    last = len(rows) + 1
    page.write_string(last, 0, _("一共"), sums)
    for column in range(1, len(names)):
        page.write_blank(last, column, None, sums)
    _figures(page, last, len(names), total, sums)


def _figures(page: Worksheet, row: int, column: int, total: Total, look: Format) -> None:
    page.write_number(row, column, total.portions)
    page.write_number(row, column + 1, total.missed)
    amounts = (total.full_fen, total.subsidy_fen, total.delivery_fen, total.paid_fen)
    for step, fen in enumerate(amounts, start=2):
        page.write_number(row, column + step, fen / FEN, look)


def _lines(book: Workbook, month: Month) -> None:
    names = [_("日期"), _("餐"), _("取餐码"), _("姓名"), _("怎么吃"), _("结果"), _("份数")]
    names += [_("餐费"), _("补贴"), _("送餐费"), _("居民应付"), _("档次"), _("补贴来源"), _("原因")]
    page = _page(book, _("明细"), names, 0)
    money = book.add_format(MONEY)
    for row, line in enumerate(month.lines, start=1):
        tier, source = line.tier
        words = [
            line.meal_session.day.isoformat(),
            meal_name(line.meal_session.meal),
            line.booking.code,
            line.diner.name,
            mode_name(line.booking.mode),
            _outcome(line),
        ]
        for column, word in enumerate(words):
            page.write_string(row, column, word)
        page.write_number(row, 6, line.portions)
        amounts = (line.full_fen, line.subsidy_fen, line.delivery_fen, line.paid_fen)
        for column, fen in enumerate(amounts, start=7):
            page.write_number(row, column, fen / FEN, money)
        for column, why in enumerate((tier, source, line.reason), start=11):
            page.write_string(row, column, why or "")


def _outcome(line: Line) -> str:
    if line.kind is ChargeKind.REVERSAL:
        return _("冲正")
    return _("没来取") if line.missed else _("取走或送到")


def _page(book: Workbook, name: str, names: list[str], wide: int) -> Worksheet:
    """With its heading; the first `wide` columns are wide."""
    page = book.add_worksheet(name)
    page.set_column(0, len(names) - 1, NARROW)
    if wide:
        page.set_column(0, wide - 1, WIDE)
    page.freeze_panes(1, 0)
    page.write_row(0, 0, names, book.add_format(HEADING))
    return page
