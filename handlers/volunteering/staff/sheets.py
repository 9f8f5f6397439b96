"""The sheet of hours: of which days, then the file."""

import asyncio
from datetime import date, timedelta

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile, CallbackQuery, ForceReply, Message

from handlers.common.filters import Choice, RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option, goes_back
from handlers.common.sending import Reply, Sending
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.groups.members import InGroupFor
from handlers.volunteering.staff.hours_sheet import excel, no_team
from services.volunteering import totals
from services.written.errors import TimesUnreadable
from services.written.periods import period
from storage.tables import Area, Group, Purpose

__all__ = ["ask_period", "no_team", "router"]

router = Router(name="sheet of volunteers' hours")

MONTH, LAST_MONTH, YEAR, OTHER = "month", "last month", "year", "other"
PROMPT = "days of hours"
"""What a prompt for other days is about, before the group's id."""


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


@router.message(Sheets.period, InGroupFor(Purpose.STAFF), Choice(OTHER))
@router.callback_query(Sheets.period, InGroupFor(Purpose.STAFF), Choice(OTHER))
async def other(event: Message | CallbackQuery, talk: Talk, group: Group) -> Reply:
    await talk.leave()
    return ask_days(talk, group)


def ask_days(talk: Talk, group: Group, before: str = "") -> Reply:
    text = _("请回复这条消息，写哪天到哪天，比如“2026-09-01 到 2026-11-30”。\n不要了就回复“0”。")
    asked = talk.say(f"{before}\n\n{text}" if before else text, ForceReply(selective=True))
    return Sending(method=asked, about=f"{PROMPT}:{group.id}")


@router.message(RepliesTo(PROMPT), InGroupFor(Purpose.STAFF))
async def days_written(message: Message, talk: Talk, group: Group) -> Reply:
    if goes_back(talk.text):
        return talk.say(_("好的。"))
    try:
        days = period(talk.line, talk.now.astimezone(talk.config.zone).date())
    except TimesUnreadable:
        return ask_days(talk, group, _("这两个日子我看不懂，或者前后颠倒了。"))
    return await sheet(talk, group, *days)


@router.message(Sheets.period, Choice(BACK))
@router.callback_query(Sheets.period, Choice(BACK))
async def not_now(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的。"))


@router.message(Sheets.period, InGroupFor(Purpose.STAFF), Choice())
@router.callback_query(Sheets.period, InGroupFor(Purpose.STAFF), Choice())
async def chosen(event: Message | CallbackQuery, talk: Talk, choice: str, group: Group) -> Reply:
    await talk.leave()
    today = talk.now.astimezone(talk.config.zone).date()
    match choice:
        case "month":
            days = today.replace(day=1), today
        case "last month":
            last = today.replace(day=1) - timedelta(days=1)
            days = last.replace(day=1), last
        case _:
            days = today.replace(month=1, day=1), today
    return await sheet(talk, group, *days)


async def sheet(talk: Talk, group: Group, first: date, last: date) -> Reply:
    area = await talk.session.get_one(Area, group.area_id)
    rows = await totals.hours(talk.session, area, first, last, zone=talk.config.zone)
    if not rows:
        return talk.say(
            _("{first} 到 {last} 没有确认过的服务时长。").format(first=first, last=last)
        )
    content = await asyncio.to_thread(excel, rows, first, last)
    name = f"{area.name}-{first:%Y%m%d}-{last:%Y%m%d}.xlsx"
    return SendDocument(
        chat_id=talk.chat_id,
        document=BufferedInputFile(content, name),
        caption=_("{place}志愿者工时表：{first} 到 {last}。里面有称呼，请不要外传。").format(
            place=esc(area.name), first=first, last=last
        ),
    )
