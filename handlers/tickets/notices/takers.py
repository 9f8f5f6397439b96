"""What becomes known of those who took a request: one took over, one may be gone."""

from aiogram.methods import GetChatMember

from handlers.common.i18n import _
from handlers.common.sending import Sending
from handlers.common.telling import Note, Tell, Telling
from handlers.common.words import mention
from handlers.tickets.staff.card import card
from services import tickets
from services.groups import binding as groups
from services.groups.members import InDoubt
from services.tickets import TakenOver
from storage.outbox import Urgency

telling = Telling()


@telling.hears(TakenOver)
async def taken_over(tell: Tell, news: TakenOver) -> None:
    """One message tells both: it names them, and the messenger points it out to them."""
    ticket = await tickets.get(tell.session, news.ticket_id)
    group = await tickets.group_of(tell.session, ticket) if ticket else None
    if ticket is None or ticket.taker_id is None or group is None:
        return
    number, new = ticket.number, mention(ticket.taker_id, ticket.taker_name or "")
    name = await groups.name_in(tell.session, group.id, news.former_id)

    def words() -> Note:
        former = mention(news.former_id, name or _("原来接单的同事"))
        text = _("👤 编号 <b>{number}</b> 由 {new} 接手，{former} 不用再管了。")
        key = card.key(news.ticket_id)
        said = text.format(number=number, new=new, former=former)
        return Note(said, under_card=key, about=key)

    tell.group(group, words, Urgency.NOTICE)


@telling.hears(InDoubt)
async def in_doubt(tell: Tell, news: InDoubt) -> None:
    """A question to the messenger; what it answers comes to `bot.hooks.SenderHooks.member`."""
    group = await groups.get(tell.session, news.group_id)
    if group is None:
        return

    chat_id = group.chat_id

    def question() -> Sending:
        asked = GetChatMember(chat_id=chat_id, user_id=news.person_id)
        # As a card, so that it is asked once however often somebody wonders.
        return Sending(method=asked, card=f"member:{news.person_id}")

    tell.group(group, question, Urgency.NOTICE)
