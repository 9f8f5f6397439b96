"""What is said when a rule about a community's working hours says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from handlers.groups.words import day_name, stretch_words
from services.working_hours import HoursBackwards, HoursOverlap, NoWorkingHours

__all__ = ["in_words"]

in_words.say({NoWorkingHours: mark("平日一段上班时间也没有，办事的期限就没法算了。请至少写一天。")})


@in_words.says(HoursOverlap)
def overlap(refusal: HoursOverlap, zone: ZoneInfo) -> str:
    return _("{day}的 {one} 和 {other} 重叠了，请重新写。").format(
        day=day_name(refusal.day),
        one=stretch_words(refusal.one),
        other=stretch_words(refusal.other),
    )


@in_words.says(HoursBackwards)
def backwards(refusal: HoursBackwards, zone: ZoneInfo) -> str:
    return _("{day}的 {stretch}，下班比上班还早，请重新写。过了半夜的，请分成两天写。").format(
        day=day_name(refusal.day), stretch=stretch_words(refusal.stretch)
    )
