"""What staff groups see of a ticket: its card, and messages under the card."""

from collections.abc import Iterable, Sequence
from typing import Any

from aiogram.methods import SendMessage, TelegramMethod
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.admins import to_admins
from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.media import sent_on
from handlers.common.sending import Sending, outgoing
from handlers.common.words import esc, mention, parts
from handlers.tickets.staff.card import card
from handlers.tickets.staff.look import headline, look
from services import tickets
from services.tickets import categories
from services.tickets.recording import Attachment, Line
from services.tickets.succession import LIVES_ON
from storage.outbox import Night, Outgoing, Urgency
from storage.tables import EventKind, Group, Person, Ticket, TicketState

SHOWN = 3000
"""Characters of what a resident adds, in one message under the card."""
_ARRIVALS = (EventKind.FILED, EventKind.REASSIGNED, EventKind.ESCALATED, EventKind.REOPENED)
"""After these the card comes as something new to its group."""
_MOVES = (EventKind.REASSIGNED, EventKind.ESCALATED)
"""After these it comes to a group that has not seen what it was filed with."""


async def tell(session: AsyncSession, line: Line, config: Config) -> list[Outgoing]:
    ticket = line.ticket
    group = await _group(session, ticket.group_id)
    with speaking(SOURCE):
        if group is None:
            return [] if await _told_with_its_group(session, line) else _to_admins(line, config)
        # The photos of a request come with its card, before anything less pressing.
        arrives = line.event.kind in _ARRIVALS
        urgency = await _urgency(session, ticket) if arrives else Urgency.NOTICE
        messages = await _messages(session, line, group)
        return list(_under_card(group, ticket, messages, urgency, await _night(session, line)))


async def show(
    session: AsyncSession, lines: Sequence[Line], again: Sequence[Ticket] = ()
) -> list[Outgoing]:
    """One card a ticket and group; a group that no longer has it sees where it went."""
    sent: list[Outgoing] = []
    shown = {ticket.id: ticket for ticket in (*again, *(line.ticket for line in lines))}
    files = await tickets.attachment_counts(session, shown.keys())
    with speaking(SOURCE):
        for ticket in shown.values():
            kinds = {line.event.kind for line in lines if line.ticket.id == ticket.id}
            here = await _group(session, ticket.group_id)
            if here is not None:
                sent += await _card(
                    session, ticket, here, files[ticket.id], EventKind.REOPENED in kinds
                )
            for group_id in _left_groups(lines, ticket):
                before = await _group(session, group_id)
                if before is not None and before is not here:
                    sent += _gone(ticket, before, here)
    return sent


async def _night(session: AsyncSession, line: Line) -> Night:
    """What was left alone for days can wait for the morning, however urgent it was."""
    if "left_alone" in line.event.data:
        return Night.WAITS
    return await categories.night_of(session, line.ticket)


async def _group(session: AsyncSession, group_id: int | None) -> Group | None:
    """The group, if it can be written to."""
    group = await session.get(Group, group_id) if group_id else None
    return group if group is not None and group.lost_at is None else None


async def _card(
    session: AsyncSession, ticket: Ticket, group: Group, files: int, to_the_end: bool
) -> list[Outgoing]:
    method = SendMessage(
        chat_id=group.chat_id,
        text=await look(session, ticket, files),
        reply_markup=card.keyboard(ticket),
    )
    key = card.key(ticket.id)
    sending = Sending(method=method, card=key, to_the_end=to_the_end, about=key)
    urgency = await _urgency(session, ticket)
    night = await categories.night_of(session, ticket)
    return list(outgoing(sending, group.chat, urgency, night=night))


async def _urgency(session: AsyncSession, ticket: Ticket) -> Urgency:
    """Of its card; nothing is urgent any more once somebody has it."""
    category = (await categories.every(session))[ticket.category_id]
    waits = ticket.state is TicketState.OPEN
    return Urgency.URGENT if category.urgent and waits else Urgency.CARD


def _left_groups(lines: Sequence[Line], ticket: Ticket) -> set[int]:
    routes = [line.event.data for line in lines if line.ticket.id == ticket.id]
    return {route["from_group"] for route in routes if route.get("from_group")}


def _gone(ticket: Ticket, before: Group, here: Group | None) -> Iterable[Outgoing]:
    text = f"➡️ {headline(ticket)}\n" + _("已转到：{group}").format(
        group=esc(here.title) if here else _("值班人员")
    )
    sending = Sending(
        method=SendMessage(chat_id=before.chat_id, text=text), card=card.key(ticket.id)
    )
    return outgoing(sending, before.chat, Urgency.CARD)


