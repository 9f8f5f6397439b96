"""Writing down what became of rows: one transaction for whatever has finished."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from aiogram.methods import EditMessageReplyMarkup, EditMessageText
from sqlalchemy import Executable, Table, delete
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender.contact import wait_for_contact
from bot.sender.crowds import tell_of_crowds
from bot.sender.hooks import Hooks
from bot.sender.limits import ChannelLimits
from bot.sender.marks import mark_all, mark_sent
from bot.sender.outcomes import (
    Announced,
    CardGone,
    MemberKnown,
    Moved,
    Muted,
    Outcome,
    PostInstead,
    PutOff,
    Refused,
    Sent,
    Unreachable,
    WindowClosed,
)
from bot.sender.refusals import give_up, give_up_chat, hold_back, tell
from storage.cards import look_of
from storage.outbox import TOPIC, Outgoing, Urgency, move_chat, put
from storage.outbox_rows import IS_WAITING, OutboxRow, rows_where
from storage.tables import Card, Chat, MessageLink, OutboxMessage

_Outcome = TypeVar("_Outcome", bound=Outcome)
_EDITS = (EditMessageReplyMarkup.__api_method__, EditMessageText.__api_method__)


async def record(
    session: AsyncSession,
    finished: Sequence[Outcome],
    hooks: Hooks,
    limits: ChannelLimits,
    now: datetime,
) -> None:
    """Mark the rows, remember cards and links, and tell the hooks. Everything or nothing.

    A row whose look was replaced while it was in flight stays waiting, so the newer look goes out.
    """
    await _record_sent(session, _all(finished, Sent), now)
    await _record_put_off(session, _all(finished, PutOff))
    await tell_of_crowds(session, _all(finished, Sent), hooks, limits.group_a_minute)
    if to_many := [each.row for each in _all(finished, Sent) if each.row.broadcast_id]:
        await tell(session, hooks.delivered(session, to_many))
    await _tell_of_losses(session, _all(finished, Sent), hooks)
    await _tell_who_was_reached(session, _all(finished, Sent), hooks)
    for gone in _all(finished, CardGone):
        await _forget_card(session, gone, now)
    for instead in _all(finished, PostInstead):
        await _rewrite(session, instead)
    for moved in _all(finished, Moved):
        old, new = moved.row.chat, Chat(moved.row.channel, moved.to)
        await move_chat(session, old, new)
        await tell(session, hooks.moved(session, old, new))
    for refused in _all(finished, Refused):
        await give_up(session, refused, hooks, now)
    for muted in _all(finished, Muted):
        await hold_back(session, muted, hooks, now)
    await _record_waiting(session, finished, hooks, now)
    for known in _all(finished, MemberKnown):
        found = hooks.member(session, known.row.chat, known.user_id, present=known.present)
        await tell(session, found)
    await _tell_who_speaks_again(session, _groups_posted_in(finished), hooks)
    for unreachable in _all(finished, Unreachable):
        await give_up_chat(session, unreachable, hooks, now)


async def _tell_of_losses(session: AsyncSession, sent: Sequence[Sent], hooks: Hooks) -> None:
    for each in sent:
        if each.lacks_files:
            await tell(session, hooks.incomplete(session, each.row))


def _all(finished: Iterable[Outcome], kind: type[_Outcome]) -> list[_Outcome]:
    return [outcome for outcome in finished if isinstance(outcome, kind)]


async def _tell_who_was_reached(session: AsyncSession, sent: Sequence[Sent], hooks: Hooks) -> None:
    if left_to_staff := [each.row for each in sent if each.row.left_to_staff]:
        await tell(session, hooks.reached(session, left_to_staff))


def _groups_posted_in(finished: Iterable[Outcome]) -> set[tuple[Chat, int | None]]:
    posted = (each.row for each in _all(finished, Sent) if each.posted and each.message_ids)
    return {(row.chat, row.params.get(TOPIC)) for row in posted if row.chat.is_group}


async def _tell_who_speaks_again(
    session: AsyncSession, posted_in: set[tuple[Chat, int | None]], hooks: Hooks
) -> None:
    if not posted_in:
        return
    muted = await hooks.muted_among(session, {chat for chat, _topic in posted_in})
    if again := {(chat, topic) for chat, topic in posted_in if chat in muted}:
        await tell(session, hooks.spoke(session, again))


async def _record_sent(session: AsyncSession, sent: Sequence[Sent], now: datetime) -> None:
    if not sent:
        return
    await mark_sent(session, sent, now)
    await _upsert(
        session,
        Card,
        [
            {
                "channel": each.row.channel,
                "chat_id": each.row.chat_id,
                "key": each.row.card,
                "message_id": message_id,
                "look": _look(each.row),
            }
            for each in sent
            if each.row.card and (message_id := _message_that_shows(each)) is not None
        ],
    )
    await _upsert(
        session,
        MessageLink,
        [
            {
                "channel": each.row.channel,
                "chat_id": each.row.chat_id,
                "message_id": message_id,
                "about": each.row.about,
                "sent_at": now,
            }
            for each in sent
            if each.row.about
            for message_id in each.message_ids
        ],
    )
    former = [(each.row.chat, each.former) for each in sent if each.former is not None]
    await _delete_messages(session, former, now)


def _look(row: OutboxRow) -> str | None:
    """Of a few that are possible even its sum would tell a secret one."""
    return None if row.secret else look_of(row.method, row.params)


def _message_that_shows(sent: Sent) -> int | None:
    """The message that shows the row's look now, if that is news."""
    return sent.message_ids[0] if sent.posted and sent.message_ids else sent.edited


