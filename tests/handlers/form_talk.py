"""A talk with one router, without a desk: what is said and tapped reaches it alone."""

from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from aiogram import Router
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.fsm.storage.memory import MemoryStorage
from aiogram.types import CallbackQuery, Chat, Location, Message, PhotoSize, User
from sqlalchemy.ext.asyncio import AsyncSession

from handlers.common.config import Config
from handlers.common.forms import Form
from handlers.common.i18n import SOURCE
from handlers.common.questions import Pick
from handlers.common.saying import Say
from handlers.common.talk import Talk
from storage.tables import Channel, Person
from tests.chats import user

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
USER = User(id=7, is_bot=False, first_name="林依妹")
CHAT = Chat(id=7, type="private")
KEY = StorageKey(bot_id=1, chat_id=CHAT.id, user_id=USER.id)
PHOTO = PhotoSize(file_id="photo", file_unique_id="photo", width=1, height=1)


class RouterTalk:
    """One person talking with `router`; every message and tap is an update of its own."""

    def __init__(self, router: Router) -> None:
        self.router = router
        self.said: list[str] = []
        """What it answered, oldest first."""
        self.last: Say | None = None
        self._state = FSMContext(MemoryStorage(), KEY)

    async def talk(self, event: Message | CallbackQuery | None = None) -> Talk:
        return await a_talk(event or self.message(text="…"), self._state)

    async def says(self, text: str) -> bool:
        """Whether it was taken."""
        return await self._comes("message", self.message(text=text))

    async def replies(self, about: str, text: str) -> bool:
        """To a message of ours about `about`."""
        return await self._comes("message", self.message(text=text), about)

    async def shows_a_photo(self, caption: str | None = None, about: str = "") -> bool:
        return await self._comes("message", self.message(photo=[PHOTO], caption=caption), about)

    async def shares(self, latitude: float, longitude: float) -> bool:
        here = Location(latitude=latitude, longitude=longitude)
        return await self._comes("message", self.message(location=here))

    async def taps(self, label: str) -> bool:
        question = (await self.talk()).question
        assert question is not None
        labels = [option.label for option in question.options]
        data = Pick(question.id, labels.index(label)).data
        query = CallbackQuery(id="1", from_user=USER, chat_instance="1", data=data)
        return await self._comes("callback_query", query)

    async def at(self) -> str | None:
        return await self._state.get_state()

    async def labels(self) -> list[str]:
        question = (await self.talk()).question
        return [option.label for option in question.options] if question else []

    async def _comes(
        self, kind: str, event: Message | CallbackQuery, replied_about: str = ""
    ) -> bool:
        talk = await self.talk(event)
        talk.replied_about = replied_about
        reply = await self.router.propagate_event(
            kind, event, talk=talk, raw_state=await self._state.get_state()
        )
        if reply is UNHANDLED:
            return False
        self.hears(reply)
        return True

    def hears(self, reply: object) -> None:
        for each in reply if isinstance(reply, list) else [reply]:
            assert isinstance(each, Say)
            self.last = each
            self.said.append(each.text)

    @staticmethod
    def message(**content: Any) -> Message:
        return Message(message_id=1, date=NOW, chat=CHAT, from_user=USER, **content)


class FormTalk(RouterTalk):
    """One person talking with `form`."""

    def __init__(self, form: Form[Any]) -> None:
        super().__init__(form)
        self.form = form

    async def begins(self, draft: Any, before: str = "") -> None:
        self.hears(await self.form.go_on(await self.talk(), draft, before))


async def a_talk(event: Message | CallbackQuery, state: FSMContext | None = None) -> Talk:
    """For what needs no database."""
    state = state or FSMContext(MemoryStorage(), KEY)
    return Talk(
        event=event,
        channel=Channel.TELEGRAM,
        chat_id=CHAT.id,
        chat_title="",
        user_id=USER.id,
        address=user(USER.id),
        name=USER.full_name,
        person=Person(id=USER.id, language=SOURCE, big_print=False, created_at=NOW),
        state=state,
        session=AsyncSession(),
        now=NOW,
        config=cast("Config", _Config()),
        data=await state.get_data(),
    )


class _Config:
    zone = ZoneInfo("Asia/Shanghai")
