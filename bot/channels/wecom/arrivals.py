"""What comes from WeCom on its way into the desk: names become numbers, frames become updates."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy import exists, select

from bot import typed_taps, unseen
from bot.channels.wecom import old_cards, quotes, typed
from bot.channels.wecom.downloads import Loaded, NotLoadedError
from bot.channels.wecom.errors import WecomError
from bot.channels.wecom.in_order import Frame
from bot.channels.wecom.incoming import Known, Part, meaning
from bot.channels.wecom.received import Received
from bot.channels.wecom.said import Ignored, Said, read
from bot.channels.wecom.taps import Asker, Tap, Taps, message_of
from bot.channels.wecom.uploads import Ask
from bot.intake import StoppingError
from bot.reading import MalformedError
from handlers.common.i18n import SOURCE, _, speaking
from services.people import addresses, named_chats
from storage.cause import Cause, caused_by
from storage.engine import Database
from storage.held import HELD, release_all
from storage.outbox import Outgoing, put
from storage.outbox_rows import IS_WAITING
from storage.tables import Channel, Chat, Handle, OutboxMessage

log = logging.getLogger(__name__)

Submit = Callable[[object], Awaitable[None]]
TRIES = 6
PAUSE = 1.0
"""Seconds before the second try, twice as many before each further one."""
_ENTERS = "event:enter_chat"
_TAPS = "event:template_card_event"


class Arrivals:
    """Of one robot. submit: takes an update in, as `Intake.submit`. wake: wakes the sender."""

    def __init__(
        self,
        channel: Channel,
        robot_name: str,
        database: Database,
        submit: Submit,
        ask: Ask,
        received: Received,
        taps: Taps,
        wake: Callable[[], None],
        clock: Callable[[], datetime],
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._channel = channel
        self._robot_name = robot_name
        self._database = database
        self._submit = submit
        self._ask = ask
        self._received = received
        self._taps = taps
        self._wake = wake
        self._clock = clock
        self._pause = pause

    async def take(self, frame: Frame) -> None:
        """Whatever fails for a moment is tried again here: WeCom sends nothing twice."""
        said = read(frame, self._clock())
        if isinstance(said, Ignored):
            log.info("a frame was passed over: %s", said.why)
            return
        if said.kind == _ENTERS:
            await self._greet(said)
            return
        for number in range(TRIES):
            if await self._is_taken_in(said):
                return
            await self._pause(PAUSE * 2**number)
        log.error("a %s was given up", said.kind)

    async def _is_taken_in(self, said: Said) -> bool:
        """False for what is to be tried again."""
        try:
            await self._take_in(said)
        except Exception as error:  # noqa: BLE001 - whatever failed, it is wanted
            log.warning("a %s could not be taken in: %s", said.kind, type(error).__name__)
            return isinstance(error, StoppingError | MalformedError)
        return True

    async def _take_in(self, said: Said) -> None:
        where = await self._places(said)
        if said.kind == _TAPS or where.chat.is_group:
            await self._understand(said, where)
            return
        release = partial(release_all, chat=where.chat, now=self._clock())
        async with unseen.aside(self._database, where.chat, self._clock, release):
            await self._understand(said, where)

    async def _understand(self, said: Said, where: "_Places") -> None:
        card = message_of(said.task_id)
        key = None
        if said.kind == _TAPS:
            tap = Tap(where.chat, card, said.req_id, said.task_id, self._clock())
            self._taps.note(said.delivery_id, tap)
            key = await self._adopted(where.chat, card)
        elif where.chat.is_group:
            await self._let_go(where.chat)
        files = await self._files(said)
        known = Known(
            bot=0,
            sender=where.sender.id,
            chat=where.chat.id,
            name=where.name,
            card=card,
            quoted=await self._quoted(said, where.chat),
            files=files,
        )
        updates = meaning(said, known, self._robot_name)
        if isinstance(updates, Ignored):
            log.info("a frame was passed over: %s", updates.why)
            return
        for each in updates:
            asker = Asker(where.chat, where.sender.id, where.name, self._clock())
            self._taps.hears(each["update_id"], asker)
        if "text" in updates[0].get("message", {}):
            updates, typed_on = await self._as_pressed(said, where, known, updates[0])
            key = key or typed_on
        # Pieces of an album wait for one another.
        await asyncio.gather(*(self._submit(each) for each in updates))
        if key is not None:
            await self._show_the_latest(where.chat, key)

    async def _as_pressed(
        self, said: Said, where: "_Places", known: Known, update: Part
    ) -> tuple[list[Part], str | None]:
        """Words that came, or the tap that they stand for, and the key of the card it is on."""
        text, now = update["message"]["text"], self._clock()
        async with self._database.reading() as session:
            if not where.chat.is_group:
                return [await typed_taps.in_place_of(session, where.chat, update)], None
            if said.quote is None:
                found = await typed.meant(session, where.chat, where.sender, text, now)
            else:
                found = await typed.on_quoted(session, where.chat, known.quoted or 0, text)
        if isinstance(found, typed.Unclear):
            with speaking(SOURCE), caused_by(Cause(f"update:{update['update_id']}", now)):
                await self._promise(typed.which(found, text, where.chat))
            return [], None
        if found is None:
            return [update], None
        self._taps.note(update["update_id"], Tap(where.chat, found.message_id, "", "", now))
        pressed = typed_taps.tap_for(update, found.message_id, found.data)
        return [pressed], await self._adopted(where.chat, found.message_id)

    async def _adopted(self, chat: Chat, message_id: int) -> str | None:
        async with self._database.transaction() as session:
            return await old_cards.adopt(session, chat, message_id)

    async def _promise(self, rows: Sequence[Outgoing]) -> None:
        async with self._database.transaction() as session:
            await put(session, rows, self._clock())
        self._wake()

    async def _show_the_latest(self, chat: Chat, key: str) -> None:
        async with self._database.reading() as session:
            look = await old_cards.latest_look(session, chat, key, self._clock())
        if look is not None:
            await self._promise([look])

    async def _places(self, said: Said) -> "_Places":
        now = self._clock()
        sender = await named_chats.chat_of(self._database, self._channel, said.userid, now=now)
        async with self._database.reading() as session:
            name = await addresses.name_at(session, Handle(self._channel, str(sender.id)))
        if said.chatid is None:
            return _Places(sender, sender, name)
        group = await named_chats.chat_of(
            self._database, self._channel, said.chatid, is_group=True, now=now
        )
        return _Places(sender, group, name or said.userid)

    async def _files(self, said: Said) -> dict[str, Loaded]:
        """Those whose names matter, which WeCom tells with what is in them."""
        loaded: dict[str, Loaded] = {}
        for each in said.files:
            if each.kind == "file":
                try:
                    loaded[each.file_id] = await self._received.load(each.file_id)
                except NotLoadedError as error:
                    log.warning("a file could not be loaded: %s", error)
        return loaded

    async def _quoted(self, said: Said, chat: Chat) -> int | None:
        if not said.quoted:
            return None
        async with self._database.reading() as session:
            return await quotes.message_of(session, chat, said.quoted)

    async def _let_go(self, chat: Chat) -> None:
        """Somebody wrote: what could not be said there can be now."""
        held = exists().where(IS_WAITING, OutboxMessage.is_in(chat), OutboxMessage.error == HELD)
        async with self._database.reading() as session:
            if not await session.scalar(select(held)):
                return
        async with self._database.transaction() as session:
            await release_all(session, chat, self._clock())

    async def _greet(self, said: Said) -> None:
        """Who opens the single chat, once a day: within five seconds, and not by the outbox."""
        with speaking(SOURCE):
            words = _greeting()
        greeting: dict[str, Any] = {"msgtype": "text", "text": {"content": words}}
        try:
            await self._ask("aibot_respond_welcome_msg", greeting, to=said.req_id)
        except WecomError as error:
            log.info("nobody was greeted: %s", type(error).__name__)


class _Places(NamedTuple):
    sender: Chat
    """The single chat of who wrote."""
    chat: Chat
    name: str
    """What they told us; in a group else the userid, by which colleagues know one another."""


def _greeting() -> str:
    return _(
        "您好！我是社区的办事助手。工作群里 @ 我，写要办的事；卡片上的按钮直接点。"
        "照片、Excel 和文件，请在这里发给我。"
        "想让群里的卡片写您的名字，请在这里发 /settings，选“改称呼”。"
    )
