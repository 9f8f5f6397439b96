"""The sheet of hours: of which days, then the file."""

import asyncio
from datetime import date, timedelta

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.forms import Again
from handlers.common.i18n import _
from handlers.common.members import InGroupFor
from handlers.common.prompts import prompt
from handlers.common.questions import BACK, Option
from handlers.common.saying import Document, File
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from services import areas
from services.volunteering import totals
from services.written.errors import TimesUnreadable
from services.written.periods import period
from storage.tables import Purpose

router = Router(name="sheet of volunteers' hours")

MONTH, LAST_MONTH, YEAR, OTHER = "month", "last month", "year", "other"
STAFF = InGroupFor(Purpose.STAFF)


class Sheets(StatesGroup):
    period = State()


async def ask_period(talk: Talk) -> Reply:
    options = [
        Option(MONTH, _("这个月")),
        Option(LAST_MONTH, _("上个月")),
        Option(YEAR, _("今年")),
        Option(OTHER, _("别的日子")),
    ]
    return await talk.ask(Sheets.period, _("要哪段时间的工时？"), options, columns=2)


@on_choice(router, Sheets.period, BACK)
async def not_now(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的。"))


@on_choice(router, Sheets.period, OTHER, guard=STAFF)
async def other(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return await which_days.put(talk, talk.group.id)


@prompt(router, "days of hours", STAFF)
async def which_days(talk: Talk, group_id: int) -> str:
    return _("请回复这条消息，写哪天到哪天，比如“2026-09-01 到 2026-11-30”。")


@which_days.taken
async def days_written(talk: Talk, group_id: int) -> Reply:
    try:
        days = period(talk.line, talk.now.astimezone(talk.config.zone).date())
    except TimesUnreadable:
        raise Again(_("这两个日子我看不懂，或者前后颠倒了。")) from None
    return await sheet(talk, *days)


@on_choice(router, Sheets.period, MONTH, LAST_MONTH, YEAR, guard=STAFF)
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    await talk.leave()
    today = talk.now.astimezone(talk.config.zone).date()
    first, last = today.replace(day=1), today
    if choice == LAST_MONTH:
        last = first - timedelta(days=1)
        first = last.replace(day=1)
    elif choice == YEAR:
        first = today.replace(month=1, day=1)
    return await sheet(talk, first, last)


async def sheet(talk: Talk, first: date, last: date) -> Reply:
    from handlers.volunteering.staff.hours_sheet import excel

    area = await areas.of_group(talk.session, talk.group)
    rows = await totals.hours(talk.session, area, first, last, zone=talk.config.zone)
    if not rows:
        return talk.say(
            _("{first} 到 {last} 没有确认过的服务时长。").format(first=first, last=last)
        )
    content = await asyncio.to_thread(excel, rows, first, last)
    name = f"{area.name}-{first:%Y%m%d}-{last:%Y%m%d}.xlsx"
    return Document(
        File(name, content),
        _("{place}志愿者工时表：{first} 到 {last}。里面有称呼，请不要外传。").format(
            place=esc(area.name), first=first, last=last
        ),
    )
