"""问效于民: 联系您了吗? 解决了吗? 满意吗? and a few words if people like.

The questions come unasked, maybe while the person is doing something else. So their buttons carry
all that is needed and work at any time; numbers and labels work too while the person was idle.
"""

from collections.abc import Sequence
from datetime import timedelta
from enum import StrEnum
from typing import Self

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, Message
from pydantic import model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common import menu
from handlers.common.button_data import RowId
from handlers.common.choices import on_choice, on_press
from handlers.common.filters import HasMedia, HasText
from handlers.common.i18n import _, speaking
from handlers.common.idle import on_answer
from handlers.common.labels import satisfaction_name
from handlers.common.questions import Option, Question
from handlers.common.refusals import in_words
from handlers.common.said import recall, remember, together
from handlers.common.saying import Say
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.telling import Tell
from handlers.common.words import esc
from handlers.tickets.idle import answers
from handlers.tickets.mine import Looking
from handlers.tickets.timeline import own_words
from services import tickets
from services.errors import Refusal
from services.people import people
from services.tickets import follow_up as follow_ups
from services.tickets.recording import Line
from storage.conversations import Conversations
from storage.tables import Chat, EventKind, FollowUp, Person, Satisfaction, Ticket

router = Router(name="rating")

WORDS_WITHIN = timedelta(hours=1)
"""How long after the last tap what people write is taken for a word on it."""
FOLLOW_UP = "follow up"
"""Key of the follow-up's id and the standing question in the conversation's data."""


class Rating(StatesGroup):
    answering = State()
    this_or_new = State()
    words = State()


_FREE = (None, Looking.at_all.state, Looking.at_one.state, Rating.answering.state)
"""States in which nothing else is going on: a question may be put, words may be asked for."""


class Asked(StrEnum):
    CONTACTED = "contacted"
    SOLVED = "solved"
    SATISFACTION = "satisfaction"


YES_OR_NO = ("yes", "no")
ANSWERS: dict[Asked, Sequence[str]] = {
    Asked.CONTACTED: YES_OR_NO,
    Asked.SOLVED: YES_OR_NO,
    Asked.SATISFACTION: tuple(Satisfaction),
}


class Answer(CallbackData, prefix="rate"):
    follow_up: RowId
    asked: Asked
    said: str

    @model_validator(mode="after")
    def _answers_the_question(self) -> Self:
        if self.said not in ANSWERS[self.asked]:
            raise ValueError("no answer to this question")
        return self


def _missing(follow_up: FollowUp) -> Asked | None:
    """The first question that has no answer yet."""
    return next((asked for asked in Asked if getattr(follow_up, asked.value) is None), None)


def _wording(asked: Asked) -> tuple[str, list[str]]:
    """The question (HTML), and a label for each of its answers."""
    match asked:
        case Asked.CONTACTED:
            labels = [_("联系了"), _("没有联系")]
            return _("编号 <b>{number}</b>：办事的人联系您了吗？"), labels
        case Asked.SOLVED:
            return _("编号 <b>{number}</b>：问题解决了吗？"), [_("解决了"), _("没有解决")]
        case Asked.SATISFACTION:
            return _("编号 <b>{number}</b>：您满意吗？"), [*map(satisfaction_name, Satisfaction)]


async def ask_whether_it_helped(tell: Tell, line: Line) -> None:
    """The first open question of a follow-up, put by the scheduler."""
    found = await people.reachable(tell.session, line.ticket.author_id)
    if found is None:
        return
    author, chat = found
    follow_up, ticket = await follow_ups.get(tell.session, line.event.data["follow_up"])
    with speaking(author.language):
        before = (
            _("再打扰您一次，只问这一回：您反映的“{text}”。")
            if line.event.kind is EventKind.REMINDED
            else _("前些天您反映的“{text}”，想听您一句话。")
        ).format(text=esc(own_words(ticket)))
        question = await _expect_answer(tell.session, author, chat, ticket, follow_up, before)
    big_print = author.big_print
    await tell.person(author.id, lambda: Say(question.text, question.keyboard(big_print)))


async def _ask_on(talk: Talk, ticket: Ticket, follow_up: FollowUp, before: str = "") -> Reply:
    """The next question, after the words `before` (HTML)."""
    question = await _expect_answer(talk.session, talk.person, talk.chat, ticket, follow_up, before)
    big_print = talk.person.big_print
    return talk.say(question.text, question.keyboard(big_print))


