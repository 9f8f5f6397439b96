"""/month in the canteen's group: the accounts as sums and as a file, and closing them."""

import asyncio
from datetime import date, timedelta

from aiogram import Router
from aiogram.filters import Command
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendDocument, SendMessage
from aiogram.types import BufferedInputFile, CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.staff import month_file
from handlers.meals.staff.canteen import IN_CANTEEN, today
from handlers.meals.staff.refusals import in_words
from handlers.meals.words import yuan
from services import areas
from services.errors import Refusal
from services.meals import accounts, month
from services.meals.month import Month
from services.tickets import Member
from storage.tables import Area, Canteen

router = Router(name="the month's accounts")

FILE, CLOSE, REVERSE, YES = "file", "close", "reverse", "yes"
LOOKED_BACK = 4
"""Months that can be chosen, the present one included."""


class Accounts(StatesGroup):
    which = State()
    what = State()
    closing = State()


@router.message(Command("month"), IN_CANTEEN)
async def begin(message: Message, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_month(talk, canteen)


@router.message(Command("month"))
async def not_here(message: Message, talk: Talk) -> Reply:
    return talk.say(_("这里不是长者食堂的群。请在食堂的群里发 /month。"))


async def ask_month(talk: Talk, canteen: Canteen) -> SendMessage:
    options = [
        Option(each, month_name(each))
        for each in _months_back(today(talk))
        if await month.has_meals(talk.session, canteen.id, each)
    ]
    if not options:
        return talk.say(_("还没有账，有人订餐以后再看。"))
    return await talk.ask(Accounts.which, _("看哪个月的账？"), options)


def _months_back(day: date) -> list[str]:
    """The present month and those before, the newest first."""
    months = [month.month_of(day)]
    while len(months) < LOOKED_BACK:
        months.append(month.month_of(month.days_of(months[-1])[0] - timedelta(days=1)))
    return months


def month_name(named: str) -> str:
    """Of 2026-11: 2026年11月."""
    year, number = named.split("-")
    return _("{year}年{month}月").format(year=year, month=int(number))


@on_choice(router, Accounts.which, BACK, guard=IN_CANTEEN)
async def enough(event: Message | CallbackQuery, talk: Talk) -> Reply:
    await talk.leave()
    return talk.say(_("好的。"))


@on_choice(router, Accounts.which, guard=IN_CANTEEN)
async def chosen(
    event: Message | CallbackQuery, talk: Talk, canteen: Canteen, choice: str
) -> Reply:
    talk.data["month"] = choice
    return await ask_what(talk, canteen)


async def ask_what(talk: Talk, canteen: Canteen, before: str = "") -> SendMessage:
    """The month's sums, and what can be done; after the words `before` (HTML)."""
    accounts_of = await month.look(talk.session, canteen.id, talk.data["month"])
    options = [Option(FILE, _("📄 发表格"))]
    if accounts_of.closed is not None:
        options.append(Option(REVERSE, _("↩️ 冲正")))
    elif today(talk) > month.days_of(accounts_of.month)[1]:
        options.append(Option(CLOSE, _("✅ 结账")))
    text = "\n".join([*([before, ""] if before else []), *_sums(talk, canteen, accounts_of)])
    return await talk.ask(Accounts.what, text, options)


def _sums(talk: Talk, canteen: Canteen, accounts_of: Month) -> list[str]:
    """HTML, line by line."""
    total = accounts_of.total
    closed = accounts_of.closed
    lines = [
        f"<b>{esc(canteen.name)} · {month_name(accounts_of.month)}</b>",
        _("✅ {time} 由 {name} 结账").format(
            time=when(closed.closed_at, talk.config.zone), name=esc(closed.closed_by_name)
        )
        if closed
        else _("还没有结账"),
        "",
        _("{count} 份，其中没来取的 {missed} 份").format(count=total.portions, missed=total.missed),
        _("餐费 {money}").format(money=yuan(total.full_fen)),
        _("补贴 {money}").format(money=yuan(total.subsidy_fen)),
        _("送餐费 {money}").format(money=yuan(total.delivery_fen)),
        _("居民应付 <b>{money}</b>").format(money=yuan(total.paid_fen)),
    ]
    sources = accounts_of.by(lambda line: month_file.tier_and_source(line)[1])
    paid = [
        _("{source} 出 {money}").format(source=esc(source), money=yuan(of_source.subsidy_fen))
        for source, of_source in sources.items()
        if source
    ]
    return [*lines, "", *paid] if paid else lines


@on_choice(router, Accounts.what, BACK, guard=IN_CANTEEN)
async def another_month(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_month(talk, canteen)


@on_choice(router, Accounts.what, FILE, guard=IN_CANTEEN)
async def file(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    await talk.leave()
    return await _file(talk, canteen, talk.data["month"])


async def _file(talk: Talk, canteen: Canteen, named: str) -> SendDocument:
    accounts_of = await month.look(talk.session, canteen.id, named)
    buildings = {
        area_id: await areas.title(talk.session, await talk.session.get_one(Area, area_id))
        for area_id in sorted({line.diner.area_id for line in accounts_of.lines})
    }
    table = await asyncio.to_thread(month_file.excel, accounts_of, buildings)
    name = f"{canteen.name}-{named}.xlsx"
    return SendDocument(chat_id=talk.chat_id, document=BufferedInputFile(table, name))


@on_choice(router, Accounts.what, CLOSE, guard=IN_CANTEEN)
async def ask_whether(event: Message | CallbackQuery, talk: Talk) -> Reply:
    text = _("{month}结账以后，只能冲正，不能再改。确定结账吗？").format(
        month=month_name(talk.data["month"])
    )
    return await talk.ask(Accounts.closing, text, [Option(YES, _("确定结账"))])


@on_choice(router, Accounts.closing, BACK, guard=IN_CANTEEN)
async def not_closed(event: Message | CallbackQuery, talk: Talk, canteen: Canteen) -> Reply:
    return await ask_what(talk, canteen)


@on_choice(router, Accounts.closing, YES, guard=IN_CANTEEN)
async def close(
    event: Message | CallbackQuery, talk: Talk, member: Member, canteen: Canteen
) -> Reply:
    named = talk.data["month"]
    try:
        await accounts.close(
            talk.session, canteen.id, named, member, now=talk.now, zone=talk.config.zone
        )
    except Refusal as refusal:
        return await ask_what(talk, canteen, in_words(refusal, talk.config.zone))
    await talk.leave()
    return [
        talk.say(_("✅ {month}结好账了，表格在下面。").format(month=month_name(named))),
        await _file(talk, canteen, named),
    ]
