"""How meals, days, money and people's circumstances read: plain text where it does not say HTML."""

from datetime import date

from handlers.common.i18n import _, current_language
from handlers.common.labels import meal_name
from handlers.common.times import day_in
from handlers.common.words import esc, listed
from services.meals.reading import Booked
from storage.tables import (
    BookingState,
    Diner,
    Meal,
    MealSession,
    Mode,
    Relation,
    Status,
)

FEN = 100
"""In a yuan."""


def yuan(fen: int) -> str:
    """Such as 10 元, 9.50 元, and -0.50 元 for what was taken back."""
    whole, rest = divmod(abs(fen), FEN)
    sign = "-" if fen < 0 else ""
    amount = f"{sign}{whole}.{rest:02d}" if rest else f"{sign}{whole}"
    return _("{amount} 元").format(amount=amount)


def day_words(day: date) -> str:
    """Such as 11月24日周二."""
    return day_in("MMMEd", day, current_language())


def birthday(day: date) -> str:
    """Such as 1948年3月5日; the first of a month stands for the month alone: 1948年3月."""
    return day_in("yMMM" if day.day == 1 else "yMMMd", day, current_language())


def day_name(day: date, today: date) -> str:
    """Such as 明天 11月24日周二; both are dates of the community's zone."""
    written = day_words(day)
    match (day - today).days:
        case -1:
            return _("昨天 {date}").format(date=written)
        case 0:
            return _("今天 {date}").format(date=written)
        case 1:
            return _("明天 {date}").format(date=written)
        case 2:
            return _("后天 {date}").format(date=written)
        case _:
            return written


def heading(meal_session: MealSession) -> str:
    """Such as 11月24日周二 午餐."""
    return _("{day} {meal}").format(
        day=day_words(meal_session.day), meal=meal_name(meal_session.meal)
    )


def session_name(meal_session: MealSession, today: date) -> str:
    """Such as 明天 11月24日周二 午餐."""
    return _("{day} {meal}").format(
        day=day_name(meal_session.day, today), meal=meal_name(meal_session.meal)
    )


def pause(from_day: date | None, until_day: date | None, today: date) -> str:
    """Plain words for a pause that is not over; empty where there is none."""
    if from_day is None or (until_day is not None and until_day < today):
        return ""
    if until_day is None:
        return _("从 {first} 起停着").format(first=day_words(from_day))
    return _("{first} 到 {last} 停").format(first=day_words(from_day), last=day_words(until_day))


def weekdays(digits: str) -> str:
    """Such as 周一和周二 for "12", 周一到周五, 每天; `digits` are 1 (Monday) to 7, in order."""
    names = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))
    named = [names[int(digit) - 1] for digit in digits]
    if len(named) == len(names):
        return _("每天")
    if len(named) > 2 and digits in "1234567":
        return _("{first}到{last}").format(first=named[0], last=named[-1])
    return listed(named)


def booked_lines(booked: Booked) -> list[str]:
    """HTML: set, number and mode, then code and price where it does not wait."""
    booking = booked.booking
    what = _("{set} · {count} 份 · {mode}").format(
        set=esc(booked.meal_set.name), count=booking.portions, mode=mode_name(booking.mode)
    )
    if booking.state is BookingState.WAITING:
        return [what]
    code = _("取餐码 <b>{code}</b>，付 {paid}")
    return [what, code.format(code=booking.code, paid=yuan(booking.paid_fen))]


def every_week(digits: str, meal: Meal) -> str:
    return _("🔁 {days}的{meal}").format(days=weekdays(digits), meal=meal_name(meal))


def what_each_time(set_name: str | None, portions: int, mode: Mode) -> str:
    """HTML."""
    return _("🍽 {set} · {count} 份 · {mode}").format(
        set=esc(set_name) or _("菜单上的第一套"), count=portions, mode=mode_name(mode)
    )


def mode_name(mode: Mode) -> str:
    match mode:
        case Mode.DINE_IN:
            return _("在食堂吃")
        case Mode.FETCH:
            return _("自己来取")
        case Mode.DELIVERY:
            return _("送餐上门")


def status_name(status: Status) -> str:
    match status:
        case Status.LIVES_ALONE:
            return _("独居")
        case Status.NO_FAMILY:
            return _("孤寡、特困")
        case Status.LOW_INCOME:
            return _("低保")
        case Status.DISABLED:
            return _("残疾")
        case Status.BEREAVED:
            return _("计生特殊家庭")


def relation_name(relation: Relation) -> str:
    match relation:
        case Relation.CHILD:
            return _("子女")
        case Relation.RELATIVE:
            return _("亲戚")
        case Relation.NEIGHBOUR:
            return _("邻居")
        case Relation.GRID_WORKER:
            return _("网格员")


def booking_state_name(state: BookingState) -> str:
    match state:
        case BookingState.BOOKED:
            return _("已订")
        case BookingState.WAITING:
            return _("排队等位")
        case BookingState.CANCELLED:
            return _("已取消")
        case BookingState.SERVED:
            return _("已取餐")
        case BookingState.MISSED:
            return _("没有来取")


def diner_name(diner: Diner, person_id: int) -> str:
    """How the person who books calls the diner."""
    if diner.person_id == person_id:
        return _("{name}（我自己）").format(name=diner.name)
    return diner.name
