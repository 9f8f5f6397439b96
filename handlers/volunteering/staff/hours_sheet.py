"""Hours of service as an Excel file: by person, and by team."""

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from handlers.common.i18n import _
from handlers.volunteering.words import no_team
from services.volunteering.totals import HoursOf, by_team

HEADING = {"bold": True, "bg_color": "#e3f1e4", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
SUM = {"bold": True, "top": 1}
HOURS = {"num_format": "0.0"}
NAME_WIDTH, NUMBER_WIDTH = 28, 11
"""Of columns, in characters."""


def excel(rows: Sequence[HoursOf], first: date, last: date) -> bytes:
    """.xlsx; the days, both included, stand in its properties and on both sheets."""
    file = BytesIO()
    # Whatever people called themselves stays text: a cell that begins with = is no formula.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        _people(book, rows, first, last)
        _teams(book, rows, first, last)
        book.set_properties({"title": _period(first, last)})
    return file.getvalue()


def _people(book: Workbook, rows: Sequence[HoursOf], first: date, last: date) -> None:
    names = [_("志愿者"), _("队伍"), _("次数"), _("分钟"), _("小时")]
    page = _page(book, _("按人"), names, _period(first, last))
    hours = book.add_format(HOURS)
    for at, row in enumerate(rows, start=2):
        page.write_string(at, 0, row.name or nameless())
        page.write_string(at, 1, row.team or "")
        page.write_number(at, 2, row.services)
        page.write_number(at, 3, row.minutes)
        page.write_number(at, 4, row.minutes / 60, hours)
    _sum(book, page, len(rows) + 2, 2, rows)


def _teams(book: Workbook, rows: Sequence[HoursOf], first: date, last: date) -> None:
    names = [_("队伍"), _("人数"), _("次数"), _("分钟"), _("小时")]
    page = _page(book, _("按队"), names, _period(first, last))
    hours = book.add_format(HOURS)
    teams = by_team(rows)
    for at, total in enumerate(teams, start=2):
        page.write_string(at, 0, total.team or no_team())
        page.write_number(at, 1, total.people)
        page.write_number(at, 2, total.services)
        page.write_number(at, 3, total.minutes)
        page.write_number(at, 4, total.minutes / 60, hours)
    _sum(book, page, len(teams) + 2, 2, rows)


def _page(book: Workbook, title: str, names: Sequence[str], period: str) -> Worksheet:
    page = book.add_worksheet(title)
    page.set_column(0, 1, NAME_WIDTH)
    page.set_column(2, len(names) - 1, NUMBER_WIDTH)
    page.freeze_panes(2, 1)
    page.write_string(0, 0, period)
    page.write_row(1, 0, names, book.add_format(HEADING))
    return page


def _sum(book: Workbook, page: Worksheet, at: int, column: int, rows: Sequence[HoursOf]) -> None:
    bold = book.add_format(SUM)
    minutes = sum(row.minutes for row in rows)
    page.write_string(at, 0, _("一共"), bold)
    page.write_number(at, column, sum(row.services for row in rows), bold)
    page.write_number(at, column + 1, minutes, bold)
    page.write_number(at, column + 2, minutes / 60, book.add_format(SUM | HOURS))


def _period(first: date, last: date) -> str:
    return _("{first} 到 {last} 的服务时长（已确认的）").format(
        first=first.isoformat(), last=last.isoformat()
    )


def nameless() -> str:
    return _("（删除了资料的人）")
