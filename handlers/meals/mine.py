"""我的订餐: what is booked and still to come; changing and cancelling until cut-off."""

from collections.abc import Awaitable
from enum import StrEnum

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.meals import words
from handlers.meals.buttons import OnBooking
from handlers.meals.dialogue import (
    ask_mode,
    ask_portions,
    on_menu_of,
    session_name,
    set_options,
)
from handlers.meals.home import ask_what
from handlers.meals.refusals import in_words
from services.errors import NotFound, Refusal
from services.meals import booking as bookings
from services.meals import canteens, diners, leave, pricing, reading, wording
from services.meals.reading import Booked
from storage.tables import BookingState, Mode

router = Router(name="my meals")

KEY = "meal booking"
"""Of the id of the booking that is looked at, in the conversation's data."""
LABEL = 30


class Wanted(StrEnum):
    """What can be done with a booking."""

    SET = "set"
    PORTIONS = "portions"
    MODE = "mode"
    CANCEL = "cancel"


class MyMeals(StatesGroup):
    all = State()
    one = State()
    set = State()
    portions = State()
    mode = State()
    cancelling = State()


async def list_all(talk: Talk, before: str = "") -> Reply:
    """What is to come, of everyone this person books for."""
    mine = await diners.bookable_by(talk.session, talk.user_id)
    booked = [
        each
        for diner in mine
        for each in await reading.to_come(talk.session, diner.id, now=talk.now)
    ]
    booked.sort(key=lambda each: (each.meal_session.starts_at, each.booking.id))
    if not booked:
        text = _("接下来还没有订餐。")
        return await ask_what(talk, None, f"{before}\n\n{text}" if before else text)
    shows_name = len(mine) > 1
    options = [Option(str(each.booking.id), label(talk, each, shows_name)) for each in booked]
    lines = [line(talk, each, shows_name) for each in booked]
    text = "\n\n".join([_("接下来的订餐："), *lines, _("点一个，可以改或者取消。")])
    return await talk.ask(MyMeals.all, f"{before}\n\n{text}" if before else text, options)


def label(talk: Talk, each: Booked, shows_name: bool) -> str:
    meal = session_name(talk, each.meal_session)
    return f"{meal} · {cut(each.diner.name, LABEL)}" if shows_name else meal


def line(talk: Talk, each: Booked, shows_name: bool) -> str:
    """HTML: a booking in the list."""
    booking = each.booking
    head = f"<b>{esc(label(talk, each, shows_name))}</b>"
    what = _("{set} · {count} 份 · {mode}").format(
        set=esc(each.meal_set.name),
        count=booking.portions,
        mode=words.mode_name(booking.mode),
    )
    if booking.state is BookingState.WAITING:
        return f"{head}\n{what}\n" + _("⏳ 候补中，有空位马上告诉您")
    code = _("取餐码 <b>{code}</b>，付 {paid}").format(
        code=booking.code, paid=words.yuan(booking.paid_fen)
    )
    return f"{head}\n{what}\n{code}"


@router.callback_query(OnBooking.filter())
async def look(query: CallbackQuery, talk: Talk, callback_data: OnBooking) -> Reply:
    return await show(talk, callback_data.booking)


