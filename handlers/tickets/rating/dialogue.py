"""The three questions: 联系您了吗? 解决了吗? 满意吗?

They come unasked, maybe while the person is doing something else. So their buttons carry all that
is needed and work at any time; numbers and labels work too while the person was idle.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Any, Self

from aiogram.filters.callback_data import CallbackData
from aiogram.fsm.state import State, StatesGroup
from aiogram.methods import SendMessage
from pydantic import model_validator
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.button_data import RowId
from handlers.common.i18n import _, speaking
from handlers.common.labels import satisfaction_name
from handlers.common.questions import Option, Question
from handlers.common.telling import Tell
from handlers.common.words import cut, esc
from handlers.tickets.mine.looking import IDLE
from services.people import people
from services.tickets import follow_up as follow_ups
from services.tickets.recording import Line
from storage.conversations import Conversations
from storage.tables import Channel, EventKind, FollowUp, Person, Satisfaction, Ticket


class Rating(StatesGroup):
    answering = State()
    this_or_new = State()
    words = State()


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


EXCERPT = 40
FOLLOW_UP = "follow up"
"""Key of the follow-up's id in the conversation's data."""


def missing(follow_up: FollowUp) -> Asked | None:
    """The first question that has no answer yet."""
    for asked in Asked:
        if getattr(follow_up, asked.value) is None:
            return asked
    return None


def choices(asked: Asked, follow_up_id: int) -> list[Option]:
    match asked:
        case Asked.CONTACTED:
            labels = {"yes": _("联系了"), "no": _("没有联系")}
        case Asked.SOLVED:
            labels = {"yes": _("解决了"), "no": _("没有解决")}
        case Asked.SATISFACTION:
            labels = {each.value: satisfaction_name(each) for each in Satisfaction}
    return [
        Option(said, label, data=Answer(follow_up=follow_up_id, asked=asked, said=said).pack())
        for said, label in labels.items()
    ]


def words(asked: Asked, number: str) -> str:
    """HTML."""
    match asked:
        case Asked.CONTACTED:
            text = _("编号 <b>{number}</b>：办事的人联系您了吗？")
        case Asked.SOLVED:
            text = _("编号 <b>{number}</b>：问题解决了吗？")
        case Asked.SATISFACTION:
            text = _("编号 <b>{number}</b>：您满意吗？")
    return text.format(number=number)


def own_words(ticket: Ticket) -> str:
    """What people know a request by: nobody remembers a number."""
    return cut(ticket.text.partition("\n")[0] or ticket.place, EXCERPT)


async def ask_whether_it_helped(tell: Tell, line: Line) -> None:
    """The first open question of a follow-up, put by the scheduler."""
    author = await people.reachable(tell.session, line.ticket.author_id)
    if author is None:
        return
    follow_up = await follow_ups.get(tell.session, line.event.data["follow_up"])
    asked = missing(follow_up) or Asked.SATISFACTION
    with speaking(author.language):
        before = (
            _("再打扰您一次，只问这一回：您反映的“{text}”。")
            if line.event.kind is EventKind.REMINDED
            else _("前些天您反映的“{text}”，想听您一句话。")
        ).format(text=esc(own_words(line.ticket)))
        message = await question(tell.session, line.ticket, follow_up, asked, author, before)
    await tell.person(author.id, lambda: message)


async def question(
    session: AsyncSession,
    ticket: Ticket,
    follow_up: FollowUp,
    asked: Asked,
    author: Person,
    before: str = "",
) -> SendMessage:
    """Ask, and expect the answer in words as well unless the person is in another conversation."""
    text = words(asked, ticket.number)
    text = f"{before}\n\n{text}" if before else text
    asking = Question.new(text, choices(asked, follow_up.id))
    await _expect(session, author, [follow_up.id, asked.value], asking)
    return SendMessage(
        chat_id=author.id,
        text=asking.words(author.big_print),
        reply_markup=asking.keyboard(author.big_print),
    )


async def _expect(
    session: AsyncSession, author: Person, follow_up: list[Any], asking: Question
) -> None:
    conversations = Conversations.of(session)
    key = (Channel.TELEGRAM, author.id, author.id)
    state, data = await conversations.get(key)
    if state not in (None, *IDLE, Rating.answering.state):
        return
    expected: dict[str, Any] = data | {"question": asking.dump(), FOLLOW_UP: follow_up}
    conversations.set(key, Rating.answering.state, expected)


def thanks(ticket: Ticket, follow_up: FollowUp) -> str:
    """HTML: what happens next, by what was answered."""
    helped = follow_up.solved and follow_up.satisfaction is not Satisfaction.UNSATISFIED
    if helped:
        text = _("谢谢您！编号 <b>{number}</b> 就此结束。")
    else:
        text = _("对不起，没有办好。编号 <b>{number}</b> 已经重新打开，会换人来办。")
    return text.format(number=esc(ticket.number))
