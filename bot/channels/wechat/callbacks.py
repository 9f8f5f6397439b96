"""WeChat's callbacks: taken in as updates, answered within five seconds or with nothing.

WeChat sends a callback up to three times while it hears nothing in time, and tells its sender that
the account is out of order when it hears nothing at all, or something odd.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from bot import typed_taps, unseen
from bot.channels.wechat import consents, notices, quota
from bot.channels.wechat.answers import APART, only_looks, that_fit
from bot.channels.wechat.crypto import ForgedError, Gate
from bot.channels.wechat.incoming import Callback, Ignored, meaning, read
from bot.channels.wechat.notice_events import NoticeEvent
from bot.channels.wechat.passive import Passive
from bot.channels.wechat.rendering import shown
from bot.channels.wechat.replies import in_xml
from bot.channels.wechat.turns import Turns
from bot.intake import Intake
from bot.sender import Sender
from bot.sender.queue import Due
from handlers.common.i18n import SOURCE, speaking
from services.people import named_chats, reach
from storage.engine import Database
from storage.held import release_all
from storage.outbox import Urgency
from storage.outbox_rows import IS_WAITING, OutboxRow, rows_where
from storage.tables import Channel, Chat, NamedChat, OutboxMessage

log = logging.getLogger(__name__)

PATIENCE = 4.5
"""Seconds until WeChat is answered, whatever there is to say by then."""
_WRITES = frozenset({"text", "image", "voice", "video", "shortvideo", "location", "link"})
_TAPS = frozenset({"event:CLICK", "event:subscribe", "event:SCAN"})
_SHOWN = frozenset({"image", "video", "shortvideo"})
"""What a phone lets people choose several of."""
_REMEMBERED = 1_000
"""Answers given lately; WeChat asks again within fifteen seconds."""


class _Understood(NamedTuple):
    said: Callback
    update: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reply:
    """The answer to a callback. rows: those of the outbox that it says."""

    body: bytes = b"success"
    status: int = 200
    rows: Sequence[OutboxRow] = ()


NOTHING = Reply()
FORGED = Reply(b"", 403)
AGAIN = Reply(b"", 503)
"""WeChat has to send it once more."""


class Callbacks:
    """Of one official account."""

    def __init__(
        self,
        channel: Channel,
        database: Database,
        gate: Gate,
        intake: Intake,
        sender: Sender,
        passive: Passive,
        clock: Callable[[], datetime],
    ) -> None:
        self._channel = channel
        self._database = database
        self._gate = gate
        self._intake = intake
        self._sender = sender
        self._passive = passive
        self._clock = clock
        self.turns = Turns[_Understood](self._in_turn)
        self._given: dict[int, Reply] = {}
        """Answers by their deliveries: WeChat asks again for one that it did not hear."""

    def echo(self, query: Mapping[str, str]) -> str:
        """What a GET is answered by. Raises ForgedError."""
        return self._gate.echo(query, self._clock())

    @asynccontextmanager
    async def answered(self, query: Mapping[str, str], body: bytes) -> AsyncIterator[Reply]:
        """What a POST is answered by, which is to be written within the block."""
        try:
            said = read(self._gate.open(query, body, self._clock()))
        except ForgedError as error:
            log.warning("a callback was refused: %s", error)
            yield FORGED
            return
        if isinstance(said, Ignored):
            log.info("a callback was passed over: %s", said.why)
            yield NOTHING
            return
        try:
            chat = await named_chats.chat_of(
                self._database, self._channel, said.openid, now=self._clock()
            )
        except Exception as error:  # noqa: BLE001 - whatever failed, WeChat has to send it again
            log.warning("a callback could not be taken in: %s", type(error).__name__)
            yield AGAIN
            return
        with self._passive.waiting(chat.id):
            reply = self._given.get(said.delivery_id) or await self._taken_in(said, chat)
            with self._passive.carrying(reply.rows):
                yield reply
            if reply.rows:
                self._note_given(said.delivery_id, reply)

    def _note_given(self, delivery_id: int, reply: Reply) -> None:
        self._given[delivery_id] = Reply(reply.body)
        if len(self._given) > _REMEMBERED:
            del self._given[next(iter(self._given))]

    async def _taken_in(self, said: Callback, chat: Chat) -> Reply:
        update = meaning(said, chat.id)
        if isinstance(update, Ignored):
            log.info("a callback of kind %s means nothing here", said.kind)
            return NOTHING
        if isinstance(update, NoticeEvent):
            return await self._noted(said, chat, update)
        of_album = said.kind in _SHOWN
        turn = self.turns.take(chat.id, _Understood(said, update), may_be_of_album=of_album)
        working = asyncio.create_task(turn)
        done, _late = await asyncio.wait([working], timeout=PATIENCE)
        if not done:
            working.add_done_callback(_note_failure)
            return NOTHING
        if error := working.exception():
            log.warning("a callback could not be taken in: %s", type(error).__name__)
            return AGAIN
        return await self._what_to_say(said, chat) if working.result() else NOTHING

    async def _noted(self, said: Callback, chat: Chat, event: NoticeEvent) -> Reply:
        """Nobody waits for an answer to it."""
        try:
            async with self._database.transaction() as session:
                await notices.happened(session, chat, event, said.sent_at, self._clock())
        except Exception as error:  # noqa: BLE001 - whatever failed, WeChat has to send it again
            log.warning("a callback could not be taken in: %s", type(error).__name__)
            return AGAIN
        self._sender.wake()
        return NOTHING

    async def _in_turn(self, chat_id: int, pieces: Sequence[_Understood]) -> None:
        """What somebody says is understood by what was said before it."""
        chat, now = Chat(self._channel, chat_id), self._clock()
        opens = partial(_window_opens, every=[each.said for each in pieces], chat=chat, now=now)
        async with unseen.aside(self._database, chat, self._clock, opens):
            if len(pieces) > 1:
                await self._intake.submit_album([each.update for each in pieces])
                return
            said, update = pieces[0]
            async with self._database.reading() as session:
                update = await typed_taps.in_place_of(session, chat, update, said.tapped)
            await self._intake.submit(update)

    async def _what_to_say(self, said: Callback, chat: Chat) -> Reply:
        """The answers that wait, as far as they are words and short enough."""
        if not self._sender.on_duty:
            # Another process sends, and may be about to say the same.
            return NOTHING
        now = self._clock()
        async with self._database.transaction() as session:
            waiting = await rows_where(
                session,
                IS_WAITING,
                OutboxMessage.is_in(chat),
                OutboxMessage.urgency == int(Urgency.ANSWER),
                OutboxMessage.not_before <= now,
            )
            waiting = [row for row in waiting if self._passive.may_say(row)]
            looks = await only_looks(session, chat, waiting)
            awaited = await typed_taps.awaited(session, chat)
            with speaking(await reach.language_in(session, chat) or SOURCE):
                answers = [row for row in waiting if row.id not in looks]
                found = [(row, shown(Due(row), awaited=awaited)) for row in answers]
            fits = that_fit([(row, what) for row, what in found if what is not None])
            row_of_chat = await session.get(NamedChat, chat)
            if row_of_chat is not None:
                for row, _what in fits:
                    typed_taps.remember(row_of_chat, row, row.id)
        if not fits:
            return NOTHING
        words = APART.join(what.words for _row, what in fits)
        reply = self._gate.close(in_xml(said, words, now), now)
        left_out = [row for row in waiting if row.id in looks]
        return Reply(reply.encode(), rows=[*(row for row, _what in fits), *left_out])


async def _window_opens(
    session: AsyncSession, every: Sequence[Callback], chat: Chat, now: datetime
) -> None:
    """What was held for them leaves, as far as the window lets it."""
    for said in every:
        if said.kind in _WRITES:
            await quota.wrote(session, chat, said.sent_at)
        elif said.kind in _TAPS:
            await quota.tapped(session, chat, said.sent_at)
        elif said.kind == "event:unsubscribe":
            await quota.used_up(session, chat)
            await consents.forget(session, chat)
            await reach.stopped(session, chat, now=now)
            return
        else:
            return
    await release_all(session, chat, now)


def _note_failure(working: "asyncio.Task[bool]") -> None:
    """WeChat was told that all is well: the log has to know."""
    if not working.cancelled() and (error := working.exception()):
        log.error("a callback was answered and then not taken in: %s", type(error).__name__)
