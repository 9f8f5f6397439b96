"""下架: a set that is off the menu from now on, say because something was not delivered."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals.staff import menus as menu
from handlers.meals.staff.canteen import IN_CANTEEN, today
from handlers.meals.staff.menu_refusals import in_words
from handlers.meals.staff.menus import Menus
from handlers.meals.words import day_name, meal_name
from services.errors import Refusal
from services.meals import menus
from services.meals.menus import OnMenu
from services.tickets import Member
from storage.tables import Canteen

router = Router(name="the canteen withdraws a set")

LABEL = 40


class Withdrawing(StatesGroup):
    meal = State()
    set = State()


@on_choice(router, Menus.what, menu.OFF, guard=IN_CANTEEN)
async def which_meal(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_meal(talk, canteen)


async def ask_meal(talk: Talk, canteen: Canteen) -> Reply:
    found = await _coming(talk, canteen)
    if not found:
        return await menu.ask_what(talk, canteen, _("没有还能订的餐。"))
    options = [
        Option(
            str(each.meal_session.id),
            _("{day} {meal}").format(
                day=day_name(each.meal_session.day, today(talk)),
                meal=meal_name(each.meal_session.meal),
            ),
        )
        for each in found
    ]
    return await talk.ask(Withdrawing.meal, _("哪一餐的套餐要下架？"), options, columns=2)


@on_choice(router, Withdrawing.meal, BACK, guard=IN_CANTEEN)
async def back(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await menu.ask_what(talk, canteen)


@on_choice(router, Withdrawing.meal, guard=IN_CANTEEN)
async def which_set(
    event: Message | CallbackQuery, talk: Talk, canteen: Canteen, choice: str
) -> Reply:
    chosen = [each for each in await _coming(talk, canteen) if each.meal_session.id == int(choice)]
    if not chosen:
        return await ask_meal(talk, canteen)
    options = [Option(str(each.id), cut(each.name, LABEL)) for each in chosen[0].sets]
    text = _("下架哪一套？已经订了的照样做，新的不能再订。")
    return await talk.ask(Withdrawing.set, text, options)


@on_choice(router, Withdrawing.set, BACK, guard=IN_CANTEEN)
async def another_meal(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_meal(talk, canteen)


@on_choice(router, Withdrawing.set, guard=IN_CANTEEN)
async def withdraw(
    event: Message | CallbackQuery, talk: Talk, member: Member, choice: str
) -> Reply:
    await talk.leave()
    try:
        gone = await menus.withdraw(talk.session, int(choice), member, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.say(_("➖ {name} 下架了。已经订了的照样做。").format(name=esc(gone.name)))


async def _coming(talk: Talk, canteen: Canteen) -> list[OnMenu]:
    return await menus.upcoming(
        talk.session, canteen.id, now=talk.now, zone=talk.config.zone, days=menu.SOON
    )
