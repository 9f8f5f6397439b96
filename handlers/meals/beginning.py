"""/meals and what it leads to; a wish in words leads straight to the right menu."""

from collections.abc import Awaitable, Callable

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.consent import ask_consent
from handlers.common.filters import Words
from handlers.common.i18n import _, mark
from handlers.common.idle import Idle, words_so_far
from handlers.common.questions import BACK
from handlers.common.said import recall
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals.booking import ordering
from handlers.meals.home import Meals, in_words, show_home
from handlers.meals.mine import MyMeals, my_meals
from handlers.meals.order import Order
from handlers.meals.people import Diners, who_eats
from handlers.meals.placing import once_more
from handlers.meals.registering import ask_whose, begin_with
from handlers.meals.standing import Standing, standing
from services.meals import diners, introduced, offers, wording
from services.meals.wording import Wish

router = Router(name="meals")
idle = Idle(
    *(Meals.home, MyMeals.all, MyMeals.one, Diners.all, Diners.one, Standing.all, Standing.one)
)

SAME_AS_YESTERDAY = mark("和昨天一样")


@router.message(Command("meals"))
@router.message(Words(menu.MEALS))
async def begin(message: Message, talk: Talk) -> Reply:
    Order.discard(talk)
    return await enter(talk)


async def enter(talk: Talk) -> Reply:
    """The menu; a newcomer agrees first to what is kept, and goes on with a wish."""
    if talk.person.consented_at is None:
        return await ask_consent(talk, then="meals")
    if Order.KEY not in talk.data:
        return await show_home(talk)
    if not await diners.bookable_by(talk.session, talk.user_id):
        return await ask_whose(talk, _("先登记一下谁来吃，登记好了接着订。"))
    return await ordering.go_on(talk, Order.of(talk))


@idle.takes
async def a_meal(talk: Talk) -> Reply:
    """“明天午饭”, or “张桂英 1944年3月 3号楼302”, if nothing but that was said."""
    said = words_so_far(talk)
    wish = wording.meant(said, talk.today)
    if wish is not None:
        recall(talk)
        return await begin_with_wish(talk, wish)
    told = introduced.read(said, talk.today)
    if not told.is_whole or talk.person.consented_at is None:
        return None
    recall(talk)
    return await begin_with(talk, told)


async def begin_with_wish(talk: Talk, wish: Wish) -> Reply:
    """To the menu that was wished for, with what was said taken as said."""
    if wish.again:
        return await same_again(talk)
    order = Order()
    order.wish(wish)
    order.keep(talk)
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
    return await ordering.go_on(talk, Order(), none)


async def one_meal(talk: Talk) -> Reply:
    return await ordering.go_on(talk, Order())


WAYS: dict[str, Callable[[Talk], Awaitable[Reply]]] = {
    "again": same_again,
    "order": one_meal,
    "mine": my_meals.list_all,
    "standing": standing.list_all,
    "people": who_eats.list_all,
    "text": in_words,
}
"""What the options of `home.ask_what` lead to."""


@on_choice(router, Meals.home, *WAYS)
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await WAYS[choice](talk)


@router.message(Meals.home, Words(SAME_AS_YESTERDAY))
async def again(message: Message, talk: Talk) -> Reply:
    return await same_again(talk)


@on_choice(router, Meals.home, BACK)
async def enough(event: Message | CallbackQuery, talk: Talk) -> Reply:
    Order.discard(talk)
    return await menu.home(talk, _("好的。想订餐随时找我。"))
