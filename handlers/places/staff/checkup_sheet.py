"""The check-up as an Excel file: every building with every service, and where one more helps."""

from collections.abc import Mapping
from datetime import date
from io import BytesIO

from xlsxwriter import Workbook

from handlers.common.i18n import SOURCE, _
from services.places import CheckUp, minutes_on_foot

HEADING = {"bold": True, "bg_color": "#e3f1e4", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
MISSING = {"bg_color": "#f6d5d0", "align": "center"}
WITHIN = {"align": "center"}
NAME_WIDTH, KIND_WIDTH = 28, 11
"""Of columns, in characters."""


def excel(check: CheckUp, titles: Mapping[int, str], day: date, *, elder: bool) -> bytes:
    """.xlsx; `titles` names the buildings by their ids. Minutes where it can be reached."""
    file = BytesIO()
    with Workbook(file, {"constant_memory": True}) as book:
        _buildings(book, check, titles, elder=elder)
        _gains(book, check, titles)
        book.set_properties({"title": check.community.name, "comments": day.isoformat()})
    return file.getvalue()


def _buildings(book: Workbook, check: CheckUp, titles: Mapping[int, str], *, elder: bool) -> None:
    page = book.add_worksheet(_("楼栋"))
    heading, missing, within = map(book.add_format, (HEADING, MISSING, WITHIN))
    page.set_column(0, 0, NAME_WIDTH)
    page.set_column(1, 1 + len(check.kinds), KIND_WIDTH)
    page.freeze_panes(1, 1)
    names = [reached.kind.name(SOURCE) for reached in check.kinds]
    page.write_row(0, 0, [_("楼栋"), _("缺几种"), *names], heading)
    for row, building in enumerate(check.buildings, start=1):
        page.write_string(row, 0, titles[building.id])
        page.write_number(row, 1, len(check.missing(building.id)), within)
        for column, reached in enumerate(check.kinds, start=2):
            metres = reached.nearest_m.get(building.id)
            if metres is None:
                page.write_string(row, column, _("缺"), missing)
            else:
                page.write_number(row, column, minutes_on_foot(metres, elder=elder), within)


def _gains(book: Workbook, check: CheckUp, titles: Mapping[int, str]) -> None:
    page = book.add_worksheet(_("再开一处"))
    heading = book.add_format(HEADING)
    page.set_column(0, 2, NAME_WIDTH)
    page.write_row(0, 0, [_("服务"), _("开在"), _("多几栋楼走得到")], heading)
    rows = [
        (gain.reached, reached.kind.name(SOURCE), titles[gain.building.id])
        for reached in check.kinds
        for gain in reached.gains
    ]
    for row, (count, kind, building) in enumerate(sorted(rows, key=lambda each: -each[0]), start=1):
        page.write_string(row, 0, kind)
        page.write_string(row, 1, building)
        page.write_number(row, 2, count)
