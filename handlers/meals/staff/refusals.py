"""What the people of a canteen, carriers and the office are told when a rule says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words as of_everyone
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals import words
from services.errors import AlreadyTaken, NotYourGroup
from services.meals import kitchen_errors as errors
from storage.tables import RoundState

in_words = of_everyone.but()

in_words.say({NotYourGroup: mark("这件事归别的群办。")})
of_everyone.say(
    {
        errors.NotServedYet: mark("这一份还没有点过，不用撤回。"),
        errors.NotYourRound: mark(
            "这一路现在不是您在送。要送的话，请在群里的路线卡片上点“我来送”。"
        ),
        errors.StopOver: mark("这一家的餐取消了，或者改成自己来取，不用送了。"),
        errors.AlreadyNoted: mark("已经记下没人在家，社区也知道了。"),
        errors.AlreadyReversed: mark("这一笔已经冲正过了。"),
    }
)


@in_words.says(AlreadyTaken)
def already_taken(refusal: AlreadyTaken, zone: ZoneInfo) -> str:
    match refusal:
        case AlreadyTaken(yours=True):
            return _("您已经接下来了。")
        case AlreadyTaken(by_name=name):
            return _("{name} 已经接下来了。").format(name=esc(name))


@of_everyone.says(errors.AlreadyServed)
def already_served(refusal: errors.AlreadyServed, zone: ZoneInfo) -> str:
    match refusal:
        case errors.AlreadyServed(by_name=name, at=at) if name and at:
            return _("{time} 已经由 {name} 点过了。").format(time=when(at, zone), name=esc(name))
        case errors.AlreadyServed():
            return _("已经点过了。")


@of_everyone.says(errors.NothingToServe)
def nothing_to_serve(refusal: errors.NothingToServe, zone: ZoneInfo) -> str:
    return _("这一份现在是“{state}”，不能点。").format(
        state=words.booking_state_name(refusal.state)
    )


@of_everyone.says(errors.RoundOver)
def round_over(refusal: errors.RoundOver, zone: ZoneInfo) -> str:
    match refusal:
        case errors.RoundOver(state=RoundState.DONE):
            return _("这一路已经送完了。")
        case errors.RoundOver():
            return _("这一路的餐都取消了，不用送。")


@of_everyone.says(errors.MonthClosed)
def month_closed(refusal: errors.MonthClosed, zone: ZoneInfo) -> str:
    return _("{month} 已经结账，不能再改，只能冲正。").format(month=refusal.month)


@of_everyone.says(errors.MonthNotOver)
def month_not_over(refusal: errors.MonthNotOver, zone: ZoneInfo) -> str:
    return _("{month} 还没有过完，过完了才能结账。").format(month=refusal.month)


@of_everyone.says(errors.Unsettled)
def unsettled(refusal: errors.Unsettled, zone: ZoneInfo) -> str:
    return _("还有 {count} 份餐没有说取走了还是没吃到。发 /serve 先把它们点清楚。").format(
        count=refusal.meals
    )
