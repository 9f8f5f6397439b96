"""What is said when a rule of the board says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from handlers.common.times import when
from handlers.common.words import esc
from services.board.messages import A_DAY, AlreadyAnswered, NotToBeShown, TooManyToday

__all__ = ["in_words"]

in_words.say({NotToBeShown: mark("居民没有同意公开这条留言。")})


@in_words.says(TooManyToday)
def too_many_today(refusal: TooManyToday, zone: ZoneInfo) -> str:
    text = _("一天最多留 {count} 条。{until} 以后可以再写。")
    return text.format(count=A_DAY, until=when(refusal.until, zone))


@in_words.says(AlreadyAnswered)
def already_answered(refusal: AlreadyAnswered, zone: ZoneInfo) -> str:
    if refusal.by_name is None:
        return _("这条留言不用再回复了。")
    return _("{name} 已经回复了。").format(name=esc(refusal.by_name))
