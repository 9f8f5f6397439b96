"""问效于民, their side: taps, and words, pictures and voice instead of taps or after them."""

from datetime import timedelta
from typing import Any

from aiogram import Router
from aiogram.types import CallbackQuery, Message

from handlers.common import menu
from handlers.common.choices import on_choice, on_press
from handlers.common.filters import HasMedia, HasText, RepliesTo
from handlers.common.i18n import _
from handlers.common.questions import Option
from handlers.common.said import recall, remember, set_aside, take_up, together
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable, esc, unmarked
from handlers.tickets.about import SAYS_LITTLE, speaks_of_another
from handlers.tickets.asking import (
    FOLLOW_UP,
    FREE,
    MISSING,
    NOBODY_CAME,
    Answer,
    Asked,
    Rating,
    ask_on,
    ask_what_is_missing,
    options,
)
from handlers.tickets.idle import answers
from handlers.tickets.refusals import in_words
from handlers.tickets.wording import numbered, own_words, reopened
from services import tickets
from services.errors import AlreadySaid, Refusal, WrongState
from services.tickets import follow_up as follow_ups
from services.tickets import rating as ratings
from services.tickets.rated import is_unhappy
from services.tickets.transitions import IN_WORK
from services.tickets.verdicts import Verdict, verdict
from storage.media import Attachment
from storage.tables import FollowUp, Satisfaction, Ticket

router = Router(name="rating")

WORDS_WITHIN = timedelta(minutes=10)
"""How long after the end of a rating what people write is taken for a word on it."""
OTHER = "other"
SAID_THERE = "said at the rating"
"""Key of the conversation's data: words and pictures that left the question open."""


@on_press(router, Answer)
async def tapped(talk: Talk, answer: Answer) -> Reply:
    return await answered(talk, answer.follow_up, answer.asked, answer.said)


@on_choice(router, Rating.answering, OTHER)
async def meant_otherwise(event: Message | CallbackQuery, talk: Talk) -> Reply:
    take_up(talk, SAID_THERE)
    return await answers.offer(talk)


@on_choice(router, Rating.answering)
@on_choice(router, Rating.missing)
async def said(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    follow_up_id, asked = talk.data[FOLLOW_UP]
    return await answered(talk, follow_up_id, Asked(asked), choice)


async def answered(talk: Talk, follow_up_id: int, asked: Asked, said: str) -> Reply:
    try:
        follow_up, _ticket = await follow_ups.get(talk.session, follow_up_id)
        if follow_up.ended_at is not None:
            text = _over(follow_up)
            return talk.say(text) if isinstance(talk.event, Message) else talk.toast(text)
        if asked is Asked.MISSING:
            return await _open_again(talk, follow_up_id, "", [])
        return await _rate(talk, follow_up_id, **_meaning(asked, said))
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))


def _over(follow_up: FollowUp) -> str:
    if follow_up.solved is None:
        return _("等了几天没有回音，这件事已经结束了。还没解决，请直接写下来。")
    return _("您已经说过了，谢谢您。")


def _meaning(asked: Asked, said: str) -> dict[str, Any]:
    """As `ratings.answer` takes it."""
    if asked is Asked.SATISFACTION:
        return {"satisfaction": Satisfaction(said)}
    nobody_came = {"contacted": False} if said == NOBODY_CAME else {}
    return {"solved": said == "yes"} | nobody_came


async def _rate(talk: Talk, follow_up_id: int, **given: Any) -> Reply:
    """Take an answer, with what was said before it. Raises Refusal."""
    follow_up = await ratings.answer(
        talk.session, follow_up_id, talk.user_id, **given, now=talk.now
    )
    _follow_up, ticket = await follow_ups.get(talk.session, follow_up_id)
    words, files = await _said_before(talk, follow_up_id)
    if is_unhappy(follow_up):
        if words or files:
            return await _open_again(talk, follow_up_id, words, files)
        return await ask_what_is_missing(talk, follow_up)
    if (words or files) and follow_up.ended_at is None:
        await tickets.add(talk.session, ticket.id, talk.user_id, words, files, now=talk.now)
    if follow_up.ended_at is None:
        return await ask_on(talk, follow_up)
    return await _thank(talk, ticket, follow_up)


async def _said_before(talk: Talk, follow_up_id: int) -> tuple[str, list[Attachment]]:
    """Words and pictures that came at the question, if it is this one that stands."""
    standing, _asked = talk.data.get(FOLLOW_UP, (0, ""))
    if await talk.state.get_state() != Rating.answering.state or standing != follow_up_id:
        return "", []
    take_up(talk, SAID_THERE)
    words, files = together(recall(talk))
    await talk.keep()
    # 没修好 says that it is not solved, and nothing of what is missing.
    says_more = files or len(comparable(words)) > SAYS_LITTLE
    return (words, files) if says_more else ("", [])


