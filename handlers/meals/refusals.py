"""What people are told when a rule of the canteen says no.

Where the people of a canteen, carriers and the office hear other words than residents, they stand
in `of_canteens`; `of_menus` has what differs where menus and days are changed.
"""

from zoneinfo import ZoneInfo

from handlers.common.i18n import _, mark
from handlers.common.refusals import in_words
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals import words
from services.errors import AlreadyTaken, NotYourGroup
from services.meals import errors, kitchen_errors
from storage.tables import RoundState

of_canteens = in_words.but()
of_menus = of_canteens.but()

in_words.say(
    {
        errors.NotServed: mark("那一天食堂不供应这一餐。请换一天，或者换一餐。"),
        errors.SetWithdrawn: mark("这一套刚刚从菜单上撤下了，请换一套。"),
        errors.OthersWait: mark("这一餐订满了，有人在排队等位，现在不能加。"),
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
        errors.TelephoneNeeded: mark("请留一个用餐人的电话，食堂要打电话问问本人愿不愿意。"),
        errors.NoStandingOrder: mark("没有找到这个固定订餐。"),
        errors.DaysOutOfOrder: mark("日子不对：最后一天不能比第一天早。"),
        kitchen_errors.NotServedYet: mark("这一份还没有点过，不用撤回。"),
        kitchen_errors.NotYourRound: mark(
            "这一路现在不是您在送。要送的话，请在群里的路线卡片上点“我来送”。"
        ),
        kitchen_errors.StopOver: mark("这一家的餐取消了，或者改成自己来取，不用送了。"),
        kitchen_errors.AlreadyNoted: mark("已经记下没人在家，社区也知道了。"),
        kitchen_errors.AlreadyReversed: mark("这一笔已经冲正过了。"),
    }
)
of_canteens.say({NotYourGroup: mark("这件事归别的群办。")})
of_menus.say(
    {
        errors.NotServed: mark("这一餐那天不供应，没有动。"),
        errors.SetWithdrawn: mark("这个套餐已经下架了。"),
    }
)


@in_words.says(errors.CutOff)
def cut_off(refusal: errors.CutOff, zone: ZoneInfo) -> str:
    text = _("订餐 {time} 已经截止，自己不能再订、再改了。要紧的话，请打电话给食堂。")
    return text.format(time=when(refusal.at, zone))


@of_menus.says(errors.CutOff)
def too_late(refusal: errors.CutOff, zone: ZoneInfo) -> str:
    return _("太晚了：{time} 已经截止，没有动。").format(time=when(refusal.at, zone))


@in_words.says(errors.SessionClosed)
def session_closed(refusal: errors.SessionClosed, zone: ZoneInfo) -> str:
    return _("这一餐停了：{reason}。请换一餐。").format(reason=esc(refusal.reason))


@of_menus.says(errors.SessionClosed)
def closed_already(refusal: errors.SessionClosed, zone: ZoneInfo) -> str:
    text = _("这一餐已经停了（{reason}），订餐的人都通知过了，不能再改。")
    return text.format(reason=esc(refusal.reason))


@in_words.says(errors.AlreadyBooked)
def already_booked(refusal: errors.AlreadyBooked, zone: ZoneInfo) -> str:
    if refusal.by_you:
        return _("这一餐已经订过了，在“我的订餐”里看得到。")
    return _("这一餐已经有人帮着订了，不用再订。")


@in_words.says(errors.PortionsOutOfRange)
def portions_out_of_range(refusal: errors.PortionsOutOfRange, zone: ZoneInfo) -> str:
    return _("一次可以订 1 到 {most} 份。").format(most=refusal.most)


@in_words.says(errors.Full)
def full(refusal: errors.Full, zone: ZoneInfo) -> str:
    if refusal.deliveries:
        return _("送餐的名额用完了。可以改成自己来取，或者在食堂吃。")
    if refusal.left == 0:
        return _("这一餐已经订满了。")
    return _("只剩 {left} 份了。").format(left=refusal.left)


@in_words.says(errors.BelowTaken)
def below_taken(refusal: errors.BelowTaken, zone: ZoneInfo) -> str:
    return _("已经订出去 {taken} 份，不能再少了。").format(taken=refusal.taken)


@in_words.says(errors.NotCutOffYet)
def not_cut_off_yet(refusal: errors.NotCutOffYet, zone: ZoneInfo) -> str:
    return _("订餐还没有截止（{time}），大家还可以照常订。").format(time=when(refusal.at, zone))


@in_words.says(errors.WrongBookingState)
def wrong_booking_state(refusal: errors.WrongBookingState, zone: ZoneInfo) -> str:
    state = words.booking_state_name(refusal.state)
    return _("这一餐现在是“{state}”，这一步做不了。").format(state=state)


@in_words.says(errors.DinerPaused)
def diner_paused(refusal: errors.DinerPaused, zone: ZoneInfo) -> str:
    if refusal.until is None:
        return _("现在停着餐。要吃的话，先在“用餐人”里点“恢复用餐”。")
    text = _("停餐停到 {day}。要早点吃的话，先在“用餐人”里点“恢复用餐”。")
    return text.format(day=words.day_words(refusal.until))


@of_canteens.says(AlreadyTaken)
def already_taken(refusal: AlreadyTaken, zone: ZoneInfo) -> str:
    if refusal.yours:
        return _("您已经接下来了。")
    return _("{name} 已经接下来了。").format(name=esc(refusal.by_name))


@in_words.says(kitchen_errors.AlreadyServed)
def already_served(refusal: kitchen_errors.AlreadyServed, zone: ZoneInfo) -> str:
    if not refusal.by_name or refusal.at is None:
        return _("已经点过了。")
    text = _("{time} 已经由 {name} 点过了。")
    return text.format(time=when(refusal.at, zone), name=esc(refusal.by_name))


@in_words.says(kitchen_errors.NothingToServe)
def nothing_to_serve(refusal: kitchen_errors.NothingToServe, zone: ZoneInfo) -> str:
    state = words.booking_state_name(refusal.state)
    return _("这一份现在是“{state}”，不能点。").format(state=state)


@in_words.says(kitchen_errors.RoundOver)
def round_over(refusal: kitchen_errors.RoundOver, zone: ZoneInfo) -> str:
    if refusal.state is RoundState.DONE:
        return _("这一路已经送完了。")
    return _("这一路的餐都取消了，不用送。")


@in_words.says(kitchen_errors.MonthClosed)
def month_closed(refusal: kitchen_errors.MonthClosed, zone: ZoneInfo) -> str:
    return _("{month} 已经结账，不能再改，只能冲正。").format(month=refusal.month)


@in_words.says(kitchen_errors.MonthNotOver)
def month_not_over(refusal: kitchen_errors.MonthNotOver, zone: ZoneInfo) -> str:
    return _("{month} 还没有过完，过完了才能结账。").format(month=refusal.month)


@in_words.says(kitchen_errors.Unsettled)
def unsettled(refusal: kitchen_errors.Unsettled, zone: ZoneInfo) -> str:
    text = _("还有 {count} 份餐没有说取走了还是没吃到。发 /serve 先把它们点清楚。")
    return text.format(count=refusal.meals)
