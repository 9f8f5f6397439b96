"""我的订餐: what is booked and still to come; changing and cancelling until cut-off."""

from typing import Any

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup

from handlers.common.button_data import RowId
from handlers.common.choices import on_press
from handlers.common.i18n import _
from handlers.common.lists import Listing
from handlers.common.questions import Ask, Option
from handlers.common.refusals import in_words
from handlers.common.saying import Button, Buttons
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from handlers.meals import words
from handlers.meals.home import ask_what
from handlers.meals.portions import a_count, how, how_many, set_options
from services.errors import NotFound, NotYours, Refusal
from services.meals import booking as bookings
from services.meals import canteens, diners, menus, pricing, reading
from services.meals.reading import Booked
from storage.tables import BookingState, Mode

LABEL = 30


class OnBooking(CallbackData, prefix="mealbooking"):
    """Look at a booking, to change or cancel it, whenever it is pressed."""

    booking: RowId


def look_at(booking_id: int) -> Buttons:
    """The button that leads to a booking."""
    return Buttons([[Button(_("📋 看一看、改或取消"), OnBooking(booking=booking_id))]])


class OnMyMeals(CallbackData, prefix="mymeals"):
    """Look at everything that is booked, whenever it is pressed."""


def to_my_meals() -> Buttons:
    """The button that leads to the list."""
    return Buttons([[Button(_("📋 我的订餐"), OnMyMeals())]])


class MyMeals(StatesGroup):
    all = State()
    one = State()
    set = State()
    portions = State()
    mode = State()
    cancelling = State()


my_meals = Listing("my meals", *MyMeals.__states__, key="meal booking")


@my_meals.rows
async def meals(talk: Talk, before: str) -> Ask | Reply:
    """What is to come, of everyone this person books for."""
    mine = await diners.bookable_by(talk.session, talk.user_id)
    booked = [
        each
        for diner in mine
        for each in await reading.to_come(talk.session, diner.id, now=talk.now)
    ]
    if not booked:
        text = _("接下来还没有订餐。")
        return await ask_what(talk, None, f"{before}\n\n{text}" if before else text)
    booked.sort(key=lambda each: (each.meal_session.starts_at, each.booking.id))
    shows_name = len(mine) > 1
    options = [Option(str(each.booking.id), label(talk, each, shows_name)) for each in booked]
    lines = [line(talk, each, shows_name) for each in booked]
    return Ask("\n\n".join([_("接下来的订餐："), *lines, _("点一个，可以改或者取消。")]), options)


@my_meals.left
async def left(talk: Talk) -> Reply:
    return await ask_what(talk, None)


def label(talk: Talk, each: Booked, shows_name: bool) -> str:
    meal = words.session_name(each.meal_session, talk.today)
    return f"{meal} · {cut(each.diner.name, LABEL)}" if shows_name else meal


def line(talk: Talk, each: Booked, shows_name: bool) -> str:
    """HTML: a booking in the list."""
    lines = [f"<b>{esc(label(talk, each, shows_name))}</b>", *words.booked_lines(each)]
    if each.booking.state is BookingState.WAITING:
        lines.append(_("⏳ 在排队等位，轮到了马上告诉您"))
    return "\n".join(lines)


@on_press(my_meals, OnBooking)
async def look(talk: Talk, pressed: OnBooking) -> Reply:
    return await my_meals.show(talk, pressed.booking)


@on_press(my_meals, OnMyMeals)
async def look_at_all(talk: Talk, pressed: OnMyMeals) -> Reply:
    if not await diners.bookable_by(talk.session, talk.user_id):
        raise NotYours
    return await my_meals.list_all(talk)


@my_meals.look
async def meal(talk: Talk, booking_id: int) -> Ask:
    """One booking with everything about it, and what can be done with it."""
    booked = await reading.seen_by(talk.session, booking_id, talk.user_id)
    booking, meal_session = booked.booking, booked.meal_session
    canteen = await canteens.get(talk.session, meal_session.canteen_id)
    lines = [
        line(talk, booked, shows_name=True),
        f"📍 {esc(canteen.name)}，{esc(canteen.address)}",
    ]
    options = []
    if booking.state not in reading.ACTIVE:
        lines.append(_("现在是：{state}").format(state=words.booking_state_name(booking.state)))
    elif meal_session.cut_off_at > talk.now:
        until = when(meal_session.cut_off_at, talk.config.zone)
        lines.append(_("{time} 以前可以改、可以取消。").format(time=until))
        options = [
            Option("portions", _("改份数")),
            Option("set", _("换一套")),
            Option("mode", _("改怎么吃")),
            Option("cancel", _("❌ 取消这一餐")),
        ]
    else:
        phone = esc(canteen.phone) if canteen.phone else _("发 /phone 看社区电话")
        lines.append(
            _("订餐已经截止，自己改不了了。有急事请打电话给食堂：{phone}").format(phone=phone)
        )
    return Ask("\n\n".join(lines), options)


@my_meals.choice("set")
async def ask_set(talk: Talk, booking_id: int) -> Reply:
    booked = await reading.seen_by(talk.session, booking_id, talk.user_id)
    sets = await menus.sets_of(talk.session, booked.meal_session.id)
    return await talk.put(MyMeals.set, Ask(_("换成哪一套？"), set_options(sets)))


@my_meals.answer(MyMeals.set)
async def other_set(talk: Talk, booking_id: int, choice: str) -> Reply:
    return await change(talk, booking_id, set_id=int(choice))


@my_meals.choice("portions")
async def ask_portions(talk: Talk, booking_id: int) -> Reply:
    booked = await reading.seen_by(talk.session, booking_id, talk.user_id)
    return await talk.put(MyMeals.portions, how_many(booked.meal_session.portions_each))


@my_meals.answer(MyMeals.portions, a_count)
async def other_portions(talk: Talk, booking_id: int, count: int) -> Reply:
    return await change(talk, booking_id, portions=count)


@my_meals.choice("mode")
async def ask_mode(talk: Talk, booking_id: int) -> Reply:
    booked = await reading.seen_by(talk.session, booking_id, talk.user_id)
    modes = await pricing.modes_for(talk.session, booked.diner, booked.meal_session)
    return await talk.put(MyMeals.mode, how(modes))


@my_meals.answer(MyMeals.mode)
async def other_mode(talk: Talk, booking_id: int, choice: str) -> Reply:
    return await change(talk, booking_id, mode=Mode(choice))


async def change(talk: Talk, booking_id: int, **changed: Any) -> Reply:
    """The booking as it is now; or why it stayed as it was."""
    try:
        await bookings.change(talk.session, booking_id, by=talk.user_id, now=talk.now, **changed)
    except NotFound:
        raise
    except Refusal as refusal:
        return await my_meals.show(talk, booking_id, in_words(refusal, talk.config.zone))
    return await my_meals.show(talk, booking_id, _("✅ 改好了："))


@my_meals.choice("cancel")
async def ask_whether_to_cancel(talk: Talk, booking_id: int) -> Reply:
    booked = await reading.seen_by(talk.session, booking_id, talk.user_id)
    text = _("真的要取消吗？\n\n{what}").format(what=line(talk, booked, shows_name=True))
    return await talk.put(MyMeals.cancelling, Ask(text, [Option("yes", _("取消这一餐"))]))


@my_meals.answer(MyMeals.cancelling)
async def cancel(talk: Talk, booking_id: int, choice: str) -> Reply:
    await bookings.cancel(talk.session, booking_id, by=talk.user_id, now=talk.now)
    return await my_meals.list_all(talk, _("✅ 取消了，不用付钱。"))
