"""What is said when a rule of helps says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.refusals import in_words
from handlers.helps.words import state_name
from services.helps import HelpPast

__all__ = ["in_words"]


@in_words.says(HelpPast)
def help_past(refusal: HelpPast, zone: ZoneInfo) -> str:
    return _("这件帮忙现在是“{state}”，这一步做不了。").format(state=state_name(refusal.state))
