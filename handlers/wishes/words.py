"""How the states of wishes are called, and what is said when a rule says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from services.wishes import AlreadyWished, WishPast
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


in_words.say({AlreadyWished: mark("您还有一个心愿没圆，圆了再许下一个。")})


@in_words.says(WishPast)
def wish_past(refusal: WishPast, zone: ZoneInfo) -> str:
    return _("这个心愿现在是“{state}”，这一步做不了。").format(state=state_name(refusal.state))
