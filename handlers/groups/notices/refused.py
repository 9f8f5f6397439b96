"""Telling those who can bind groups of a message that can never be sent."""

from aiogram.methods import SendMessage
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.words import esc
from storage.outbox import Outgoing, Urgency
from storage.tables import Group, OutboxMessage, Ticket

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
    with speaking(SOURCE):
        text = _(
            "⚠️ 有一条消息发不出去，不会再试。\n发给：{chat}\n事情：{subject}\n原因：{reason}\n"
            "对方可能在等，请用别的办法告诉他们。"
        ).format(
            chat=esc(await _chat(session, row.chat_id)),
            subject=esc(await _subject(session, row)),
            reason=esc(reason),
        )
    return [
        message
        for admin in sorted(config.admin_ids)
        for message in outgoing(
            Sending(method=SendMessage(chat_id=admin, text=text), card=CARD, to_the_end=True),
            admin,
            Urgency.NOTICE,
        )
    ]


async def _chat(session: AsyncSession, chat_id: int) -> str:
    title = await session.scalar(select(Group.title).where(Group.chat_id == chat_id))
    return title or _("聊天 {id}").format(id=chat_id)


async def _subject(session: AsyncSession, row: OutboxMessage) -> str:
    kind, _colon, number = (row.about or row.card or row.under_card or "").partition(":")
    ticket = await session.get(Ticket, int(number)) if kind in _ABOUT_TICKETS else None
    return _("编号 {n}").format(n=ticket.number) if ticket else _("别的事")
