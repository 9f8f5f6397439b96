"""Reading what is due, and what is known about the cards it concerns."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple, cast

from sqlalchemy import Select, Table, and_, bindparam, func, literal_column, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.media.store import Name
from bot.sender.limits import CALLBACK_ANSWER
from storage import media
from storage.cards import look_of
from storage.held import HELD
from storage.outbox import Urgency
from storage.outbox_rows import COLUMNS, IS_WAITING, OUTBOX, OutboxRow
from storage.tables import Card, Channel, OutboxMessage

LOOK_AHEAD = 100
"""Rows read at once; a chat's second row waits for the first, so most of one chat's are idle."""

LONGEST_RETRY = timedelta(hours=1)
LONGEST_NIGHT = timedelta(days=1)
"""A row that waits for longer was written before the clock was set back: it waits no more."""


@dataclass(frozen=True, slots=True)
class Due:
    """The next row of a chat."""

    row: OutboxRow
    card_message: int | None = None
    """The message that is the row's card now; None if the card was not posted yet."""
    reply_to: int | None = None
    """The message of the card the row belongs under."""
    unchanged: bool = False
    """Its card shows this look already."""
    file_names: Mapping[str, Name] = field(default_factory=dict)
    """What the channel calls the files of the row and of others read with it, by our ids."""
    said: int = 0
    """Messages of the row that were said already, before a file of it turned out to be gone."""


@dataclass(frozen=True, slots=True)
class Batch:
    due: list[Due]
    more: bool
    """Whether rows of other chats may stand behind those read."""


class _Found(NamedTuple):
    """A row, and what is known of its cards."""

    row: OutboxRow
    card_message: int | None
    look: str | None
    above: int | None
    """The message of the card that the row belongs under."""
    waits_for: int | None
    """The id of that card's own row, which has not left yet."""


_CARDS = cast("Table", Card.__table__)
_shown, _above = _CARDS.alias("shown"), _CARDS.alias("above")
_first = OUTBOX.alias("first")
_rows = select(*COLUMNS, _shown.c.message_id, _shown.c.look, _above.c.message_id, _first.c.id)
_rows = _rows.select_from(
    OUTBOX.outerjoin(
        _shown,
        and_(
            _shown.c.channel == OUTBOX.c.channel,
            _shown.c.chat_id == OUTBOX.c.chat_id,
            _shown.c.key == OUTBOX.c.card,
        ),
    )
    .outerjoin(
        _above,
        and_(
            _above.c.channel == OUTBOX.c.channel,
            _above.c.chat_id == OUTBOX.c.chat_id,
            _above.c.key == OUTBOX.c.under_card,
        ),
    )
    .outerjoin(
        _first,
        and_(
            _first.c.state == literal_column("'waiting'"),
            _first.c.channel == OUTBOX.c.channel,
            _first.c.chat_id == OUTBOX.c.chat_id,
            _first.c.card == OUTBOX.c.under_card,
        ),
    )
)
_is_due = or_(
    # Its time has come, or never lay ahead, or lies further ahead than anything can.
    OUTBOX.c.not_before <= bindparam("now"),
    OUTBOX.c.not_before <= OUTBOX.c.created_at,
    and_(
        OUTBOX.c.error.is_not(None),
        OUTBOX.c.error != HELD,
        OUTBOX.c.not_before > bindparam("latest_retry"),
    ),
    OUTBOX.c.not_before > bindparam("latest_morning"),
)
_next = (
    _rows.where(
        IS_WAITING,
        OUTBOX.c.channel == bindparam("channel"),
        _is_due,
        or_(OUTBOX.c.useful_until.is_(None), OUTBOX.c.useful_until > bindparam("now")),
        OUTBOX.c.urgency <= bindparam("least_urgent"),
        or_(
            OUTBOX.c.method == CALLBACK_ANSWER,
            OUTBOX.c.chat_id.not_in(bindparam("shut", expanding=True)),
        ),
        or_(
            OUTBOX.c.urgency < int(Urgency.REDRAW),
            OUTBOX.c.chat_id.not_in(bindparam("no_redraws", expanding=True)),
        ),
        OUTBOX.c.id.not_in(bindparam("in_flight", expanding=True)),
    )
    .order_by(OUTBOX.c.urgency, OUTBOX.c.id)
    .limit(LOOK_AHEAD)
)
_by_id = _rows.where(IS_WAITING, OUTBOX.c.id.in_(bindparam("ids", expanding=True)))


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
    rows = await _read(
        session,
        _next,
        {
            "channel": channel,
            "now": now,
            "latest_retry": now + LONGEST_RETRY,
            "latest_morning": now + LONGEST_NIGHT,
            "least_urgent": int(least_urgent),
            "shut": _filled_up(shut),
            "no_redraws": _filled_up(no_redraws),
            "in_flight": _filled_up(in_flight),
        },
    )
    heads = await _cards_before_what_is_under_them(session, _first_of_each_chat(rows))
    ids = set[str]().union(*(media.ids_in(each.row.params) for each in heads))
    files = await media.names_on(session, channel, ids, now)
    return Batch([_due(each, files) for each in heads], more=len(rows) == LOOK_AHEAD)


def _filled_up(ids: Collection[int]) -> list[int]:
    """With zeros, that nothing is called, to one of a few lengths.

    Each length is another statement, and PostgreSQL has to plan one that it has not met: that takes
    longer than to run it.
    """
    length = 4
    while length < len(ids):
        length *= 4
    return [*ids, *(0,) * (length - len(ids))]


async def _read(
    session: AsyncSession, statement: Select[Any], values: Mapping[str, Any]
) -> list[_Found]:
    connection = await session.connection()
    found = await connection.execute(statement, dict(values))
    width = len(COLUMNS)
    return [_Found(OutboxRow(*each[:width]), *each[width:]) for each in found]


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


def _first_of_each_chat(rows: Iterable[_Found]) -> list[_Found]:
    heads: list[_Found] = []
    seen: set[int] = set()
    for each in rows:
        if each.row.method == CALLBACK_ANSWER:
            heads.append(each)
        elif each.row.chat_id not in seen:
            seen.add(each.row.chat_id)
            heads.append(each)
    return heads


async def _cards_before_what_is_under_them(
    session: AsyncSession, heads: list[_Found]
) -> list[_Found]:
    """A reply to a card whose own row still waits gives way to that row."""
    wanted = {each.waits_for for each in heads if each.waits_for is not None}
    if not wanted:
        return heads
    first = {each.row.id: each for each in await _read(session, _by_id, {"ids": list(wanted)})}
    # On PostgreSQL it may have been given up or withdrawn since.
    return [each if each.waits_for is None else first.get(each.waits_for, each) for each in heads]


def _due(found: _Found, files: Mapping[str, str]) -> Due:
    row = found.row
    return Due(
        row,
        card_message=found.card_message,
        reply_to=found.above,
        unchanged=found.look is not None
        and not row.to_the_end
        and found.look == look_of(row.method, row.params),
        file_names=files,
    )
