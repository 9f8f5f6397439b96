"""停餐: a meal or a day that is not served, with the reason that people are told."""

from datetime import date

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, NeverMind, RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import BACK
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals.staff import menus as menu
from handlers.meals.staff.canteen import (
    InCanteenGroup,
    coming,
    day_and_meal,
    day_options,
    meal_options,
    named,
    number_of,
    prompt,
)
from handlers.meals.staff.menu_refusals import in_words
from handlers.meals.staff.menus import Menus
from services.errors import Refusal, TooLong, WordsNeeded
from services.meals import days
from services.tickets import Member
from storage.tables import Canteen

router = Router(name="the canteen closes")

ABOUT = "menu close"
"""What a prompt for a reason is about, before a day and a meal as a figure."""


class Closing(StatesGroup):
    day = State()
    meal = State()


@router.message(Menus.what, InCanteenGroup(), Choice(menu.CLOSE))
@router.callback_query(Menus.what, InCanteenGroup(), Choice(menu.CLOSE))
async def which_day(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_day(talk, canteen)


async def ask_day(talk: Talk, canteen: Canteen) -> Reply:
    now, zone = talk.now, talk.config.zone
    found = [
        day
        for day in coming(talk, menu.AHEAD)
        if await days.can_close(talk.session, canteen.id, day, now=now, zone=zone)
    ]
    if not found:
        return await menu.ask_what(talk, canteen, _("这两周没有可以停的餐。"))
    text = _("哪一天停餐？订了的人会收到通知。")
    return await talk.ask(Closing.day, text, day_options(talk, found), columns=2)


@router.message(Closing.day, InCanteenGroup(), Choice(BACK))
@router.callback_query(Closing.day, InCanteenGroup(), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await menu.ask_what(talk, canteen)


@router.message(Closing.day, InCanteenGroup(), Choice())
@router.callback_query(Closing.day, InCanteenGroup(), Choice())
async def which_meal(
    event: Message | CallbackQuery, talk: Talk, canteen: Canteen, choice: str
) -> Reply:
    talk.data["day"] = choice
    day = date.fromisoformat(choice)
    meals = await days.can_close(talk.session, canteen.id, day, now=talk.now, zone=talk.config.zone)
    return await talk.ask(Closing.meal, _("停哪一餐？"), meal_options(meals))


@router.message(Closing.meal, InCanteenGroup(), Choice(BACK))
@router.callback_query(Closing.meal, InCanteenGroup(), Choice(BACK))
async def another_day(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_day(talk, canteen)


@router.message(Closing.meal, InCanteenGroup(), Choice())
@router.callback_query(Closing.meal, InCanteenGroup(), Choice())
async def why(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    number = number_of(date.fromisoformat(talk.data["day"]), choice)
    await talk.leave()
    return ask_why(talk, number)


def ask_why(talk: Talk, number: int, before: str = "") -> Reply:
    text = _(
        "{meals}停餐。请回复这条消息，写下原因，订餐的人会看到，比如：设备检修。\n不停了就回复“0”。"
    ).format(meals=named(talk, number))
    return prompt(talk, text, f"{ABOUT}:{number}", before)


@router.message(RepliesTo(ABOUT), NeverMind())
async def gave_up(message: Message, talk: Talk) -> Reply:
    return talk.say(_("好的，没有动。"))


@router.message(RepliesTo(ABOUT), InCanteenGroup())
async def close(
    message: Message, talk: Talk, canteen: Canteen, member: Member, about: int
) -> Reply:
    now, zone = talk.now, talk.config.zone
    day, meal = day_and_meal(about)
    meals = (
        [meal] if meal else await days.can_close(talk.session, canteen.id, day, now=now, zone=zone)
    )
    try:
        cancelled = await days.close(
            talk.session, canteen.id, day, meals, talk.text, member, now=now, zone=zone
        )
    except (WordsNeeded, TooLong) as refusal:
        return ask_why(talk, about, in_words(refusal, zone))
    except Refusal as refusal:
        return talk.say(in_words(refusal, zone))
    text = _("⛔ {meals}停餐了。取消了 {count} 单，订餐的人都会收到通知。").format(
        meals=named(talk, about), count=cancelled
    )
    return talk.say(text)
