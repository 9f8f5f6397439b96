"""What handlers are handed: the conversation as a Talk, the language, the transaction."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import replace
from typing import Any

from aiogram import BaseMiddleware, Bot
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, User
from aiogram.types.update import UpdateTypeLookupError

from bot import replies
from bot.dispatch import is_for_another_bot
from bot.rate import Pace, RateLimit
from bot.state import TransactionStorage
from bot.work import Unit
from handlers.common import answered, menu
from handlers.common.anonymous import SHARED_ACCOUNTS, is_anonymous, is_for_us, who_are_you
from handlers.common.config import Config
from handlers.common.i18n import SOURCE, _, language_of, speaking
from handlers.common.leaving import expire
from handlers.common.questions import Question
from handlers.common.saying import Keys, NoKeys, Say
from handlers.common.sending import Item, every
from handlers.common.talk import Talk
from handlers.common.words import handle_of, name_of
from services.people import addresses
from storage import clean_text, tables
from storage.conversations import Conversations
from storage.tables import Channel, Handle, Person

Handler = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]


class TalkMiddleware(BaseMiddleware):
    """Makes the Talk of an update and translates to the writer's language."""

    def __init__(
        self, config: Config, known_states: Collection[str], rate: RateLimit | None = None
    ) -> None:
        self._config = config
        self._known_states = known_states
        self._rate = rate or RateLimit()

    async def __call__(self, handler: Handler, event: TelegramObject, data: dict[str, Any]) -> Any:
        unit: Unit = data["unit"]
        channel: Channel = data["channel"]
        data |= {"session": unit.session, "now": unit.now, "config": self._config}
        said = happening(event) if isinstance(event, Update) else None
        chat, user = chat_and_user(said)
        data["chat"] = tables.Chat(channel, chat.id) if chat else None
        if not isinstance(event, Update) or not isinstance(said, Message | CallbackQuery):
            with speaking(SOURCE):
                return await handler(event, data)
        if chat is None or user is None:
            # A channel's post, or a button under a message that came from elsewhere.
            return None
        if isinstance(said, Message) and chat.type != ChatType.PRIVATE and is_anonymous(said):
            return await self._to_nobody(event, said, data["bot"], unit)
        address = handle_of(channel, user)
        person = await _person(unit, chat, user, address)
        at_pace_of = chat.id if user.id in SHARED_ACCOUNTS else address
        match self._rate.pace(at_pace_of, event.update_id, unit.now):
            case Pace.STILL_TOO_FAST:
                return None
            case Pace.TOO_FAST:
                with speaking(person.language):
                    return _too_fast()
        state = _state(data["bot"], unit, channel, chat, person)
        data["talk"] = Talk(
            event=said,
            channel=channel,
            chat_id=chat.id,
            chat_title=clean_text.one_line(chat.title or ""),
            topic_id=topic_of(said),
            user_id=person.id,
            address=address,
            name=name_of(user),
            person=person,
            state=state,
            session=unit.session,
            now=unit.now,
            config=self._config,
            data=await state.get_data(),
            album=data.get("album", ()),
        )
        await data["talk"].turn_to_list()
        raw_state = await state.get_state()
        if raw_state is not None and raw_state not in self._known_states:
            # Left by an older version: the conversation is over, what was drafted stays.
            await data["talk"].leave()
            raw_state = None
        with speaking(person.language):
            expired = await expire(data["talk"])
        raw_state = await state.get_state() if expired else raw_state
        about = await replies.about(data["talk"], data["bot"].id)
        data["talk"].replied_to_us = about is not None
        data["talk"].replied_about = about or ""
        data |= {"state": state, "raw_state": raw_state}
        stood = data["talk"].question
        with speaking(person.language):
            reply = await handler(event, data)
            if reply and reply is not UNHANDLED and user.id not in SHARED_ACCOUNTS:
                await addresses.keep(unit.session, person.id, now=unit.now)
            if stood is not None and stood.typed and not _is_typed(data["talk"]):
                reply = _with_the_menu(data["talk"], stood, reply)
            if expired:
                reply = [data["talk"].say(expired), *_answers(reply)]
            tidied = await answered.settled(data["talk"], stood, _answers(reply))
        await replies.expect(data["talk"], _answers(reply))
        return [*_answers(reply), tidied] if tidied else reply

    async def _to_nobody(self, update: Update, said: Message, bot: Bot, unit: Unit) -> Say | None:
        """Their pace is the group's own: the account is shared by strangers everywhere."""
        ours = is_for_us(said, replies_to_us=replies.replies_to_us(said, bot.id))
        if update.message is None or not ours or await is_for_another_bot(said, bot):
            return None
        if self._rate.pace(said.chat.id, update.update_id, unit.now) is not Pace.FINE:
            return None
        with speaking(SOURCE):
            return who_are_you(said)


def _answers(reply: Any) -> list[Item]:
    return [] if reply is UNHANDLED else every(reply)


def _is_typed(talk: Talk) -> bool:
    return talk.question is not None and talk.question.typed


def _with_the_menu(talk: Talk, stood: Question, reply: Any) -> list[Item]:
    """The keys of a past question would be taken for words; the main menu stands in their place.

    It comes with words that are said anyway; where each of them has buttons, with what was chosen.
    """
    answers = _answers(reply)
    keyboards = [getattr(each, "keyboard", None) for each in answers]
    if any(isinstance(keys, Keys | NoKeys) for keys in keyboards):
        return answers
    for at, (each, keys) in enumerate(zip(answers, keyboards, strict=True)):
        if isinstance(each, Say) and keys is None and not each.awaits_reply:
            answers[at] = replace(each, keyboard=menu.keyboard())
            return answers
    return [talk.say(answered.in_short(talk, stood), menu.keyboard()), *answers]


def _too_fast() -> Say:
    return Say(_("您发得太快了，后面的没有收下。请等一分钟，再接着发。"))


def happening(update: Update) -> TelegramObject | None:
    """What the update brings; nothing for a kind that aiogram does not know yet."""
    try:
        return update.event
    except UpdateTypeLookupError:
        return None


def chat_and_user(event: TelegramObject | None) -> tuple[Chat | None, User | None]:
    """Where something happened and who did it; a channel's posts have no user."""
    if isinstance(event, CallbackQuery):
        return (event.message.chat if event.message else None), event.from_user
    return getattr(event, "chat", None), getattr(event, "from_user", None)


def topic_of(event: TelegramObject) -> int | None:
    """The forum topic in which something was written or tapped; None elsewhere, and in General."""
    message = event.message if isinstance(event, CallbackQuery) else event
    if isinstance(message, Message) and message.is_topic_message:
        return message.message_thread_id
    return None


async def _person(unit: Unit, chat: Chat, user: User, address: Handle) -> Person:
    """Who writes. In a group Chinese is spoken, and of those who only talk nothing is kept."""
    if chat.type == "private":
        language = language_of(user.language_code)
        return await addresses.wrote(unit.session, address, chat.id, language, now=unit.now)
    person_id = await addresses.seen_in_group(unit.session, address)
    return Person(id=person_id, language=SOURCE, big_print=False, created_at=unit.now)


def _state(bot: Bot, unit: Unit, channel: Channel, chat: Chat, person: Person) -> FSMContext:
    conversations = Conversations.of(unit.session)
    if addresses.is_new(unit.session, person.id):
        conversations.begin((channel, chat.id, person.id))
    return FSMContext(
        storage=TransactionStorage(conversations, channel),
        key=StorageKey(bot_id=bot.id, chat_id=chat.id, user_id=person.id),
    )
