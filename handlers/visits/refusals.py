"""What is said when a rule of visits says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from handlers.common.words import esc
from services.visits import errors

__all__ = ["in_words"]

in_words.say(
    {
        errors.NoDoors: mark("名单是空的，请写上要去的地方。"),
        errors.NobodyGoes: mark("选的人都不在工作群里了，请重新选谁去。"),
        errors.RoundEnded: mark("这份名单已经结束了。"),
        errors.NotGoing: mark("这份名单没有排您去。要去，请在工作群的卡片上点“我去走”。"),
        errors.DoesNotRepeat: mark("这份名单不重复，不用停。"),
    }
)


@in_words.says(errors.TooManyDoors)
def too_many_doors(refusal: errors.TooManyDoors, zone: ZoneInfo) -> str:
    text = _("一份名单最多 {limit} 处。请分成几份，按网格或者小区分。")
    return text.format(limit=refusal.limit)


@in_words.says(errors.TooManyQuestions)
def too_many_questions(refusal: errors.TooManyQuestions, zone: ZoneInfo) -> str:
    return _("一家最多问 {limit} 样，多了没人愿意答。").format(limit=refusal.limit)


@in_words.says(errors.NotHeld)
def not_held(refusal: errors.NotHeld, zone: ZoneInfo) -> str:
    if refusal.by_name is None:
        return _("这一处放得太久，已经还回名单了。")
    return _("这一处 {name} 已经去了。").format(name=esc(refusal.by_name))


@in_words.says(errors.AlreadyFiled)
def already_filed(refusal: errors.AlreadyFiled, zone: ZoneInfo) -> str:
    return _("这一处已经报过了，编号 {number}。").format(number=esc(refusal.number))
