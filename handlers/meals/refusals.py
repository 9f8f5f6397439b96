"""What people are told when a rule of the canteen says no."""

from datetime import date
from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals import words
from services.meals import errors

__all__ = ["in_words"]

in_words.say(
    {
        errors.NotServed: mark("那一天食堂不供应这一餐。请换一天，或者换一餐。"),
        errors.SetWithdrawn: mark("这一套刚刚从菜单上撤下了，请换一套。"),
        errors.OthersWait: mark("这一餐有人在排队候补，现在不能加。"),
        errors.NotEntitledToDelivery: mark(
            "这位用餐人现在还不能送餐上门。可以自己来取，或者在食堂吃。"
        ),
        errors.ReasonNeeded: mark("请写下原因。"),
        errors.NotConfirmed: mark(
            "还要等本人或者食堂工作人员点头，您才能替这位用餐人订。点头了就告诉您。"
        ),
        errors.WrongProxyState: mark("这件事已经答复过了。"),
        errors.OwnDiner: mark("这就是您自己，不用谁点头，直接订就行。"),
        errors.DinerEnded: mark("这位用餐人已经不在食堂用餐了。有出入的话，请打电话给食堂。"),
        errors.LivesElsewhere: mark(
            "这家食堂不服务用餐人住的地方。搬了家的话，请先改用餐人的住址。"
        ),
        errors.AlreadyVerified: mark("姓名和生日食堂已经核对过了。还有不对的，请找食堂工作人员。"),
        errors.ImpossibleBirthday: mark("这个出生日期不对，请再看看年份。"),
        errors.NoStandingOrder: mark("没有找到这个固定订餐。"),
        errors.DaysOutOfOrder: mark("日子不对：最后一天不能比第一天早。"),
    }
)


@in_words.says(errors.CutOff)
def cut_off(refusal: errors.CutOff, zone: ZoneInfo) -> str:
    return _("{time} 已经截单，自己不能再订、再改了。要紧的话，请打电话给食堂。").format(
        time=when(refusal.at, zone)
    )


@in_words.says(errors.SessionClosed)
def session_closed(refusal: errors.SessionClosed, zone: ZoneInfo) -> str:
    return _("这一餐停了：{reason}。请换一餐。").format(reason=esc(refusal.reason))


@in_words.says(errors.AlreadyBooked)
def already_booked(refusal: errors.AlreadyBooked, zone: ZoneInfo) -> str:
    match refusal:
        case errors.AlreadyBooked(by_you=True):
            return _("这一餐已经订过了，在“我的订餐”里看得到。")
        case errors.AlreadyBooked():
            return _("这一餐已经有人帮着订了，不用再订。")


@in_words.says(errors.PortionsOutOfRange)
def portions_out_of_range(refusal: errors.PortionsOutOfRange, zone: ZoneInfo) -> str:
    return _("一次可以订 1 到 {most} 份。").format(most=refusal.most)


@in_words.says(errors.Full)
def full(refusal: errors.Full, zone: ZoneInfo) -> str:
    match refusal:
        case errors.Full(deliveries=True):
            return _("送餐的名额用完了。可以改成自己来取，或者在食堂吃。")
        case errors.Full(left=0):
            return _("这一餐已经订满了。")
        case errors.Full(left=left):
            return _("只剩 {left} 份了。").format(left=left)


@in_words.says(errors.BelowTaken)
def below_taken(refusal: errors.BelowTaken, zone: ZoneInfo) -> str:
    return _("已经订出去 {taken} 份，不能再少了。").format(taken=refusal.taken)


@in_words.says(errors.NotCutOffYet)
def not_cut_off_yet(refusal: errors.NotCutOffYet, zone: ZoneInfo) -> str:
    return _("还没有截单（{time}），大家还可以照常订。").format(time=when(refusal.at, zone))


@in_words.says(errors.WrongBookingState)
def wrong_booking_state(refusal: errors.WrongBookingState, zone: ZoneInfo) -> str:
    return _("这一餐现在是“{state}”，这一步做不了。").format(
        state=words.booking_state_name(refusal.state)
    )


@in_words.says(errors.DinerPaused)
def diner_paused(refusal: errors.DinerPaused, zone: ZoneInfo) -> str:
    match refusal:
        case errors.DinerPaused(until=date() as until):
            return _("停餐停到 {day}。要早点吃的话，先在“用餐人”里点“恢复用餐”。").format(
                day=words.day_words(until)
            )
        case errors.DinerPaused():
            return _("现在停着餐。要吃的话，先在“用餐人”里点“恢复用餐”。")
