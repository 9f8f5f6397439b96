"""A booking, step by step: ask for the first part that is missing, or for the one before."""

from collections.abc import Sequence

from aiogram.methods import SendMessage

from handlers.common.i18n import _
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals import words
from handlers.meals.dialogue import (
    ask_days,
    ask_diner,
    ask_meal,
    ask_mode,
    ask_portions,
    ask_set,
    ask_soonest,
    ask_which_set_each_day,
    modes_of,
)
from handlers.meals.order import Order
from handlers.meals.refusals import in_words
from handlers.meals.summary import ask_summary
from services.errors import Refusal
from services.meals import canteens, diners, menus, offers, sessions
from services.meals.menus import OnMenu
from storage.tables import Diner


async def diner_of(talk: Talk, order: Order) -> Diner | None:
    """Who eats, if that is clear: who was chosen, or the only one there is."""
    mine = await diners.bookable_by(talk.session, talk.user_id)
    if len(mine) == 1 and order.diner_id is None:
        order.diner_id = mine[0].id
    return next((diner for diner in mine if diner.id == order.diner_id), None)


async def go_on(talk: Talk, order: Order, before: str = "") -> Reply:
    """Ask for the first part that is still missing, after the words `before` (HTML)."""
    diner = await diner_of(talk, order)
    order.keep(talk)
    if diner is None:
        return await ask_diner(talk, await diners.bookable_by(talk.session, talk.user_id))
    if not order.sessions:
        return await ask_when(talk, order, diner, before)
    if shared := await shared_sets(talk, order):
        return await ask_which_set_each_day(talk, order, shared)
    missing = order.without_set
    if missing is not None:
        return await ask_set(talk, missing, before) or await emptied(talk, order, missing)
    return await how_many_and_how(talk, order, diner, before)


async def how_many_and_how(talk: Talk, order: Order, diner: Diner, before: str) -> Reply:
    """As last time where nothing else was said; then the summary."""
    last = await offers.last_of(talk.session, diner.id)
    modes = await modes_of(talk, diner, order)
    most = await most_portions(talk, order)
    if order.portions is None and last is not None:
        order.portions = min(last.portions, most)
    if order.mode is None and (last is not None or len(modes) == 1):
        order.mode = last.mode if last is not None else modes[0]
    if order.mode not in modes:
        order.mode = None
    if order.portions is not None and not 1 <= order.portions <= most:
        order.portions = None
        before = _("一次可以订 1 到 {most} 份。").format(most=most)
    order.keep(talk)
    if order.portions is None:
        return await ask_portions(talk, most, before)
    if order.mode is None:
        return await ask_mode(talk, modes, before)
    try:
        return await ask_summary(talk, order, diner, before)
    except Refusal as refusal:
        order.choose_sessions([])
        return await go_on(talk, order, in_words(refusal, talk.config.zone))


async def emptied(talk: Talk, order: Order, session_id: int) -> Reply:
    """Nothing is left on the menu of that meal."""
    order.drop_session(session_id)
    return await go_on(talk, order, _("这一餐的菜单刚刚撤下了，请换一餐。"))


async def ask_when(talk: Talk, order: Order, diner: Diner, before: str = "") -> Reply:
    """Which meal; where a wish in words names one that can be had, it is taken at its word."""
    zone = talk.config.zone
    day, meal = order.wished_day, order.wish_meal
    order.wish_day, order.wish_meal = "", None
    on_offer = await offers.for_diner(talk.session, diner, now=talk.now, zone=zone)
    if day is not None and meal is not None:
        try:
            found = await offers.look_up(talk.session, diner, meal, day, now=talk.now, zone=zone)
        except Refusal as refusal:
            before = in_words(refusal, zone)
        else:
            if found is not None:
                order.choose_sessions([found.meal_session.id])
                return await go_on(talk, order, before)
            before = _("那一餐的菜单还没有出来。")
    alike = [
        each
        for each in on_offer
        if (day is None or each.meal_session.day == day)
        and (meal is None or each.meal_session.meal is meal)
    ]
    order.keep(talk)
    if not on_offer:
        return await nothing_on_offer(talk, diner, before)
    return await ask_soonest(talk, alike or on_offer, before)


async def nothing_on_offer(talk: Talk, diner: Diner, before: str) -> SendMessage:
    today = talk.now.astimezone(talk.config.zone).date()
    if paused := words.pause(diner.paused_from, diner.paused_until, today):
        text = _("{name}现在停着餐（{pause}）。要吃的话，先在“用餐人”里点“恢复用餐”。").format(
            name=esc(diner.name), pause=paused
        )
    else:
        text = _("眼下没有可以订的餐：或者都订过了，或者菜单还没有出来。食堂一般提前几天出菜单。")
    Order.discard(talk)
    await talk.leave()
    return talk.say(f"{before}\n\n{text}" if before else text)


async def offers_of(talk: Talk, order: Order, diner: Diner) -> list[OnMenu]:
    """What is on offer of the meal of which several days are being chosen."""
    on_offer = await offers.for_diner(talk.session, diner, now=talk.now, zone=talk.config.zone)
    return [each for each in on_offer if each.meal_session.meal is order.several_of]


async def choose_days(talk: Talk, order: Order, diner: Diner) -> Reply:
    """Several days at once: of which meal, then which days."""
    on_offer = await offers.for_diner(talk.session, diner, now=talk.now, zone=talk.config.zone)
    offered = {each.meal_session.meal for each in on_offer}
    meals = [meal for meal in canteens.MEALS if meal in offered]
    if not meals:
        return await ask_when(talk, order, diner)
    if order.several_of not in meals:
        if len(meals) > 1:
            return await ask_meal(talk, meals)
        order.several_of = meals[0]
    order.keep(talk)
    asked = await ask_days(talk, order, await offers_of(talk, order, diner))
    return talk.as_one(asked)


async def shared_sets(talk: Talk, order: Order) -> Sequence[str]:
    """Names of sets that stand on the menu of each chosen day; none once sets are being chosen."""
    if len(order.sessions) < 2 or order.sets or order.each_own:
        return ()
    every = [await menus.of_session(talk.session, each) for each in order.sessions]
    names = [[each.name for each in on_menu.sets] if on_menu else [] for on_menu in every]
    return [name for name in names[0] if all(name in each for each in names[1:])]


async def most_portions(talk: Talk, order: Order) -> int:
    found = [await sessions.get(talk.session, each) for each in order.sessions]
    return min(each.portions_each for each in found)