async def _expect_answer(
    session: AsyncSession,
    author: Person,
    chat: Chat,
    ticket: Ticket,
    follow_up: FollowUp,
    before: str,
) -> Question:
    """The first question without an answer, by default the last of all.

    Its answer is expected in words as well, unless the person is in another conversation.
    """
    asked = _missing(follow_up) or Asked.SATISFACTION
    text, labels = _wording(asked)
    text = text.format(number=ticket.number)
    options = [
        Option(said, label, data=Answer(follow_up=follow_up.id, asked=asked, said=said).pack())
        for said, label in zip(ANSWERS[asked], labels, strict=True)
    ]
    question = Question.new(f"{before}\n\n{text}" if before else text, options)
    conversations = Conversations.of(session)
    key = (*chat, author.id)
    state, data = await conversations.get(key)
    if state in _FREE:
        expected = data | {"question": question.dump(), FOLLOW_UP: [follow_up.id, asked.value]}
        conversations.set(key, Rating.answering.state, expected)
    return question


@on_press(router, Answer)
async def tapped(talk: Talk, answer: Answer) -> Reply:
    return await answered(talk, answer.follow_up, answer.asked, answer.said)


@on_choice(router, Rating.answering)
async def said(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    follow_up_id, asked = talk.data[FOLLOW_UP]
    return await answered(talk, follow_up_id, Asked(asked), choice)


async def answered(talk: Talk, follow_up_id: int, asked: Asked, said: str) -> Reply:
    try:
        follow_up, ticket = await follow_ups.get(talk.session, follow_up_id)
        if follow_up.ended_at is not None:
            text = _("这一次的回访已经结束了，谢谢您。")
            return talk.say(text) if isinstance(talk.event, Message) else talk.toast(text)
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
    if _missing(follow_up) is not None:
        return await _ask_on(talk, ticket, follow_up)
    return await _ask_for_words(talk, ticket, follow_up)


@router.message(Rating.answering, HasMedia())
@router.message(Rating.answering, HasText())
async def said_otherwise(message: Message, talk: Talk) -> Reply:
    """Neither an option nor its number: about this request, or something new?"""
    remember(talk)
    _follow_up, ticket = await follow_ups.get(talk.session, talk.data[FOLLOW_UP][0])
    return await talk.ask(
        Rating.this_or_new,
        _("您说的是编号 <b>{number}</b> 这件事吗？").format(number=ticket.number),
        [Option("this", _("是的，转给办事的人")), Option("new", _("不是，是新的事"))],
        back=False,
    )


@on_answer(router, Rating.this_or_new, yes_or_no=True)
async def sorted_out(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
    if choice == "new":
        return await answers.offer(talk)
    follow_up, ticket = await follow_ups.get(talk.session, talk.data[FOLLOW_UP][0])
    words, files = together(recall(talk))
    await talk.leave()
    try:
        await tickets.add(talk.session, ticket.id, talk.user_id, words, files, now=talk.now)
    except Refusal as refusal:
        return talk.say(in_words(refusal, talk.config.zone))
    noted = _("转过去了。")
    if _missing(follow_up) is None:
        return talk.say(noted)
    return await _ask_on(talk, ticket, follow_up, noted)


async def _ask_for_words(talk: Talk, ticket: Ticket, follow_up: FollowUp) -> Reply:
    """Say what happens next; ask for words only where those would not belong to something else."""
    helped = follow_up.solved and follow_up.satisfaction is not Satisfaction.UNSATISFIED
    text = (
        _("谢谢您！编号 <b>{number}</b> 就此结束。")
        if helped
        else _("对不起，没有办好。编号 <b>{number}</b> 已经重新打开，会换人来办。")
    ).format(number=ticket.number)
    if await talk.state.get_state() not in _FREE:
        return talk.say(text)
    talk.data[FOLLOW_UP] = [follow_up.id, ""]
    text += "\n\n" + _("还想说点什么，直接写下来；不想说就点“不用了”。")
    no = [Option("no", _("不用了"))]
    return await talk.ask(Rating.words, text, no, back=False, in_words=True)


@on_choice(router, Rating.words, "no")
async def no_words(event: Message | CallbackQuery, talk: Talk) -> Reply:
    return await menu.home(talk, _("好的，谢谢您。有事随时找我。"))


@router.message(Rating.words, HasMedia())
@router.message(Rating.words, HasText())
async def words(message: Message, talk: Talk) -> Reply:
    follow_up_id, _asked = talk.data[FOLLOW_UP]
    follow_up, _ticket = await follow_ups.get(talk.session, follow_up_id)
    if talk.brings_files or talk.now - (follow_up.ended_at or talk.now) > WORDS_WITHIN:
        # Days later, or a picture: more likely something new than a word on what is over.
        remember(talk)
        return await answers.offer(talk)
    try:
        await follow_ups.words(talk.session, follow_up_id, talk.user_id, talk.words, now=talk.now)
    except Refusal as refusal:
        return await talk.repeat(in_words(refusal, talk.config.zone))
    return await menu.home(talk, _("记下了，谢谢您。办事的人会看到您的话。"))