async def _delete_messages(
    session: AsyncSession, messages: Sequence[tuple[Chat, int]], now: datetime
) -> None:
    """Promise it, and drop what was to be edited there: Telegram would refuse that afterwards."""
    if not messages:
        return
    edits = await rows_where(
        session,
        IS_WAITING,
        OutboxMessage.channel.in_({chat.channel for chat, _id in messages}),
        # By what waits: by their chats the database would read all that was ever sent there.
        OutboxMessage.urgency < int(Urgency.REDRAW),
        OutboxMessage.method.in_(_EDITS),
    )
    vain = [row.id for row in edits if (row.chat, row.params["message_id"]) in messages]
    if vain:
        await session.execute(
            delete(OutboxMessage).where(OutboxMessage.id.in_(vain)),
            execution_options={"synchronize_session": False},
        )
    await put(session, [_deletion(chat, message_id) for chat, message_id in messages], now)


def _deletion(chat: Chat, message_id: int) -> Outgoing:
    """Deleting goes through the outbox too, so it survives a crash and keeps its turn."""
    return Outgoing(
        channel=chat.channel,
        chat_id=chat.id,
        method="deleteMessage",
        params={"chat_id": chat.id, "message_id": message_id},
        urgency=Urgency.CARD,
    )


async def _record_waiting(
    session: AsyncSession, finished: Sequence[Outcome], hooks: Hooks, now: datetime
) -> None:
    for each in finished:
        if isinstance(each, Announced | WindowClosed):
            await wait_for_contact(session, each, hooks, now)


async def _record_put_off(session: AsyncSession, put_off: Sequence[PutOff]) -> None:
    await mark_all(
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
            Card.is_in(gone.row.chat),
            Card.key == gone.row.card,
            Card.message_id == gone.message_id,
        )
    )
    # It may still be there, as a text where a photo is wanted, or too old to be edited.
    await _delete_messages(session, [(gone.row.chat, gone.message_id)], now)


async def _rewrite(session: AsyncSession, instead: PostInstead) -> None:
    await mark_all(session, [(instead.row, {"method": instead.method, "params": instead.params})])


async def _upsert(
    session: AsyncSession, table: type[Card | MessageLink], rows: list[dict[str, Any]]
) -> None:
    if rows:
        connection = await session.connection()
        await connection.execute(_upsert_into(table, connection.dialect.name), rows)


@cache
def _upsert_into(table: type[Card | MessageLink], dialect: str) -> Executable:
    # The table itself: the ORM would look at each row.
    into = cast("Table", table.__table__)
    statement = (sqlite_insert if dialect == "sqlite" else postgresql_insert)(into)
    changed = {each.name: statement.excluded[each.name] for each in into.c if not each.primary_key}
    return statement.on_conflict_do_update(
        index_elements=list(into.primary_key.columns), set_=changed
    )
