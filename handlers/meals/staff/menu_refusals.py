"""What the canteen's staff are told when a rule of menus and days says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.staff.refusals import in_words as of_the_canteen
from services.meals import errors

in_words = of_the_canteen.but()

in_words.say(
    {
        errors.NotServed: mark("这一餐那天不供应，没有动。"),
        errors.SetWithdrawn: mark("这个套餐已经下架了。"),
    }
)


@in_words.says(errors.CutOff)
def cut_off(refusal: errors.CutOff, zone: ZoneInfo) -> str:
    return _("太晚了：{time} 已经截止，没有动。").format(time=when(refusal.at, zone))


@in_words.says(errors.SessionClosed)
def session_closed(refusal: errors.SessionClosed, zone: ZoneInfo) -> str:
    return _("这一餐已经停了（{reason}），订餐的人都通知过了，不能再改。").format(
        reason=esc(refusal.reason)
    )
