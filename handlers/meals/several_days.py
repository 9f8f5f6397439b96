"""Several days booked at once: of which meal, then one day after another."""

import re

from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.labels import meal_name
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals.booking import SEVERAL, offer_name, offered, ordering, soonest
from handlers.meals.order import Order
from services.meals import canteens
from storage.tables import Meal

CHOSEN, ALL_DAYS = "chosen", "all days"
_ANY_NUMBER = re.compile(r"\d+")


async def meals_offered(talk: Talk, order: Order) -> list[Meal]:
    found = {each.meal_session.meal for each in await offered(talk, order)}
    return [meal for meal in canteens.MEALS if meal in found]


@soonest.choice(SEVERAL)
async def several(talk: Talk, order: Order, choice: str) -> Reply:
    """Which meal is asked only where there is a choice."""
    meals = await meals_offered(talk, order)
    if order.several_of not in meals:
        order.several_of = meals[0] if len(meals) == 1 else None
    return await ordering.ask(talk, order, "days" if order.several_of else "meal")


@ordering.aside("soonest")
async def meal(talk: Talk, order: Order) -> Ask | None:
    meals = await meals_offered(talk, order)
    options = [Option(each.value, meal_name(each)) for each in meals]
    return Ask(_("要订的是哪一餐？"), options) if options else None


@meal.choice()
async def of_meal(talk: Talk, order: Order, choice: str) -> Reply:
    order.several_of = Meal(choice)
    order.choose_sessions([])
    return await ordering.ask(talk, order, "days")


def some_days(said: str, talk: Talk) -> list[int]:
    """Several numbers at once: 1 3 5."""
    options = dict(enumerate(talk.question.options if talk.question else [], start=1))
    named = [options.get(int(number)) for number in _ANY_NUMBER.findall(said[:100])]
    days = [int(each.value) for each in named if each and each.value.isdigit()]
    if not days or len(days) < len(named):
        raise Again(_("没看懂是哪几天。请一天一天地点，或者写号码，比如“2 4”。"))
    return days


@ordering.aside("meal", some_days)
async def days(talk: Talk, order: Order) -> Ask | None:
    """Days to choose one after another; what is chosen bears a tick.

    What ends the choosing stands first: in big print the days may take more than one page, and
    their numbers stay the same while they are chosen.
    """
    found = await offered(talk, order, order.several_of)
    if not found or order.several_of is None:
        return None
    options = [Option(ALL_DAYS, _("这 {count} 天都订").format(count=len(found)))]
    if order.sessions:
        done = _("👉 选好了，一共 {count} 天").format(count=len(order.sessions))
        options = [Option(CHOSEN, done)]
    for each in found:
        name = offer_name(talk, each.meal_session)
        is_chosen = each.meal_session.id in order.sessions
        options.append(Option(str(each.meal_session.id), f"✅ {name}" if is_chosen else name))
    text = _("订哪几天的{meal}？点一天选上，再点一下取消。也可以直接回号码，比如“2 4”。").format(
        meal=meal_name(order.several_of)
    )
    return Ask(text, options, counted=True, as_one=True)


@days.choice()
async def day(talk: Talk, order: Order, choice: str) -> Reply:
    return await toggle(talk, order, [int(choice)])


@days.taken
async def toggle(talk: Talk, order: Order, session_ids: list[int]) -> Reply:
    chosen = set(order.sessions) ^ set(session_ids)
    found = [each.meal_session.id for each in await offered(talk, order, order.several_of)]
    order.choose_sessions([each for each in found if each in chosen])
    return await ordering.ask(talk, order, "days")


@days.choice(CHOSEN)
async def that_is_all(talk: Talk, order: Order, choice: str) -> Reply:
    return None


@days.choice(ALL_DAYS)
async def all_days(talk: Talk, order: Order, choice: str) -> Reply:
    found = await offered(talk, order, order.several_of)
    order.choose_sessions([each.meal_session.id for each in found])
    return None
