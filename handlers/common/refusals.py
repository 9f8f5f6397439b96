"""What people are told when a rule says no."""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _
from handlers.common.labels import state_name
from handlers.common.times import when
from handlers.common.words import esc
from services import errors


def in_words(refusal: errors.Refusal, zone: ZoneInfo) -> str:  # noqa: C901 - a list, not logic
    """HTML, also fit for a toast: it says what happened and what can be done."""
    match refusal:
        case errors.AlreadyTaken(yours=True):
            return _("您已经接单了。")
        case errors.AlreadyTaken(by_name=name):
            return _("{name} 已经接单。").format(name=esc(name))
        case errors.WrongState(state=state):
            return _("现在是“{state}”，这一步做不了。").format(state=state_name(state))
        case errors.NotYourGroup():
            return _("这件事已经转给别的群了。")
        case errors.NotAMember():
            return _("您已经不在这个群里。")
        case errors.NotYours():
            return _("这件事在别人手里，只有经手的人能做这一步。")
        case errors.AlreadyJoined():
            return _("您已经加入过这一件了。")
        case errors.OwnTicket():
            return _("这是您自己反映的那一件。")
        case errors.TooSoon(until=until):
            return _("已经催过了，{until} 以后可以再催。").format(until=when(until, zone))
        case errors.OthersFirst(until=until):
            return _("重办的事先请其他同事接；{until} 还没人接，您再接。").format(
                until=when(until, zone)
            )
        case errors.TooLong(limit=limit):
            return _("太长了，最多 {limit} 个字。请分短一点再发。").format(limit=limit)
        case errors.TooMany(limit=limit):
            return _("一次最多 {limit} 个附件。").format(limit=limit)
        case errors.WordsNeeded():
            return _("请写几个字说明。")
        case errors.NothingAsked():
            return _("现在没有等您回答的问题。")
        case errors.AlreadySaid():
            return _("您的话已经记下了。")
        case errors.AlreadySettled(yours=True):
            return _("您已经处理过了。")
        case errors.AlreadySettled(by_name=name):
            return _("{name} 已经处理过了。").format(name=esc(name))
        case errors.HoursUnreadable():
            return _("这个时间我看不懂。请写成这样：周一至周五 08:30-12:00, 14:30-17:30。")
        case errors.NoGroup():
            return _("那个群现在不能用，请换一个。")
        case _:
            return _("没有找到这件事。")
