"""What is said instead of messages: of one that can never be sent, of cards that are too many."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.saying import Say
from handlers.common.sending import outgoing
from handlers.common.telling import Tell
from handlers.common.words import cut, esc
from services import tickets
from services.groups import binding as groups
from storage.outbox import Outgoing, Urgency
from storage.outbox_rows import OutboxRow
from storage.tables import Chat, Ticket
from storage.written import first_line

REFUSED = "refused"
"""One living message for each admin: a fault that repeats itself is not told a hundred times."""
_ABOUT_TICKETS = ("ticket", "question", "mine", "ask", "resolve", "decline", "promise")
_SAYS_SOMETHING = ("send", "copy", "editMessageText", "editMessageCaption")
DIGEST = "digest"
SHOWN = 50
LINE = 60
"""Characters of a line: with `SHOWN` of them a message stays below 4096."""


async def of_refused(
    session: AsyncSession, row: OutboxRow, reason: str, config: Config, now: datetime
) -> list[Outgoing]:
    """To those who can bind groups: a message can never be sent.

    `reason` is Telegram's, without what people wrote.
    """
    if row.card == REFUSED or not row.method.startswith(_SAYS_SOMETHING):
        return []
    title = await groups.title_of(session, row.chat)
    ticket = await _ticket(session, row)
    tell = Tell(session, config, now)
    await tell.admins(
        lambda: Say(_what_never_came(row, title, ticket, reason), card=REFUSED, to_the_end=True)
    )
    return tell.promised


async def of_incomplete(
    session: AsyncSession, row: OutboxRow, config: Config, now: datetime
) -> list[Outgoing]:
    """To the same: a message left without a file that is gone."""
    title = await groups.title_of(session, row.chat)
    ticket = await _ticket(session, row)
    tell = Tell(session, config, now)
    await tell.admins(
        lambda: Say(_what_is_missing(row, title, ticket), card=REFUSED, to_the_end=True)
    )
    return tell.promised


def _what_is_missing(row: OutboxRow, title: str | None, ticket: Ticket | None) -> str:
    return _(
        "⚠️ 有一条消息里的照片、语音或文件过期了，或者太大，只发了文字。\n发给：{chat}\n"
        "事情：{subject}\n需要的话，请让发的人再发一次。"
    ).format(chat=_where(row, title), subject=_about(ticket))


def _what_never_came(row: OutboxRow, title: str | None, ticket: Ticket | None, reason: str) -> str:
    return _(
        "⚠️ 有一条消息发不出去，不会再试。\n发给：{chat}\n事情：{subject}\n原因：{reason}\n"
        "对方可能在等，请用别的办法告诉他们。"
    ).format(chat=_where(row, title), subject=_about(ticket), reason=esc(reason))


def _where(row: OutboxRow, title: str | None) -> str:
    return esc(title or _("聊天 {id}").format(id=row.chat_id))


def _about(ticket: Ticket | None) -> str:
    return esc(_("编号 {n}").format(n=ticket.number) if ticket else _("别的事"))


async def _ticket(session: AsyncSession, row: OutboxRow) -> Ticket | None:
    kind, _colon, number = (row.about or row.card or row.under_card or "").partition(":")
    return await tickets.get(session, int(number)) if kind in _ABOUT_TICKETS else None


def digest(chat: Chat, looks: Sequence[Mapping[str, Any]]) -> list[Outgoing]:
    """One message in place of many: which cards of a group look different now.

    `looks` are the parameters of those that wait; a newer digest takes the place of the one before.
    """
    lines = [line for look in looks if (line := first_line(look))]
    with speaking(SOURCE):
        text = [_("📋 变化太多，下面的卡片要过一会儿才跟上。现在是这样："), ""]
        text += [f"• {esc(cut(line, LINE))}" for line in lines[:SHOWN]]
        if len(lines) > SHOWN:
            text.append(_("另外还有 {count} 件。").format(count=len(lines) - SHOWN))
    digest = Say("\n".join(text), card=DIGEST, to_the_end=True)
    return list(outgoing(digest, chat, Urgency.NOTICE))
