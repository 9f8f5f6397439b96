"""The prep sheet as an Excel file: how much of what, and for whom, by pick-up code."""

from collections.abc import Mapping
from io import BytesIO

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from handlers.common.i18n import _
from handlers.meals.menu_words import clash
from handlers.meals.words import heading, mode_name
from services.meals.kitchen import Portions, Sheet
from storage.tables import Mode

HEADING = {"bold": True, "bg_color": "#fde9c9", "bottom": 1, "text_wrap": True, "valign": "vcenter"}
CHANGED = {"bg_color": "#fff2b3"}
WRAPPED = {"text_wrap": True, "valign": "top"}
WIDE, NARROW = 26, 9
"""Of columns, in characters."""


def excel(sheet: Sheet, buildings: Mapping[int, str], rounds: Mapping[int, int]) -> bytes:
    """.xlsx; `buildings` names areas by id, `rounds` says which booking goes with which round."""
    file = BytesIO()
    # Whatever people typed stays text: a cell that begins with = is no formula.
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, options) as book:
        _sums(book, sheet)
        _people(book, sheet, buildings, rounds)
        if sheet.number:
            _changes(book, sheet)
        book.set_properties({"title": heading(sheet.meal_session)})
    return file.getvalue()


def _sums(book: Workbook, sheet: Sheet) -> None:
    page = _page(book, _("合计"), [_("套餐"), *map(mode_name, Mode), _("一共")], WIDE)
    counted = sheet.by_set
    row = 0
    for meal_set in sheet.sets.values():
        of_set = [counted[meal_set.id, mode] for mode in Mode]
        if any(of_set):
            row += 1
            page.write_string(row, 0, meal_set.name)
            page.write_row(row, 1, [*of_set, sum(of_set)])
    totals = [sum(counted[each, mode] for each in sheet.sets) for mode in Mode]
    page.write_string(row + 1, 0, _("一共"))
    page.write_row(row + 1, 1, [*totals, sum(totals)])


def _people(
    book: Workbook, sheet: Sheet, buildings: Mapping[int, str], rounds: Mapping[int, int]
) -> None:
    names = [
        _("取餐码"),
        _("姓名"),
        _("套餐"),
        _("份数"),
        _("怎么吃"),
        _("忌口"),
        _("楼栋"),
        _("路线"),
    ]
    page = _page(book, _("明细"), names, NARROW)
    page.set_column(1, 2, WIDE / 2)
    page.set_column(5, 6, WIDE)
    changed, wrapped = book.add_format(CHANGED), book.add_format(WRAPPED)
    marked = set(sheet.changed) if sheet.number else set()
    present = [(key, eater) for key, eater in sheet.eaters.items() if key in sheet.now]
    for row, (booking_id, eater) in enumerate(present, start=1):
        portions = sheet.now[booking_id]
        delivered = portions.mode is Mode.DELIVERY
        look = changed if booking_id in marked else wrapped
        page.write_string(row, 0, eater.booking.code, look)
        page.write_string(row, 1, eater.diner.name, look)
        meal_set = sheet.sets[portions.set_id]
        page.write_string(row, 2, meal_set.name, look)
        page.write_number(row, 3, portions.portions, look)
        page.write_string(row, 4, mode_name(portions.mode), look)
        diet = [eater.diner.diet, clash(eater.diner.diet, meal_set)]
        page.write_string(row, 5, "\n".join(filter(None, diet)), look)
        page.write_string(row, 6, buildings.get(eater.diner.area_id, "") if delivered else "", look)
        if booking_id in rounds:
            page.write_number(row, 7, rounds[booking_id], look)


def _changes(book: Workbook, sheet: Sheet) -> None:
    names = [_("取餐码"), _("原来"), _("份数"), _("怎么吃"), _("现在"), _("份数"), _("怎么吃")]
    page = _page(book, _("改了哪些"), names, NARROW)
    page.set_column(1, 1, WIDE / 2)
    page.set_column(4, 4, WIDE / 2)
    for row, booking_id in enumerate(sheet.changed, start=1):
        page.write_string(row, 0, sheet.eaters[booking_id].booking.code)
        _portions(page, row, 1, sheet, sheet.before.get(booking_id))
        _portions(page, row, 4, sheet, sheet.now.get(booking_id))


def _portions(
    page: Worksheet, row: int, column: int, sheet: Sheet, portions: Portions | None
) -> None:
    if portions is None:
        page.write_string(row, column, _("没有"))
        return
    page.write_string(row, column, sheet.sets[portions.set_id].name)
    page.write_number(row, column + 1, portions.portions)
    page.write_string(row, column + 2, mode_name(portions.mode))


def _page(book: Workbook, name: str, names: list[str], first_width: float) -> Worksheet:
    page = book.add_worksheet(name)
    page.set_column(0, 0, first_width)
    page.set_column(1, len(names) - 1, NARROW)
    page.freeze_panes(1, 1)
    page.write_row(0, 0, names, book.add_format(HEADING))
    return page
