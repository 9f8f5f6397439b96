"""固定订餐: the standing orders there are; pausing one, going on, ending it."""

from enum import StrEnum

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import cut, esc
from handlers.meals import words
from handlers.meals.home import ask_what
from handlers.meals.pauses import PERIODS, ask_how_long, period
from handlers.meals.plan import Plan
from handlers.meals.planning import go_on
from handlers.meals.refusals import in_words
from services.errors import Refusal
from services.meals import diners
from services.meals import standing as standing_orders
from storage.tables import StandingOrder

router = Router(name="standing orders")

KEY = "standing"
"""Of the id of the order that is looked at, in the conversation's data."""
LABEL = 30
NEW = "new"


class Wanted(StrEnum):
    """What can be done with a standing order."""

    PAUSE = "pause"
    GO_ON = "go on"
    CHANGE = "change"
    END = "end"


class Standing(StatesGroup):
    all = State()
    one = State()
    pause = State()
    ending = State()


async def list_all(talk: Talk, before: str = "") -> Reply:
    """The standing orders of everyone this person books for; without any, a first one."""
    mine = await diners.bookable_by(talk.session, talk.user_id)
    options = [
        Option(
            str(each.id),
            _("{name} · {meal} · {days}").format(
                name=cut(diner.name, LABEL),
                meal=words.meal_name(each.meal),
                days=words.weekdays(each.weekdays),
            ),
        )
        for diner in mine
        for each in await standing_orders.of_diner(talk.session, diner.id)
    ]
    if not options and not before:
        return await go_on(
            talk, Plan(), _("固定订餐：选好每星期哪几天，以后菜单一出来就替您订好。")
        )
    text = _("固定订餐：点一个可以停一阵子、改或者不要了。")
    options.append(Option(NEW, _("➕ 再加一个")))
    return await talk.ask(Standing.all, f"{before}\n\n{text}" if before else text, options)


@router.message(StateFilter(Standing), Choice(BACK))
@router.callback_query(StateFilter(Standing), Choice(BACK))
async def back(event: Message | CallbackQuery, talk: Talk, raw_state: str) -> Reply:
    match raw_state.rpartition(":")[2]:
        case "all":
            return await ask_what(talk, None)
        case "one":
            return await list_all(talk)
        case _:
            return await show(talk, talk.data[KEY])


@router.message(Standing.all, Choice(NEW))
@router.callback_query(Standing.all, Choice(NEW))
async def another(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await go_on(talk, Plan())


@router.message(Standing.all, Choice())
@router.callback_query(Standing.all, Choice())
async def picked(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    return await show(talk, int(choice))


async def show(talk: Talk, standing_id: int, before: str = "") -> Reply:
    """One order; it may have been ended by another in the meantime."""
    mine = {diner.id: diner for diner in await diners.bookable_by(talk.session, talk.user_id)}
    found = await talk.session.get(StandingOrder, standing_id, populate_existing=True)
    if found is None or found.ended_at is not None or found.diner_id not in mine:
        return await list_all(talk, before or _("没有找到这个固定订餐。"))
    talk.data[KEY] = found.id
    today = talk.now.astimezone(talk.config.zone).date()
    paused = words.pause(found.paused_from, found.paused_until, today)
    lines = [
        f"👤 {esc(mine[found.diner_id].name)}",
        _("🔁 每{days} {meal}").format(
            days=words.weekdays(found.weekdays), meal=words.meal_name(found.meal)
        ),
        _("🍽 {set} · {count} 份 · {mode}").format(
            set=esc(found.set_name) or _("菜单上的第一套"),
            count=found.portions,
            mode=words.mode_name(found.mode),
        ),
        *([f"⏸ {paused}"] if paused else []),
    ]
    options = [
        Option(Wanted.GO_ON, _("▶️ 恢复")) if paused else Option(Wanted.PAUSE, _("⏸ 停一阵子")),
        Option(Wanted.CHANGE, _("改")),
        Option(Wanted.END, _("❌ 不要了")),
    ]
    text = "\n".join(lines)
    return await talk.ask(Standing.one, f"{before}\n\n{text}" if before else text, options)


@router.message(Standing.one, Choice())
@router.callback_query(Standing.one, Choice())
async def wanted(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    order = await standing_orders.get(talk.session, talk.data[KEY])
    match choice:
        case Wanted.PAUSE:
            text = _("停多久？停的日子里已经订好的也会取消。")
            return await ask_how_long(talk, Standing.pause, text)
        case Wanted.CHANGE:
            return await go_on(talk, Plan(diner_id=order.diner_id, meal=order.meal))
        case Wanted.END:
            text = _("真的不要了吗？它替您订好、还没截单的也会取消。")
            return await talk.ask(Standing.ending, text, [Option("yes", _("不要了"))])
        case _:
            return await resume(talk)


async def resume(talk: Talk) -> Reply:
    try:
        await standing_orders.resume(talk.session, talk.data[KEY], by=talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    return await show(talk, talk.data[KEY], _("✅ 恢复了。停的时候取消的要重新订。"))


@router.message(Standing.pause, Choice(*PERIODS))
@router.callback_query(Standing.pause, Choice(*PERIODS))
async def pause(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    first, last = period(talk, choice)
    try:
        cancelled = await standing_orders.pause(
            talk.session, talk.data[KEY], first, last, by=talk.user_id, now=talk.now
        )
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    return await show(talk, talk.data[KEY], paused_words(len(cancelled)))


def paused_words(cancelled: int) -> str:
    noted = _("✅ 停好了。")
    if cancelled:
        noted += "\n" + _("订好的 {count} 餐也取消了。").format(count=cancelled)
    return noted


@router.message(Standing.ending, Choice())
@router.callback_query(Standing.ending, Choice())
async def end(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    try:
        await standing_orders.end(talk.session, talk.data[KEY], by=talk.user_id, now=talk.now)
    except Refusal as refusal:
        return await list_all(talk, in_words(refusal, talk.config.zone))
    return await list_all(talk, _("✅ 好的，不再固定订了。"))
