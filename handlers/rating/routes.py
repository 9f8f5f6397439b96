"""The answers to 联系您了吗? 解决了吗? 满意吗? and a few words if people like."""

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasText
from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.rating.dialogue import FOLLOW_UP, Answer, Asked, Rating, missing, question, thanks
from services import follow_up as follow_ups
from services.errors import Refusal
from storage.tables import FollowUp, Satisfaction, Ticket

router = Router(name="rating")


@router.callback_query(Answer.filter())
async def tapped(query: CallbackQuery, talk: Talk, callback_data: Answer) -> Reply:
    return await answered(talk, callback_data.follow_up, callback_data.asked, callback_data.said)


@router.message(Rating.answering, Choice())
async def said(message: Message, talk: Talk, choice: str) -> Reply:
    follow_up_id, asked = talk.data[FOLLOW_UP]
    return await answered(talk, follow_up_id, Asked(asked), choice)


async def answered(talk: Talk, follow_up_id: int, asked: Asked, said: str) -> Reply:
    before = await talk.session.get(FollowUp, follow_up_id)
    if before is not None and before.ended_at is not None:
        text = _("这一次的回访已经结束了，谢谢您。")
        return talk.say(text) if isinstance(talk.event, Message) else talk.toast(text)
    try:
        follow_up = await follow_ups.answer(
            talk.session,
            follow_up_id,
            talk.user_id,
            contacted=said == "yes" if asked is Asked.CONTACTED else None,
            solved=said == "yes" if asked is Asked.SOLVED else None,
            satisfaction=Satisfaction(said) if asked is Asked.SATISFACTION else None,
            now=talk.now,
            zone=talk.config.zone,
        )
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    ticket = await talk.session.get_one(Ticket, follow_up.ticket_id)
    following = missing(follow_up)
    if following is not None:
        return await question(talk.session, ticket, follow_up, following, talk.person)
    return await ask_for_words(talk, ticket, follow_up)


async def ask_for_words(talk: Talk, ticket: Ticket, follow_up: FollowUp) -> Reply:
    """Only where nothing else is going on: their words belong to that."""
    state = await talk.state.get_state()
    if state not in (None, Rating.answering.state):
        return talk.say(thanks(ticket, follow_up))
    talk.data[FOLLOW_UP] = [follow_up.id, ""]
    text = thanks(ticket, follow_up) + "\n\n" + _("还想说点什么，直接写下来；不想说就点“不用了”。")
    return await talk.ask(Rating.words, text, [Option("no", _("不用了"))], back=False)


@router.message(Rating.words, Choice("no"))
@router.callback_query(Rating.words, Choice("no"))
async def no_words(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，谢谢您。有事随时找我。"))


@router.message(Rating.words, HasText())
async def words(message: Message, talk: Talk) -> Reply:
    follow_up_id, _asked = talk.data[FOLLOW_UP]
    try:
        await follow_ups.words(talk.session, follow_up_id, talk.user_id, talk.text, now=talk.now)
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("记下了，谢谢您。办事的人会看到您的话。"))
