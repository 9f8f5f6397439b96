"""Saying more about one's requests: adding to them, answering what staff asked (问居民)."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice
from handlers.common.filters import HasMedia, HasText, RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import BACK, Option
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import esc
from handlers.tickets.mine import Mine, Wish, mine
from handlers.tickets.refusals import in_words
from handlers.tickets.wording import own_words
from services import tickets
from services.errors import NothingAsked, Refusal
from storage.tables import Ticket

router = Router(name="more about my requests")


@mine.choice(Wish.ADD)
async def ask_to_add(talk: Talk, ticket_id: int) -> Reply:
    ticket = await tickets.open_to(talk.session, ticket_id, talk.user_id)
    mine.look_at(talk, ticket_id)
    text = _("“{text}”，要补充什么？写字、拍照、说话都行，可以分几次发。")
    return await ask_for_more(talk, text.format(text=esc(own_words(ticket))))


async def ask_for_more(talk: Talk, text: str) -> Reply:
    """Whatever they send from now on, until they say that it is all (`mine.look_at`: of which)."""
    done = [Option("done", _("补充好了"))]
    return await talk.ask(Mine.adding, text, done, back=False, in_words=True)


@mine.choice(Wish.ANSWER)
async def ask_to_answer(talk: Talk, ticket_id: int) -> Reply:
    ticket = await tickets.own_asked(talk.session, ticket_id, talk.user_id)
    mine.look_at(talk, ticket_id)
    text = _("关于“{text}”，请写下您的回答，拍照、说话也行。").format(text=esc(own_words(ticket)))
    return await talk.ask(Mine.answering, text)


@on_choice(router, Mine.adding, "done")
async def added_all(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，办事的人都能看到。"))


@on_choice(router, Mine.answering, BACK)
async def no_answer(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的。想回答的时候，点“📋 我的诉求”里的“回答”。"))


@router.message(RepliesTo("question"), HasMedia())
@router.message(RepliesTo("question"), HasText())
async def replied(message: Message, talk: Talk, about: int) -> Reply:
    """A reply to the question itself: the same as "回答", whatever else is going on.

    What comes after the answer, such as the rest of an album, is added to it.
    """
    for say_it in (tickets.answer, tickets.add):
        try:
            await _pass_on(talk, say_it, about)
        except NothingAsked:
            continue
        except Refusal as refusal:
            return talk.say(in_words(refusal, talk.config.zone))
        thanks = _("您的回答转过去了，谢谢。")
        return talk.say(thanks, card=f"answered:{about}", to_the_end=True)
    return None


@router.message(Mine.answering, HasMedia())
@router.message(Mine.answering, HasText())
async def answer(message: Message, talk: Talk) -> Reply:
    try:
        await _pass_on(talk, tickets.answer, mine.row_of(talk))
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    return await ask_for_more(
        talk, _("您的回答转过去了，谢谢。还有要补充的请接着发；说完了请点“补充好了”。")
    )


@router.message(Mine.adding, HasMedia())
@router.message(Mine.adding, HasText())
async def add(message: Message, talk: Talk) -> Reply:
    try:
        await _pass_on(talk, tickets.add, mine.row_of(talk))
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    again = await talk.repeat(_("补充上了。"))
    return replace(again, card=f"adding:{talk.user_id}", to_the_end=True)


async def _pass_on(talk: Talk, say_it: Callable[..., Awaitable[Ticket]], ticket_id: int) -> None:
    """Have what came recorded by `tickets.answer` or `tickets.add`. Raises as they do."""
    files = talk.attachments
    await say_it(talk.session, ticket_id, talk.user_id, talk.words, files, now=talk.now)
