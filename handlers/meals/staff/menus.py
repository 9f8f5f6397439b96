"""/menu: what the canteen's staff do with the menu, and what stands on it now."""

from datetime import date, timedelta

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals import menu_words
from handlers.meals.staff.canteen import IN_CANTEEN, coming, day_options, this_monday, today
from handlers.meals.words import day_name, meal_name
from services.meals import canteens, days, menus
from storage.tables import Canteen, Purpose

router = Router(name="the canteen's menu")

SHOW, TEMPLATE, REPEAT, CLOSE, OPEN, PORTIONS, OFF = (
    *("show", "template", "repeat", "close", "open", "portions", "off"),
)
AHEAD = 14
"""Days that can be looked at or closed."""
SOON = 4
"""Days whose single meals are offered for a change: what is further ahead goes by the sheet."""


class Menus(StatesGroup):
    what = State()
    day = State()


@router.message(Command("menu"), IN_CANTEEN)
async def menu(message: Message, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_what(talk, canteen)


@router.message(Command("menu"), InGroupFor(Purpose.CANTEEN))
async def no_canteen(message: Message, talk: Talk) -> Reply:
    return talk.say(_("这个地方的食堂还没有录入。请管理员先导入食堂（canteens）的表格。"))


@router.message(Command("menu"))
async def not_here(message: Message, talk: Talk) -> Reply:
    return talk.say(_("这里不是长者食堂的群。请在食堂的群里发 /menu。"))


async def ask_what(talk: Talk, canteen: Canteen, before: str = "") -> SendMessage:
    """This week and the next, and what can be done; after the words `before` (HTML)."""
    monday = this_monday(talk)
    lines = [
        before,
        f"<b>{esc(canteen.name)}</b>",
        await week(talk, canteen, monday),
        await week(talk, canteen, monday + timedelta(days=7)),
        _("要做什么？"),
    ]
    options = [
        Option(SHOW, _("📖 看一天的菜单")),
        Option(TEMPLATE, _("📄 发菜单表格")),
        Option(REPEAT, _("🔁 照上周放菜单")),
        Option(CLOSE, _("⛔ 停餐")),
        Option(OPEN, _("✅ 照常供餐")),
        Option(PORTIONS, _("🔢 改份数")),
        Option(OFF, _("➖ 下架套餐")),
    ]
    return await talk.ask(Menus.what, "\n\n".join(filter(None, lines)), options, columns=2)


async def week(talk: Talk, canteen: Canteen, monday: date) -> str:
    """A line (HTML) for each day of the week from `monday` on that is not over."""
    last = monday + timedelta(days=6)
    found = await menus.between(talk.session, canteen.id, monday, last)
    sets = {(each.meal_session.day, each.meal_session.meal): len(each.sets) for each in found}
    lines = []
    for day in (monday + timedelta(days=step) for step in range(7)):
        if day < today(talk):
            continue
        served = await canteens.served_on(talk.session, canteen.id, day)
        said = await days.said_between(talk.session, canteen.id, day, day)
        words = [
            _("{meal} {count} 套").format(meal=meal_name(meal), count=sets[day, meal])
            if (day, meal) in sets
            else _("{meal} <b>没有菜单</b>").format(meal=meal_name(meal))
            for meal in served
        ]
        words += [
            _("{meal}停餐（{reason}）").format(meal=meal_name(each.meal), reason=esc(each.reason))
            for each in said
            if not each.is_open
        ]
        what = " · ".join(words) or _("不供餐")
        lines.append(f"{day_name(day, today(talk))}：{what}")
    return "\n".join(lines)


@on_choice(router, Menus.what, BACK)
async def done(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的。要再看菜单，发 /menu。"))


@on_choice(router, Menus.what, SHOW, guard=IN_CANTEEN)
async def which_day(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    listed = coming(talk, AHEAD)
    found = await menus.between(talk.session, canteen.id, listed[0], listed[-1])
    there = sorted({each.meal_session.day for each in found})
    if not there:
        return await ask_what(talk, canteen, _("还没有菜单。可以发表格，或者照上周放。"))
    return await talk.ask(Menus.day, _("看哪一天？"), day_options(talk, there), columns=2)


@on_choice(router, Menus.day, guard=IN_CANTEEN)
async def show(event: Message | CallbackQuery, talk: Talk, canteen: Canteen, choice: str) -> Reply:
    """A day as residents see it."""
    day = date.fromisoformat(choice)
    await talk.leave()
    title = day_name(day, today(talk))
    found = await menus.menu_of(talk.session, canteen.id, day)
    shut = await days.said_between(talk.session, canteen.id, day, day)
    return [
        *await menu_words.pictures(talk, canteen, title, found),
        talk.say(menu_words.menu(talk, title, found, shut)),
    ]


@on_choice(router, Menus.day, BACK, guard=IN_CANTEEN)
async def back(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_what(talk, canteen)
