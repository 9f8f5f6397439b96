"""The questions of a booking, in the order in which they are asked: who, when, what, how many, how.

Who has booked before is asked only when and what: number and mode are those of last time, and can
be changed at the summary.
"""

from collections.abc import Sequence

from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage

from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut
from handlers.meals import menu_words, words
from handlers.meals.order import Order
from handlers.meals.portions import how, how_many
from services.meals import menus, offers, pricing, sessions
from services.meals.menus import OnMenu
from storage.tables import Diner, Meal, MealSession, MealSet, Mode

LABEL = 40
"""Characters of a set's name on a button."""
SOONEST = 4
"""Meals offered at once, the soonest first; with “several days” they are five choices."""
SEVERAL, CHOSEN, ALL_DAYS, EACH_OWN, ADD = "several", "chosen", "all days", "each own", "add"
SAME = "same:"
"""Before the name of a set that is wanted on each day."""


class Ordering(StatesGroup):
    diner = State()
    soonest = State()
    meal = State()
    days = State()
    each = State()
    set = State()
    portions = State()
    mode = State()
    summary = State()


async def ask_diner(talk: Talk, diners: Sequence[Diner]) -> SendMessage:
    options = [
        Option(str(diner.id), cut(words.diner_name(diner, talk.user_id), LABEL)) for diner in diners
    ]
    options.append(Option(ADD, _("➕ 再加一个人")))
    return await talk.ask(Ordering.diner, _("给谁订？"), options)


def session_name(talk: Talk, meal_session: MealSession) -> str:
    """Such as 明天 11月24日周二 午餐."""
    today = talk.now.astimezone(talk.config.zone).date()
    return _("{day} {meal}").format(
        day=words.day_name(meal_session.day, today), meal=words.meal_name(meal_session.meal)
    )


def offer_name(talk: Talk, meal_session: MealSession) -> str:
    """A meal on a button, with what one has to know before choosing it."""
    name = session_name(talk, meal_session)
    if offers.is_left_over(meal_session, talk.now):
        return _("{meal}（余餐）").format(meal=name)
    if meal_session.waiting or meal_session.taken >= meal_session.portions:
        return _("{meal}（满了，可候补）").format(meal=name)
    return name


async def ask_soonest(talk: Talk, on_offer: Sequence[OnMenu], before: str = "") -> SendMessage:
    options = [
        Option(str(each.meal_session.id), offer_name(talk, each.meal_session))
        for each in on_offer[:SOONEST]
    ]
    if len(on_offer) > 1:
        options.append(Option(SEVERAL, _("📅 别的日子，或一次订好几天")))
    text = _("订哪一餐？")
    return await talk.ask(Ordering.soonest, f"{before}\n\n{text}" if before else text, options)


async def ask_meal(talk: Talk, meals: Sequence[Meal]) -> SendMessage:
    options = [Option(meal.value, words.meal_name(meal)) for meal in meals]
    return await talk.ask(Ordering.meal, _("要订的是哪一餐？"), options)


async def ask_days(talk: Talk, order: Order, on_offer: Sequence[OnMenu]) -> SendMessage:
    """Days to choose one after another; what is chosen bears a tick.

    What ends the choosing stands first: in big print the days may take more than one page, and
    their numbers stay the same while they are chosen.
    """
    text = _("订哪几天的{meal}？点一天选上，再点一下取消。也可以直接回号码，比如“2 4”。").format(
        meal=words.meal_name(order.several_of or on_offer[0].meal_session.meal)
    )
    if order.sessions:
        done = _("👉 选好了，一共 {count} 天").format(count=len(order.sessions))
        options = [Option(CHOSEN, done)]
    else:
        options = [Option(ALL_DAYS, _("这 {count} 天都订").format(count=len(on_offer)))]
    for each in on_offer:
        name = offer_name(talk, each.meal_session)
        chosen = each.meal_session.id in order.sessions
        options.append(Option(str(each.meal_session.id), f"✅ {name}" if chosen else name))
    return await talk.ask(Ordering.days, text, options)


async def ask_which_set_each_day(talk: Talk, order: Order, shared: Sequence[str]) -> SendMessage:
    """Whether one set is wanted every day; `shared` are the names that stand on each menu."""
    options = [
        Option(f"{SAME}{name}", _("每天都要“{set}”").format(set=cut(name, LABEL)))
        for name in shared
    ]
    options.append(Option(EACH_OWN, _("一天一天地挑")))
    text = _("{count} 天，吃什么？").format(count=len(order.sessions))
    return await talk.ask(Ordering.each, text, options)


async def ask_set(talk: Talk, session_id: int, before: str = "") -> SendMessage | None:
    """Which set of that meal; nothing where no set is left on its menu."""
    on_menu = await menus.of_session(talk.session, session_id)
    if on_menu is None or not on_menu.sets:
        return None
    meal_session = on_menu.meal_session
    lines = [f"<b>{session_name(talk, meal_session)}</b>"]
    if not offers.is_left_over(meal_session, talk.now):
        lines.append(
            _("{time} 前可以订，也可以改、取消。").format(
                time=when(meal_session.cut_off_at, talk.config.zone)
            )
        )
    lines += [
        f"{number}. {menu_words.set_line(each)}"
        for number, each in enumerate(on_menu.sets, start=1)
    ]
    text = "\n\n".join([*([before] if before else []), "\n".join(lines), _("要哪一套？")])
    return await talk.ask(Ordering.set, text, set_options(on_menu.sets))


def set_options(sets: Sequence[MealSet]) -> list[Option]:
    return [
        Option(str(each.id), f"{cut(each.name, LABEL)} {words.yuan(each.price_fen)}")
        for each in sets
    ]


async def ask_portions(talk: Talk, most: int, before: str = "") -> SendMessage:
    return await talk.put(Ordering.portions, how_many(most), before)


async def ask_mode(talk: Talk, modes: Sequence[Mode], before: str = "") -> SendMessage:
    return await talk.put(Ordering.mode, how(modes), before)


async def modes_of(talk: Talk, diner: Diner, order: Order) -> list[Mode]:
    """How the diner may have all of the meals that were chosen."""
    chosen = [await sessions.get(talk.session, each) for each in order.sessions]
    allowed = [set(await pricing.modes_for(talk.session, diner, each)) for each in chosen]
    return [mode for mode in Mode if all(mode in each for each in allowed)]
