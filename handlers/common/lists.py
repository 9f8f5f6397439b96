"""Lists with detail: rows to choose from, one of them looked at, what can be done with it.

    mine = Listing("my helps", MyHelps.all, MyHelps.one, key="help order")

    @mine.rows
    async def orders(talk: Talk, before: str) -> Ask:
        return Ask(_("您订的帮忙："), [Option(str(order.id), order.wanted) for order in ...])

    @mine.look
    async def order(talk: Talk, order_id: int) -> Ask:
        return Ask(..., [Option("done", _("已经帮好了"))])

    @mine.choice("done")
    async def done(talk: Talk, order_id: int) -> Reply: ...

    @mine.answer(MyHelps.moving, a_day)
    async def moved(talk: Talk, order_id: int, day: date) -> Reply: ...

A tap, a number and a label choose alike. "Back" leads from a row to the list, from the list out,
and from a question about a row (the states `asides`) to the row. A listing is an aiogram router
too, for whatever else is answered in its states.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from aiogram import Router
from aiogram.filters import StateFilter
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message

from handlers.common.choices import on_choice
from handlers.common.filters import HasText
from handlers.common.forms import Again
from handlers.common.questions import BACK, Ask
from handlers.common.refusals import Refusals, in_words
from handlers.common.sending import Reply
from handlers.common.talk import Talk
from services.errors import Refusal

Rows = Callable[[Talk, str], Awaitable[Ask | Reply]]
"""The list: options whose values are the ids of rows. Where there is none, what is said instead,
after the words (HTML) that are handed over."""
Looked = Callable[[Talk, int], Awaitable[Ask | Reply]]
"""One row; raises Refusal where it cannot be seen."""
Done = Callable[[Talk, int], Awaitable[Reply]]
"""What an option does to the row; None shows the row as it is now. Raises Refusal."""
Reads = Callable[[str, Talk], Any]
"""The value that an option or words mean; raises Again with words (HTML) that say what to write."""
Answered = Callable[[Talk, int, Any], Awaitable[Reply]]
"""What an answer does to the row; otherwise as Done."""
Beside = Callable[[Talk], Awaitable[Reply]]
Refused = Callable[[Talk, str], Awaitable[Reply]]


class Listing(Router):
    """`at_all` and `at_one` are its states; the row's id is kept with the conversation as `key`."""

    def __init__(
        self,
        name: str,
        at_all: State,
        at_one: State,
        *asides: State,
        key: str,
        refusals: Refusals = in_words,
    ) -> None:
        super().__init__(name=name)
        self._in_words = refusals
        self._states = (at_all, at_one)
        self._key = key
        self._rows: Rows | None = None
        self._look: Looked | None = None
        self._left: Beside | None = None
        self._refused: Refused = self.list_all
        self._done: dict[str, Done] = {}
        self._besides: dict[str, Beside] = {}
        self._answers = answers = self.include_router(Router(name=f"{name}: answers"))
        on_choice(answers, at_all, BACK)(self._went_out)
        on_choice(answers, at_one, BACK)(self._went_to_all)
        if asides:
            on_choice(answers, StateFilter(*asides), BACK)(self._went_to_one)
        on_choice(answers, at_all)(self._chose_row)
        on_choice(answers, at_one)(self._chose_what_to_do)

    def rows(self, rows: Rows) -> Rows:
        """What is listed."""
        self._rows = rows
        return rows

    def look(self, look: Looked) -> Looked:
        """What one row looks like, with what can be done as options."""
        self._look = look
        return look

    def choice(self, *values: str) -> Callable[[Done], Done]:
        """What these options of a row do."""

        def register(done: Done) -> Done:
            self._done |= dict.fromkeys(values, done)
            return done

        return register

    def beside(self, *values: str) -> Callable[[Beside], Beside]:
        """What these options of the list do, which are no rows."""

        def register(beside: Beside) -> Beside:
            self._besides |= dict.fromkeys(values, beside)
            return beside

        return register

    def answer(self, state: State, reads: Reads | None = None) -> Callable[[Answered], Answered]:
        """What is done with the answer to the question about a row that is put in `state`.

        Words are an answer where `reads` reads them; it reads the options' values too.
        """

        def register(answered: Answered) -> Answered:
            async def chose(event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
                return await self._take(talk, answered, reads, choice)

            async def heard(message: Message, talk: Talk) -> Reply:
                talk.heard = True
                return await self._take(talk, answered, reads, talk.text)

            on_choice(self._answers, state)(chose)
            if reads is not None:
                self._answers.message(state, HasText())(heard)
            return answered

        return register

    def left(self, leave: Beside) -> Beside:
        """What happens when somebody goes back from the list."""
        self._left = leave
        return leave

    def refused(self, refused: Refused) -> Refused:
        """How a refusal (HTML) is said, where not above the list."""
        self._refused = refused
        return refused

    async def list_all(self, talk: Talk, before: str = "") -> Reply:
        """The list, after the words `before` (HTML)."""
        assert self._rows is not None
        listed = await self._rows(talk, before)
        if not isinstance(listed, Ask):
            return listed
        return await talk.put(self._states[0], replace(listed, stays=True), before)

    async def show(self, talk: Talk, row_id: int, before: str = "") -> Reply:
        """One row as it is now, after the words `before` (HTML)."""
        assert self._look is not None
        self.look_at(talk, row_id)
        try:
            looked = await self._look(talk, row_id)
        except Refusal as refusal:
            return await self._refused(talk, self._in_words(refusal, talk.config.zone))
        if not isinstance(looked, Ask):
            return looked
        return await talk.put(self._states[1], looked, before)

    async def do(self, talk: Talk, choice: str, row_id: int) -> Reply:
        """Do with the row what its option `choice` does, wherever that was pressed."""
        done = self._done.get(choice)
        if done is None:  # Of a version in which more could be done.
            return await self.show(talk, row_id)
        return await self._settle(talk, row_id, done(talk, row_id))

    def row_of(self, talk: Talk) -> int:
        """The id of the row that is looked at; 0, which is no row, where that was lost."""
        row_id: int = talk.data.get(self._key, 0)
        return row_id

    def look_at(self, talk: Talk, row_id: int) -> None:
        """Say which row the question that follows is about."""
        talk.data[self._key] = row_id

    async def _take(self, talk: Talk, answered: Answered, reads: Reads | None, said: str) -> Reply:
        try:
            value = reads(said, talk) if reads else said
        except Again as again:
            return await talk.repeat(str(again))
        row_id = self.row_of(talk)
        return await self._settle(talk, row_id, answered(talk, row_id, value))

    async def _settle(self, talk: Talk, row_id: int, doing: Awaitable[Reply]) -> Reply:
        try:
            reply = await doing
        except Refusal as refusal:
            return await self._refused(talk, self._in_words(refusal, talk.config.zone))
        return await self.show(talk, row_id) if reply is None else reply

    async def _chose_row(self, event: Message | CallbackQuery, talk: Talk, choice: str) -> Reply:
        if choice in self._besides:
            return await self._besides[choice](talk)
        if not choice.isdecimal():  # Of a version that numbered its rows otherwise.
            return await self.list_all(talk)
        return await self.show(talk, int(choice))

    async def _chose_what_to_do(
        self, event: Message | CallbackQuery, talk: Talk, choice: str
    ) -> Reply:
        return await self.do(talk, choice, self.row_of(talk))

    async def _went_out(self, event: Message | CallbackQuery, talk: Talk) -> Reply:
        assert self._left is not None
        return await self._left(talk)

    async def _went_to_all(self, event: Message | CallbackQuery, talk: Talk) -> Reply:
        return await self.list_all(talk)

    async def _went_to_one(self, event: Message | CallbackQuery, talk: Talk) -> Reply:
        return await self.show(talk, self.row_of(talk))
