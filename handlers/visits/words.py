"""How lists of visits and their doors are called."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.common.i18n import _, current_language
from handlers.common.times import day_in
from storage.tables import VisitKind


def kind_name(kind: VisitKind) -> str:
    match kind:
        case VisitKind.VISIT:
            return _("走访")
        case VisitKind.INSPECTION:
            return _("巡查")


def sign(kind: VisitKind) -> str:
    return "👣" if kind is VisitKind.VISIT else "🔦"


def until(due_at: datetime, zone: ZoneInfo) -> str:
    """The last day of a list."""
    return day_in("MMMEd", due_at.astimezone(zone).date(), current_language())
