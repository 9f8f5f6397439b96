"""Times as people read them, in the community's zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton

from handlers.common.i18n import current_language


def when(at: datetime, zone: ZoneInfo) -> str:
    """Such as 11月22日 09:30, in English Nov 22 09:30."""
    local = at.astimezone(zone)
    day = format_skeleton("MMMd", local.date(), locale=current_language())
    return f"{day} {local:%H:%M}"
