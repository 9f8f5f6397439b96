"""The outbox: what a transaction promises to send."""

from base64 import b64decode, b64encode
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from enum import Enum, IntEnum, auto
from functools import cache
from typing import Any

from sqlalchemy import Executable, case, delete, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from storage.cause import Cause, present
from storage.keys import one_of
from storage.outbox_rows import IS_WAITING, OUTBOX
from storage.tables import Card, Channel, Chat, Matter, OutboxMessage, OutboxState, Way

TOPIC = "message_thread_id"
"""The parameter that names a forum topic."""
NOTHING_TO_PRESS: dict[str, Any] = {"inline_keyboard": []}
"""The keyboard of an edit that only tidies up: where the message is gone, nothing is missed."""
POSTS = ("send", "copy", "forward")
"""How the names of methods begin that post something."""
TOO_LATE = "too late"
"""The error of a row that could be of no use any more."""
KNOWS = (Way.TEMPLATE, Way.SUBSCRIPTION)
"""Ways by which a person was told that there is something for them to read."""
_BROADCAST = "broadcast"


class Urgency(IntEnum):
    """In which order the sender works: people who wait for an answer come first."""

    ANSWER = 0
    URGENT = 1
    """The card of an urgent request, an alert."""
    CARD = 2
    """A card that its chat has not seen yet."""
    NOTICE = 3
    REDRAW = 4
    """A new look of a card that stands there already; `put` makes it of CARD.
    Of a card whose button was just pressed it makes an ANSWER."""
    LISTED = 5
    """A redraw that a digest has told of."""
    BROADCAST = 6


class Night(Enum):
    """What becomes of a message that is promised while people sleep; see `services.quiet_hours`."""

    WAITS = auto()
    """Until the morning, or without a sound where it goes to a group that can have it so."""
    RINGS = auto()
    """Leaves at once: somebody's safety, or an urgent request."""


def file_param(name: str, content: bytes) -> dict[str, str]:
    """A small file to be sent, as it stands among an `Outgoing`'s params."""
    return {"file_name": name, "file_base64": b64encode(content).decode("ascii")}


def file_of(param: Any) -> tuple[str, bytes] | None:
    """Name and content where `param` was made by `file_param`."""
    if isinstance(param, dict) and param.keys() == {"file_name", "file_base64"}:
        return param["file_name"], b64decode(param["file_base64"])
    return None


