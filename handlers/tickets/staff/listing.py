"""/list: what this group still has to do."""

from datetime import datetime

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import Message

from handlers.common.i18n import SOURCE, _
from handlers.common.labels import state_name
from handlers.common.members import InBoundGroup
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.times import when
from handlers.common.words import cut, esc
from services import tickets
from services.tickets import joint
from services.tickets.categories import every
from storage.tables import Ticket, TicketState

router = Router(name="lists")

LISTED = 25
SHOWN_PLACE = 40


@router.message(Command("list"), InBoundGroup())
async def in_work(message: Message, talk: Talk, member: tickets.Member) -> Reply:
    found = await tickets.in_work_of(talk.session, member.group_id)
    awaited = await joint.awaited_from(talk.session, member.group_id)
    if not found and not awaited:
        return talk.say(_("都办完了，没有积压。"))
    categories = await every(talk.session)
    lines = [
        f"<b>{ticket.number}</b> {state_name(ticket.state)} · "
        f"{esc(categories[ticket.category_id].name(SOURCE))} · "
        f"{esc(cut(ticket.place, SHOWN_PLACE))} · {when(_by(ticket), talk.config.zone)}"
        for ticket in found[:LISTED]
    ]
    head = _("还没办完的，一共 {count} 件，最急的在前：").format(count=len(found))
    shown = [head, "", *lines] if found else []
    if awaited:
        numbers = "、".join(ticket.number for ticket in awaited[:LISTED])
        shown.append(
            _("🤝 等本群报到的，一共 {count} 件：{numbers}").format(
                count=len(awaited), numbers=numbers
            )
        )
    return talk.say("\n".join(shown))


def _by(ticket: Ticket) -> datetime:
    """What has to happen next: that somebody takes it, then that it is done."""
    taken = ticket.state is TicketState.TAKEN
    return ticket.solve_by if taken and ticket.solve_by else ticket.respond_by


@router.message(Command("list"))
async def not_bound(message: Message, talk: Talk) -> Reply:
    return talk.say(_("本群还没有绑定，请管理员发 /bind。"))