@router.message(Rating.answering, HasMedia())
@router.message(Rating.answering, HasText())
async def said_in_words(message: Message, talk: Talk) -> Reply:
    """It belongs to the rating; where it does not say which answer it is, that is asked."""
    remember(talk)
    set_aside(talk, SAID_THERE)
    follow_up_id, asked = talk.data[FOLLOW_UP]
    follow_up, ticket = await follow_ups.get(talk.session, follow_up_id)
    meant = _verdict(talk, ticket)
    given = {question: said for question, said in meant._asdict().items() if said is not None}
    if given and follow_up.ended_at is None:
        talk.heard = True
        try:
            return await _rate(talk, follow_up_id, **given)
        except Refusal as refusal:
            return talk.say(in_words(refusal, talk.config.zone))
    which = [*options(follow_up, Asked(asked)), Option(OTHER, _("我说的是另一件事"))]
    text = (
        _("记下了。您说的“{text}”，满意吗？")
        if asked == Asked.SATISFACTION
        else _("记下了。您说的“{text}”，现在解决了吗？")
    ).format(text=esc(own_words(ticket)))
    again = await talk.ask(Rating.answering, text, which, back=False)
    return talk.as_one(again)


def _verdict(talk: Talk, ticket: Ticket) -> Verdict:
    """None of it where the words clearly speak of something else."""
    words = unmarked(talk.words)
    meant = verdict(words)
    return meant._replace(solved=None) if speaks_of_another(talk, ticket, words) else meant


@router.message(RepliesTo(MISSING), HasMedia())
@router.message(RepliesTo(MISSING), HasText())
async def replied(message: Message, talk: Talk, about: int) -> Reply:
    """Whatever else is going on."""
    return await _say_missing(talk, about)


@router.message(Rating.missing, HasMedia())
@router.message(Rating.missing, HasText())
async def said_missing(message: Message, talk: Talk) -> Reply:
    follow_up_id, _asked = talk.data[FOLLOW_UP]
    return await _say_missing(talk, follow_up_id)


async def _say_missing(talk: Talk, follow_up_id: int) -> Reply:
    try:
        return await _open_again(talk, follow_up_id, talk.words, talk.attachments)
    except WrongState:
        return await _add(talk, follow_up_id)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))


async def _open_again(talk: Talk, follow_up_id: int, words: str, files: list[Attachment]) -> Reply:
    """Raises Refusal."""
    ticket = await ratings.say_missing(
        talk.session,
        follow_up_id,
        talk.user_id,
        words,
        files,
        now=talk.now,
        zone=talk.config.zone,
    )
    await _wait_for_more(talk, follow_up_id)
    return talk.say(await reopened(talk, ticket, said_more=bool(words or files)))


async def _wait_for_more(talk: Talk, follow_up_id: int) -> None:
    """What they still write belongs to it, unless they are in the middle of something else."""
    if await talk.state.get_state() in (*FREE, Rating.missing.state):
        talk.data.pop("question", None)
        talk.data[FOLLOW_UP] = [follow_up_id, ""]
        await talk.state.set_state(Rating.words)
        await talk.keep()


async def _thank(talk: Talk, ticket: Ticket, follow_up: FollowUp) -> Reply:
    is_free = await talk.state.get_state() in FREE
    await _wait_for_more(talk, follow_up.id)
    text = (
        _("谢谢您！这件事就办完了。\n想对办事的人说句话，直接写下来。")
        if is_free
        else _("谢谢您！这件事就办完了。")
    )
    return talk.say(numbered(text, ticket))


@router.message(Rating.words, HasMedia())
@router.message(Rating.words, HasText())
async def words(message: Message, talk: Talk) -> Reply:
    """Of what was opened again more is taken; on what is over, one word and no pictures.

    Everything else, and what comes later, is more likely something new.
    """
    follow_up_id, _asked = talk.data[FOLLOW_UP]
    follow_up, ticket = await follow_ups.get(talk.session, follow_up_id)
    if talk.now - (follow_up.ended_at or talk.now) <= WORDS_WITHIN:
        if ticket.state in IN_WORK:
            return await _add(talk, follow_up_id)
        if not talk.brings_files and follow_up.words is None:
            return await _say_a_word(talk, follow_up_id)
    remember(talk)
    return await answers.offer(talk)


async def _add(talk: Talk, follow_up_id: int) -> Reply:
    """To what is being done again."""
    _follow_up, ticket = await follow_ups.get(talk.session, follow_up_id)
    try:
        await tickets.add(
            talk.session, ticket.id, talk.user_id, talk.words, talk.attachments, now=talk.now
        )
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return talk.as_one(talk.say(_("也写在单子上了。")))


async def _say_a_word(talk: Talk, follow_up_id: int) -> Reply:
    try:
        await ratings.words(talk.session, follow_up_id, talk.user_id, talk.words, now=talk.now)
    except AlreadySaid as refusal:
        return await menu.refused(talk, refusal, in_words)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("谢谢您，办事的人会看到您的话。"))
