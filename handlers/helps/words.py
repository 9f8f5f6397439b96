"""How orders and their states are called."""

from handlers.common.i18n import _
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
