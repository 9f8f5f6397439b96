"""Taking updates in: whatever has arrived, in one transaction, nothing lost and nothing twice."""

import asyncio
import logging
import secrets
import traceback
from collections import deque
from collections.abc import Sequence
from typing import Any, NamedTuple

from aiogram import Bot, Dispatcher
from aiogram.dispatcher.event.bases import UNHANDLED
from aiogram.methods import AnswerCallbackQuery, EditMessageReplyMarkup, SendMessage
from aiogram.types import Update
from sqlalchemy.exc import DBAPIError

from bot.context import chat_and_user, happening
from bot.files import Files
from bot.work import Unit, Work
from handlers.common.i18n import _, language_of, speaking
from handlers.common.sending import every, outgoing
from services import people
from storage.conversations import Conversations
from storage.outbox import Urgency
from storage.updates import lock_chats, note_failed, note_seen

log = logging.getLogger(__name__)

BATCH = 100
"""As many as one getUpdates returns."""
TRANSIENT_TRIES = 5
"""How often an update is left to come again because the database failed, not its handler."""


class Arrived(NamedTuple):
    """An update that waits to be handled."""

    raw: dict[str, Any]
    fetched: bytes | None
    """The sheet it brings, see `Files`."""
    done: "asyncio.Future[None]"


class Intake:
    """Feeds updates to the dispatcher, in order, a transaction a batch.

    When a handler raises, the batch rolls back and its updates run again one by one. They have
    touched nothing outside the transaction, so this is safe, and it is cheaper than a savepoint
    for each. Only the bad one fails: the person gets an apology with a short code, staff find the
    trace under it, and the update counts as seen so that it is not tried for ever.
    """

    def __init__(self, work: Work, dispatcher: Dispatcher, bot: Bot) -> None:
        self._work = work
        self._dispatcher = dispatcher
        self._bot = bot
        self._files = Files(work.database, bot)
        self._waiting: deque[Arrived] = deque()
        self._arrived = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        self._transient: dict[int, int] = {}

    async def submit(self, raw: dict[str, Any]) -> None:
        """Returns when the update's batch is committed; raises if it has to be sent again."""
        fetched = await self._files.brought_by(raw)
        done = asyncio.get_running_loop().create_future()
        self._waiting.append(Arrived(raw, fetched, done))
        self._arrived.set()
        await done

    async def take_in(self, raws: Sequence[dict[str, Any]]) -> None:
        """Handle `raws` as they came together, without `run`; raises if one has to come again."""
        results = asyncio.gather(*map(self.submit, raws))
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

    async def finish(self) -> None:
        """Returns when everything that has arrived is done; stop the channels before."""
        while self._waiting or not self._idle.is_set():
            await asyncio.sleep(0)
            await self._idle.wait()

    async def work_off(self) -> None:
        """Handle the next batch of what has arrived."""
        batch = [self._waiting.popleft() for _each in range(min(BATCH, len(self._waiting)))]
        try:
            await self._together(batch)
        except Exception:
            log.debug("a batch of %d failed, one by one now", len(batch), exc_info=True)
            for arrived in batch:
                await self._alone(arrived)
        else:
            for arrived in batch:
                _finish(arrived.done)

    async def _together(self, batch: Sequence[Arrived]) -> None:
        updates = {
            raw["update_id"]: Update.model_validate(raw, context={"bot": self._bot})
            for raw, _fetched, _done in batch
        }
        fetched = {arrived.raw["update_id"]: arrived.fetched for arrived in batch}
        async with self._work.unit() as unit:
            places = [chat_and_user(happening(update)) for update in updates.values()]
            await lock_chats(unit.session, [chat.id for chat, _user in places if chat])
            fresh = await note_seen(unit.session, self._bot.id, updates.keys(), unit.now)
            await Conversations.of(unit.session).load(
                (chat.id, user.id) for chat, user in places if chat and user
            )
            await people.load(unit.session, {user.id for _chat, user in places if user})
            for update_id, update in updates.items():
                if update_id in fresh:
                    await self._feed(unit, update, fetched[update_id])

    async def _feed(self, unit: Unit, update: Update, fetched: bytes | None) -> None:
        happened = happening(update)
        if happened is None:
            return
        reply = await self._dispatcher.feed_update(self._bot, update, unit=unit, fetched=fetched)
        answers = [] if reply is UNHANDLED else every(reply)
        chat, user = chat_and_user(happened)
        if update.callback_query and not any(
            isinstance(answer, AnswerCallbackQuery) for answer in answers
        ):
            # Without it the messenger shows the button as busy until it times out.
            answers.insert(0, AnswerCallbackQuery(callback_query_id=update.callback_query.id))
        here = chat.id if chat else user.id if user else 0
        # Taking buttons off an answered question is tidying: nobody waits for it.
        tidying = [answer for answer in answers if isinstance(answer, EditMessageReplyMarkup)]
        said = [answer for answer in answers if not isinstance(answer, EditMessageReplyMarkup)]
        unit.promise(*outgoing(said, here, Urgency.ANSWER))
        unit.promise(*outgoing(tidying, here, Urgency.NOTICE))
        await unit.announce()

    async def _alone(self, arrived: Arrived) -> None:
        raw, _fetched, done = arrived
        try:
            await self._together([arrived])
        except Exception as error:  # noqa: BLE001 - whatever a handler raises concerns one update
            try:
                self._let_come_again(raw, error)
                await self._apologise(raw, error)
            except Exception as failure:  # noqa: BLE001 - the database is gone: it must come again
                log.warning("update %s comes again: %s", raw["update_id"], type(failure).__name__)
                _finish(done, failure)
                return
        _finish(done)

    def _let_come_again(self, raw: dict[str, Any], error: Exception) -> None:
        """Raises `error` where the database failed, not the handler: up to TRANSIENT_TRIES."""
        if isinstance(error, DBAPIError):
            tries = self._transient[raw["update_id"]] = self._transient.get(raw["update_id"], 0) + 1
            if tries < TRANSIENT_TRIES:
                raise error
        self._transient.pop(raw["update_id"], None)

    async def _apologise(self, raw: dict[str, Any], error: Exception) -> None:
        code = secrets.token_hex(3).upper()
        trace = "".join(traceback.format_tb(error.__traceback__)) + type(error).__name__
        log.error("update %s failed, code %s\n%s", raw["update_id"], code, trace)
        async with self._work.unit() as unit:
            await note_seen(unit.session, self._bot.id, [raw["update_id"]], unit.now)
            await note_failed(unit.session, code, raw["update_id"], trace, unit.now)
            unit.promise(*outgoing(_apology(raw, code), 0, Urgency.ANSWER))


def _apology(raw: dict[str, Any], code: str) -> list[SendMessage]:
    """To whoever sent `raw`, read without our models: they may be what failed."""
    event = raw.get("message") or raw.get("callback_query") or {}
    sender = event.get("from", {})
    chat = event.get("chat") or event.get("message", {}).get("chat") or {}
    if "id" not in chat:
        return []
    with speaking(language_of(sender.get("language_code"))):
        text = _(
            "抱歉，刚才这一步我们没有办成，不是您的问题。请再发一次；还不行的话，"
            "请把代码 <b>{code}</b> 告诉社区。"
        ).format(code=code)
    return [SendMessage(chat_id=chat["id"], text=text)]


def _finish(done: "asyncio.Future[None]", failure: Exception | None = None) -> None:
    if done.done():
        return
    if failure is None:
        done.set_result(None)
    else:
        done.set_exception(failure)