# Into the table itself: the ORM would write rows apart by which of their columns are empty.
_INSERT = insert(OUTBOX)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One Bot API call to be made; see `OutboxMessage` for the fields."""

    channel: Channel
    chat_id: int
    method: str
    params: dict[str, Any] = field(repr=False)
    urgency: Urgency
    card: str | None = None
    to_the_end: bool = False
    under_card: str | None = None
    about: str | None = None
    secret: bool = False
    not_before: datetime | None = None
    useful_until: datetime | None = None
    matter: Matter | None = None
    night: Night = Night.WAITS
    cause: Cause | None = field(default_factory=present, repr=False, compare=False)

    @property
    def chat(self) -> Chat:
        return Chat(self.channel, self.chat_id)


_COLUMNS = tuple(
    column.name for column in fields(Outgoing) if column.name not in ("night", "cause")
)


def promise(session: AsyncSession, outgoing: Outgoing) -> None:
    """Leave `outgoing` with the transaction; it is written with the rest when that closes."""
    session.info.setdefault("promised", []).append(outgoing)


def take_promised(session: AsyncSession) -> list[Outgoing]:
    """What was left with `promise` since the last call."""
    left: list[Outgoing] = session.info.pop("promised", [])
    return left


def belongs_to(session: AsyncSession, broadcast_id: int, *, until: datetime | None) -> None:
    """What this transaction promises people as a BROADCAST is part of that one.

    It is not sent after `until`, when a night begins.
    """
    session.info[_BROADCAST] = broadcast_id, until


async def put(
    session: AsyncSession,
    outgoing: Iterable[Outgoing],
    now: datetime,
    *,
    tapped: Collection[tuple[Chat, int]] = (),
) -> None:
    """Write `outgoing` in order. A newer look of a card replaces one that has not left yet.

    `tapped` are chat and message of cards whose buttons were pressed: their new look is an answer.
    """
    plain: list[dict[str, Any]] = []
    after: list[dict[str, Any]] = []
    cards: dict[tuple[Chat, str], dict[str, Any]] = {}
    answered: set[Chat] = set()
    for item in outgoing:
        row = {name: getattr(item, name) for name in _COLUMNS}
        row |= {"urgency": int(item.urgency), "created_at": now}
        row["not_before"] = item.not_before or now
        row["cause"] = item.cause.name if item.cause else None
        row["asked_at"] = item.cause.asked_at if item.cause else None
        row |= _of_broadcast(session, item)
        if item.card is not None:
            cards[item.chat, item.card] = row
            if item.urgency is Urgency.ANSWER:
                answered.add(item.chat)
        elif item.chat in answered and item.urgency is Urgency.ANSWER:
            after.append(row)
        else:
            plain.append(row)
    if plain:
        await session.execute(_INSERT, plain)
    if cards:
        # In one order, so that two processes with the same cards never wait for one another.
        await _put_cards(session, [cards[key] for key in sorted(cards)], tapped)
    if after:
        # Said after an answer that takes the place of another one: it must not stand above it.
        await session.execute(_INSERT, after)


def _of_broadcast(session: AsyncSession, item: Outgoing) -> dict[str, Any]:
    """The columns of a row that say which broadcast it is part of."""
    broadcast_id, until = session.info.get(_BROADCAST, (None, None))
    if broadcast_id is None or item.urgency is not Urgency.BROADCAST or item.chat.is_group:
        return {"broadcast_id": None}
    ends = [each for each in (until, item.useful_until) if each is not None]
    return {"broadcast_id": broadcast_id, "useful_until": min(ends, default=None)}


async def forget_unsent(session: AsyncSession, cards: Collection[str]) -> None:
    """Take back what has not left yet of these cards, and below them, in every chat."""
    await session.execute(
        delete(OutboxMessage).where(
            or_(OutboxMessage.card.in_(cards), OutboxMessage.under_card.in_(cards))
        )
    )


async def bring_forward(session: AsyncSession, chats: Collection[Chat], now: datetime) -> None:
    """Let leave what was to wait in these chats, but for what is tried again or held."""
    is_there = one_of((OutboxMessage.channel, OutboxMessage.chat_id), chats)
    waits = (IS_WAITING, OutboxMessage.error.is_(None), OutboxMessage.not_before > now)
    await session.execute(update(OutboxMessage).where(is_there, *waits).values(not_before=now))


async def move_chat(session: AsyncSession, old: Chat, new: Chat) -> None:
    """Send what waits for a group to the supergroup it became; run again, it changes nothing.

    The supergroup numbers its messages from the beginning and the bot cannot reach those before
    the move, so the cards posted there are forgotten: their next look is posted as a new one.
    A look written for the new id is newer than any for the old one, which is dropped.
    """
    newer = aliased(OutboxMessage)
    newer_looks = select(newer.card).where(newer.is_in(new), newer.card.is_not(None))
    of_old = (OutboxMessage.state == OutboxState.WAITING, OutboxMessage.is_in(old))
    await session.execute(delete(OutboxMessage).where(*of_old, OutboxMessage.card.in_(newer_looks)))
    await session.execute(update(OutboxMessage).where(*of_old).values(chat_id=new.id))
    await session.execute(delete(Card).where(Card.is_in(old)))


async def move_to_topic(session: AsyncSession, chat: Chat, topic_id: int | None) -> None:
    """Send what waits for a group to another topic of it; its cards are posted afresh there."""
    await session.execute(delete(Card).where(Card.is_in(chat)))
    waiting = select(OutboxMessage).where(
        OutboxMessage.state == OutboxState.WAITING, OutboxMessage.is_in(chat)
    )
    for row in await session.scalars(waiting):
        elsewhere = {name: value for name, value in row.params.items() if name != TOPIC}
        row.params = elsewhere if topic_id is None else elsewhere | {TOPIC: topic_id}


def in_topic(outgoing: Outgoing, topic_id: int | None) -> Outgoing:
    """`outgoing` to that topic of its group; what posts nothing has no topic."""
    if topic_id is None or not outgoing.method.startswith(POSTS):
        return outgoing
    return replace(outgoing, params=outgoing.params | {TOPIC: topic_id})


async def _put_cards(
    session: AsyncSession, rows: Sequence[dict[str, Any]], tapped: Collection[tuple[Chat, int]]
) -> None:
    fresh = [row for row in rows if row["urgency"] == Urgency.CARD and not row["to_the_end"]]
    places = [(Chat(row["channel"], row["chat_id"]), row["card"]) for row in fresh]
    standing = await standing_among(session, places)
    for row, (chat, card) in zip(fresh, places, strict=True):
        message_id = standing.get((chat, card))
        if message_id is not None:
            is_awaited = (chat, message_id) in tapped
            row["urgency"] = int(Urgency.ANSWER if is_awaited else Urgency.REDRAW)
    connection = await session.connection()
    await connection.execute(_upsert(connection.dialect.name), rows)


@cache
def _upsert(dialect: str) -> Executable:
    """A look takes the place of the one that waits for the same card."""
    statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(OUTBOX)
    newer = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["channel", "chat_id", "card"],
        # As the index has it, word for word; a bound value would not do for many rows.
        index_where=text("state = 'waiting' AND card IS NOT NULL"),
        set_={
            "method": newer.method,
            "params": newer.params,
            "urgency": case(
                (newer.urgency < OUTBOX.c.urgency, newer.urgency), else_=OUTBOX.c.urgency
            ),
            # A card that was to be posted again still is, however often it changes meanwhile.
            "to_the_end": or_(OUTBOX.c.to_the_end, newer.to_the_end),
            "under_card": newer.under_card,
            "about": newer.about,
            "secret": newer.secret,
            "version": OUTBOX.c.version + 1,
            "attempts": 0,
            "not_before": newer.not_before,
            "useful_until": newer.useful_until,
            "broadcast_id": func.coalesce(newer.broadcast_id, OUTBOX.c.broadcast_id),
            "cause": newer.cause,
            "asked_at": newer.asked_at,
            # Of the newer look nobody has been told yet.
            "matter": newer.matter,
            "way": None,
            "receipt": None,
        },
    )


async def standing_among(
    session: AsyncSession, keys: Sequence[tuple[Chat, str]]
) -> dict[tuple[Chat, str], int]:
    """Those of `keys` (chat and card) that have a message already, and its id."""
    if not keys:
        return {}
    place = (Card.channel, Card.chat_id, Card.key)
    wanted = [(*chat, key) for chat, key in keys]
    found = await session.execute(select(*place, Card.message_id).where(one_of(place, wanted)))
    return {
        (Chat(channel, chat_id), key): message_id for channel, chat_id, key, message_id in found
    }
