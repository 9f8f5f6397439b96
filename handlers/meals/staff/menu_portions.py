"""改份数: how many portions and deliveries a meal has, where the rule's number is not the day's."""

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.filters import NeverMind, RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.meals.staff import menus as menu
from handlers.meals.staff.canteen import IN_CANTEEN, gave_up, prompt, today
from handlers.meals.staff.menu_refusals import in_words
from handlers.meals.staff.menus import Menus
from handlers.meals.words import day_name, meal_name
from services.errors import Refusal
from services.meals import capacity, menus, sessions, written_portions
from services.meals.errors import BelowTaken
from services.tickets import Member
from storage.tables import Canteen, MealSession

router = Router(name="the canteen's portions")

ABOUT = "menu portions"
"""What a prompt for figures is about, before the session's id."""
MOST = 5000


class Portions(StatesGroup):
    which = State()


@on_choice(router, Menus.what, menu.PORTIONS, guard=IN_CANTEEN)
async def which(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    found = await menus.upcoming(
        talk.session, canteen.id, now=talk.now, zone=talk.config.zone, days=menu.SOON
    )
    if not found:
        return await menu.ask_what(talk, canteen, _("没有还能改的餐。"))
    options = [Option(str(each.meal_session.id), _label(talk, each.meal_session)) for each in found]
    return await talk.ask(Portions.which, _("改哪一餐的份数？"), options)


@on_choice(router, Portions.which, BACK, guard=IN_CANTEEN)
async def back(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await menu.ask_what(talk, canteen)


@on_choice(router, Portions.which, guard=IN_CANTEEN)
async def how_many(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    await talk.leave()
    return await ask_figures(talk, int(choice))


async def ask_figures(talk: Talk, session_id: int, before: str = "") -> Reply:
    meal_session = await sessions.get(talk.session, session_id)
    text = _(
        "{meal} 现在一共 {portions} 份（已订 {taken} 份），送餐 {deliveries} 单"
        "（已订 {deliveries_taken} 单）。\n请回复这条消息，写新的份数，比如 <b>80</b>；"
        "送餐单数也要改，就写 <b>80/20</b>。不改了就回复“0”。"
    ).format(
        meal=_name(talk, meal_session),
        portions=meal_session.portions,
        taken=meal_session.taken,
        deliveries=meal_session.deliveries,
        deliveries_taken=meal_session.deliveries_taken,
    )
    return prompt(talk, text, f"{ABOUT}:{session_id}", before)


router.message(RepliesTo(ABOUT), NeverMind())(gave_up)


@router.message(RepliesTo(ABOUT), IN_CANTEEN)
async def resize(message: Message, talk: Talk, member: Member, about: int) -> Reply:
    figures = written_portions.read(talk.text)
    if figures is None or max(figures.portions, figures.deliveries or 0) > MOST:
        wrong = _("没有看懂。请只写数字，最多 {most}。").format(most=MOST)
        return await ask_figures(talk, about, wrong)
    deliveries = figures.deliveries
    try:
        if deliveries is None:
            deliveries = (await sessions.get(talk.session, about)).deliveries
        resized = await capacity.set_portions(
            talk.session, about, figures.portions, deliveries, member, now=talk.now
        )
    except BelowTaken as refusal:
        return await ask_figures(talk, about, in_words(refusal, talk.config.zone))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    text = _("✅ {meal} 现在一共 {portions} 份，送餐 {deliveries} 单。已订 {taken} 份。").format(
        meal=_name(talk, resized),
        portions=resized.portions,
        deliveries=resized.deliveries,
        taken=resized.taken,
    )
    return talk.say(text)


def _name(talk: Talk, meal_session: MealSession) -> str:
    return _("{day} {meal}").format(
        day=day_name(meal_session.day, today(talk)), meal=meal_name(meal_session.meal)
    )


def _label(talk: Talk, meal_session: MealSession) -> str:
    return _("{meal} · 已订 {taken}/{portions}").format(
        meal=_name(talk, meal_session), taken=meal_session.taken, portions=meal_session.portions
    )
