"""Forms: a conversation that fills in a draft, stated as its steps in the order of asking.

A step is the question for one part of the draft. The form asks for the first missing part, takes a
tap, a number, a label or words, asks again, goes back with "0", and keeps the draft meanwhile.

    registering = Form(Entry, "Registering")

    @registering.step(a_line(NAME_LIMIT))
    async def name(talk: Talk, entry: Entry) -> Ask:
        return Ask(_("您叫什么名字？"), [Option(AS_KNOWN, talk.person.name or "")])

    @name.choice(AS_KNOWN)
    async def as_known(talk: Talk, entry: Entry, choice: str) -> Reply:
        entry.name = talk.person.name

A form is a router too: a screen that computes a lot is a plain handler registered on the form, in
one of its states; it is met before the steps.
"""

import inspect
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Generic, TypeVar

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter, StateFilter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers.common.filters import Choice
from handlers.common.kept import Kept
from handlers.common.questions import BACK, Ask
from handlers.common.refusals import UNFIT, in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from handlers.common.words import command_in
from services.errors import Refusal
from storage.conversations import Conversations

_CHANGING = "changing"
"""Set in the conversation's data while one part of a whole draft is being changed."""

D = TypeVar("D", bound=Kept)
Event = Message | CallbackQuery


class Again(Exception):  # noqa: N818 - an answer, not a fault
    """Raised with words (HTML) that say why an answer cannot be taken and what to write."""


Wording = Callable[[Talk, D], Awaitable[Ask | Reply]]
"""None where this draft does not need the question; or what is said instead of asking."""
When = Callable[[Talk, D], bool]
Leave = Callable[[Talk, D], Awaitable[Reply]]
Refused = Callable[[Talk, Refusal], Awaitable[Reply]]
Reader = Callable[[str, Talk], Any]
"""The value that words or a choice mean, or an awaitable of it; raises Again or Refusal."""
Chosen = Callable[[Talk, D, str], Awaitable[Reply]]
"""What an option does to the draft. None goes on to the next missing part; so with `Taken`."""
Taken = Callable[[Talk, D, Any], Awaitable[Reply]]
"""What a value that was read does to the draft, or the list of `Attachment`s that was sent."""


class Step(Generic[D]):
    """The question for one part of the draft; see `Form.step` and `Form.aside`."""

    def __init__(
        self,
        wording: Wording[D],
        reader: Reader | None,
        part: str = "",
        *,
        when: When[D] | None = None,
        back_to: str | None = None,
    ) -> None:
        self.name = wording.__name__.rstrip("_")
        self.wording = wording
        self.part = part or self.name
        self.is_needed = when
        self.back_to = back_to
        """Of a step beside the order: the step that "back" leads to."""
        self._reader = reader
        self._chosen: dict[str | None, Chosen[D]] = {}
        self._taken: Taken[D] | None = None
        self._brought: Taken[D] | None = None

    def choice(self, *values: str) -> Callable[[Chosen[D]], Chosen[D]]:
        """What these options do; without values, all that have nothing of their own."""

        def register(chosen: Chosen[D]) -> Chosen[D]:
            self._chosen |= dict.fromkeys(values or (None,), chosen)
            return chosen

        return register

    def taken(self, take: Taken[D]) -> Taken[D]:
        """What is done with the value instead of keeping it in the step's part."""
        self._taken = take
        return take

    def brought(self, take: Taken[D]) -> Taken[D]:
        """What is done with photos, videos, a voice message or a file."""
        self._brought = take
        return take

    @property
    def takes_words(self) -> bool:
        """Words are answers beside the options; see `Question.in_words`."""
        return self._reader is not None or self._brought is not None

    def is_answered(self, draft: D) -> bool:
        return getattr(draft, self.part, None) is not None

    async def choose(self, talk: Talk, draft: D, choice: str) -> Reply:
        """Take an option. One without a handler is read, or kept as the part's type has it."""
        take = self._chosen.get(choice) or self._chosen.get(None) or self._take
        return await take(talk, draft, choice)

    async def hear(self, talk: Talk, draft: D) -> Reply:
        """Take a message that chooses nothing. Raises SkipHandler where it is no answer."""
        if self._brought is not None and talk.brings_files:
            return await self._brought(talk, draft, talk.attachments)
        if self._reader is None or not talk.message.text or not talk.line:
            raise SkipHandler
        return await self._take(talk, draft, talk.text.strip())

    async def _take(self, talk: Talk, draft: D, said: str) -> Reply:
        value = self._reader(said, talk) if self._reader else draft.as_part(self.part, said)
        if inspect.isawaitable(value):
            value = await value
        return await self.take(talk, draft, value)

    async def take(self, talk: Talk, draft: D, value: Any) -> Reply:
        """Keep `value`, or do with it what the step says. None goes on."""
        if self._taken is not None:
            return await self._taken(talk, draft, value)
        setattr(draft, self.part, value)
        return None


