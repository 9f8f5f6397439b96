"""照常供餐: a meal on a holiday, or one that staff had called off before anybody booked it."""

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

router = Router(name="the canteen opens after all")

ABOUT = "menu open"
"""What a prompt for a reason is about, before a day and a meal as a figure."""
AHEAD = 30
"""Days; holidays are planned further ahead than menus."""


class Opening(StatesGroup):
    day = State()
    meal = State()


@router.message(Menus.what, InCanteenGroup(), Choice(menu.OPEN))
@router.callback_query(Menus.what, InCanteenGroup(), Choice(menu.OPEN))
async def which_day(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_day(talk, canteen)


async def ask_day(talk: Talk, canteen: Canteen) -> Reply:
    now, zone = talk.now, talk.config.zone
    found = [
        day
        for day in coming(talk, AHEAD)
        if await days.can_open(talk.session, canteen.id, day, now=now, zone=zone)
    ]
    if not found:
        return await menu.ask_what(talk, canteen, _("这一个月没有不供餐的日子。"))
    text = _("哪一天照常供餐？这些天有不供的餐。")
    return await talk.ask(Opening.day, text, day_options(talk, found), columns=2)


@router.message(Opening.day, InCanteenGroup(), Choice(BACK))
@router.callback_query(Opening.day, InCanteenGroup(), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await menu.ask_what(talk, canteen)


@router.message(Opening.day, InCanteenGroup(), Choice())
@router.callback_query(Opening.day, InCanteenGroup(), Choice())
async def which_meal(
    event: Message | CallbackQuery, talk: Talk, canteen: Canteen, choice: str
) -> Reply:
    talk.data["day"] = choice
    day = date.fromisoformat(choice)
    meals = await days.can_open(talk.session, canteen.id, day, now=talk.now, zone=talk.config.zone)
    return await talk.ask(Opening.meal, _("供哪一餐？"), meal_options(meals))


@router.message(Opening.meal, InCanteenGroup(), Choice(BACK))
@router.callback_query(Opening.meal, InCanteenGroup(), Choice(BACK))
async def another_day(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_day(talk, canteen)


@router.message(Opening.meal, InCanteenGroup(), Choice())
@router.callback_query(Opening.meal, InCanteenGroup(), Choice())
async def why(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    number = number_of(date.fromisoformat(talk.data["day"]), choice)
    await talk.leave()
    return ask_why(talk, number)


def ask_why(talk: Talk, number: int, before: str = "") -> Reply:
    text = _(
        "{meals}照常供餐。请回复这条消息，写下原因，比如：春节值班供餐。\n不改了就回复“0”。"
    ).format(meals=named(talk, number))
    return prompt(talk, text, f"{ABOUT}:{number}", before)


@router.message(RepliesTo(ABOUT), NeverMind())
async def gave_up(message: Message, talk: Talk) -> Reply:
    return talk.say(_("好的，没有动。"))


@router.message(RepliesTo(ABOUT), InCanteenGroup())
async def open_after_all(
    message: Message, talk: Talk, canteen: Canteen, member: Member, about: int
) -> Reply:
    now, zone = talk.now, talk.config.zone
    day, meal = day_and_meal(about)
    meals = (
        [meal] if meal else await days.can_open(talk.session, canteen.id, day, now=now, zone=zone)
    )
    try:
        await days.open_after_all(
            talk.session, canteen.id, day, meals, talk.text, member, now=now, zone=zone
        )
    except (WordsNeeded, TooLong) as refusal:
        return ask_why(talk, about, in_words(refusal, zone))
    except Refusal as refusal:
        return talk.say(in_words(refusal, zone))
    text = _("✅ {meals}照常供餐。请放上菜单，大家才能订。").format(meals=named(talk, about))
    return await menu.ask_what(talk, canteen, text)
