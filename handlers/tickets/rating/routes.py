"""The answers to 联系您了吗? 解决了吗? 满意吗? and a few words if people like."""

from datetime import timedelta

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.filters import Choice, HasMedia, HasText
from handlers.common.i18n import _
from handlers.common.idle import on_answer
from handlers.common.questions import Option
from handlers.common.refusals import in_words
from handlers.common.said import recall, remember, together
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.tickets.idle import answers
from handlers.tickets.mine.looking import IDLE
from handlers.tickets.rating.dialogue import (
    FOLLOW_UP,
    Answer,
    Asked,
    Rating,
    missing,
    question,
    thanks,
)
from services import tickets
from services.errors import Refusal
from services.tickets import follow_up as follow_ups
from storage.tables import FollowUp, Satisfaction, Ticket

router = Router(name="rating")

WORDS_WITHIN = timedelta(hours=1)
"""How long after the last tap what people write is taken for a word on it."""


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


@router.message(Rating.answering, HasMedia())
@router.message(Rating.answering, HasText())
async def said_otherwise(message: Message, talk: Talk) -> Reply:
    """Neither an option nor its number: about this request, or something new?"""
    remember(talk)
    follow_up = await talk.session.get_one(FollowUp, talk.data[FOLLOW_UP][0])
    ticket = await talk.session.get_one(Ticket, follow_up.ticket_id)
    return await talk.ask(
        Rating.this_or_new,
        _("您说的是编号 <b>{number}</b> 这件事吗？").format(number=ticket.number),
        [Option("this", _("是的，转给办事的人")), Option("new", _("不是，是新的事"))],
        back=False,
    )


@on_answer(router, Rating.this_or_new)
async def sorted_out(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "new":
        return await answers.pass_on(talk)
    follow_up = await talk.session.get_one(FollowUp, talk.data[FOLLOW_UP][0])
    ticket = await talk.session.get_one(Ticket, follow_up.ticket_id)
    words, files = together(recall(talk))
    await talk.leave()
    try:
        await tickets.add(talk.session, ticket.id, talk.user_id, words, files, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    asked = missing(follow_up)
    noted = _("转过去了。")
    if asked is None:
        return talk.say(noted)
    return await question(talk.session, ticket, follow_up, asked, talk.person, noted)


async def ask_for_words(talk: Talk, ticket: Ticket, follow_up: FollowUp) -> Reply:
    """Only where nothing else is going on: their words belong to that."""
    state = await talk.state.get_state()
    if state not in (None, *IDLE, Rating.answering.state):
        return talk.say(thanks(ticket, follow_up))
    talk.data[FOLLOW_UP] = [follow_up.id, ""]
    text = thanks(ticket, follow_up) + "\n\n" + _("还想说点什么，直接写下来；不想说就点“不用了”。")
    return await talk.ask(
        Rating.words, text, [Option("no", _("不用了"))], back=False, in_words=True
    )


@router.message(Rating.words, Choice("no"))
@router.callback_query(Rating.words, Choice("no"))
async def no_words(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，谢谢您。有事随时找我。"))


@router.message(Rating.words, HasMedia())
@router.message(Rating.words, HasText())
async def words(message: Message, talk: Talk) -> Reply:
    follow_up_id, _asked = talk.data[FOLLOW_UP]
    follow_up = await talk.session.get_one(FollowUp, follow_up_id)
    rated_at = follow_up.ended_at or talk.now
    if talk.brings_files or talk.now - rated_at > WORDS_WITHIN:
        # Days later, or a picture: more likely something new than a word on what is over.
        remember(talk)
        return await answers.offer(talk)
    try:
        await follow_ups.words(talk.session, follow_up_id, talk.user_id, talk.words, now=talk.now)
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("记下了，谢谢您。办事的人会看到您的话。"))
