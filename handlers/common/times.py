"""Times as people read them, in the community's zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from handlers.common.i18n import _


def when(at: datetime, zone: ZoneInfo) -> str:
    """Such as 11月22日 09:30."""
    local = at.astimezone(zone)
    return _("{month}月{day}日 {hour:02}:{minute:02}").format(
        month=local.month, day=local.day, hour=local.hour, minute=local.minute
    )
