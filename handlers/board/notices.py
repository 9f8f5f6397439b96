"""What the writer and the office hear of a message to the secretary."""

from handlers.board.card import card, look
from handlers.common.i18n import _
from handlers.common.saying import Say
from handlers.common.telling import Tell, Telling
from handlers.common.words import cut, esc
from services import areas, rows
from services.board.messages import MessageAnswered, MessageCard, MessageUnanswered
from services.people import people
from storage.tables import BoardMessage

REPEATED = 40
"""Characters of what they wrote, so that they know it again."""

telling = Telling()


@telling.draws(MessageCard)
async def drawn(tell: Tell, subject: MessageCard) -> None:
    message = await rows.current(tell.session, BoardMessage, subject.message_id)
    place = await areas.title_of(tell.session, message.area_id)
    zone = tell.config.zone
    await tell.office(
        message.area_id,
        lambda: Say(look(message, place, zone), card.keyboard(message), card=card.key(message.id)),
    )


@telling.hears(MessageAnswered)
async def answered(tell: Tell, news: MessageAnswered) -> None:
    message = await rows.current(tell.session, BoardMessage, news.message_id)
    text, answer = esc(cut(message.text, REPEATED)), esc(message.answer)
    await tell.person(
        message.person_id,
        # Who did not sign is named to nobody, should staff have to tell them.
        lambda: Say(
            _("📮 您给书记的留言“{text}”有答复了：\n\n“{answer}”").format(text=text, answer=answer),
            secret=message.signed_as is None,
        ),
    )
    if await people.reachable(tell.session, message.person_id) is None:
        await _below_the_card(
            tell, message, _("⚠️ 居民收不到我们的消息（可能停用了），请用别的办法联系。")
        )


@telling.hears(MessageUnanswered)
async def unanswered(tell: Tell, news: MessageUnanswered) -> None:
    message = await rows.current(tell.session, BoardMessage, news.message_id)
    await _below_the_card(tell, message, _("⏰ 三个工作日没有回复了，请看一下这条留言。"))


async def _below_the_card(tell: Tell, message: BoardMessage, text: str) -> None:
    await tell.office(message.area_id, lambda: Say(text, under_card=card.key(message.id)))
