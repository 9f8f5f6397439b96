"""What is said when a rule of wishes says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from handlers.wishes.words import state_name
from services.wishes import AlreadyWished, WishPast

__all__ = ["in_words"]

in_words.say({AlreadyWished: mark("您还有一个心愿没圆，圆了再许下一个。")})


@in_words.says(WishPast)
def wish_past(refusal: WishPast, zone: ZoneInfo) -> str:
    return _("这个心愿现在是“{state}”，这一步做不了。").format(state=state_name(refusal.state))
