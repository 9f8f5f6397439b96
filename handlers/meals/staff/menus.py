"""/menu: what stands on the canteen's menu now, and what its staff do with it.

What can be done at once are steps of this form, named like the options that lead to them; those of
a week stand in `menu_weeks`. What takes several questions is asked in private: `menu_days` and
`menu_meals`.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import Message

from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.labels import meal_name
from handlers.common.members import InGroupFor
from handlers.common.questions import Ask, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.meals import menu_words
from handlers.meals.refusals import of_menus
from handlers.meals.staff.canteen import IN_CANTEEN, canteen_form, canteen_of, day_options
from handlers.meals.words import day_name
from services.meals import canteens, days, menus
from storage.tables import Canteen, Purpose

AHEAD = timedelta(days=14)
"""How far ahead a menu can be looked at."""


@dataclass(slots=True)
class Chosen(Kept):
    """Nothing: each option of /menu asks at most one question here."""

    KEY: ClassVar = "menu change"


menu = canteen_form(Chosen, "Menus", of_menus)


@menu.message(Command("menu"), IN_CANTEEN)
async def begin(message: Message, talk: Talk) -> Reply:
    return await to_menu(talk)


@menu.message(Command("menu"), InGroupFor(Purpose.CANTEEN))
async def no_canteen(message: Message, talk: Talk) -> Reply:
    return talk.say(_("这个地方的食堂还没有录入。请管理员先导入食堂（canteens）的表格。"))


async def to_menu(talk: Talk, before: str = "") -> Reply:
    """Ask what is to be done, after the words `before` (HTML)."""
    return await menu.ask(talk, Chosen(), "what", before)


@menu.step()
async def what(talk: Talk, chosen: Chosen) -> Ask:
    """This week and the next, and what can be done."""
    canteen = await canteen_of(talk)
    monday = this_monday(talk)
    lines = [
        f"<b>{esc(canteen.name)}</b>",
        await _week(talk, canteen, monday),
        await _week(talk, canteen, monday + timedelta(days=7)),
        _("要做什么？"),
    ]
    options = [
        Option("show", _("📖 看一天的菜单")),
        Option("template", _("📄 发菜单表格")),
        Option("repeat", _("🔁 照上周放菜单")),
        Option("close", _("⛔ 停餐")),
        Option("open", _("✅ 照常供餐")),
        Option("portions", _("🔢 改份数")),
        Option("off", _("➖ 下架套餐")),
    ]
    return Ask("\n\n".join(filter(None, lines)), options, columns=2)


@what.choice()
async def do(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    return await menu.ask(talk, chosen, choice)


@menu.left
async def done(talk: Talk, chosen: Chosen) -> Reply:
    await talk.leave()
    return talk.say(_("好的。要再看菜单，发 /menu。"))


def this_monday(talk: Talk) -> date:
    return talk.today - timedelta(days=talk.today.weekday())


async def _week(talk: Talk, canteen: Canteen, monday: date) -> str:
    """A line (HTML) for each day of the week from `monday` on that is not over."""
    last = monday + timedelta(days=6)
    found = await menus.between(talk.session, canteen.id, monday, last)
    sets = {(each.meal_session.day, each.meal_session.meal): len(each.sets) for each in found}
    lines = []
    for day in (monday + timedelta(days=step) for step in range(7)):
        if day < talk.today:
            continue
        words = [
            _("{meal} {count} 套").format(meal=meal_name(meal), count=sets[day, meal])
            if (day, meal) in sets
            else _("{meal} <b>没有菜单</b>").format(meal=meal_name(meal))
            for meal in await canteens.served_on(talk.session, canteen.id, day)
        ]
        words += [
            _("{meal}停餐（{reason}）").format(meal=meal_name(each.meal), reason=esc(each.reason))
            for each in await days.said_between(talk.session, canteen.id, day, day)
            if not each.is_open
        ]
        what = " · ".join(words) or _("不供餐")
        lines.append(f"{day_name(day, talk.today)}：{what}")
    return "\n".join(lines)


@menu.aside("what")
async def show(talk: Talk, chosen: Chosen) -> Ask | Reply:
    canteen = await canteen_of(talk)
    last = talk.today + AHEAD - timedelta(days=1)
    found = await menus.between(talk.session, canteen.id, talk.today, last)
    there = sorted({each.meal_session.day for each in found})
    if not there:
        return await to_menu(talk, _("还没有菜单。可以发表格，或者照上周放。"))
    return Ask(_("看哪一天？"), day_options(talk, there), columns=2)


@show.choice()
async def one_day(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    """As residents see it."""
    canteen, day = await canteen_of(talk), date.fromisoformat(choice)
    await talk.leave()
    title = day_name(day, talk.today)
    found = await menus.menu_of(talk.session, canteen.id, day)
    shut = await days.said_between(talk.session, canteen.id, day, day)
    return [
        *await menu_words.pictures(talk, canteen, title, found),
        talk.say(menu_words.menu(talk, title, found, shut)),
    ]
