"""/month in the canteen's group: the accounts as sums and as a file, and closing them."""

import asyncio
from dataclasses import dataclass
from typing import ClassVar

from aiogram.filters import Command
from aiogram.types import Message

from handlers.common.i18n import _
from handlers.common.kept import Kept
from handlers.common.questions import Ask, Option
from handlers.common.saying import Document, File
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import esc
from handlers.meals.refusals import of_canteens
from handlers.meals.staff.canteen import IN_CANTEEN, canteen_form, canteen_of
from handlers.meals.words import yuan
from services import areas
from services.errors import Refusal
from services.meals import accounts, month
from services.meals.month import Month
from storage.tables import Canteen


@dataclass(slots=True)
class Chosen(Kept):
    KEY: ClassVar = "accounts"

    named: str | None = None
    """The month, such as 2026-11."""
    name: str = ""
    """In whose name charges are looked for."""

    @property
    def month(self) -> str:
        assert self.named is not None
        return self.named


monthly = canteen_form(Chosen, "Accounts")


def month_name(named: str) -> str:
    """Of 2026-11: 2026年11月."""
    year, number = named.split("-")
    return _("{year}年{month}月").format(year=year, month=int(number))


@monthly.message(Command("month"), IN_CANTEEN)
async def begin(message: Message, talk: Talk) -> Reply:
    return await monthly.go_on(talk, Chosen())


@monthly.step(part="named")
async def which(talk: Talk, chosen: Chosen) -> Ask | Reply:
    months = await month.recent(talk.session, (await canteen_of(talk)).id, talk.today)
    if not months:
        return talk.say(_("还没有账，有人订餐以后再看。"))
    return Ask(_("看哪个月的账？"), [Option(each, month_name(each)) for each in months])


@monthly.step()
async def what(talk: Talk, chosen: Chosen) -> Ask:
    """The month's sums, and what can be done: steps of these names, see `reversing` too."""
    canteen = await canteen_of(talk)
    found = await month.look(talk.session, canteen.id, chosen.month)
    options = [Option("file", _("📄 发表格"))]
    if found.closed is not None:
        options.append(Option("reverse", _("↩️ 冲正")))
    elif month.is_over(found.month, talk.today):
        options.append(Option("close", _("✅ 结账")))
    return Ask("\n".join(_sums(talk, canteen, found)), options)


def _sums(talk: Talk, canteen: Canteen, found: Month) -> list[str]:
    """HTML, line by line."""
    total, closed = found.total, found.closed
    lines = [
        f"<b>{esc(canteen.name)} · {month_name(found.month)}</b>",
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
    paid = [
        _("{source} 出 {money}").format(source=esc(source), money=yuan(of_source.subsidy_fen))
        for source, of_source in found.by(lambda line: line.tier[1]).items()
        if source
    ]
    return [*lines, "", *paid] if paid else lines


@what.choice()
async def do(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    return await monthly.ask(talk, chosen, choice)


@monthly.aside("what")
async def file(talk: Talk, chosen: Chosen) -> Reply:
    await talk.leave()
    return await _file(talk, chosen.month)


async def _file(talk: Talk, named: str) -> Document:
    from handlers.meals.staff import month_file

    canteen = await canteen_of(talk)
    found = await month.look(talk.session, canteen.id, named)
    buildings = await areas.titles(talk.session, {line.diner.area_id for line in found.lines})
    table = await asyncio.to_thread(month_file.excel, found, buildings)
    name = f"{canteen.name}-{named}.xlsx"
    return Document(File(name, table))


@monthly.aside("what")
async def close(talk: Talk, chosen: Chosen) -> Ask:
    text = _("{month}结账以后，只能冲正，不能再改。确定结账吗？")
    return Ask(text.format(month=month_name(chosen.month)), [Option("yes", _("确定结账"))])


@close.choice()
async def closed(talk: Talk, chosen: Chosen, choice: str) -> Reply:
    canteen, zone = await canteen_of(talk), talk.config.zone
    try:
        await accounts.close(
            talk.session, canteen.id, chosen.month, talk.member, now=talk.now, zone=zone
        )
    except Refusal as refusal:
        return await monthly.ask(talk, chosen, "what", of_canteens(refusal, zone))
    await talk.leave()
    text = _("✅ {month}结好账了，表格在下面。").format(month=month_name(chosen.month))
    return [talk.say(text), await _file(talk, chosen.month)]
