"""What is said when a rule of surveys says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from handlers.common.times import until
from handlers.common.words import esc
from services.surveys.errors import (
    AnswerNeeded,
    HandedIn,
    NoSuchKey,
    NotAllowed,
    SurveyOver,
    Unfit,
)

__all__ = ["AGAIN", "in_words"]

AGAIN = (AnswerNeeded, NotAllowed, Unfit)
"""Another answer would do: it is asked for once more."""

in_words.say(
    {
        AnswerNeeded: mark("这一题要答了才能往下。"),
        Unfit: mark("这个答不上这一题。请照题目下面的办法再答一次。"),
        SurveyOver: mark("这份问卷已经结束了，谢谢您。"),
        NoSuchKey: mark("这一条是旧的。要改，请点最后一条“收到了”下面的“改答案”。"),
    }
)


@in_words.says(NotAllowed)
def not_allowed(refusal: NotAllowed, zone: ZoneInfo) -> str:
    return esc(refusal.message) or _("这个答案不合要求，请再看看题目。")


@in_words.says(HandedIn)
def handed_in(refusal: HandedIn, zone: ZoneInfo) -> str:
    text = (
        _("您已经答过了，谢谢。{until} 以前要改，请点“收到了”那一条下面的“改答案”。")
        if refusal.anonymous
        else _("您已经答过了，谢谢。{until} 以前都可以改：发 /survey。")
    )
    return text.format(until=until(refusal.ends_at, zone))
