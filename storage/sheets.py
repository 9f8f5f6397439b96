"""Tables as an office knows them: opened, edited and saved with Excel, headings in Chinese.

Writing gives CSV in UTF-8 with a BOM, without which Excel takes it for GB18030. A cell that a
spreadsheet would run as a formula gets an apostrophe in front; `storage.reading` takes it off
again, so that what was exported can be imported.
"""

import csv
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum
from io import StringIO

from storage.clean_text import one_line
from storage.reading import comma_separated
from storage.tables import (
    CannedFor,
    Level,
    Meal,
    Purpose,
    ResourceSource,
    Role,
    Status,
    WorkDay,
)
from storage.working_week import OFFICE_DAYS

Cell = str | int | float | None


class Datum(StrEnum):
    """What a position's degrees are measured in."""

    WGS84 = "WGS-84"
    """GPS, OpenStreetMap, Telegram; what we keep."""
    GCJ02 = "GCJ-02"
    """火星坐标: AMap, Tencent and other Chinese maps."""


YES_NO = {"是": True, "否": False}
LEVELS = {
    "区": Level.DISTRICT,
    "街道": Level.STREET,
    "社区": Level.COMMUNITY,
    "网格": Level.GRID,
    "小区": Level.COMPOUND,
    "楼栋": Level.BUILDING,
}
DATUMS = {datum.value: datum for datum in Datum}
TEAMS = {"社区": Purpose.STAFF, "物业": Purpose.PROPERTY, "巡查": Purpose.PATROL}
"""Who works on requests."""
PURPOSES = TEAMS | {"食堂": Purpose.CANTEEN, "志愿者": Purpose.VOLUNTEERS}
CANNED_FOR = {"办结": CannedFor.RESOLVE, "问居民": CannedFor.ASK}
MEALS = {"早餐": Meal.BREAKFAST, "午餐": Meal.LUNCH, "晚餐": Meal.SUPPER}
WORK_DAYS: dict[str, tuple[WorkDay, ...]] = {
    "周一": (WorkDay.MONDAY,),
    "周二": (WorkDay.TUESDAY,),
    "周三": (WorkDay.WEDNESDAY,),
    "周四": (WorkDay.THURSDAY,),
    "周五": (WorkDay.FRIDAY,),
    "周六": (WorkDay.SATURDAY,),
    "周日": (WorkDay.SUNDAY,),
    "节假日": (WorkDay.HOLIDAY,),
    "工作日": OFFICE_DAYS,
}
STATUSES = {
    "独居": Status.LIVES_ALONE,
    "孤寡": Status.NO_FAMILY,
    "低保": Status.LOW_INCOME,
    "残疾": Status.DISABLED,
    "计生特殊家庭": Status.BEREAVED,
}
RESOURCE_SOURCES = {
    "行政": ResourceSource.PUBLIC,
    "社会": ResourceSource.PARTNER,
    "内生": ResourceSource.OWN,
}
ROLES = {
    "网格员": Role.GRID_WORKER,
    "微网格员": Role.MICRO_GRID_WORKER,
    "楼栋长": Role.BUILDING_HEAD,
    "街巷长": Role.LANE_HEAD,
    "中心户": Role.CENTRE_HOUSEHOLD,
    "物业": Role.PROPERTY_MANAGER,
}

# A cell that has apostrophes of its own before such a sign gets one more: reading takes off one.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")


def write(headings: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A file for Excel; None becomes an empty cell."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(headings)
    writer.writerows([_disarmed(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def to_workbook(content: bytes, title: str) -> bytes:
    """What `write` gave, as an Excel workbook with one sheet of that title."""
    from storage import excel

    return excel.write(comma_separated.read(content, one_line).rows, title)


def _disarmed(cell: Cell) -> str:
    text = "" if cell is None else str(cell)
    return f"'{text}" if _FORMULA.match(text) else text
