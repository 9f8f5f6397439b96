"""What the people of a canteen, carriers and the office are told when a rule says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals import refusals, words
from services.errors import AlreadyTaken, NotYourGroup, Refusal
from services.meals import kitchen_errors as errors
from storage.tables import RoundState


def in_words(refusal: Refusal, zone: ZoneInfo) -> str:  # noqa: C901 - a list, not logic
    """HTML, also fit for a toast: it says what happened and what can be done."""
    match refusal:
        case AlreadyTaken(yours=True):
            return _("您已经接下来了。")
        case AlreadyTaken(by_name=name):
            return _("{name} 已经接下来了。").format(name=esc(name))
        case NotYourGroup():
            return _("这件事归别的群办。")
        case errors.AlreadyServed(by_name=name, at=at) if name and at:
            return _("{time} 已经由 {name} 点过了。").format(time=when(at, zone), name=esc(name))
        case errors.AlreadyServed():
            return _("已经点过了。")
        case errors.NotServedYet():
            return _("这一份还没有点过，不用撤回。")
        case errors.NothingToServe(state=state):
            return _("这一份现在是“{state}”，不能点。").format(
                state=words.booking_state_name(state)
            )
        case errors.RoundOver(state=RoundState.DONE):
            return _("这一路已经送完了。")
        case errors.RoundOver():
            return _("这一路的餐都取消了，不用送。")
        case errors.NotYourRound():
            return _("这一路现在不是您在送。要送的话，请在群里的路线卡片上点“我来送”。")
        case errors.StopOver():
            return _("这一家的餐取消了，或者改成自己来取，不用送了。")
        case errors.AlreadyNoted():
            return _("已经记下没人在家，社区也知道了。")
        case errors.MonthClosed(month=month):
            return _("{month} 已经结账，不能再改，只能冲正。").format(month=month)
        case errors.MonthNotOver(month=month):
            return _("{month} 还没有过完，过完了才能结账。").format(month=month)
        case errors.Unsettled(meals=meals):
            return _("还有 {count} 份餐没有说取走了还是没吃到。发 /serve 先把它们点清楚。").format(
                count=meals
            )
        case errors.AlreadyReversed():
            return _("这一笔已经冲正过了。")
        case _:
            return refusals.in_words(refusal, zone)
