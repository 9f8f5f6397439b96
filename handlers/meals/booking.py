"""Booking a meal: who eats, and which meal; the rest of its steps stands in `choosing`.

People are asked only when: set, number and mode are those of last time or what is likely, and are
changed at the summary. Several days at once are chosen in `several_days`; what follows the
summary is in `placing`.
"""

from handlers.common.forms import Again, Form
from handlers.common.i18n import _
from handlers.common.questions import Ask, Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals import words
from handlers.meals.home import show_home
from handlers.meals.order import Order
from handlers.meals.portions import diner_options
from handlers.meals.registering import ask_whose
from services.errors import Refusal
from services.meals import diners, offers, seats, wording
from services.meals.menus import OnMenu
from services.meals.wording import Wish
from storage.tables import Diner, Meal, MealSession

SOONEST = 4
"""Meals offered at once, the soonest first; with “several days” they are five choices."""
SEVERAL, ADD = "several", "add"


class Ordering(Form[Order]):
    async def go_on(self, talk: Talk, draft: Order, before: str = "") -> Reply:
        """Fill in what follows from the rest, then ask for the first missing part."""
        diner = await diner_of(talk, draft)
        if diner is not None and not draft.sessions:
            before = await _look_up_wish(talk, draft, diner) or before
            if not draft.sessions and not await offered(talk, draft):
                return await _nothing_on_offer(talk, diner, before)
        if diner is not None and len(draft.sessions) == 1 and draft.without_set is not None:
            await _guess_set(talk, draft, diner)
        if diner is not None and draft.sessions and draft.without_set is None:
            before = await _as_usual(talk, draft, diner) or before
        return await super().go_on(talk, draft, before)

    async def back(self, talk: Talk, draft: Order, step: str) -> Reply:
        """Forget what has to be asked again; a part changed at the summary leads back there."""
        match step:
            case "portions" | "mode" if draft.portions is not None and draft.mode is not None:
                pass
            case "portions" | "summary" if len(draft.sessions) > 1:
                draft.drop_sets()
            case "set" | "each" if draft.several_of is not None:
                draft.drop_sets()
                return await self.ask(talk, draft, "days")
            case "meal" | "days" | "set" | "portions" | "summary":
                draft.several_of = None
                draft.choose_sessions([])
            case "soonest" if len(await diners.bookable_by(talk.session, talk.user_id)) > 1:
                draft.diner_id = None
            case _:
                Order.discard(talk)
                return await show_home(talk)
        return await self.go_on(talk, draft)


ordering = Ordering(Order, "Ordering")


async def diner_of(talk: Talk, order: Order) -> Diner | None:
    """Who eats, if that is clear: who was chosen, or the only one there is."""
    mine = await diners.bookable_by(talk.session, talk.user_id)
    if order.diner_id is None and len(mine) == 1:
        order.diner_id = mine[0].id
    found = next((each for each in mine if each.id == order.diner_id), None)
    if found is None:
        order.diner_id = None
    return found


async def offered(talk: Talk, order: Order, meal: Meal | None = None) -> list[OnMenu]:
    """What can be booked now for who eats, of one meal where it is said which."""
    diner = await diner_of(talk, order)
    if diner is None:
        return []
    found = await offers.for_diner(talk.session, diner, now=talk.now, zone=talk.config.zone)
    return [each for each in found if meal in (None, each.meal_session.meal)]


async def _look_up_wish(talk: Talk, order: Order, diner: Diner) -> str:
    """Take a wish in words that names a meal; where it cannot be had, the words (HTML) say why."""
    day, meal, zone = order.wished_day, order.wished_meal, talk.config.zone
    if day is None or meal is None:
        return ""
    try:
        found = await offers.look_up(talk.session, diner, meal, day, now=talk.now, zone=zone)
    except Refusal as refusal:
        return in_words(refusal, zone)
    if found is None:
        return _("那一餐的菜单还没有出来。")
    order.wished_day = order.wished_meal = None
    order.choose_sessions([found.meal_session.id])
    return ""


async def _nothing_on_offer(talk: Talk, diner: Diner, before: str) -> Reply:
    text = _("眼下没有可以订的餐：或者都订过了，或者菜单还没有出来。食堂一般提前几天出菜单。")
    if paused := words.pause(diner.paused_from, diner.paused_until, talk.today):
        text = _("{name}现在停着餐（{pause}）。要吃的话，先在“用餐人”里点“恢复用餐”。").format(
            name=esc(diner.name), pause=paused
        )
    Order.discard(talk)
    await talk.leave()
    return talk.say(f"{before}\n\n{text}" if before else text)


async def _guess_set(talk: Talk, order: Order, diner: Diner) -> None:
    """Shown at the summary, where the others of the menu are a tap away."""
    [session_id] = order.sessions
    likely = await offers.likely_set(talk.session, diner, session_id)
    if likely is not None:
        order.choose_set(session_id, likely.id)
        order.is_guess = True


async def _as_usual(talk: Talk, order: Order, diner: Diner) -> str:
    """Number and mode as last time where nothing else was said; words (HTML) on what cannot be."""
    terms = await offers.terms_for(talk.session, diner, order.sessions)
    order.portions = terms.portions if order.portions is None else order.portions
    order.mode = order.mode if order.mode in terms.modes else terms.mode
    if order.portions is None or 1 <= order.portions <= terms.most:
        return ""
    order.portions = None
    return _("一次可以订 1 到 {most} 份。").format(most=terms.most)


@ordering.step(part="diner_id")
async def diner(talk: Talk, order: Order) -> Ask:
    return Ask(_("给谁订？"), [*await diner_options(talk), Option(ADD, _("➕ 再加一个人"))])


@diner.choice(ADD)
async def somebody_else(talk: Talk, order: Order, choice: str) -> Reply:
    return await ask_whose(talk)


def a_wish(said: str, talk: Talk) -> Wish:
    """“周三午饭” is understood here as well."""
    wish = wording.meant(said, talk.today)
    if wish is None or not (wish.day or wish.meal):
        raise Again(_("没看懂是哪一餐。请点一个，或者写“明天午饭”这样的话。"))
    return wish


@ordering.step(a_wish, part="meals")
async def soonest(talk: Talk, order: Order) -> Ask:
    """The soonest meals; of what was wished for in words, where there is any."""
    day, meal = order.wished_day, order.wished_meal
    order.wished_day = order.wished_meal = None
    found = await offered(talk, order)
    alike = [
        each
        for each in found
        if day in (None, each.meal_session.day) and meal in (None, each.meal_session.meal)
    ]
    shown = alike or found
    options = [
        Option(str(each.meal_session.id), offer_name(talk, each.meal_session))
        for each in shown[:SOONEST]
    ]
    if len(shown) > 1:
        options.append(Option(SEVERAL, _("📅 别的日子，或一次订好几天")))
    return Ask(_("订哪一餐？"), options, counted=True)


def offer_name(talk: Talk, meal_session: MealSession) -> str:
    """A meal on a button, with what one has to know before choosing it."""
    name = words.session_name(meal_session, talk.today)
    if offers.is_left_over(meal_session, talk.now):
        return _("{meal}（余餐）").format(meal=name)
    if seats.would_wait(meal_session, 1):
        return _("{meal}（满了，可以排队）").format(meal=name)
    return name


@soonest.choice()
async def one(talk: Talk, order: Order, choice: str) -> Reply:
    order.choose_sessions([int(choice)])
    return None


@soonest.taken
async def wished(talk: Talk, order: Order, wish: Wish) -> Reply:
    order.wish(wish)
    return None
