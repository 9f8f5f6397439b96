"""What becomes known of those who took a request: one took over, one may be gone."""

from collections.abc import Awaitable, Callable, Mapping

from aiogram.methods import GetChatMember, SendMessage
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, speaking
from handlers.common.sending import Sending, outgoing
from handlers.common.words import mention
from handlers.tickets.staff.card import card
from services.groups.members import InDoubt
from services.news import News
from services.tickets import TakenOver
from storage.outbox import Outgoing, Urgency
from storage.tables import Group, GroupMember, Ticket


async def taken_over(session: AsyncSession, news: TakenOver, _config: Config) -> list[Outgoing]:
    """One message tells both: it names them, and the messenger points it out to them."""
    ticket = await session.get_one(Ticket, news.ticket_id)
    group = await session.get(Group, ticket.group_id) if ticket.group_id else None
    if group is None or ticket.taker_id is None:
        return []
    before = await session.get(GroupMember, (group.id, news.former_id))
    with speaking(SOURCE):
        text = _("👤 编号 <b>{number}</b> 由 {new} 接手，{former} 不用再管了。").format(
            number=ticket.number,
            new=mention(ticket.taker_id, ticket.taker_name or ""),
            former=mention(news.former_id, before.name if before else _("原来接单的同事")),
        )
    key = card.key(ticket.id)
    message = SendMessage(chat_id=group.chat_id, text=text)
    said = Sending(method=message, under_card=key, about=key)
    return list(outgoing(said, group.chat_id, Urgency.NOTICE))


async def in_doubt(session: AsyncSession, news: InDoubt, _config: Config) -> list[Outgoing]:
    """A question to the messenger; what it answers comes to `bot.hooks.SenderHooks.member`."""
    group = await session.get_one(Group, news.group_id)
    asked = GetChatMember(chat_id=group.chat_id, user_id=news.person_id)
    # As a card, so that it is asked once however often somebody wonders.
    sending = Sending(method=asked, card=f"member:{news.person_id}")
    return list(outgoing(sending, group.chat_id, Urgency.NOTICE))


HEARD: Mapping[type[News], Callable[..., Awaitable[list[Outgoing]]]] = {
    TakenOver: taken_over,
    InDoubt: in_doubt,
}
