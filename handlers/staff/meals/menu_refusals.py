"""What the canteen's staff are told when a rule of menus and days says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.times import when
from handlers.common.words import esc
from handlers.staff.meals import refusals
from services.errors import Refusal
from services.meals import errors


def in_words(refusal: Refusal, zone: ZoneInfo) -> str:
    """HTML, also fit for a toast. Residents are told other words, such as whom to call."""
    match refusal:
        case errors.NotServed():
            return _("这一餐那天不供应，没有动。")
        case errors.CutOff(at=at):
            return _("太晚了：{time} 已经截止，没有动。").format(time=when(at, zone))
        case errors.SessionClosed(reason=reason):
            return _("这一餐已经停了（{reason}），订餐的人都通知过了，不能再改。").format(
                reason=esc(reason)
            )
        case errors.SetWithdrawn():
            return _("这个套餐已经下架了。")
        case _:
            return refusals.in_words(refusal, zone)