async def _messages(session: AsyncSession, line: Line, group: Group) -> list[TelegramMethod[Any]]:
    methods: list[TelegramMethod[Any]] = [
        SendMessage(chat_id=group.chat_id, text=words)
        for words in (*_words(line), *await _unheard(session, line))
    ]
    attachments = line.attachments
    if line.event.kind in _MOVES:
        filed = await tickets.attachments_of(session, line.ticket.id)
        attachments = [Attachment(media.kind, media.file_id) for media in filed]
    if line.event.kind in (*_ARRIVALS, EventKind.ADDED, EventKind.ANSWERED):
        methods += sent_on(group.chat_id, attachments, _("编号 {n}").format(n=line.ticket.number))
    return methods


async def _unheard(session: AsyncSession, line: Line) -> list[str]:
    """Staff speak to a resident who stopped the bot: they have to know that nobody hears it."""
    if line.event.kind not in (EventKind.ASKED, EventKind.RESOLVED, EventKind.DECLINED):
        return []
    author_id = line.ticket.author_id
    author = await session.get(Person, author_id) if author_id else None
    return [_cannot_be_reached()] if author is not None and author.blocked_at else []


def _cannot_be_reached() -> str:
    return _("⚠️ 居民收不到我们的消息（可能停用了），请用别的办法联系。")


def _words(line: Line) -> list[str]:
    """HTML of what is said under the card, nothing where the card says it all."""
    first, *rest = parts(line.event.text or "", SHOWN) or [""]
    said = _sentence(line, esc(first))
    told = line.event.kind in (EventKind.ADDED, EventKind.ANSWERED)
    return [said, *(map(esc, rest) if told else ())] if said else []


def _sentence(line: Line, said: str) -> str:  # noqa: C901 - a list, not logic
    match line.event.kind:
        case EventKind.ADDED if "follow_up" in line.event.data:
            return _("💬 居民评价时说：{text}").format(text=said)
        case EventKind.ADDED:
            return _("💬 居民补充：{text}").format(text=said)
        case EventKind.ANSWERED:
            return _("💬 居民回答：{text}").format(text=said)
        case EventKind.NUDGED:
            return _("📣 居民催办，请尽快处理。")
        case EventKind.OVERDUE if "left_alone" in line.event.data:
            return _(
                "⏰ {taker} 接单三天了，没有动静，请看一下。别的同事点卡片上的“办结”，可以接手。"
            ).format(taker=mention(line.ticket.taker_id or 0, line.ticket.taker_name or ""))
        case EventKind.OVERDUE:
            return _("⏰ 答应居民的时间已经过了，还没有人接单。")
        case EventKind.REOPENED:
            return _("🔁 居民说没有办好，重新办理。这一次先请别的同事接单。")
        case EventKind.ESCALATED if line.event.data.get("to_group"):
            return _("⬆️ 第二次没有办好，提到上一级办理。")
        case EventKind.ESCALATED:
            return _("⬆️ 第二次没有办好；上面没有绑定的群，仍由本群办理。")
        case _ if LIVES_ON in line.event.data:
            return _("↩️ 原来反映的人退出了；附议的邻居还在等，请接着办。")
        case EventKind.WITHDRAWN:
            return _("↩️ 居民撤回了这件事。")
        case EventKind.UNDELIVERED:
            return _cannot_be_reached()
        case EventKind.NOTE:
            return _of_volunteers(line.event.data.get("volunteers"))
        case _:
            return ""


def _of_volunteers(what: str | None) -> str:
    """What became of the request's volunteers' task; a note of staff stands there already."""
    match what:
        case "claimed":
            return _("🤝 有志愿者认领了。")
        case "released":
            return _("🤝 志愿者退出了，再等人认领。")
        case "done":
            return _("🤝 志愿任务结束了。办好了请点“办结”。")
        case "cancelled":
            return _("🤝 志愿任务取消了。")
        case _:
            return ""


def _under_card(
    group: Group,
    ticket: Ticket,
    methods: list[TelegramMethod[Any]],
    urgency: Urgency,
    night: Night,
) -> Iterable[Outgoing]:
    key = card.key(ticket.id)
    sendings: list[TelegramMethod[Any] | Sending] = [
        Sending(method=method, under_card=key, about=key) for method in methods
    ]
    return outgoing(sendings, group.chat, urgency, night=night)


async def _told_with_its_group(session: AsyncSession, line: Line) -> bool:
    """Whether the admins hear at once of all that a group had which went out of reach."""
    before = await session.get(Group, line.event.data.get("from_group") or 0)
    return before is not None and (before.lost_at is not None or before.muted_at is not None)


def _to_admins(line: Line, config: Config) -> list[Outgoing]:
    """Nobody is bound who could take it: those who can bind a group are told."""
    if line.event.kind not in (*_ARRIVALS, EventKind.NUDGED, EventKind.OVERDUE):
        return []
    text = _("⚠️ {headline}\n没有群可以接收这件事。请在工作群里发 /bind，绑定社区和用途。").format(
        headline=headline(line.ticket)
    )
    return to_admins(text, config)
