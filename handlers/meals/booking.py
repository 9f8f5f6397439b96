"""The answers of a booking, from top to bottom as the dialogue goes."""

import re

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice, HasText
from handlers.common.i18n import _
from handlers.common.questions import BACK
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals import summary
from handlers.meals.confirming import book_all
from handlers.meals.dialogue import (
    ADD,
    ALL_DAYS,
    CHOSEN,
    EACH_OWN,
    SAME,
    SEVERAL,
    Ordering,
    ask_mode,
    ask_portions,
    modes_of,
)
from handlers.meals.home import show_home
from handlers.meals.order import Order
from handlers.meals.registering import ask_whose
from handlers.meals.steps import choose_days, diner_of, go_on, most_portions, offers_of
from services.meals import diners, menus, wording
from storage.tables import Meal, Mode

router = Router(name="booking meals")

ANY_NUMBER = re.compile(r"\d+")


@router.message(StateFilter(Ordering), Choice(BACK))
@router.callback_query(StateFilter(Ordering), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    """To the question before; a part that is changed at the summary leads back there."""
    order = Order.of(talk)
    match raw_state.rpartition(":")[2]:
        case "portions" | "mode" if order.portions is not None and order.mode is not None:
            return await go_on(talk, order)
        case "mode":
            order.portions = None
            return await go_on(talk, order)
        case "portions" | "summary":
            order.sets, order.each_own = {}, False
            return await go_on(talk, order)
        case "set" | "each" if order.several_of is not None:
            return await back_to_days(talk, order)
        case "meal" | "days" | "set":
            order.several_of = None
            order.choose_sessions([])
            return await go_on(talk, order)
        case "soonest" if len(await diners.bookable_by(talk.session, talk.user_id)) > 1:
            order.diner_id = None
            return await go_on(talk, order)
        case _:
            Order.discard(talk)
            return await show_home(talk)


async def back_to_days(talk: Talk, order: Order) -> Reply:
    """With the ticks that were set; the sets are chosen anew."""
    order.sets, order.each_own = {}, False
    diner = await diner_of(talk, order)
    return await (choose_days(talk, order, diner) if diner else go_on(talk, order))


@router.message(Ordering.diner, Choice(ADD))
@router.callback_query(Ordering.diner, Choice(ADD))
async def somebody_else(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_whose(talk)


@router.message(Ordering.diner, Choice())
@router.callback_query(Ordering.diner, Choice())
async def for_whom(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    order = Order.of(talk)
    order.diner_id = int(choice)
    return await go_on(talk, order)


@router.message(Ordering.soonest, Choice(SEVERAL))
@router.callback_query(Ordering.soonest, Choice(SEVERAL))
async def several(event: Message | CallbackQuery, talk: Talk) -> Reply:
    order = Order.of(talk)
    diner = await diner_of(talk, order)
    return await (choose_days(talk, order, diner) if diner else go_on(talk, order))


@router.message(Ordering.soonest, Choice())
@router.callback_query(Ordering.soonest, Choice())
async def one(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    order = Order.of(talk)
    order.choose_sessions([int(choice)])
    return await go_on(talk, order)


@router.message(Ordering.soonest, HasText())
async def in_words(message: Message, talk: Talk) -> Reply:
    """“周三午饭” is understood here as well."""
    wish = wording.meant(talk.text, talk.now.astimezone(talk.config.zone).date())
    if wish is None or not (wish.day or wish.meal):
        return await talk.repeat(_("没看懂是哪一餐。请点一个，或者写“明天午饭”这样的话。"))
    order = Order.of(talk)
    order.wish_day = wish.day.isoformat() if wish.day else ""
    order.wish_meal = wish.meal
    order.portions = wish.portions or order.portions
    return await go_on(talk, order)


@router.message(Ordering.meal, Choice())
@router.callback_query(Ordering.meal, Choice())
async def of_meal(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    order = Order.of(talk)
    order.several_of = Meal(choice)
    order.choose_sessions([])
    diner = await diner_of(talk, order)
    return await (choose_days(talk, order, diner) if diner else go_on(talk, order))


@router.message(Ordering.days, Choice(CHOSEN))
@router.callback_query(Ordering.days, Choice(CHOSEN))
async def days_chosen(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await go_on(talk, Order.of(talk))


@router.message(Ordering.days, Choice(ALL_DAYS))
@router.callback_query(Ordering.days, Choice(ALL_DAYS))
async def all_days(event: Message | CallbackQuery, talk: Talk) -> Reply:
    order = Order.of(talk)
    diner = await diner_of(talk, order)
    if diner is not None:
        on_offer = await offers_of(talk, order, diner)
        order.choose_sessions([each.meal_session.id for each in on_offer])
    return await go_on(talk, order)


@router.message(Ordering.days, Choice())
@router.callback_query(Ordering.days, Choice())
async def day(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await toggle(talk, [int(choice)])


@router.message(Ordering.days, HasText())
async def day_numbers(message: Message, talk: Talk) -> Reply:
    """Several numbers at once: 1 3 5."""
    question = talk.question
    options = question.options if question else []
    known = dict(enumerate(options, start=1))
    said = [known.get(int(number)) for number in ANY_NUMBER.findall(talk.text[:100])]
    chosen = [int(option.value) for option in said if option and option.value.isdigit()]
    if not chosen or len(chosen) < len(said):
        return await talk.repeat(_("没看懂是哪几天。请一天一天地点，或者写号码，比如“2 4”。"))
    return await toggle(talk, chosen)


async def toggle(talk: Talk, session_ids: list[int]) -> Reply:
    order = Order.of(talk)
    diner = await diner_of(talk, order)
    if diner is None:
        return await go_on(talk, order)
    chosen = set(order.sessions) ^ set(session_ids)
    on_offer = await offers_of(talk, order, diner)
    order.choose_sessions(
        [each.meal_session.id for each in on_offer if each.meal_session.id in chosen]
    )
    return await choose_days(talk, order, diner)


@router.message(Ordering.each, Choice())
@router.callback_query(Ordering.each, Choice())
async def every_day(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    order = Order.of(talk)
    order.each_own = choice == EACH_OWN
    if not order.each_own:
        for session_id in order.sessions:
            on_menu = await menus.of_session(talk.session, session_id)
            for meal_set in on_menu.sets if on_menu else ():
                if meal_set.name == choice.removeprefix(SAME):
                    order.choose_set(session_id, meal_set.id)
    return await go_on(talk, order)


@router.message(Ordering.set, Choice())
@router.callback_query(Ordering.set, Choice())
async def chosen_set(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    order = Order.of(talk)
    if order.without_set is not None:
        order.choose_set(order.without_set, int(choice))
    return await go_on(talk, order)


@router.message(Ordering.portions, HasText())
@router.callback_query(Ordering.portions, Choice())
async def portions(event: Message | CallbackQuery, talk: Talk, choice: str = "") -> Reply:
    order = Order.of(talk)
    most = await most_portions(talk, order)
    count = wording.number(choice or talk.text)
    if count is None:
        return await talk.repeat(_("请告诉我几份，写数字就行，比如“2”。"))
    if not 1 <= count <= most:
        return await talk.repeat(_("一次可以订 1 到 {most} 份。").format(most=most))
    order.portions = count
    return await go_on(talk, order)


@router.message(Ordering.mode, Choice())
@router.callback_query(Ordering.mode, Choice())
async def mode(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    order = Order.of(talk)
    order.mode = Mode(choice)
    return await go_on(talk, order)


@router.message(Ordering.summary, Choice())
@router.callback_query(Ordering.summary, Choice())
async def decided(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    order = Order.of(talk)
    diner = await diner_of(talk, order)
    if diner is None:
        return await go_on(talk, order)
    match choice:
        case summary.PORTIONS:
            return await ask_portions(talk, await most_portions(talk, order))
        case summary.MODE:
            return await ask_mode(talk, await modes_of(talk, diner, order))
        case summary.SET:
            order.sets, order.each_own = {}, False
            return await go_on(talk, order)
        case _:
            return await book_all(talk, order, diner)
