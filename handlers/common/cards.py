"""Cards: living messages about one thing, the buttons below them, and what a button does.

    class OnHelp(CallbackData, prefix="help"):
        action: HelpAction
        order: RowId

    card = Card[HelpOrder](OnHelp, InGroupFor(Purpose.STAFF))

    @card.button(HelpAction.DONE, label=mark("已经办好"), when=is_arranged)
    async def done(talk: Talk, order_id: int) -> Reply:
        await helps.done(talk.session, order_id, talk.member, now=talk.now)
        return talk.toast(_("记下了：办好了。"))

    @card.words(HelpAction.DECLINE, label=..., when=..., ask=why_not, about="help decline")
    async def declined(talk: Talk, order_id: int, said: Said) -> str:
        await helps.decline(talk.session, order_id, talk.member, said.text, now=talk.now)
        return _("原因转给居民了。")

A refusal of the services becomes a toast for a tap, a sentence for words; where other words would
do, the member is asked again. Who may press is judged by the services when it is pressed.

What is seldom needed stands behind ⋯ 更多, in a message under the card: registered with
`further=True`, and `@card.more(Action.MORE)` loads the row for it.

Data of another shape say which field has the row: `Card[Feedback](OnComplaint, row="feedback")`.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar

from aiogram import Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.filters import Filter
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, Message

from handlers.common import offers as ready
from handlers.common.filters import NeverMind, RepliesTo
from handlers.common.forms import Again
from handlers.common.i18n import _, mark
from handlers.common.offers import Offer, Offers
from handlers.common.prompts import ask_colleague
from handlers.common.refusals import UNFIT, Refusals, in_words
from handlers.common.said import drop_files, files_for, files_kept, keep_files
from handlers.common.saying import Button, Buttons, columns
from handlers.common.sending import Reply, every
from handlers.common.talk import Talk
from services.errors import Refusal, WordsNeeded
from storage.media import Attachment

S = TypeVar("S")
"""What a card is about, such as a Ticket."""
Action = StrEnum | bool

COLUMNS = 2


class Said(NamedTuple):
    """What a member wrote or sent in answer to a prompt."""

    text: str
    attachments: list[Attachment]


Loads = Callable[[Talk, int], Awaitable[S]]
"""(talk, row's id) → the row, where who pressed may see it. Raises Refusal."""
Label = str | Callable[[S], str]
"""A text that is marked for translation, or what makes one of the row."""
When = Callable[[S], bool]
Pressed = Callable[[Talk, int], Awaitable[Reply]]
Check = Callable[[Talk, int], Awaitable[object]]
Called = Callable[[Talk, int], Awaitable[str]]
"""What the card's row is called in prompts (HTML), such as its number."""
AfterRefusal = Callable[[Talk, int, Any], Awaitable[Reply]]
Answered = Callable[[Talk, int, Said], Awaitable[str | Reply]]
"""Raises Refusal; words that it returns (HTML) are said below the card."""


@dataclass(frozen=True, slots=True)
class _Button(Generic[S]):
    label: Label[S]
    when: When[S]
    data: Callable[[S], CallbackData]
    further: bool = False
    """Behind ⋯ 更多."""
    may: Callable[[Talk], bool] | None = None
    """Of what stands there: who is shown it."""

    def text(self, row: S) -> str:
        label = self.label
        return _(label) if isinstance(label, str) else label(row)


class Card(Router, Generic[S]):
    """The buttons of cards whose data are `press`: an action, and the row's id in the field `row`.

    That field is the last one, and `id_of` the row's `id`, where nothing else is said; `key` stands
    before the id in what the card is called, by default the prefix of `press`. Buttons count only
    where the filters `guards` agree. `refusals` are the words of this card's refusals. An action
    that the card has no button for is left to others.
    """

    def __init__(
        self,
        press: type[CallbackData],
        *guards: Filter,
        called: Called | None = None,
        columns: int = COLUMNS,
        refusals: Refusals = in_words,
        key: str = "",
        row: str = "",
        id_of: Callable[[S], int] = attrgetter("id"),
    ) -> None:
        super().__init__(name=f"card {press.__prefix__}")
        self._press = press
        self._key = key or press.__prefix__
        self._row = row or list(press.model_fields)[-1]
        (self._action,) = (field for field in press.model_fields if field != self._row)
        self._id_of = id_of
        self._guards = guards
        self._called = called
        self._columns = columns
        self._in_words = refusals
        self._buttons: list[_Button[S]] = []
        self._pressed: dict[Action, Pressed] = {}
        self._after: dict[type[Refusal], AfterRefusal] = {}
        self.callback_query(press.filter(), *guards)(self._tapped)

    def key(self, row_id: int) -> str:
        """What one card is called, as in `Post.card`."""
        return f"{self._key}:{row_id}"

    def button(
        self,
        action: Action,
        *,
        label: Label[S],
        when: When[S],
        further: bool = False,
        may: Callable[[Talk], bool] | None = None,
    ) -> Callable[[Pressed], Pressed]:
        """A button below the card while `when` holds; what is further is shown to those who `may`.

        A card is the same for everybody in the group; what stands behind 更多 is asked for.
        """

        def register(pressed: Pressed) -> Pressed:
            self._add(action, label, when, pressed, further=further, may=may)
            return pressed

        return register

    def more(self, action: Action) -> Callable[[Loads[S]], Loads[S]]:
        """⋯ 更多, while there is anything behind it."""

        def register(load: Loads[S]) -> Loads[S]:
            async def pressed(talk: Talk, row_id: int) -> Reply:
                return await self._show_further(talk, row_id, await load(talk, row_id))

            self._add(action, mark("⋯ 更多"), lambda row: bool(self._shown(row, True)), pressed)
            return load

        return register

    def link(
        self,
        *,
        label: Label[S],
        when: When[S],
        data: Callable[[S], CallbackData],
        further: bool = False,
    ) -> None:
        """A button that another conversation answers."""
        self._buttons.append(_Button(label, when, data, further))

    def words(
        self,
        action: Action,
        *,
        label: Label[S],
        when: When[S],
        check: Check,
        ask: Callable[[], str],
        about: str,
        with_files: bool = False,
        further: bool = False,
        offers: Offers | None = None,
    ) -> Callable[[Answered], Answered]:
        """A button that asks the member for words, which a reply to the prompt hands over.

        `check` judges before anything is asked and raises Refusal; `ask` says what to write;
        `about` stands before the id in the prompt's message link. `with_files`: pictures that
        come without words wait for them. `offers` are ready answers, taken by their number.
        """

        def register(answered: Answered) -> Answered:
            prompt = _Prompt(
                self.key,
                self._called,
                check,
                ask,
                about,
                with_files,
                answered,
                self._in_words,
                offers,
            )
            self._add(action, label, when, prompt.pressed, further=further)
            self.message(RepliesTo(about), NeverMind())(_gave_up)
            self.message(RepliesTo(about), *self._guards)(prompt.replied)
            return answered

        return register

    async def press(self, talk: Talk, action: Action, row_id: int) -> Reply:
        """What the button of this action does. Raises Refusal."""
        return await self._pressed[action](talk, row_id)

    def refused(self, kind: type[Refusal]) -> Callable[[AfterRefusal], AfterRefusal]:
        """What follows the note over the screen where a tap was refused so."""

        def register(after: AfterRefusal) -> AfterRefusal:
            self._after[kind] = after
            return after

        return register

    def buttons(self, row: S) -> list[Button]:
        """Those that the present state allows."""
        return self._shown(row, further=False)

    def keyboard(self, row: S) -> Buttons:
        """The same below the card."""
        return Buttons(columns(self.buttons(row), self._columns))

    def _shown(self, row: S, further: bool, talk: Talk | None = None) -> list[Button]:
        shown = (each for each in self._buttons if each.further is further and each.when(row))
        return [
            Button(each.text(row), each.data(row))
            for each in shown
            if talk is None or each.may is None or each.may(talk)
        ]

    async def _show_further(self, talk: Talk, row_id: int, row: S) -> Reply:
        buttons = self._shown(row, further=True, talk=talk)
        if not buttons:
            return talk.toast(_("现在没有别的可以做。"))
        name = await self._called(talk, row_id) if self._called else ""
        words = _("{name}还可以：").format(name=f"{name} " if name else "")
        return talk.say(
            words, Buttons(columns(buttons, self._columns)), under_card=self.key(row_id)
        )

    def _add(
        self,
        action: Action,
        label: Label[S],
        when: When[S],
        pressed: Pressed,
        *,
        further: bool = False,
        may: Callable[[Talk], bool] | None = None,
    ) -> None:
        def data(row: S) -> CallbackData:
            return self._press(**{self._action: action, self._row: self._id_of(row)})

        self._buttons.append(_Button(label, when, data, further, may))
        self._pressed[action] = pressed

    async def _tapped(self, query: CallbackQuery, talk: Talk, callback_data: CallbackData) -> Reply:
        action, row_id = (getattr(callback_data, each) for each in (self._action, self._row))
        if action not in self._pressed:
            raise SkipHandler
        try:
            return await self._pressed[action](talk, row_id)
        except Refusal as refusal:
            toast = talk.toast(self._in_words(refusal, talk.config.zone), alert=True)
            after = self._after.get(type(refusal))
            return [toast, *every(await after(talk, row_id, refusal))] if after else toast


@dataclass(frozen=True, slots=True)
class _Prompt:
    """What is asked for with a forced reply, and what is done with the answer."""

    key: Callable[[int], str]
    called: Called | None
    check: Check
    ask: Callable[[], str]
    about: str
    with_files: bool
    answered: Answered
    in_words: Refusals
    offers: Offers | None

    async def pressed(self, talk: Talk, row_id: int) -> Reply:
        await self.check(talk, row_id)
        return await self._put(talk, row_id, self.ask())

    async def replied(self, message: Message, talk: Talk, about: int) -> Reply:
        prompt = self._prompt(about)
        files = files_for(talk, prompt) if self.with_files else talk.attachments
        try:
            offer = ready.taken(talk, prompt, await self._offered(talk, about))
            words = offer.text if offer else talk.text
            said = await self.answered(talk, about, Said(words, files))
        except Again as again:
            if self.with_files and files:
                await keep_files(talk, prompt)
            return await self._put(talk, about, f"{again}\n{self.ask()}")
        except UNFIT as refusal:
            if self.with_files and files:
                await keep_files(talk, prompt)
                if isinstance(refusal, WordsNeeded):
                    return await self._put(talk, about, files_kept(files))
            why = self.in_words(refusal, talk.config.zone)
            return await self._put(talk, about, f"{why}\n{self.ask()}")
        except Refusal as refusal:
            await drop_files(talk)
            return talk.say(self.in_words(refusal, talk.config.zone))
        await drop_files(talk)
        return talk.say(said, under_card=self.key(about)) if isinstance(said, str) else said

    async def _put(self, talk: Talk, row_id: int, words: str) -> Reply:
        name = await self.called(talk, row_id) if self.called else ""
        asked = _("{name}：{words}").format(name=name, words=words) if name else words
        offered = await self._offered(talk, row_id)
        if shown := await ready.listed(talk, self._prompt(row_id), offered):
            asked = f"{asked}\n{shown}"
        return ask_colleague(
            talk,
            self._prompt(row_id),
            asked,
            under_card=self.key(row_id),
            takes_files=self.with_files,
        )

    async def _offered(self, talk: Talk, row_id: int) -> Sequence[Offer]:
        return await self.offers(talk, row_id) if self.offers else ()

    def _prompt(self, row_id: int) -> str:
        """What the prompt is about, as in `Post.about`."""
        return f"{self.about}:{row_id}"


async def _gave_up(message: Message, talk: Talk) -> Reply:
    await drop_files(talk)
    return talk.say(_("好的，没有动。"))
