"""Reading what is due, and what is known about the cards it concerns."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender.limits import CALLBACK_ANSWER
from storage import media
from storage.cards import look_of
from storage.held import HELD
from storage.keys import one_of
from storage.outbox import Urgency
from storage.tables import Card, Channel, OutboxMessage

LOOK_AHEAD = 100
"""Rows read at once; a chat's second row waits for the first, so most of one chat's are idle."""

# Spelled out, not bound: only so do the planners see that the partial index holds these rows.
IS_WAITING = OutboxMessage.state == literal_column("'waiting'")

LONGEST_RETRY = timedelta(hours=1)
LONGEST_NIGHT = timedelta(days=1)
"""A row that waits for longer was written before the clock was set back: it waits no more."""

CardKey = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Due:
    """The next row of a chat."""

    row: OutboxMessage
    card_message: int | None = None
    """The message that is the row's card now; None if the card was not posted yet."""
    reply_to: int | None = None
    """The message of the card the row belongs under."""
    unchanged: bool = False
    """Its card shows this look already."""
    file_names: Mapping[str, str] = field(default_factory=dict)
    """What the channel calls the files of the row and of others read with it, by our ids."""


@dataclass(frozen=True, slots=True)
class Batch:
    due: list[Due]
    more: bool
    """Whether rows of other chats may stand behind those read."""


async def next_of_each_chat(
    session: AsyncSession,
    channel: Channel,
    now: datetime,
    *,
    shut: Collection[int],
    no_redraws: Collection[int],
    in_flight: Collection[int],
    least_urgent: Urgency,
) -> Batch:
    """The first due row of every chat of `channel` that is not `shut`, in order of urgency and id.

    Answers to buttons have no order and are no messages: each stands for itself, even while its
    chat is shut. `in_flight` are the ids of rows being sent; to chats in `no_redraws` only what
    is more urgent than a redraw may leave.
    """
    rows = (
        await session.scalars(
            select(OutboxMessage)
            .where(
                IS_WAITING,
                OutboxMessage.channel == channel,
                _is_due(now),
                or_(OutboxMessage.useful_until.is_(None), OutboxMessage.useful_until > now),
                OutboxMessage.urgency <= int(least_urgent),
                or_(
                    OutboxMessage.method == CALLBACK_ANSWER,
                    OutboxMessage.chat_id.not_in(shut),
                ),
                or_(
                    OutboxMessage.urgency < int(Urgency.REDRAW),
                    OutboxMessage.chat_id.not_in(no_redraws),
                ),
                OutboxMessage.id.not_in(in_flight),
            )
            .order_by(OutboxMessage.urgency, OutboxMessage.id)
            .limit(LOOK_AHEAD)
        )
    ).all()
    heads = await _cards_before_what_is_under_them(session, channel, _first_of_each_chat(rows))
    ids = set[str]().union(*(media.ids_in(row.params) for row in heads))
    files = await media.names_on(session, channel, ids, now)
    return Batch(await _with_cards(session, channel, heads, files), more=len(rows) == LOOK_AHEAD)


def _is_due(now: datetime) -> ColumnElement[bool]:
    """Its time has come, or never lay ahead, or lies further ahead than anything can."""
    tried = and_(OutboxMessage.error.is_not(None), OutboxMessage.error != HELD)
    return or_(
        OutboxMessage.not_before <= now,
        OutboxMessage.not_before <= OutboxMessage.created_at,
        and_(tried, OutboxMessage.not_before > now + LONGEST_RETRY),
        OutboxMessage.not_before > now + LONGEST_NIGHT,
    )


async def chats_waiting_to_retry(
    session: AsyncSession, channel: Channel, now: datetime
) -> dict[int, datetime]:
    """Chats with a row whose next try lies ahead, and when: nothing may overtake it there."""
    found = await session.execute(
        select(OutboxMessage.chat_id, func.max(OutboxMessage.not_before).label("until"))
        .where(
            IS_WAITING,
            OutboxMessage.channel == channel,
            # What waits for the morning, or for its group to listen, holds up nothing.
            OutboxMessage.error.is_not(None),
            OutboxMessage.error != HELD,
            OutboxMessage.not_before > now,
            OutboxMessage.method != CALLBACK_ANSWER,
        )
        .group_by(OutboxMessage.chat_id)
    )
    return {row.chat_id: row.until for row in found}


def _first_of_each_chat(rows: Sequence[OutboxMessage]) -> list[OutboxMessage]:
    heads: list[OutboxMessage] = []
    seen: set[int] = set()
    for row in rows:
        if row.method == CALLBACK_ANSWER:
            heads.append(row)
        elif row.chat_id not in seen:
            seen.add(row.chat_id)
            heads.append(row)
    return heads


async def _cards_before_what_is_under_them(
    session: AsyncSession, channel: Channel, heads: Sequence[OutboxMessage]
) -> list[OutboxMessage]:
    """A reply to a card whose own row still waits gives way to that row."""
    wanted = {(row.chat_id, row.under_card) for row in heads if row.under_card is not None}
    if not wanted:
        return list(heads)
    waiting = await session.scalars(
        select(OutboxMessage).where(
            IS_WAITING,
            OutboxMessage.channel == channel,
            one_of((OutboxMessage.chat_id, OutboxMessage.card), wanted),
        )
    )
    first = {(row.chat_id, row.card): row for row in waiting}
    return [first.get((row.chat_id, row.under_card), row) for row in heads]


async def _with_cards(
    session: AsyncSession,
    channel: Channel,
    rows: Sequence[OutboxMessage],
    files: Mapping[str, str],
) -> list[Due]:
    keys = {(row.chat_id, key) for row in rows for key in (row.card, row.under_card) if key}
    known: dict[CardKey, Card] = {}
    if keys:
        cards = await session.scalars(
            select(Card).where(Card.channel == channel, one_of((Card.chat_id, Card.key), keys))
        )
        known = {(card.chat_id, card.key): card for card in cards}
    return [_due(row, known, files) for row in rows]


def _due(row: OutboxMessage, known: dict[CardKey, Card], files: Mapping[str, str]) -> Due:
    shown = known.get((row.chat_id, row.card)) if row.card else None
    above = known.get((row.chat_id, row.under_card)) if row.under_card else None
    return Due(
        row,
        card_message=shown.message_id if shown else None,
        reply_to=above.message_id if above else None,
        unchanged=shown is not None
        and not row.to_the_end
        and shown.look == look_of(row.method, row.params),
        file_names=files,
    )
