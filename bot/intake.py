"""Taking updates in: whatever has arrived, in one transaction, nothing lost and nothing twice."""

import asyncio
import logging
import secrets
import time
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from functools import cache
from typing import Any

from aiogram import Bot
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.types import Message, Update, User
from prometheus_client import Counter
from sqlalchemy.ext.asyncio import AsyncSession

from bot import copies, metrics
from bot.albums import Albums, album_in, as_piece
from bot.context import chat_and_user, topic_of
from bot.files import Brought, Files
from bot.log import traced
from bot.rate import Pace, RateLimit
from bot.reading import Arrival, chat_id_of, read, sender_of, update_id_of
from bot.waiting import Arrived, Waiting, albums_as_one
from bot.work import Unit, Work
from handlers.common.anonymous import SHARED_ACCOUNTS
from handlers.common.i18n import _, language_of, speaking
from handlers.common.saying import Say, Toast
from handlers.common.sending import TIDYING, every, outgoing
from handlers.common.words import handle_of
from services.people import addresses
from storage import folding
from storage.cause import caused_by
from storage.conversations import Conversations
from storage.failures import in_words, is_full_disk
from storage.faults import passes
from storage.outbox import Urgency, in_topic
from storage.tables import Channel, Chat, Handle
from storage.updates import lock_chats, note_failed, note_seen

log = logging.getLogger(__name__)

BATCH = 100
"""As many as one getUpdates returns."""
AT_A_STRETCH = 0.005
"""Seconds for which a batch keeps the loop."""
TRANSIENT_TRIES = 5
"""How often an update is left to come again because of a fault that passes."""


class StoppingError(Exception):
    """This process takes nothing in any more; the next one will."""


Answer = Callable[[Bot, Update, Unit, Channel, Brought, Sequence[Message]], Awaitable[Any]]
"""What a conversation says to an update, see `bot.context.Talks.answer`."""


