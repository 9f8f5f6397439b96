"""/points: hours and points, what they came from, what they buy, and a certificate of them."""

from datetime import date

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from dateutil.relativedelta import relativedelta

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.i18n import _, current_language
from handlers.common.questions import BACK, Ask, Option
from handlers.common.saying import Edit, Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import day_in
from handlers.common.words import esc
from handlers.volunteering.words import hours_in_words
from services.volunteering import ledger, records, rewards, statement
from services.volunteering.statement import StatementLine
from storage.tables import PointsKind

router = Router(name="points")

REWARDS, RESERVED, HISTORY, CERTIFICATE = "rewards", "reserved", "history", "certificate"
EARLIER, LATER = "earlier", "later"
MONTH = "points month"
"""Key of the month that is looked at, as its first day, in the conversation's data."""
LINES = 30
"""Of a month; more than one service a day is rare."""


class Points(StatesGroup):
    home = State()
    history = State()


@router.message(Command("points"))
async def begin(message: Message, talk: Talk) -> Reply:
    return await show(talk)


async def show(talk: Talk, before: str = "") -> Say | Edit:
    """Hours, points, and what can be done with them; after the words `before` (HTML)."""
    minutes, services = await records.hours_of(talk.session, talk.user_id)
    points = await ledger.spendable(talk.session, talk.user_id)
    text = _(
        "🏅 您的志愿服务：<b>{hours}</b>，共 {services} 次\n⭐ 能用的积分：<b>{points} 分</b>\n\n"
        "换东西只用积分，时长一直都在。"
    ).format(hours=hours_in_words(minutes), services=services, points=points)
    if not services:
        text += "\n" + _("还没有记录。发 /tasks 看看现在有什么可以做。")
    options = [Option(REWARDS, _("🎁 用积分换东西"))]
    if await rewards.reserved_by(talk.session, talk.user_id):
        options.append(Option(RESERVED, _("🎫 我换的，等我去领")))
    options += [Option(HISTORY, _("📒 积分明细")), Option(CERTIFICATE, _("📜 服务证明"))]
    return await talk.put(Points.home, Ask(text, options), before)


@on_choice(router, Points.home, BACK)
async def seen_enough(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。有事随时找我。"))


@on_choice(router, Points.home, HISTORY)
async def history(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await show_month(talk, talk.today.replace(day=1))


@on_choice(router, Points.history, BACK)
async def back(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await show(talk)


@on_choice(router, Points.history, EARLIER, LATER)
async def another_month(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    month = date.fromisoformat(talk.data[MONTH])
    step = relativedelta(months=-1 if choice == EARLIER else 1)
    return await show_month(talk, min(month + step, talk.today.replace(day=1)))


async def show_month(talk: Talk, month: date) -> Reply:
    talk.data[MONTH] = month.isoformat()
    zone = talk.config.zone
    entries = await statement.of_month(talk.session, talk.user_id, month, zone=zone)
    name = day_in("yMMMM", month, current_language())
    lines = [_("📒 {month} 的积分").format(month=name), ""]
    for each in entries[:LINES]:
        at = each.entry.at.astimezone(zone).date()
        day = day_in("MMMd", at, current_language())
        lines.append(f"{day}  <b>{each.entry.points:+}</b>  {what_for(each)}")
    if not entries:
        lines.append(_("这个月没有积分进出。"))
    if len(entries) > LINES:
        lines.append(_("另有 {count} 笔没有列出。").format(count=len(entries) - LINES))
    options = [Option(EARLIER, _("上一个月"))]
    if month < talk.today.replace(day=1):
        options.append(Option(LATER, _("下一个月")))
    return await talk.ask(Points.history, "\n".join(lines), options, columns=2)


def what_for(line: StatementLine) -> str:
    """HTML: what a line of the ledger came from."""
    what = esc(line.what)
    match line.entry.kind:
        case PointsKind.RETURNED:
            return _("退回：{what}").format(what=what)
        case PointsKind.REDEEMED:
            return _("换了：{what}").format(what=what)
        case PointsKind.REVERSED:
            return _("收回：{what}").format(what=what)
        case PointsKind.EARNED:
            return _("{what}，{minutes} 分钟").format(what=what, minutes=line.minutes)
