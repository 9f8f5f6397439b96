"""Writing down what became of rows: one transaction for whatever has finished."""

import logging
from collections import defaultdict
from collections.abc import Awaitable, Iterable, Sequence
from datetime import datetime
from traceback import format_tb
from typing import Any, TypeVar, cast

from sqlalchemy import Table, bindparam, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender.hooks import Hooks
from bot.sender.limits import CALLBACK_ANSWER
from bot.sender.moving import move_chat
from bot.sender.outcomes import (
    CardGone,
    Moved,
    Outcome,
    PostInstead,
    PutOff,
    Refused,
    Sent,
    Unreachable,
)
from bot.sender.queue import IS_WAITING
from storage.outbox import Outgoing, Urgency, put
from storage.tables import Card, MessageLink, OutboxMessage, OutboxState

logger = logging.getLogger(__name__)

_Outcome = TypeVar("_Outcome", bound=Outcome)


async def record(
    session: AsyncSession, finished: Sequence[Outcome], hooks: Hooks, now: datetime
) -> None:
    """Mark the rows, remember cards and links, and tell the hooks. Everything or nothing.

    A row whose look was replaced while it was in flight stays waiting, so the newer look goes out.
    """
    await _record_sent(session, _all(finished, Sent), now)
    await _record_put_off(session, _all(finished, PutOff))
    for gone in _all(finished, CardGone):
        await _forget_card(session, gone, now)
    for instead in _all(finished, PostInstead):
        await _rewrite(session, instead)
    for moved in _all(finished, Moved):
        await move_chat(session, moved.row.chat_id, moved.to)
        await _tell(session, hooks.moved(session, moved.row.chat_id, moved.to))
    for refused in _all(finished, Refused):
        await _give_up(session, [refused.row], refused.error, now)
        if not refused.stale:
            await _tell(session, hooks.undeliverable(session, refused.row, refused.error))
    for unreachable in _all(finished, Unreachable):
        await _shut_chat(session, unreachable, hooks, now)


def _all(finished: Iterable[Outcome], kind: type[_Outcome]) -> list[_Outcome]:
    return [outcome for outcome in finished if isinstance(outcome, kind)]


_outbox = cast("Table", OutboxMessage.__table__)
_this_look = (
    _outbox.c.id == bindparam("row_id"),
    _outbox.c.version == bindparam("row_version"),
    _outbox.c.state == OutboxState.WAITING,
)


async def _update(
    session: AsyncSession, rows: Iterable[tuple[OutboxMessage, dict[str, Any]]]
) -> None:
    """Update each row by the values beside it, unless it was replaced or finished meanwhile."""
    by_columns = defaultdict(list)
    for row, values in rows:
        keys = {"row_id": row.id, "row_version": row.version}
        by_columns[tuple(values)].append(values | keys)
    connection = await session.connection()
    for parameters in by_columns.values():
        await connection.execute(update(_outbox).where(*_this_look), parameters)


async def _record_sent(session: AsyncSession, sent: Sequence[Sent], now: datetime) -> None:
    if not sent:
        return
    done = {"state": OutboxState.SENT, "finished_at": now, "error": None}
    await _update(session, ((each.row, done) for each in sent))
    await _upsert(
        session,
        Card,
        [
            {"chat_id": each.row.chat_id, "key": each.row.card, "message_id": each.message_ids[0]}
            for each in sent
            if each.row.card and each.posted and each.message_ids
        ],
    )
    await _upsert(
        session,
        MessageLink,
        [
            {"chat_id": each.row.chat_id, "message_id": message_id, "about": each.row.about}
            for each in sent
            if each.row.about
            for message_id in each.message_ids
        ],
    )
    former = [(each.row.chat_id, each.former) for each in sent if each.former is not None]
    await put(session, [_deletion(chat_id, message_id) for chat_id, message_id in former], now)


def _deletion(chat_id: int, message_id: int) -> Outgoing:
    """Deleting goes through the outbox too, so it survives a crash and keeps its turn."""
    return Outgoing(
        chat_id=chat_id,
        method="deleteMessage",
        params={"chat_id": chat_id, "message_id": message_id},
        urgency=Urgency.CARD,
    )


async def _record_put_off(session: AsyncSession, put_off: Sequence[PutOff]) -> None:
    await _update(
        session,
        (
            (
                each.row,
                {
                    "not_before": each.until,
                    "error": each.error,
                    "attempts": each.row.attempts + each.counts,
                },
            )
            for each in put_off
        ),
    )


async def _forget_card(session: AsyncSession, gone: CardGone, now: datetime) -> None:
    await session.execute(
        delete(Card).where(
            Card.chat_id == gone.row.chat_id,
            Card.key == gone.row.card,
            Card.message_id == gone.message_id,
        )
    )
    # It may still be there, as a text where a photo is wanted, or too old to be edited.
    await put(session, [_deletion(gone.row.chat_id, gone.message_id)], now)


async def _rewrite(session: AsyncSession, instead: PostInstead) -> None:
    await _update(session, [(instead.row, {"method": instead.method, "params": instead.params})])


async def _give_up(
    session: AsyncSession, rows: Iterable[OutboxMessage], error: str, now: datetime
) -> None:
    over = {"state": OutboxState.GIVEN_UP, "finished_at": now, "error": error}
    await _update(session, ((row, over) for row in rows))


async def _shut_chat(
    session: AsyncSession, unreachable: Unreachable, hooks: Hooks, now: datetime
) -> None:
    """Give up everything that waits for the chat: none of it would fare better."""
    chat_id, error = unreachable.row.chat_id, unreachable.error
    if unreachable.row.method == CALLBACK_ANSWER:
        await _give_up(session, [unreachable.row], error, now)
        return
    waiting = select(OutboxMessage).where(IS_WAITING, OutboxMessage.chat_id == chat_id)
    rows = (await session.scalars(waiting.order_by(OutboxMessage.id))).all()
    await _give_up(session, rows, error, now)
    tell = hooks.blocked if chat_id > 0 else hooks.removed
    await _tell(session, tell(session, chat_id))
    for row in rows:
        if row.method != CALLBACK_ANSWER:
            await _tell(session, hooks.undeliverable(session, row, error))


async def _tell(session: AsyncSession, hook: Awaitable[None]) -> None:
    try:
        async with session.begin_nested():
            await hook
    except Exception as error:  # noqa: BLE001 - see Hooks
        # Without the error's own text: a database's quotes what people wrote.
        where = "".join(format_tb(error.__traceback__))
        logger.error("a hook of the sender failed: %s\n%s", type(error).__name__, where)  # noqa: TRY400


async def _upsert(
    session: AsyncSession, table: type[Card | MessageLink], rows: list[dict[str, Any]]
) -> None:
    if not rows:
        return
    dialect = session.get_bind().dialect.name
    statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(table)
    keys = [column.name for column in table.__table__.primary_key]
    changed = set(rows[0]) - set(keys)
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=keys, set_={name: statement.excluded[name] for name in changed}
        ),
        rows,
    )