class Intake:
    """Feeds updates to the conversations, in order, one transaction per batch.

    When a handler raises, the batch rolls back and its halves run again, down to the bad update.
    They have touched nothing outside the transaction, so this is safe, and it is cheaper than a
    savepoint for each. Only the bad one fails: the person gets an apology with a short code, staff
    find the trace under it, and the update counts as seen so that it is not tried for ever.
    """

    def __init__(
        self,
        work: Work,
        answer: Answer,
        bot: Bot,
        channel: Channel = Channel.TELEGRAM,
        rate: RateLimit | None = None,
    ) -> None:
        self._channel = channel
        self._work = work
        self._answer = answer
        self._bot = bot
        self._files = Files(work.database, bot, channel)
        self._albums = Albums()
        self._rate = rate or RateLimit()
        self._waiting = Waiting()
        self._arrived = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._transient: dict[int, int] = {}
        self._closed = False

    async def submit(self, raw: object) -> None:
        """Returns when the update's batch is committed; raises if it has to be sent again.

        Raises MalformedError for what is no update: that must not be asked for again.
        """
        if self._closed:
            raise StoppingError
        if self._is_too_much(raw):
            return
        arrival = read(raw, self._bot)
        await self._albums.whole(arrival.raw)
        await self._enter(arrival)

    async def submit_album(self, raws: Sequence[dict[str, Any]]) -> None:
        """So with messages that are one, though their messenger does not say so."""
        if self._closed:
            raise StoppingError
        pieces = [as_piece(raw, raws[0]["update_id"]) for raw in raws if not self._is_too_much(raw)]
        await asyncio.gather(*(self._enter(read(raw, self._bot)) for raw in pieces))

    def _is_too_much(self, raw: object) -> bool:
        """Whether it would be answered by nothing, because its sender floods us and was told so.

        It is dropped before it costs anything, and is not noted as seen: nothing was accepted.
        """
        update_id, sender = update_id_of(raw), sender_of(raw)
        if update_id is None or sender is None or sender in SHARED_ACCOUNTS:
            return False
        handle = Handle(self._channel, str(sender))
        if self._rate.pace(handle, update_id, self._work.clock()) is not Pace.STILL_TOO_FAST:
            return False
        _updates("unread", "too fast").inc()
        return True

    async def _enter(self, arrival: Arrival) -> None:
        update_id, kept, update = arrival
        at = self._work.clock()
        fetched = await self._files.brought_by(kept)
        done = asyncio.get_running_loop().create_future()
        self._waiting.put(
            Arrived(update_id, update, fetched, done, at, chat_id_of(kept), album_in(kept))
        )
        self._arrived.set()
        await done

    async def take_in(self, raws: Sequence[object]) -> None:
        """Handle `raws` as they came together, without `run`; raises if one has to come again."""
        wanted = [raw for raw in raws if not self._is_too_much(raw)]
        results = asyncio.gather(*(self._enter(read(raw, self._bot)) for raw in wanted))
        while not results.done():
            await asyncio.sleep(0)
            while self._waiting:
                await self.work_off()
        await results

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            await self._arrived.wait()
            self._arrived.clear()
            self._idle.clear()
            while self._waiting:
                await self.work_off()
            self._idle.set()

    async def close(self) -> None:
        """Refuse what comes from now on, so that it is sent again, and `finish`."""
        self._closed = True
        await self.finish()

    async def finish(self) -> None:
        """Returns when everything that has arrived is done; stop the channels before."""
        while self._waiting or not self._idle.is_set():
            await asyncio.sleep(0)
            await self._idle.wait()

    async def work_off(self) -> None:
        """Handle the next batch of what has arrived."""
        batch = albums_as_one(self._waiting.take(BATCH))
        if not all(each.is_command for each in batch):
            await folding.load()
        await self._handle(batch)

    async def _handle(self, batch: Sequence[Arrived]) -> None:
        try:
            seen = await self._together(batch)
        except Exception as error:
            if len(batch) == 1:
                await self._settle(batch[0], error)
                return
            log.debug("a batch of %d failed, its halves now", len(batch), exc_info=True)
            half = len(batch) // 2
            await self._handle(batch[:half])
            await self._handle(batch[half:])
        else:
            self._count(batch, seen)
            for arrived in batch:
                arrived.finish()

    def _count(self, batch: Sequence[Arrived], seen: Collection[int]) -> None:
        now = self._work.clock()
        pieces = [piece for each in batch for piece in each.pieces]
        metrics.BATCH.observe(len(pieces))
        for piece in pieces:
            _became([piece], "seen" if piece.update_id in seen else "handled")
            metrics.COMMIT.observe(max(0.0, (now - piece.at).total_seconds()))

    async def _together(self, batch: Sequence[Arrived]) -> Collection[int]:
        """In one transaction; the ids of those that were seen before."""
        arrived = {piece.update_id: piece for each in batch for piece in each.pieces}
        async with self._work.unit() as unit:
            chats = (chat_and_user(each.event)[0] for each in batch)
            await lock_chats(unit.session, [chat.id for chat in chats if chat])
            fresh = await note_seen(
                unit.session, self._channel, self._bot.id, arrived.keys(), unit.now
            )
            seen = arrived.keys() - fresh
            await self._load(unit.session, batch)
            taps = [each.update.callback_query for each in batch if each.update]
            unit.tapped = {
                (Chat(self._channel, tap.message.chat.id), tap.message.message_id)
                for tap in taps
                if tap and tap.message
            }
            let_go_at = time.monotonic()
            for each in batch:
                pieces = [piece for piece in each.pieces if piece.update_id in fresh]
                fresh -= {piece.update_id for piece in pieces}
                with caused_by(each.cause):
                    log.debug("taken in")
                    await self._feed(unit, pieces)
                # SQLite's writer does not let go of the loop by itself: what is being sent and
                # fetched beside this batch has its turn between two updates.
                if time.monotonic() - let_go_at > AT_A_STRETCH:
                    await asyncio.sleep(0)
                    let_go_at = time.monotonic()
            unit.promise(*await copies.settle(unit.session, self._channel, taps, unit.now))
        return seen

    async def _load(self, session: AsyncSession, batch: Sequence[Arrived]) -> None:
        """Who writes, and where their conversations stand: a statement each for the batch."""
        places = (chat_and_user(each.event) for each in batch)
        came = [(chat.id, handle_of(self._channel, user)) for chat, user in places if chat and user]
        await addresses.load(session, [handle for _chat_id, handle in came])
        known = [(chat_id, await addresses.behind(session, handle)) for chat_id, handle in came]
        await Conversations.of(session).load(
            (self._channel, chat_id, each.id) for chat_id, each in known if each
        )

    async def _feed(self, unit: Unit, pieces: Sequence[Arrived]) -> None:
        """What arrived, one update or the pieces of an album."""
        readable = [piece for piece in pieces if piece.update is not None]
        if not readable or (update := readable[0].update) is None:
            return
        happened = readable[0].event
        if happened is None:
            return
        messages = [piece.update.message for piece in readable if piece.update]
        album = [message for message in messages if message is not None]
        fetched = readable[0].fetched
        reply = await self._answer(self._bot, update, unit, self._channel, fetched, album)
        answers = [] if reply is UNHANDLED else every(reply)
        chat, user = chat_and_user(happened)
        tap = update.callback_query.id if update.callback_query else ""
        if tap and not any(isinstance(answer, Toast) for answer in answers):
            # Without it the messenger shows the button as busy until it times out.
            answers.insert(0, Toast())
        here = Chat(self._channel, chat.id if chat else user.id if user else 0)
        tidying = [answer for answer in answers if isinstance(answer, TIDYING)]
        said = [answer for answer in answers if not isinstance(answer, TIDYING)]
        asked_in = topic_of(happened)
        for each in outgoing(said, here, Urgency.ANSWER, tap=tap):
            if each.chat == here:
                unit.promise(in_topic(each, asked_in))
            else:
                await unit.notify([each])
        for edit in outgoing(tidying, here, Urgency.NOTICE):
            unit.promise_to_tidy(edit)
        await unit.announce()

    async def _settle(self, arrived: Arrived, error: Exception) -> None:
        """What becomes of the one update that caused `error`."""
        try:
            with caused_by(arrived.cause):
                self._let_come_again(arrived, error)
                await self._apologise(arrived, error)
        except Exception as failure:  # noqa: BLE001 - not even the apology could be written
            if passes(failure) or is_full_disk(failure):
                log.warning("update %s comes again: %s", arrived.update_id, type(failure).__name__)
                _became(arrived.pieces, "comes again")
                arrived.finish(failure)
                return
            log.warning("update %s was given up: %s", arrived.update_id, type(failure).__name__)
        _became(arrived.pieces, "failed")
        arrived.finish()

    def _let_come_again(self, arrived: Arrived, error: Exception) -> None:
        """Raises `error` where it is a fault that passes: up to TRANSIENT_TRIES.

        A full disk passes when somebody makes room, however long that takes.
        """
        if is_full_disk(error):
            log.error("%s", in_words(error, self._work.database.url))
            raise error
        if passes(error):
            tries = self._transient.get(arrived.update_id, 0) + 1
            self._transient[arrived.update_id] = tries
            if tries < TRANSIENT_TRIES:
                raise error
        self._transient.pop(arrived.update_id, None)

    async def _apologise(self, arrived: Arrived, error: Exception) -> None:
        code = secrets.token_hex(3).upper()
        trace = traced(error)
        log.error("update %s failed, code %s\n%s", arrived.update_id, code, trace)
        async with self._work.unit() as unit:
            ids = [piece.update_id for piece in arrived.pieces]
            await note_seen(unit.session, self._channel, self._bot.id, ids, unit.now)
            await note_failed(unit.session, code, arrived.update_id, trace, unit.now)
            chat, user = chat_and_user(arrived.event)
            if chat is not None:
                there = Chat(self._channel, chat.id)
                unit.promise(*outgoing(_apology(user, code), there, Urgency.ANSWER))


def _became(pieces: Iterable[Arrived], outcome: str) -> None:
    for piece in pieces:
        _updates(piece.kind, outcome).inc()


# Kept, because to find a counter by its labels takes longer than to count.
@cache
def _updates(kind: str, outcome: str) -> Counter:
    return metrics.UPDATES.labels(kind, outcome)


def _apology(user: User | None, code: str) -> Say:
    with speaking(language_of(user.language_code if user else None)):
        text = _(
            "抱歉，刚才这一步我们没有办成，不是您的问题。请再发一次；还不行的话，"
            "请把代码 <b>{code}</b> 告诉社区。"
        ).format(code=code)
    return Say(text)