@router.message(MyMeals.all, Choice())
@router.callback_query(MyMeals.all, Choice())
async def picked(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await show(talk, int(choice))


async def show(talk: Talk, booking_id: int, before: str = "") -> Reply:
    """One booking with everything about it, and what can be done with it."""
    try:
        booked = await booked_for(talk, booking_id)
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    booking, meal_session = booked.booking, booked.meal_session
    talk.data[KEY] = booking.id
    canteen = await canteens.get(talk.session, meal_session.canteen_id)
    zone = talk.config.zone
    lines = [
        line(talk, booked, shows_name=True),
        f"📍 {esc(canteen.name)}，{esc(canteen.address)}",
    ]
    options = []
    if booking.state not in reading.ACTIVE:
        lines.append(_("现在是：{state}").format(state=words.booking_state_name(booking.state)))
    elif meal_session.cut_off_at > talk.now:
        lines.append(
            _("{time} 以前可以改、可以取消。").format(time=when(meal_session.cut_off_at, zone))
        )
        options = [
            Option(Wanted.PORTIONS, _("改份数")),
            Option(Wanted.SET, _("换一套")),
            Option(Wanted.MODE, _("改怎么吃")),
            Option(Wanted.CANCEL, _("❌ 取消这一餐")),
        ]
    else:
        phone = esc(canteen.phone) if canteen.phone else _("发 /phone 看社区电话")
        lines.append(_("已经截单，自己改不了了。有急事请打电话给食堂：{phone}").format(phone=phone))
    text = "\n\n".join([*([before] if before else []), *lines])
    return await talk.ask(MyMeals.one, text, options)


async def booked_for(talk: Talk, booking_id: int) -> Booked:
    """The booking, if this person books for its diner. Raises NotFound, NotConfirmed, NotYours."""
    booked = await reading.get(talk.session, booking_id)
    await leave.check_may(talk.session, booked.diner, talk.user_id)
    return booked


@router.message(StateFilter(MyMeals), Choice(BACK))
@router.callback_query(StateFilter(MyMeals), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    match raw_state.rpartition(":")[2]:
        case "all":
            return await ask_what(talk, None)
        case "one":
            return await list_all(talk)
        case _:
            return await show(talk, talk.data[KEY])


@router.message(MyMeals.one, Choice())
@router.callback_query(MyMeals.one, Choice())
async def wanted(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    try:
        booked = await booked_for(talk, talk.data[KEY])
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    match choice:
        case Wanted.SET:
            on_menu = await on_menu_of(talk, booked.meal_session.id)
            options = set_options(on_menu.sets) if on_menu else []
            return await talk.ask(MyMeals.set, _("换成哪一套？"), options)
        case Wanted.PORTIONS:
            most = booked.meal_session.portions_each
            return await ask_portions(talk, MyMeals.portions, most)
        case Wanted.MODE:
            modes = await pricing.modes_for(talk.session, booked.diner, booked.meal_session)
            return await ask_mode(talk, MyMeals.mode, modes)
        case _:
            text = _("真的要取消吗？\n\n{what}").format(what=line(talk, booked, shows_name=True))
            return await talk.ask(MyMeals.cancelling, text, [Option("yes", _("取消这一餐"))])


@router.message(MyMeals.set, Choice())
@router.callback_query(MyMeals.set, Choice())
async def other_set(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await change(
        talk,
        bookings.change(
            talk.session, talk.data[KEY], by=talk.user_id, now=talk.now, set_id=int(choice)
        ),
    )


@router.message(MyMeals.portions, HasText())
@router.callback_query(MyMeals.portions, Choice())
async def other_portions(event: Message | CallbackQuery, talk: Talk, choice: str = "") -> Reply:
    count = wording.number(choice or talk.text)
    if count is None:
        return await talk.repeat(_("请告诉我几份，写数字就行，比如“2”。"))
    return await change(
        talk,
        bookings.change(
            talk.session, talk.data[KEY], by=talk.user_id, now=talk.now, portions=count
        ),
    )


@router.message(MyMeals.mode, Choice())
@router.callback_query(MyMeals.mode, Choice())
async def other_mode(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await change(
        talk,
        bookings.change(
            talk.session, talk.data[KEY], by=talk.user_id, now=talk.now, mode=Mode(choice)
        ),
    )


async def change(talk: Talk, doing: Awaitable[object]) -> Reply:
    """Do it, and show the booking as it is now; or why it stayed as it was."""
    try:
        await doing
    except NotFound as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return await show(talk, talk.data[KEY], in_words(refusal, talk.config.zone))
    return await show(talk, talk.data[KEY], _("✅ 改好了："))


@router.message(MyMeals.cancelling, Choice())
@router.callback_query(MyMeals.cancelling, Choice())
async def cancel(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    try:
        await bookings.cancel(talk.session, talk.data[KEY], by=talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    return await list_all(talk, _("✅ 取消了，不用付钱。"))
