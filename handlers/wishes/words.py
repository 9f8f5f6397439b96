"""How the states of wishes are called."""

from handlers.common.i18n import _
from storage.tables import WishState


def state_name(state: WishState) -> str:
    match state:
        case WishState.POSTED:
            return _("等社区看")
        case WishState.APPROVED:
            return _("在心愿墙上")
        case WishState.DECLINED:
            return _("没有上墙")
        case WishState.GRANTED:
            return _("已圆梦")
        case WishState.WITHDRAWN:
            return _("收回了")
