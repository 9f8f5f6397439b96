"""Telling those who can bind groups of a message that can never be sent."""

from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import _
from handlers.common.telling import Look, Tell
from handlers.common.words import esc
from services import tickets
from services.groups import binding as groups
from storage.outbox import Outgoing
from storage.tables import OutboxMessage, Ticket

CARD = "refused"
"""One living message for each admin: a fault that repeats itself is not told a hundred times."""
_ABOUT_TICKETS = ("ticket", "question", "mine", "ask", "resolve", "decline")
_SAYS_SOMETHING = ("send", "copy", "editMessageText", "editMessageCaption")


async def tell(
    session: AsyncSession, row: OutboxMessage, reason: str, config: Config
) -> list[Outgoing]:
    """`reason` is Telegram's, without what people wrote."""
    if row.card == CARD or not row.method.startswith(_SAYS_SOMETHING):
        return []
    title = await groups.title_of(session, row.chat)
    ticket = await _ticket(session, row)
    tell = Tell(session, config)
    tell.admins(lambda: Look(CARD, _words(row, title, ticket, reason), to_the_end=True))
    return tell.promised


def _words(row: OutboxMessage, title: str | None, ticket: Ticket | None, reason: str) -> str:
    return _(
        "⚠️ 有一条消息发不出去，不会再试。\n发给：{chat}\n事情：{subject}\n原因：{reason}\n"
        "对方可能在等，请用别的办法告诉他们。"
    ).format(
        chat=esc(title or _("聊天 {id}").format(id=row.chat_id)),
        subject=esc(_("编号 {n}").format(n=ticket.number) if ticket else _("别的事")),
        reason=esc(reason),
    )


async def _ticket(session: AsyncSession, row: OutboxMessage) -> Ticket | None:
    kind, _colon, number = (row.about or row.card or row.under_card or "").partition(":")
    return await tickets.get(session, int(number)) if kind in _ABOUT_TICKETS else None
