"""/kitchen in the canteen's group: how much is booked, the sheet again, and what is left over."""

from datetime import timedelta

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.staff import late
from handlers.meals.staff.canteen import IN_CANTEEN, today
from handlers.meals.staff.refusals import in_words
from handlers.meals.staff.sheet import heading
from services.errors import Refusal
from services.meals import capacity, counter, kitchen, sessions
from services.meals.kitchen_news import SheetMade
from services.news import tell
from services.tickets import Member
from storage.tables import BookingState, Canteen, MealSession

router = Router(name="the kitchen")

SHEET, LEFT, CANCEL, ADD, ALL, NONE = "sheet", "left", "cancel", "add", "all", "none"
FEW = 5
"""Portions that can be opened by one tap; "all" and "none" stand beside."""


class Kitchen(StatesGroup):
    meal = State()
    what = State()
    left = State()


@router.message(Command("kitchen"), IN_CANTEEN)
async def begin(message: Message, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_meal(talk, canteen)


@router.message(Command("kitchen"))
async def not_here(message: Message, talk: Talk) -> Reply:
    return talk.say(_("这里不是长者食堂的群。请在食堂的群里发 /kitchen。"))


async def ask_meal(talk: Talk, canteen: Canteen) -> SendMessage:
    """Today's meals and tomorrow's, each with its figures."""
    first = today(talk)
    meals = await counter.on_days(talk.session, canteen.id, first, first + timedelta(days=1))
    if not meals:
        return talk.say(_("今天和明天都没有供餐。排菜单请发 /menu。"))
    lines = [f"<b>{esc(canteen.name)}</b>"]
    for meal_session in meals:
        lines += ["", await _figures(talk, meal_session)]
    options = [Option(str(each.id), heading(each)) for each in meals]
    lines += ["", _("看哪一餐？")]
    return await talk.ask(Kitchen.meal, "\n".join(lines), options)


async def _figures(talk: Talk, meal_session: MealSession) -> str:
    """HTML: how many are booked, wait, were served, and are left."""
    counted = await counter.counts(talk.session, meal_session.id)
    lines = [
        f"<b>{heading(meal_session)}</b>",
        _("订了 {taken} 份，还能做 {left} 份；送餐 {deliveries} 家").format(
            taken=meal_session.taken,
            left=meal_session.portions - meal_session.taken,
            deliveries=meal_session.deliveries_taken,
        ),
    ]
    if meal_session.waiting:
        lines.append(_("候补 {count} 位").format(count=meal_session.waiting))
    if served := counted.get(BookingState.SERVED):
        lines.append(_("已经取走或者送到 {count} 位").format(count=served))
    if meal_session.reopened:
        lines.append(_("余餐还开放 {count} 份").format(count=meal_session.reopened))
    return "\n".join(lines)


@on_choice(router, Kitchen.meal, BACK)
async def enough(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的。"))


@on_choice(router, Kitchen.meal, guard=IN_CANTEEN)
async def meal_chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    talk.data["kitchen"] = int(choice)
    return await ask_what(talk)


async def ask_what(talk: Talk, before: str = "") -> SendMessage:
    """What can be done with the meal; after the words `before` (HTML)."""
    meal_session = await sessions.get(talk.session, talk.data["kitchen"])
    text = await _figures(talk, meal_session)
    options = [
        Option(SHEET, _("📋 备餐单再发一次")),
        Option(LEFT, _("🍱 余餐开放")),
        Option(CANCEL, _("➖ 替人取消")),
        Option(ADD, _("➕ 替人加订")),
    ]
    return await talk.ask(Kitchen.what, f"{before}\n\n{text}" if before else text, options)


@on_choice(router, Kitchen.what, BACK, guard=IN_CANTEEN)
async def another_meal(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_meal(talk, canteen)


@on_choice(router, Kitchen.what, SHEET, guard=IN_CANTEEN)
async def sheet_again(event: Message | CallbackQuery, talk: Talk) -> Reply:
    meal_session = await sessions.get(talk.session, talk.data["kitchen"])
    sheet = await kitchen.latest(talk.session, meal_session.id)
    if sheet is None:
        text = _("{time} 截单，到时候备餐单会自己发到群里。").format(
            time=when(meal_session.cut_off_at, talk.config.zone)
        )
        return await ask_what(talk, text)
    await talk.leave()
    tell(talk.session, SheetMade(sheet.id))
    return None


@on_choice(router, Kitchen.what, LEFT, guard=IN_CANTEEN)
async def ask_how_many(event: Message | CallbackQuery, talk: Talk) -> Reply:
    meal_session = await sessions.get(talk.session, talk.data["kitchen"])
    left = meal_session.portions - meal_session.taken
    if talk.now < meal_session.cut_off_at:
        text = _("还没有截单，大家还可以照常订；{time} 截单以后再开放余餐。").format(
            time=when(meal_session.cut_off_at, talk.config.zone)
        )
        return await ask_what(talk, text)
    if left == 0 and not meal_session.reopened:
        return await ask_what(talk, _("没有余餐了，都订出去了。"))
    options = [
        Option(str(count), _("{count} 份").format(count=count))
        for count in range(1, min(left, FEW) + 1)
    ]
    if left > FEW:
        options.append(Option(ALL, _("全部 {count} 份").format(count=left)))
    options.append(Option(NONE, _("不开放了")))
    text = _("多出来 {left} 份。开放几份？谁先订谁得。").format(left=left)
    return await talk.ask(Kitchen.left, text, options, columns=2)


@on_choice(router, Kitchen.left, BACK, guard=IN_CANTEEN)
async def not_opened(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await ask_what(talk)


@on_choice(router, Kitchen.left, guard=IN_CANTEEN)
async def opened(event: Message | CallbackQuery, talk: Talk, member: Member, choice: str) -> Reply:
    meal_session = await sessions.get(talk.session, talk.data["kitchen"])
    left = meal_session.portions - meal_session.taken
    portions = {ALL: left, NONE: 0}.get(choice)
    if portions is None:
        portions = int(choice)
    try:
        await capacity.reopen_left(talk.session, meal_session.id, portions, member, now=talk.now)
    except Refusal as refusal:
        return await ask_what(talk, in_words(refusal, talk.config.zone))
    await talk.leave()
    if portions == 0:
        return talk.say(_("好的，余餐不开放了。"))
    return talk.say(
        _("开放了 {count} 份余餐，居民发 /meals 就能订，订完为止。").format(count=portions)
    )


@on_choice(router, Kitchen.what, CANCEL, guard=IN_CANTEEN)
async def cancel_for(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return late.ask_whose(talk, talk.data["kitchen"])


@on_choice(router, Kitchen.what, ADD, guard=IN_CANTEEN)
async def add_for(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return late.ask_for_whom(talk, talk.data["kitchen"])
