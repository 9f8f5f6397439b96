"""问效于民, our side: 解决了吗? 满意吗? 还差什么?

The questions come unasked, maybe while the person is doing something else. So their buttons carry
all that is needed and work at any time; numbers, labels and words count too while the person was
idle.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Self

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from pydantic import model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.button_data import RowId
from handlers.common.i18n import _, speaking
from handlers.common.labels import satisfaction_name
from handlers.common.questions import Option, Question
from handlers.common.saying import Say
from handlers.common.talk import Talk
from handlers.common.telling import Tell
from handlers.common.words import cut, esc
from handlers.tickets.mine import Looking
from handlers.tickets.wording import numbered, own_words
from services.people import people
from services.tickets import follow_up as follow_ups
from services.tickets import results
from services.tickets.recording import Line
from storage.conversations import Conversations
from storage.tables import Chat, EventKind, FollowUp, Matter, Person, Satisfaction

FOLLOW_UP = "follow up"
"""Key of the follow-up's id and the standing question in the conversation's data."""
MISSING = "missing"
"""What a message is about that asks for what is missing, before the follow-up's id."""
SHOWN_RESULT = 100


class Rating(StatesGroup):
    answering = State()
    missing = State()
    words = State()
    """Nothing is asked; for a while what they write still belongs to it."""


class Later(StatesGroup):
    """Weeks later; see `handlers.tickets.later`."""

    answering = State()
    more = State()
    """They had it opened again; for a while what they write belongs to it."""


FREE = (
    None,
    Looking.at_all.state,
    Looking.at_one.state,
    Looking.answered.state,
    Rating.answering.state,
    Rating.words.state,
    Later.answering.state,
    Later.more.state,
)
"""States in which nothing else is going on: a question may be put."""


class Asked(StrEnum):
    SOLVED = "solved"
    SATISFACTION = "satisfaction"
    MISSING = MISSING


NOBODY_CAME = "nobody"
NOTHING = "nothing"
ANSWERS: dict[Asked, Sequence[str]] = {
    Asked.SOLVED: ("yes", "no", NOBODY_CAME),
    Asked.SATISFACTION: tuple(Satisfaction),
    Asked.MISSING: (NOTHING,),
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


def options(follow_up: FollowUp, asked: Asked) -> list[Option]:
    match asked:
        case Asked.SOLVED:
            labels = [_("解决了"), _("没有解决"), _("没有解决，也没人联系我")]
        case Asked.SATISFACTION:
            labels = [*map(satisfaction_name, Satisfaction)]
        case Asked.MISSING:
            labels = [_("不说了")]
    return [
        Option(said, label, data=Answer(follow_up=follow_up.id, asked=asked, said=said).pack())
        for said, label in zip(ANSWERS[asked], labels, strict=True)
    ]


async def ask_whether_it_helped(tell: Tell, line: Line) -> None:
    """The first open question of a follow-up, put by the scheduler."""
    found = await people.reachable(tell.session, line.ticket.author_id)
    if found is None:
        return
    author, chat = found
    follow_up, ticket = await follow_ups.get(tell.session, line.event.data["follow_up"])
    result = await results.result_of(tell.session, ticket)
    with speaking(author.language):
        text = (
            _("再打扰您一次，只问这一回：您说的“{text}”，社区说办好了：“{result}”")
            if line.event.kind is EventKind.REMINDED
            else _("您说的“{text}”，社区说办好了：“{result}”")
        ).format(
            text=esc(own_words(ticket)),
            result=esc(cut(result.said if result else "", SHOWN_RESULT)),
        )
        before = numbered(text, ticket)
        question = await _expect_answer(tell.session, author, chat, follow_up, before)
    asked = Say(
        question.text,
        question.keyboard(author.big_print),
        about=question.about,
        # The reminder takes the place of what was asked: nothing dead stays on the screen.
        card=f"rating:{follow_up.id}",
        to_the_end=True,
    )
    await tell.person(author.id, lambda: asked, matter=Matter.FOLLOW_UP)


async def ask_on(talk: Talk, follow_up: FollowUp) -> Say:
    """The next question of a rating that has begun."""
    asked, text = _open_question(follow_up)
    choices = options(follow_up, asked)
    if await talk.state.get_state() in FREE:
        talk.data[FOLLOW_UP] = [follow_up.id, asked.value]
        return await talk.ask(Rating.answering, text, choices, back=False)
    question = Question.new(text, choices)
    return talk.say(question.text, question.keyboard(talk.person.big_print))


def _open_question(follow_up: FollowUp) -> tuple[Asked, str]:
    """The first that has no answer yet."""
    if follow_up.solved is None:
        return Asked.SOLVED, _("现在解决了吗？")
    return Asked.SATISFACTION, _("太好了。您满意吗？")


async def _expect_answer(
    session: AsyncSession,
    author: Person,
    chat: Chat,
    follow_up: FollowUp,
    before: str,
) -> Question:
    """The first question without an answer, after the words `before` (HTML).

    Its answer is expected in words as well, unless the person is in another conversation.
    """
    asked, text = _open_question(follow_up)
    question = Question.new(f"{before}\n\n{text}", options(follow_up, asked))
    kept = {FOLLOW_UP: [follow_up.id, asked.value]}
    await put_where_free(session, author, chat, question, Rating.answering, kept)
    return question


async def put_where_free(
    session: AsyncSession,
    author: Person,
    chat: Chat,
    question: Question,
    state: State,
    kept: Mapping[str, object],
) -> None:
    """Expect the answer in words, too, in `state`, unless they are in another conversation."""
    conversations = Conversations.of(session)
    key = (*chat, author.id)
    before, data = await conversations.get(key)
    if before in FREE:
        conversations.set(key, state.state, data | {"question": question.dump(), **kept})


async def ask_what_is_missing(talk: Talk, follow_up: FollowUp) -> Say:
    """还差什么? In the middle of something else the answer is a reply to this question."""
    text = (
        _("对不起，没有办好。还差什么？写几个字、拍张照、说句话都行，我写在单子上，请人重新办。")
        if follow_up.solved is False
        else _("对不起。哪里不满意？写几个字、拍张照、说句话都行，我写在单子上，请人重新办。")
    )
    about = f"{MISSING}:{follow_up.id}"
    choices = options(follow_up, Asked.MISSING)
    if await talk.state.get_state() in FREE:
        talk.data[FOLLOW_UP] = [follow_up.id, Asked.MISSING.value]
        asked = await talk.ask(Rating.missing, text, choices, back=False, in_words=True)
        return replace(asked, about=about)
    text += "\n" + _("请回复这一条消息来说。")
    question = Question.new(text, choices)
    big_print = talk.person.big_print
    return talk.say(question.text, question.keyboard(big_print), about=about)
