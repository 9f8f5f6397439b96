"""Saying on WeCom what rows of the outbox hold: messages, and other looks of cards just pressed.

Nothing else that was said can be changed. What would change it is said again where somebody waits
for it, or where it is to stand at the end of the chat; else its next look is soon enough.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from weakref import WeakValueDictionary

from sqlalchemy.ext.asyncio import AsyncSession

from bot import typed_taps
from bot.channels import below_cards
from bot.channels.unchanging import is_worth_saying, only_tidies
from bot.channels.wecom import errors, states, toasts, typed, wording
from bot.channels.wecom.errors import RefusedError, WecomError
from bot.channels.wecom.files import Load, WecomFiles
from bot.channels.wecom.markdown import markdown
from bot.channels.wecom.outgoing import (
    Content,
    UnsayableError,
    contents,
    markdown_of,
    moved_on,
    update,
)
from bot.channels.wecom.sendable import with_media
from bot.channels.wecom.taps import Tap, Taps, new_task_id
from bot.channels.wecom.uploads import Ask
from bot.sender import outcomes
from bot.sender.limits import CALLBACK_ANSWER
from bot.sender.outcomes import Outcome, Sent
from bot.sender.queue import Due
from handlers.common.i18n import SOURCE, speaking
from handlers.common.numbering import buttons_of
from services.groups.reach import Obstacle
from services.people import named_chats, reach
from storage.engine import Database
from storage.outbox import NOTHING_TO_PRESS, Urgency
from storage.outbox_rows import OutboxRow
from storage.tables import Chat, NamedChat, OutboxMessage

log = logging.getLogger(__name__)

_INVISIBLE = ("deleteMessage", "setMyCommands", "getChatMember")
"""What cannot be done there, and is not missed."""
_EDIT = "editMessageText"
_SPENDS = "editMessageReplyMarkup"
"""Takes the buttons off."""
_POST = "sendMessage"
_SINGLE, _GROUP = 1, 2
_LIMITED_FOR = 60
"""Seconds of silence after WeCom said that it is too much."""
_ANSWERS_FOR = timedelta(minutes=1)
"""What a tap is answered with is of no use later."""


class WecomCourier:
    """One robot's. load: a file that came. page: what a card without buttons opens."""

    def __init__(
        self,
        database: Database,
        ask: Ask,
        load: Load,
        taps: Taps,
        page: str,
        clock: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._ask = ask
        self._taps = taps
        self._page = page
        self._clock = clock
        self._turns: WeakValueDictionary[Chat, asyncio.Lock] = WeakValueDictionary()
        """As long as something is being said there, or waits for that."""
        self.files = WecomFiles(ask, load)

    def messages_in(self, due: Due) -> int:
        """An updated card counts as none."""
        row = due.row
        if row.method == CALLBACK_ANSWER or row.method in _INVISIBLE:
            return 0
        message_id = _changed_by(due)
        if message_id is not None and not self._is_wanted(row):
            return 0
        if message_id is not None and self._taps.can_be_changed(row.chat, message_id):
            return 0
        try:
            return len(contents(_posting(row), row.params, lambda: ""))
        except UnsayableError:
            return 0

    async def deliver(self, due: Due) -> Outcome:
        """In order: what a tap is answered with is a line among others here."""
        async with self._turns.setdefault(due.row.chat, asyncio.Lock()):
            outcome = await self._delivered(due)
        # Not as it was worded here: by the row's own words its look is known again.
        return replace(outcome, row=due.row)

    async def _delivered(self, due: Due) -> Outcome:
        row = due.row
        try:
            if row.method in _INVISIBLE:
                return Sent(row=row, posted=False)
            async with self._database.reading() as session:
                name = await named_chats.name_of(session, row.chat)
                language = await reach.language_in(session, row.chat)
                if row.method == _SPENDS:
                    row = await _without_buttons(session, row)
                row = await below_cards.led(session, row)
            if name is None:
                return outcomes.Unreachable(row=row, error="nobody has that number")
            with speaking(language or SOURCE):
                params = dict(wording.params_for(row.chat, row.params))
                return await self._said(replace(due, row=row._replace(params=params)), name)
        except RefusedError as error:
            log.info("WeCom refuses %s: %d", row.method, error.code)
            return _outcome_of(error, row)
        except WecomError as error:
            return outcomes.Trouble(row=row, error=type(error).__name__)
        except Exception as error:  # whatever it is, the row must not be lost
            log.exception("a row could not be said on WeCom")
            return outcomes.Trouble(row=row, error=type(error).__name__)

    async def _said(self, due: Due, name: str) -> Outcome:
        row = due.row
        if row.method == CALLBACK_ANSWER:
            return await self._answered(row, name)
        message_id = _changed_by(due)
        if message_id is not None:
            tap = self._taps.use(row.chat, message_id)
            if tap is not None and await self._updated(row, tap, name):
                return Sent(row=row, posted=False, edited=due.card_message)
            if not self._is_wanted(row):
                return await self._unasked(due, name)
        return await self._posted(due, name)

    async def _answered(self, row: OutboxRow, name: str) -> Outcome:
        """A note to who tapped, which all of a group read: not where their card shows it."""
        if self._clock() - row.created_at > _ANSWERS_FOR:
            return outcomes.Refused(row=row, error="too late", stale=True)
        tap = self._taps.tap(str(row.params.get("callback_query_id")))
        words = toasts.words_of(row, self._taps.asker(row.cause))
        if words and not await self._is_seen(row, tap):
            await self._send(row.chat, name, markdown_of(markdown(words)))
        return Sent(row=row, posted=False)

    async def _is_seen(self, row: OutboxRow, tap: Tap | None) -> bool:
        """Whether the card that was tapped says it by its new look; a refusal has to be said."""
        if tap is None or row.params.get("show_alert"):
            return False
        async with self._database.reading() as session:
            return await toasts.is_seen_on_card(session, row, tap)

    async def _unasked(self, due: Due, name: str) -> Outcome:
        """What the group would see by itself if its card could be changed now, in a line or two."""
        row = due.row
        if not row.chat.is_group or row.card is None or row.urgency == Urgency.LISTED:
            return Sent(row=row, posted=False)
        async with self._database.reading() as session:
            before = await states.look_before(session, row)
            words = await states.news_in(session, before, row)
        if states.is_to_be_posted(before, row):
            return await self._posted(due, name)
        if words:
            await self._send(row.chat, name, markdown_of(markdown(words)))
        return Sent(row=row, posted=False)

    async def _updated(self, row: OutboxRow, tap: Tap, name: str) -> bool:
        """Whether the card of the tap, for all who see it, looks as `row` says.

        A question that has no room on it is put once more, below: its words and what can be pressed
        belong together.
        """
        try:
            changed = update(row.params, tap.task_id, self._page)
        except UnsayableError:
            return False
        anew = bool(changed.rest) and self._is_said_anew(row)
        card = moved_on(changed.card, self._page) if anew else changed.card
        body = {"response_type": "update_template_card", "template_card": card}
        try:
            await self._ask("aibot_respond_update_msg", body, to=tap.req_id)
        except RefusedError as error:
            if error.code == errors.BAD_REQ_ID:
                return False
            raise
        if anew:
            return False
        if changed.rest and row.card is None and self._is_wanted(row):
            await self._send(row.chat, name, markdown_of(changed.rest))
        await self._remember_buttons(row, tap.message_id)
        return True

    async def _posted(self, due: Due, name: str) -> Outcome:
        row = due.row
        params = await with_media(self._ask, row.params, due.file_names)
        try:
            what = contents(_posting(row), params, lambda: new_task_id(row.id))
        except UnsayableError as error:
            return outcomes.NotACall(row=row, error=str(error))
        for content in what:
            await self._send(row.chat, name, content)
        await self._remember_buttons(row, row.id)
        # A card and what stands before it have one number: that of their row.
        return Sent(row=row, message_ids=(row.id,)) if what else Sent(row=row, posted=False)

    async def _send(self, chat: Chat, name: str, content: Content) -> None:
        kind = _GROUP if chat.is_group else _SINGLE
        await self._ask("aibot_send_msg", {"chatid": name, "chat_type": kind, **content})

    async def _remember_buttons(self, row: OutboxRow, message_id: int) -> None:
        """Their numbers may be typed."""
        if message_id == row.id and not any(buttons_of(row.params).rows):
            return
        asker = self._taps.asker(row.cause)
        reader = asker.number if asker is not None and asker.chat == row.chat else 0
        async with self._database.transaction() as session:
            chat = await session.get(NamedChat, row.chat, with_for_update=True)
            if chat is not None and row.chat.is_group:
                typed.note(chat, message_id, row, reader)
            elif chat is not None:
                typed_taps.remember(chat, row, message_id)

    def _is_wanted(self, row: OutboxRow) -> bool:
        """Whether what cannot be changed is said again: not what only tidies up.

        A card is where a member of the group brought its new look about, by whatever way.
        """
        if row.method == _SPENDS or only_tidies(row.params):
            return False
        asker = self._taps.asker(row.cause)
        is_of_member = asker is not None and asker.chat == row.chat
        return is_worth_saying(row) or (row.card is not None and is_of_member)

    def _is_said_anew(self, row: OutboxRow) -> bool:
        """Whether it is a question, or a list, and no living card."""
        return row.card is None and self._is_wanted(row) and any(buttons_of(row.params).rows)


async def _without_buttons(session: AsyncSession, row: OutboxRow) -> OutboxRow:
    """An edit that leaves the words as they are, where they are known."""
    message_id = row.params["message_id"]
    said = await session.get(OutboxMessage, message_id)
    words = (said.params.get("text") or said.params.get("caption")) if said else None
    if said is None or said.chat != row.chat or not words:
        return row
    edit = {"message_id": message_id, "text": words, "reply_markup": NOTHING_TO_PRESS}
    return row._replace(method=_EDIT, params=edit)


def _posting(row: OutboxRow) -> str:
    return _POST if row.method == _EDIT else row.method


def _changed_by(due: Due) -> int | None:
    """The message that would look different, if it can be changed."""
    row = due.row
    if row.method in (_EDIT, _SPENDS):
        return int(row.params["message_id"])
    return None if row.to_the_end else due.card_message


def _outcome_of(error: RefusedError, row: OutboxRow) -> Outcome:
    why = str(error.code)
    if error.code in errors.TOO_OFTEN:
        return outcomes.TooMany(row=row, retry_after=_LIMITED_FOR)
    if error.code in errors.BAD_CONTENT:
        return outcomes.Refused(row=row, error=why)
    if error.code not in errors.NO_WAY_THERE:
        return outcomes.Trouble(row=row, error=why)
    if row.chat.is_group:
        return outcomes.Muted(row=row, obstacle=Obstacle.NOBODY_WROTE, error=why)
    return outcomes.WindowClosed(row=row)
