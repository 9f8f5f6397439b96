"""How orders and their states are called, and what is said when a rule says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.refusals import in_words
from handlers.common.words import esc
from services.helps import HelpPast
from storage.tables import HelpState


def state_name(state: HelpState) -> str:
    match state:
        case HelpState.OPEN:
            return _("等社区安排")
        case HelpState.ARRANGED:
            return _("安排好了")
        case HelpState.OFFERED:
            return _("找志愿者")
        case HelpState.DONE:
            return _("办好了")
        case HelpState.DECLINED:
            return _("办不了")
        case HelpState.WITHDRAWN:
            return _("不用了")


def what_was_said(wanted: str | None, place: str | None, words: str | None) -> list[str]:
    """HTML: when, where and what else, as the resident put it."""
    lines = [
        _("时间：{wanted}").format(wanted=esc(wanted)),
        _("地点：{place}").format(place=esc(place)),
    ]
    if words:
        lines.append(_("说明：{words}").format(words=esc(words)))
    return lines


@in_words.says(HelpPast)
def help_past(refusal: HelpPast, zone: ZoneInfo) -> str:
    return _("这件帮忙现在是“{state}”，这一步做不了。").format(state=state_name(refusal.state))
