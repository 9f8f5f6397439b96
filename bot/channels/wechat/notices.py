"""Telling somebody whose window is closed that there is news: as they agreed to, or by a template.

Never to who does not follow, nor of what the table has no template for (`NoticeTemplate`). What it
says is cut short: the row itself waits until they write.
"""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from bot.channels.wechat import consents
from bot.channels.wechat.client import Wechat
from bot.channels.wechat.errors import NO_ANSWER, Meaning, WechatError
from bot.channels.wechat.fields import values_of
from bot.channels.wechat.notice_events import Consents, NoticeEvent, SubscriptionFailed
from bot.sender import outcomes
from bot.sender.outcomes import Outcome
from handlers.common.i18n import SOURCE, speaking
from services import tickets
from services.people import reach
from storage.engine import Database
from storage.outbox_rows import OutboxRow
from storage.tables import Chat, NoticeTemplate, NoticeWay, OutboxMessage, OutboxState, Way

log = logging.getLogger(__name__)

_ORDER = (NoticeWay.STANDING, NoticeWay.ONCE, NoticeWay.TEMPLATE)
_ABOUT_TICKETS = ("question", "mine")
_AGAIN = (Meaning.AGAIN, Meaning.TOKEN)
_UNREACHABLE = (Meaning.NOT_FOLLOWING, Meaning.REFUSES, Meaning.STRANGER)


class NotKnownYetError(Exception):
    """WeChat tells of a message of which it is not written down yet that it was sent."""


@dataclass(frozen=True, slots=True)
class _Notice:
    template: NoticeTemplate
    fields: dict[str, str]


class Notices:
    """Of one official account."""

    def __init__(
        self, database: Database, wechat: Wechat, clock: Callable[[], datetime], zone: ZoneInfo
    ) -> None:
        self._database = database
        self._wechat = wechat
        self._clock = clock
        self._zone = zone

    async def tell(self, row: OutboxRow, openid: str) -> Outcome:
        """WindowClosed where there is no such way for the row, or it has gone by one before."""
        if row.matter is None or row.way is not None:
            return outcomes.WindowClosed(row=row)
        async with self._database.reading() as session:
            if not await reach.is_open(session, row.chat):
                return outcomes.Unreachable(row=row, error="they follow no more")
            found = await self._notices(session, row)
        for notice in found:
            if (outcome := await self._try(notice, row, openid)) is not None:
                return outcome
        return outcomes.WindowClosed(row=row)

    async def _notices(self, session: AsyncSession, row: OutboxRow) -> list[_Notice]:
        of_matter = select(NoticeTemplate).where(
            NoticeTemplate.channel == row.channel, NoticeTemplate.matter == row.matter
        )
        by_way = {each.way: each for each in await session.scalars(of_matter)}
        if not by_way:
            return []
        with speaking(await reach.language_in(session, row.chat) or SOURCE):
            values = values_of(row, await _number(session, row), self._zone)
        ordered = [by_way[way] for way in _ORDER if way in by_way]
        return [_Notice(each, values.in_fields(each.fields)) for each in ordered]

    async def _try(self, notice: _Notice, row: OutboxRow, openid: str) -> Outcome | None:
        """None where another way has to be found."""
        template = notice.template
        if template.way is NoticeWay.TEMPLATE:
            return await self._send(notice, row, openid)
        async with self._database.transaction() as session:
            agreed = await consents.take(session, row.chat, template.template_id, template.way)
        return await self._send(notice, row, openid) if agreed else None

    async def _send(self, notice: _Notice, row: OutboxRow, openid: str) -> Outcome | None:
        template_id = notice.template.template_id
        try:
            if notice.template.way is not NoticeWay.TEMPLATE:
                await self._wechat.send_subscribed(openid, template_id, notice.fields)
                return outcomes.Announced(row=row, way=Way.SUBSCRIPTION)
            once = f"{row.id}-{row.version}"
            number = await self._wechat.send_template(openid, template_id, notice.fields, once=once)
            return outcomes.Announced(row=row, way=Way.TEMPLATE, receipt=number)
        except WechatError as error:
            await self._note_refusal(error, notice.template, row.chat)
            return _outcome_of(error, row)

    async def _note_refusal(self, error: WechatError, template: NoticeTemplate, chat: Chat) -> None:
        """What was agreed to still holds, unless it may have been used."""
        log.warning("a %s message was refused: %s", template.way, error.code)
        if template.way is NoticeWay.TEMPLATE or error.code == NO_ANSWER:
            return
        async with self._database.transaction() as session:
            if error.meaning is Meaning.NO_CONSENT:
                await consents.gone(session, chat, template.template_id)
            else:
                await consents.give_back(session, chat, template.template_id, template.way)


def _outcome_of(error: WechatError, row: OutboxRow) -> Outcome | None:
    """None where only this way is closed: no consent, a wrong template, enough for today."""
    if error.meaning in _AGAIN:
        return outcomes.Trouble(row=row, error=str(error.code))
    if error.meaning in _UNREACHABLE:
        return outcomes.Unreachable(row=row, error=str(error.code))
    return None


async def happened(
    session: AsyncSession, chat: Chat, event: NoticeEvent, at: datetime, now: datetime
) -> None:
    """Raises NotKnownYetError: WeChat has to say it again."""
    match event:
        case Consents(every):
            for consent in every:
                await consents.changed(session, chat, consent, at)
        case SubscriptionFailed(template_id):
            await consents.gone(session, chat, template_id)
            # A template may say it yet: what they had agreed to is used up.
            await _goes_on(session, await _latest_subscribed(session, chat), None, now)
        case _ if not event.delivered:
            sent = await session.scalars(
                select(OutboxMessage.id).where(
                    OutboxMessage.is_in(chat), OutboxMessage.receipt == event.msg_id
                )
            )
            if not (ids := sent.all()):
                raise NotKnownYetError
            await _goes_on(session, ids, Way.FAILED, now)


async def _goes_on(
    session: AsyncSession, row_ids: Sequence[int], way: Way | None, now: datetime
) -> None:
    """They are told by another way, unless they have written meanwhile."""
    await session.execute(
        update(OutboxMessage)
        .where(OutboxMessage.id.in_(row_ids), OutboxMessage.state == OutboxState.WAITING)
        .values(way=way, not_before=now, error=None)
    )


async def _latest_subscribed(session: AsyncSession, chat: Chat) -> Sequence[int]:
    found = await session.scalars(
        select(OutboxMessage.id)
        .where(OutboxMessage.is_in(chat), OutboxMessage.way == Way.SUBSCRIPTION)
        .order_by(OutboxMessage.id.desc())
        .limit(1)
    )
    return found.all()


async def _number(session: AsyncSession, row: OutboxRow) -> str | None:
    kind, _colon, number = (row.about or "").partition(":")
    if kind not in _ABOUT_TICKETS:
        return None
    ticket = await tickets.get(session, int(number))
    return ticket.number if ticket else None