class Form(Router, Generic[D]):
    """A conversation of steps; `name` stands before its states, as in "Registering:name".

    Every answer has to pass the filters `guards`.
    """

    def __init__(self, draft: type[D], name: str, *guards: Filter) -> None:
        super().__init__(name=name)
        self.draft = draft
        self.steps: dict[str, Step[D]] = {}
        self.states: list[State] = []
        self._left: Leave[D] | None = None
        self._besides: Taken[D] | None = None
        self._refused: Refused | None = None
        answers = self.include_router(Router(name=f"{name}: answers"))
        anywhere = AnyStep(self)
        for observer in (answers.message, answers.callback_query):
            observer(anywhere, Choice(BACK), *guards)(self._went_back)
            observer(anywhere, Choice(), *guards)(self._chose)
        answers.message(anywhere, *guards)(self._heard)

    def state(self, step: str) -> State:
        return State(step, group_name=self.name)

    def step(
        self, reader: Reader | None = None, *, part: str = "", when: When[D] | None = None
    ) -> Callable[[Wording[D]], Step[D]]:
        """The next step: fills `part`, by default that of the wording's name; `set_` is "set"."""
        return lambda wording: self.add(Step(wording, reader, part, when=when))

    def aside(self, back_to: str, reader: Reader | None = None) -> Callable[[Wording[D]], Step[D]]:
        """A step beside the order: asked by `ask` alone."""
        return lambda wording: self.add(Step(wording, reader, back_to=back_to))

    def add(self, step: Step[D]) -> Step[D]:
        self.steps[step.name] = step
        self.states.append(self.state(step.name))
        return step

    def left(self, leave: Leave[D]) -> Leave[D]:
        """What happens when somebody goes back from the first step."""
        self._left = leave
        return leave

    def refused(self, say: Refused) -> Refused:
        """How a Refusal is said that no other words mend, if not above the question once more."""
        self._refused = say
        return say

    def besides(self, take: Taken[D]) -> Taken[D]:
        """What is done with words and the `Attachment`s beside them that no step waits for."""
        self._besides = take
        return take

    async def go_on(self, talk: Talk, draft: D, before: str = "") -> Reply:
        """Ask for the first missing part, after the words `before` (HTML)."""
        talk.data.pop(_CHANGING, None)
        for step in self.steps.values():
            if step.back_to is None and not step.is_answered(draft):
                asked = await self._try(talk, draft, step, before)
                if asked is not None:
                    return asked
        raise AssertionError(f"{self.name}: nothing is left to ask")

    async def ask(self, talk: Talk, draft: D, step: str, before: str = "") -> Reply:
        """Ask for a part, answered or not; where it is not needed, go on."""
        asked = await self._try(talk, draft, self.steps[step], before)
        return await self.go_on(talk, draft, before) if asked is None else asked

    async def change(self, talk: Talk, draft: D, step: str) -> Reply:
        """Ask for one part of a whole draft; "back" then leads to its review."""
        talk.data[_CHANGING] = True
        return await self.ask(talk, draft, step)

    async def back(self, talk: Talk, draft: D, step: str) -> Reply:
        """Ask for the part before; the parts after it stay as they were said."""
        if (to := self.steps[step].back_to) is not None:
            return await self.ask(talk, draft, to)
        if talk.data.get(_CHANGING):
            return await self.go_on(talk, draft)
        names = [name for name, each in self.steps.items() if each.back_to is None]
        for name in reversed(names[: names.index(step)]):
            asked = await self._try(talk, draft, self.steps[name])
            if asked is not None:
                return asked
        if self._left is None:
            raise SkipHandler
        return await self._left(talk, draft)

    async def put(self, talk: Talk, draft: D, step: str, ask: Ask, before: str = "") -> Reply:
        """Put the question `ask` after the words `before` (HTML), and wait for it at `step`."""
        draft.keep(talk)
        in_words = self.steps[step].takes_words and not ask.counted
        return await talk.put(self.state(step), ask, before, in_words=in_words)

    def together(self, talk: Talk, step: str) -> dict[int, D]:
        """Whose updates came in one batch with this one and stand at `step`, with their drafts."""
        standing = Conversations.of(talk.session).standing(self.state(step).state)
        return {person_id: self.draft.kept_in(data) for person_id, data in standing}

    async def _try(self, talk: Talk, draft: D, step: Step[D], before: str = "") -> Reply:
        needed = step.is_needed is None or step.is_needed(talk, draft)
        ask = await step.wording(talk, draft) if needed else None
        return await self.put(talk, draft, step.name, ask, before) if isinstance(ask, Ask) else ask

    async def _went_back(self, event: Event, talk: Talk, raw_state: str) -> Reply:
        draft = self.draft.of(talk)
        return await self._answer(talk, draft, self.back(talk, draft, self._at(raw_state).name))

    async def _chose(self, event: Event, talk: Talk, raw_state: str, choice: str) -> Reply:
        draft = self.draft.of(talk)
        return await self._answer(talk, draft, self._at(raw_state).choose(talk, draft, choice))

    async def _heard(self, message: Message, talk: Talk, raw_state: str) -> Reply:
        if command_in(message.text or "") is not None or not talk.may_answer:
            raise SkipHandler
        draft = self.draft.of(talk)
        talk.heard = True
        try:
            return await self._answer(talk, draft, self._at(raw_state).hear(talk, draft))
        except SkipHandler:
            talk.heard = False
            if self._besides is None or not (talk.brings_files or talk.text):
                raise
            return await self._answer(talk, draft, self._besides(talk, draft, talk.attachments))

    async def _answer(self, talk: Talk, draft: D, answering: Awaitable[Reply]) -> Reply:
        try:
            reply = await answering
            return await self.go_on(talk, draft) if reply is None else reply
        except Again as again:
            return await talk.repeat(str(again))
        except Refusal as refusal:
            if self._refused is not None and not isinstance(refusal, UNFIT):
                return await self._refused(talk, refusal)
            return await talk.repeat(in_words(refusal, talk.config.zone))

    def _at(self, raw_state: str) -> Step[D]:
        return self.steps[raw_state.rpartition(":")[2]]


class AnyStep(StateFilter):
    """The conversation is at one of the form's steps: those stated by the time it is asked."""

    def __init__(self, form: Form[Any]) -> None:
        self._form = form

    @property
    def states(self) -> Sequence[State]:  # type: ignore[override]
        return self._form.states
