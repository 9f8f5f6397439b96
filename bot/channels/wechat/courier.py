"""Saying on WeChat what rows of the outbox hold: as free answers, or within the quota."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from mimetypes import guess_type
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot import typed_taps
from bot.channels.wechat import quota
from bot.channels.wechat.client import Kind, Wechat
from bot.channels.wechat.errors import NO_ANSWER, Meaning, WechatError
from bot.channels.wechat.files import WechatFiles
from bot.channels.wechat.notices import Notices
from bot.channels.wechat.passive import Passive
from bot.channels.wechat.rendering import Shown, shown
from bot.channels.wechat.texts import pieces
from bot.channels.wechat.transport import File
from bot.sender import outcomes
from bot.sender.calls import messages_in
from bot.sender.outcomes import Outcome, Sent
from bot.sender.queue import Due
from handlers.common.i18n import SOURCE, _, speaking
from services.people import reach
from storage.engine import Database
from storage.outbox import file_of
from storage.outbox_rows import IS_WAITING, OutboxRow
from storage.tables import NamedChat, OutboxMessage

log = logging.getLogger(__name__)

MOST_AT_ONCE = quota.WRITTEN.messages
"""Messages that one row may become: a window holds no more."""
_LIMITED_FOR = 60
"""Seconds of silence after WeChat said that we ask too often."""
_CLOSED = (Meaning.WINDOW_CLOSED, Meaning.USED_UP, Meaning.RIGHT)
"""An account that is not verified may only answer: the rest leaves with the next answer."""
_UNREACHABLE = (Meaning.NOT_FOLLOWING, Meaning.REFUSES, Meaning.STRANGER)
_REFUSED = (Meaning.TOO_LONG, Meaning.OTHER)
Message = str | tuple[Kind, Any]
"""Words, or a file: what WeChat calls it, or what `storage.outbox.file_param` made."""


@dataclass(frozen=True, slots=True)
class _Plan:
    """What is about to be sent, already counted."""

    openid: str
    messages: Sequence[Message]
    taken: quota.Taken
    then: Outcome
    """What that comes to."""


class WechatCourier:
    """One official account's."""

    def __init__(
        self,
        database: Database,
        wechat: Wechat,
        passive: Passive,
        clock: Callable[[], datetime],
        zone: ZoneInfo,
    ) -> None:
        self._database = database
        self._wechat = wechat
        self._passive = passive
        self._clock = clock
        self._notices = Notices(database, wechat, clock, zone)
        self.files = WechatFiles(wechat)

    async def deliver(self, due: Due) -> Outcome:
        outcome = await self._settled(due, has_files=True)
        assert outcome is not None, "it has its files"
        return outcome

    async def without_files(self, due: Due) -> Outcome | None:
        return await self._settled(due, has_files=False)

    async def _settled(self, due: Due, *, has_files: bool) -> Outcome | None:
        """None where only the files are still to be had."""
        row = due.row
        if await self._passive.said(row):
            return _sent(row, passive=True)
        try:
            async with self._database.transaction() as session:
                plan = await self._plan(session, due, has_files=has_files)
            outcome = await self._carry_out(row, plan) if isinstance(plan, _Plan) else plan
            if not isinstance(outcome, outcomes.WindowClosed) or outcome.hinted:
                return outcome
            return await self._notices.tell(row, await self._openid(row))
        except Exception as error:  # whatever it is, the row must not be lost
            log.exception("a row could not be said on WeChat")
            return outcomes.Trouble(row=row, error=type(error).__name__)

    def messages_in(self, due: Due) -> int:
        return messages_in(due.row)

    async def _plan(
        self, session: AsyncSession, due: Due, *, has_files: bool
    ) -> _Plan | Outcome | None:
        row, now = due.row, self._clock()
        chat = await session.get(NamedChat, row.chat)
        if chat is None:
            return outcomes.Unreachable(row=row, error="nobody has that number")
        with speaking(await reach.language_in(session, row.chat) or SOURCE):
            what = shown(due, awaited=await typed_taps.awaited(session, row.chat))
            if what is None:
                return Sent(row=row, posted=False, edited=due.card_message)
            left = await quota.left(session, row.chat, now)
            if not left:
                return outcomes.WindowClosed(row=row)
            messages = messages_of(what, due)[due.said :]
            if left <= len(messages) and await _more_waits(session, row, now):
                # Who is told so writes, which opens the window for the rest.
                hint = _("还有消息没发完，回复任意一个字，就接着发给您。")
                return await self._take(
                    session, chat, [hint], outcomes.WindowClosed(row=row, hinted=True)
                )
        if left < len(messages):
            return outcomes.WindowClosed(row=row)
        if not has_files:
            return None
        typed_taps.remember(chat, row, row.id)
        return await self._take(session, chat, messages, _sent(row))

    async def _openid(self, row: OutboxRow) -> str:
        async with self._database.reading() as session:
            return (await session.get_one(NamedChat, row.chat)).name

    async def _take(
        self, session: AsyncSession, chat: NamedChat, messages: Sequence[Message], then: Outcome
    ) -> _Plan | Outcome:
        taken = await quota.take(session, chat.chat, len(messages), self._clock())
        if taken is None:
            return outcomes.WindowClosed(row=then.row)
        return _Plan(chat.name, messages, taken, then)

    async def _carry_out(self, row: OutboxRow, plan: _Plan) -> Outcome:
        sent = 0
        try:
            for message in plan.messages:
                await self._send(plan.openid, message)
                sent += 1
        except WechatError as error:
            outcome = await self._outcome_of(error, row, plan.taken.without(sent))
            if isinstance(outcome, outcomes.FilesGone):
                return replace(outcome, said=sent)
            return outcome
        return plan.then

    async def _send(self, openid: str, message: Message) -> None:
        if isinstance(message, str):
            await self._wechat.send_text(openid, message)
            return
        kind, file = message
        if made := file_of(file):
            name, content = made
            sent = File(content, guess_type(name)[0] or "application/octet-stream", name)
            file = await self._wechat.upload(kind, sent)
        await self._wechat.send_file(openid, kind, file)

    async def _outcome_of(self, error: WechatError, row: OutboxRow, unsent: quota.Taken) -> Outcome:
        meaning, why = error.meaning, str(error.code)
        async with self._database.transaction() as session:
            if meaning in _CLOSED:
                await quota.used_up(session, row.chat)
            elif error.code != NO_ANSWER:
                await quota.give_back(session, row.chat, unsent)
        if meaning in _CLOSED:
            return outcomes.WindowClosed(row=row)
        if meaning is Meaning.RATE:
            return outcomes.TooMany(row=row, retry_after=_LIMITED_FOR)
        if meaning in _UNREACHABLE:
            return outcomes.Unreachable(row=row, error=why)
        if meaning is Meaning.MEDIA_GONE:
            return outcomes.FilesGone(row=row, error=why)
        if meaning in _REFUSED:
            return outcomes.Refused(row=row, error=why)
        return outcomes.Trouble(row=row, error=why)


def messages_of(what: Shown, due: Due) -> list[Message]:
    """The words before the files, which have none of their own; no more than a window holds."""
    words: list[Message] = [*pieces(what.words)]
    files: list[Message] = [
        (kind, due.file_names.get(file, file) if isinstance(file, str) else file)
        for kind, file in what.files
    ]
    return [*words[:MOST_AT_ONCE], *files][:MOST_AT_ONCE]


def _sent(row: OutboxRow, *, passive: bool = False) -> Sent:
    """Messages have no numbers there; the row's own stands for them."""
    return Sent(row=row, message_ids=(row.id,), passive=passive)


async def _more_waits(session: AsyncSession, row: OutboxRow, now: datetime) -> bool:
    """Whether something else is due in the chat; what only moves a toast away does not count."""
    found = await session.scalar(
        select(
            exists().where(
                IS_WAITING,
                OutboxMessage.is_in(row.chat),
                OutboxMessage.id != row.id,
                OutboxMessage.not_before <= now,
                OutboxMessage.method.startswith("send"),
            )
        )
    )
    return bool(found)
