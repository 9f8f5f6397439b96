"""/meals and what it leads to; a wish in words leads straight to the right menu."""

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.consent import after_consent, ask_consent
from handlers.common.filters import Choice, Words
from handlers.common.i18n import _, mark
from handlers.common.questions import BACK
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals import home
from handlers.meals.confirming import once_more
from handlers.meals.home import Meals, show_home
from handlers.meals.mine import my_meals
from handlers.meals.order import Order
from handlers.meals.people import who_eats
from handlers.meals.registering import ask_whose
from handlers.meals.standing import standing
from handlers.meals.steps import go_on
from services.meals import diners, offers, wording
from services.meals.wording import Wish

router = Router(name="meals")

SAME_AS_YESTERDAY = mark("和昨天一样")


@router.message(Command("meals"))
@router.message(Words(menu.MEALS))
async def begin(message: Message, talk: Talk) -> Reply:
    Order.discard(talk)
    return await enter(talk)


@after_consent("meals")
async def enter(talk: Talk) -> Reply:
    """The menu; whoever is new here agrees first to what is kept, and with a wish goes on."""
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="meals")
    if not Order.waits(talk):
        return await show_home(talk)
    if not await diners.bookable_by(talk.session, talk.user_id):
        return await ask_whose(talk)
    return await go_on(talk, Order.of(talk))


def wish_in(talk: Talk, said: str) -> Wish | None:
    """The wish for a meal that `said` is, if it is nothing but that."""
    return wording.meant(said, talk.now.astimezone(talk.config.zone).date())


async def begin_with_wish(talk: Talk, wish: Wish) -> Reply:
    """“明天午饭”: to that menu, with what was said taken as said."""
    if wish.again:
        return await same_again(talk)
    Order.from_wish(wish).keep(talk)
    return await enter(talk)


async def same_again(talk: Talk) -> Reply:
    """Book the same as last time, at once."""
    known = await diners.bookable_by(talk.session, talk.user_id)
    zone = talk.config.zone
    plans = await offers.again(talk.session, talk.user_id, known, now=talk.now, zone=zone)
    if plans:
        return await once_more(talk, plans)
    if not known:
        return await enter(talk)
    none = _("这两个星期没有订过，或者接下来的都订好了。")
    return await go_on(talk, Order(), none)


@router.message(Meals.home, Choice(home.AGAIN))
@router.message(Meals.home, Words(SAME_AS_YESTERDAY))
@router.callback_query(Meals.home, Choice(home.AGAIN))
async def again(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await same_again(talk)


@router.message(Meals.home, Choice(home.ORDER))
@router.callback_query(Meals.home, Choice(home.ORDER))
async def order(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await go_on(talk, Order())


@router.message(Meals.home, Choice(home.MINE))
@router.callback_query(Meals.home, Choice(home.MINE))
async def what_is_booked(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await my_meals.list_all(talk)


@router.message(Meals.home, Choice(home.STANDING))
@router.callback_query(Meals.home, Choice(home.STANDING))
async def standing_orders(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await standing.list_all(talk)


@router.message(Meals.home, Choice(home.PEOPLE))
@router.callback_query(Meals.home, Choice(home.PEOPLE))
async def diners_of(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await who_eats.list_all(talk)


@router.message(Meals.home, Choice(BACK))
@router.callback_query(Meals.home, Choice(BACK))
async def enough(event: Message | CallbackQuery, talk: Talk) -> Reply:
    Order.discard(talk)
    return await menu.home(talk, _("好的。想订餐随时找我。"))
