"""Words and pictures that nothing waited for: each subject says what it makes of them.

    idle = Idle(MyMeals.all, MyMeals.one, turn=Turn.KNOWN_WORDS)

    @idle.takes
    async def a_meal(talk: Talk) -> Reply: ...

The subjects are asked one after the other, by their `Turn`. What was said is remembered by then
(`handlers.common.said`); the subject that takes it recalls it.
"""

from collections.abc import Awaitable, Callable, Iterable
from enum import IntEnum
from itertools import pairwise
from typing import TypeVar

from aiogram import Router
from aiogram.filters import Filter
from aiogram.filters.state import StateType
from aiogram.fsm.state import State
from aiogram.types import Message

from handlers.common.choices import on_choice
from handlers.common.filters import HasMedia, HasText
from handlers.common.i18n import _
from handlers.common.said import heard, remember, together
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import comparable, unmarked
from services.written import choices

Taking = Callable[[Talk], Awaitable[Reply]]
"""None leaves what was said to the next subject."""
T = TypeVar("T", bound=Taking)
Handler = TypeVar("Handler", bound=Callable[..., Awaitable[Reply]])


class Turn(IntEnum):
    """When a subject is asked whether words are for it: the narrow before the wide."""

    WE_ASKED = 1
    """We have asked for words, and these may be the answer."""
    DONE_BEFORE = 2
    """Something that was done before may be meant."""
    KNOWN_WORDS = 3
    """It takes only words of its own, such as a meal or a help that there is."""
    LIKE_WORDS = 4
    """Words that are like its own, too: it asks whether they are meant so."""
    JUST_TOLD = 5
    """It may be more of what they told a moment ago, be it a word."""
    SAYS_NOTHING = 6
    """What nobody could see to: a greeting, a number."""
    ANYTHING = 7
    """It takes whatever nobody else wants."""


class Idle:
    """What one subject makes of words nothing waited for.

    `looking` are its states in which nothing is written: what comes there is something new.
    """

    def __init__(self, *looking: StateType, turn: Turn = Turn.KNOWN_WORDS) -> None:
        self.looking = looking
        self.turn = turn
        self._take: Taking | None = None
        self._next: Idle | None = None

    def takes(self, take: T) -> T:
        """Have a function look whether this is for its subject, and go on with it."""
        self._take = take
        return take

    def before(self, following: "Idle") -> None:
        """Have `following` asked with what this subject leaves."""
        self._next = following

    async def offer(self, talk: Talk) -> Reply:
        """Take what was said, or pass it on."""
        taken = await self._take(talk) if self._take else None
        return await self.pass_on(talk) if taken is None else taken

    async def pass_on(self, talk: Talk) -> Reply:
        """Ask the subjects that come after this one."""
        return await self._next.offer(talk) if self._next else None


def in_order(subjects: Iterable[Idle]) -> Idle:
    """Have the subjects asked by their turns; the first is to be offered what was said."""
    by_turn = sorted(subjects, key=lambda each: each.turn)
    for each, following in pairwise(by_turn):
        each.before(following)
    return by_turn[0]


def words_so_far(talk: Talk) -> str:
    """All that was said, without the mark of what was forwarded; nothing where files came too."""
    words, files = together(heard(talk))
    return "" if files else unmarked(words)


class _YesOrNo(Filter):
    """是的 or 不是 in so many words, to a question whose last option says no.

    是的 is an answer where there is one other option. Hands over `choice`.
    """

    async def __call__(self, message: Message, talk: Talk) -> dict[str, str] | bool:
        is_yes = choices.yes_or_no(comparable(message.text or ""))
        if talk.question is None or is_yes is None:
            return False
        *others, no = talk.question.options
        if is_yes:
            return {"choice": others[0].value} if len(others) == 1 else False
        return {"choice": no.value}


def on_answer(
    router: Router, state: State, *, yes_or_no: bool = False
) -> Callable[[Handler], Handler]:
    """Have a handler called with the answer to "is this what you mean?", put in `state`.

    With `yes_or_no` the words 是的 and 不是 answer it too. What else is said before the answer is
    remembered with the rest.
    """

    def register(handler: Handler) -> Handler:
        on_choice(router, state)(handler)
        if yes_or_no:
            router.message(state, _YesOrNo())(handler)
        for kind in (HasMedia(), HasText()):
            router.message(state, kind)(_more)
        return handler

    return register


async def _more(message: Message, talk: Talk) -> Reply:
    remember(talk)
    return talk.as_one(await talk.repeat(_("收到了，先记着。")))
