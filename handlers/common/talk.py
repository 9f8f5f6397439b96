"""One update's conversation: who speaks, what was asked, what to say next."""

import html
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from aiogram.fsm.context import FSMContext
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery, Message
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.i18n import _
from handlers.common.media import file_in
from handlers.common.past import Past
from handlers.common.questions import BACK, BACK_WORDS, Ask, Option, Question, question_in
from handlers.common.saying import Buttons, Edit, Keyboard, Say, Toast
from handlers.common.words import cut, marked
from services.tickets import Member
from storage import clean_text
from storage.media import Attachment, take_in
from storage.outbox_rows import ANSWERS
from storage.tables import Channel, Chat, Group, Handle, Person

TOAST_LIMIT = 200
"""Characters of an answer to a tap (Bot API)."""
NAME_KEPT = 30
"""Characters of a question's name in a card's key, which has 60."""
ANSWER_SHOWN = 40
"""Characters of an answer in words, below its question."""


class Acting(NamedTuple):
    """Somebody acts for a bound group."""

    member: Member
    group: Group


@dataclass(slots=True)
class Talk:
    """Everything a conversation needs; made for each update."""

    event: Message | CallbackQuery
    channel: Channel
    chat_id: int
    chat_title: str
    """Of a group; empty in a private chat."""
    user_id: int
    """The person's own id."""
    address: Handle
    """Who the channel says they are."""
    name: str
    """As others read it: what the messenger shows, else what they or their group call them; not
    kept before consent."""
    person: Person
    state: FSMContext
    session: AsyncSession
    now: datetime
    config: Config
    replied_about: str = ""
    """What the message of ours is about that was replied to, such as "ticket:123"."""
    replied_to_us: bool = False
    """Where people cannot reply to a message, all that comes from a group is said to us."""
    files_arrive: bool = True
    """Whether a file that is sent in this chat reaches us."""
    topic_id: int | None = None
    """The forum topic of the group that this is in; None elsewhere, and in General."""
    data: dict[str, Any] = field(default_factory=dict)
    """The conversation's own data; written by `ask`, `keep` and `leave`."""
    acting: "Acting | None" = None
    """In a bound group, once a filter such as `InGroupFor` has looked."""
    album: Sequence[Message] = ()
    """Where several pictures came at once: all of them, the event being the first."""
    volunteers_meet: bool = True
    """Volunteers can have a group on this channel, where tasks are put up."""
    meet_alone: bool = True
    """Who is in this group can have a chat with us alone on this channel."""
    locations: bool = True
    """They can send where they are."""
    attach: str = ""
    """What they press for that, beside the input field."""
    keeps_buttons: bool = True
    """What stands on a button comes back when it is pressed, so that we need not keep it."""
    heard: bool = False
    """The words that came were taken for an answer, though they name no option."""
    understood: str = ""
    """What such words mean, where they name several options by their numbers."""
    asked: bool = False
    """A question was put, a new one or the standing one once more."""
    _attachments: list[Attachment] | None = field(default=None, init=False)
    _kept: dict[str, Any] | None = field(default=None, init=False)
    """What `question` was last read from."""
    _question: Question | None = field(default=None, init=False)

    @property
    def chat(self) -> Chat:
        return Chat(self.channel, self.chat_id)

    @property
    def text(self) -> str:
        """What the message that came says, in words or under its pictures; empty for a tap."""
        said = [message.text or message.caption or "" for message in self._messages]
        return clean_text.lines("\n".join(filter(None, said)))

    @property
    def words(self) -> str:
        """The same as staff read it: marked where it was forwarded."""
        return marked(self.text, self._messages)

    @property
    def brings_files(self) -> bool:
        """Photos, videos, a voice message or a file came."""
        return any(map(file_in, self._messages))

    @property
    def attachments(self) -> list[Attachment]:
        """The files that came, in their order. Asked for the first time, they are taken in."""
        if self._attachments is None:
            files = [file for message in self._messages if (file := file_in(message))]
            self._attachments = [
                take_in(self.session, kind, self.channel, called, now=self.now)
                for kind, called in files
            ]
        return self._attachments

    @property
    def _messages(self) -> Sequence[Message]:
        if isinstance(self.event, CallbackQuery):
            return ()
        return self.album or (self.event,)

    @property
    def may_answer(self) -> bool:
        """Whether words that came can be an answer to the standing question.

        In a group where we hear everything, small talk is none, nor is a reply to something else.
        """
        if not self.chat.is_group:
            return True
        asked = self.question.about if self.question else ""
        return self.replied_to_us and self.replied_about in ("", asked)

    @property
    def line(self) -> str:
        """The same on one line: a name, a place, a reason as it stands on a card."""
        return clean_text.one_line(self.text)

    @property
    def member(self) -> Member:
        """Who acts for the group; use it only behind a filter that looks who does."""
        assert self.acting is not None
        return self.acting.member

    @property
    def group(self) -> Group:
        """The bound group in which this is said; use it as `member`."""
        assert self.acting is not None
        return self.acting.group

    @property
    def message(self) -> Message:
        """The message that came; use it only in handlers of messages."""
        assert isinstance(self.event, Message)
        return self.event

    @property
    def tap(self) -> CallbackQuery:
        """The tap that came; use it only in handlers of callback queries."""
        assert isinstance(self.event, CallbackQuery)
        return self.event

    @property
    def today(self) -> date:
        """In the community's time zone."""
        return self.now.astimezone(self.config.zone).date()

    @property
    def question(self) -> Question | None:
        kept = self.data.get("question")
        if kept is not self._kept:
            self._kept, self._question = kept, Question.load(kept) if kept else None
        return self._question

    @property
    def past(self) -> Past:
        """Questions that stand no more."""
        return Past(self.data)

    def answer_to(self, question: Question) -> str | None:
        """What was answered to the question, as it reads; nothing if this is no answer to it."""
        if isinstance(self.event, CallbackQuery):
            return question.answer_under(self.event.data or "")
        chosen = question.answer_of(question.said(self.event.text or "") or "")
        if chosen or not self.heard:
            return chosen
        return self.understood or cut(self.line, ANSWER_SHOWN) or None

    def say(
        self,
        text: str,
        keyboard: Keyboard | None = None,
        *,
        card: str | None = None,
        to_the_end: bool = False,
        under_card: str | None = None,
        about: str | None = None,
        secret: bool = False,
    ) -> Say:
        """A message (HTML) to this chat; see `Post` for the rest."""
        return Say(
            text,
            keyboard,
            card=card,
            to_the_end=to_the_end,
            under_card=under_card,
            about=about,
            secret=secret,
        )

    def toast(self, text: str, *, alert: bool = False) -> Toast:
        """A short note on the screen of the one who tapped; of `text` (HTML) only the words."""
        return Toast(html.unescape(text)[:TOAST_LIMIT], alert)

    def as_one(self, answer: Say, name: str = "") -> Say:
        """An answer that takes the place of the one before it, of the same `name`: ten photos get
        one, not ten."""
        return replace(answer, card=f"{ANSWERS}{self.user_id}{name[:NAME_KEPT]}", to_the_end=True)

    async def ask(
        self,
        state: State,
        text: str,
        options: Sequence[Option] = (),
        *,
        columns: int = 1,
        back: bool = True,
        typed: bool = False,
        page: int = 0,
        in_words: bool = False,
    ) -> Say:
        """Put a question (HTML) and wait for its answer in `state`; see `Question`."""
        ask = Ask(text, options, columns, typed, back, page=page)
        await self.state.set_state(state)
        return await self._put(self._question_of(ask, in_words=in_words))

    async def put(
        self, state: State, ask: Ask, before: str = "", *, in_words: bool = False
    ) -> Say | Edit:
        """Put the question `ask` after the words `before` (HTML), and wait for it in `state`.

        One that takes the place of itself, ticked further, changes where it was tapped.
        """
        question = self._question_of(ask, before, in_words=in_words)
        stood = await self.asked_in(state, ask.name)
        if ask.as_one and stood is not None and isinstance(self.event, CallbackQuery):
            # So that a second tap on the same look of it counts, too.
            question.id = stood.id
        await self.state.set_state(state)
        if question.stays:
            self.past.keep_list(state.state or "", question)
        asked = await self._put(question)
        return self.in_place(asked) if ask.as_one else asked

    async def asked_in(self, state: State, name: str = "") -> Question | None:
        """The standing question, if it is the one that `state` asks, of this name."""
        question = self.question
        if question is None or question.name != name:
            return None
        return question if await self.state.get_state() == state.state else None

    def in_place(self, asked: Say) -> Say | Edit:
        """The standing question as a new look of the message where it was tapped, or `as_one`."""
        question = self.question
        if isinstance(self.event, CallbackQuery) and question is not None and not question.typed:
            tapped, data = self.event.message, self.event.data or ""
            if isinstance(tapped, Message) and question_in(data) == question.id:
                assert isinstance(asked.keyboard, Buttons)
                return Edit(tapped.message_id, asked.text, asked.keyboard, secret=question.secret)
        return self.as_one(asked, question.name if question else "")

    async def turn_to_list(self) -> None:
        """Where a list is tapped that another question came after, it is the one that stands."""
        if not isinstance(self.event, CallbackQuery):
            return
        found = self.past.list_under(self.event.data or "")
        if found is None or self.stands(found[1]):
            return
        state, question = found
        self._pass_on(question)
        self.data["question"] = question.dump()
        await self.state.set_state(state)
        await self.keep()

    def stands(self, question: Question) -> bool:
        return self.question is not None and self.question.id == question.id

    def _question_of(self, ask: Ask, before: str = "", *, in_words: bool = False) -> Question:
        """Without a choice that nobody has here."""
        offered = [each for each in ask.options if self.locations or not each.asks_location]
        options = [*offered, Option(BACK, _(BACK_WORDS))] if ask.back else offered
        return Question.new(
            f"{before}\n\n{ask.text}" if before else ask.text,
            options,
            ask.columns,
            typed=ask.typed,
            page=ask.page,
            in_words=in_words,
            stays=ask.stays,
            secret=ask.secret,
            name=ask.name,
        )

    async def repeat(self, before: str = "", *, next_page: bool = False) -> Say:
        """The standing question once more, after the words `before` (HTML)."""
        question = self.question
        assert question is not None
        question.page += next_page
        sent = await self._put(question)
        if before:
            sent = replace(sent, text=f"{before}\n\n{sent.text}")
        return sent

    async def _put(self, question: Question) -> Say:
        self._pass_on(question)
        self.asked = True
        self.data["question"] = question.dump()
        await self.keep()
        about = question.about if question.loses_buttons else None
        keyboard = question.keyboard(self.person.big_print)
        return self.say(question.text, keyboard, about=about, secret=question.secret)

    def _pass_on(self, following: Question | None = None) -> None:
        """What stood so far is past, unless it is put once more."""
        stood = self.question
        if stood is not None and (following is None or following.id != stood.id):
            self.past.add(stood, None if stood.secret else self.answer_to(stood))

    async def keep(self) -> None:
        """Write the conversation's data."""
        await self.state.set_data(self.data)

    async def leave(self) -> None:
        """End the conversation; what was drafted stays for later."""
        self._pass_on()
        self.past.drop_list()
        self.data.pop("question", None)
        await self.state.set_state(None)
        await self.keep()
