"""What handlers are handed: the conversation as a Talk, the language, the transaction."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from aiogram import Bot
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.enums import ChatType
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.types import CallbackQuery, Chat, Message, TelegramObject, Update, User

from bot import handed_in, replies
from bot.channels.capabilities import capabilities_of
from bot.dispatch import Switchboard, is_for_another_bot, kind_of
from bot.files import Brought
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
from handlers.common.words import NAMELESS, handle_of, name_of
from services.groups import authority
from services.people import addresses
from storage import clean_text, tables
from storage.conversations import Conversations
from storage.tables import Channel, Handle, Person

Data = dict[str, Any]


class Talks:
    """Makes the Talk of an update, in the writer's language, and leads it to its conversation."""

    def __init__(
        self, config: Config, boards: Sequence[Switchboard], rate: RateLimit | None = None
    ) -> None:
        self._config = config
        self._boards = boards
        self._known_states = frozenset[str]().union(*(board.states() for board in boards))
        self._rate = rate or RateLimit()

    async def answer(
        self,
        bot: Bot,
        update: Update,
        unit: Unit,
        channel: Channel,
        fetched: Brought = None,
        album: Sequence[Message] = (),
    ) -> Any:
        """What is to be said; UNHANDLED where nobody wants the update.

        `fetched` is the sheet that it brings, `album` all of several pictures that came at once.
        """
        kind = kind_of(update)
        if kind is None:
            return UNHANDLED
        said: TelegramObject = getattr(update, kind)
        chat, user = chat_and_user(said)
        # What filters and handlers take by these names.
        data: Data = {"bot": bot, "session": unit.session, "now": unit.now}
        data |= {"fetched": fetched, "raw_state": None}
        data["chat"] = tables.Chat(channel, chat.id) if chat else None
        if not isinstance(said, Message | CallbackQuery):
            with speaking(SOURCE):
                return await self._lead(kind, said, data)
        if chat is None or user is None:
            # A channel's post, or a button under a message that came from elsewhere.
            return None
        if isinstance(said, Message) and chat.type != ChatType.PRIVATE and is_anonymous(said):
            return await self._to_nobody(update, said, bot, unit)
        address = handle_of(channel, user)
        person = await _person(unit, chat, user, address)
        at_pace_of = chat.id if user.id in SHARED_ACCOUNTS else address
        match self._rate.pace(at_pace_of, update.update_id, unit.now):
            case Pace.STILL_TOO_FAST:
                return None
            case Pace.TOO_FAST:
                with speaking(person.language):
                    return _too_fast()
        state = _state(bot, unit, channel, chat, person)
        able = capabilities_of(channel)
        talk = Talk(
            event=said,
            channel=channel,
            chat_id=chat.id,
            chat_title=clean_text.one_line(chat.title or ""),
            topic_id=topic_of(said),
            user_id=person.id,
            address=address,
            name=await _name(unit, user, person),
            person=person,
            state=state,
            session=unit.session,
            now=unit.now,
            config=self._config,
            data=await state.get_data(),
            album=album,
            volunteers_meet=able.groups,
            meet_alone=able.alone,
            locations=able.locations,
            attach=able.attach,
            keeps_buttons=able.buttons,
        )
        with speaking(person.language):
            return await self._in_talk(kind, talk, data)

    async def _in_talk(self, kind: str, talk: Talk, data: Data) -> Any:
        await talk.turn_to_list()
        raw_state = await talk.state.get_state()
        if raw_state is not None and raw_state not in self._known_states:
            # Left by an older version: the conversation is over, what was drafted stays.
            await talk.leave()
        expired = await expire(talk)
        about = await replies.about(talk, data["bot"].id)
        talk.replied_to_us = about is not None or not capabilities_of(talk.channel).replies
        talk.replied_about = about or ""
        talk.files_arrive = not talk.chat.is_group or capabilities_of(talk.channel).group_files
        data |= {"talk": talk, "raw_state": await talk.state.get_state()}
        stood = talk.question
        reply = await handed_in.for_group(talk) or await self._lead(kind, talk.event, data)
        if reply and reply is not UNHANDLED and not _is_shared(talk):
            await addresses.keep(talk.session, talk.user_id, now=talk.now)
        keys_stay = stood is not None and stood.typed and capabilities_of(talk.channel).keys
        if stood is not None and keys_stay and not _is_typed(talk):
            reply = _with_the_menu(talk, stood, reply)
        if expired:
            reply = [talk.say(expired), *_answers(reply)]
        tidied = await answered.settled(talk, stood, _answers(reply))
        await replies.expect(talk, _answers(reply))
        return [*_answers(reply), tidied] if tidied else reply

    async def _lead(self, kind: str, event: TelegramObject, data: Data) -> Any:
        for board in self._boards:
            reply = await board.lead(kind, event, data)
            if reply is not UNHANDLED:
                return reply
        return UNHANDLED

    async def _to_nobody(self, update: Update, said: Message, bot: Bot, unit: Unit) -> Say | None:
        """Their pace is the group's own: the account is shared by strangers everywhere."""
        ours = is_for_us(said, replies_to_us=replies.replies_to_us(said, bot.id))
        if update.message is None or not ours or await is_for_another_bot(said, bot):
            return None
        if self._rate.pace(said.chat.id, update.update_id, unit.now) is not Pace.FINE:
            return None
        with speaking(SOURCE):
            return who_are_you(said)


def _is_shared(talk: Talk) -> bool:
    """Whether it is one of those accounts behind which strangers stand."""
    user = talk.event.from_user
    return user is not None and user.id in SHARED_ACCOUNTS


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
    """What the update brings; None for a kind that conversations do not handle."""
    kind = kind_of(update)
    return getattr(update, kind) if kind else None


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


async def _name(unit: Unit, user: User, person: Person) -> str:
    """Where the messenger gives no name, what they said themselves, else what colleagues read."""
    shown = name_of(user)
    if shown != NAMELESS:
        return shown
    among = authority.name_among_colleagues
    return person.name or await among(unit.session, person.id) or NAMELESS


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
