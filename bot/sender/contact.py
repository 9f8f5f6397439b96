"""What becomes of rows whose readers have to write first.

The whole of it waits for them in any case. News of theirs must not wait unknown: after a time staff
have to tell them. What is sent to many is nobody's own, and is given up after a day.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender.hooks import Hooks
from bot.sender.limits import CALLBACK_ANSWER
from bot.sender.marks import mark
from bot.sender.outcomes import Announced, WindowClosed
from bot.sender.refusals import mark_given_up, tell
from services.untold import items
from storage.cause import Cause, caused_by
from storage.held import HELD, hold_for_contact
from storage.outbox import KNOWS, TOO_LATE, Urgency
from storage.outbox_rows import IS_WAITING, OutboxRow
from storage.tables import Chat, OutboxMessage, OutboxState, Way

CONTACT_WITHIN = timedelta(hours=24)
"""So long somebody may take to write again before others have to tell them."""
URGENT_WITHIN = timedelta(minutes=30)
"""The same, where somebody's safety may hang on it."""
KEPT_FOR = timedelta(days=30)
"""So long the whole of it waits, by whatever way they hear of it meanwhile."""
LOOK_AGAIN = timedelta(hours=24)
"""The longest that a row may be put off at once, see `queue.LONGEST_NIGHT`."""
NO_CONTACT = "nobody wrote"
_DECIDED = (*KNOWS, Way.ELSEWHERE, Way.STAFF)


async def wait_for_contact(
    session: AsyncSession, outcome: Announced | WindowClosed, hooks: Hooks, now: datetime
) -> None:
    """The row waits until they write; who does not know of it is told by other ways."""
    if isinstance(outcome, Announced):
        told = {"way": outcome.way, "receipt": outcome.receipt, "told_at": now}
        await mark(session, outcome.row, told | _held(now + LOOK_AGAIN))
    else:
        await _find_a_way(session, outcome, hooks, now)


async def _find_a_way(
    session: AsyncSession, closed: WindowClosed, hooks: Hooks, now: datetime
) -> None:
    """Say it on another channel of the same person; else once they write, or have staff say it.

    What is said over there has no order with what is said here.
    """
    row = closed.row
    if row.method == CALLBACK_ANSWER:
        await mark_given_up(session, row, TOO_LATE, now)
    elif other := await _elsewhere(session, row, hooks):
        await _move(session, row, other)
    elif _is_over(row, now):
        await _end(session, row, hooks, now)
    elif closed.hinted:
        await hold_for_contact(session, row.chat, _next_try(row, now))
    elif is_for_staff(row) and now >= deadline(row):
        left = {"way": Way.STAFF, "left_to_staff": True}
        if await mark(session, row, left | _held(now + LOOK_AGAIN)):
            await _miss(session, row, hooks)
    else:
        await mark(session, row, _held(_next_try(row, now)))


async def _elsewhere(session: AsyncSession, row: OutboxRow, hooks: Hooks) -> Chat | None:
    """Once: two channels that are both closed would hand it to and fro."""
    if row.way in _DECIDED:
        return None
    return await tell(session, hooks.elsewhere(session, row.chat))


def is_for_staff(row: OutboxRow) -> bool:
    """Whether staff have to tell them once the time is over, and nobody has said it so far."""
    return items.is_for_staff(row.matter) and row.way not in _DECIDED


def deadline(row: OutboxRow) -> datetime:
    """When staff have to tell them; of what is of no use later they have half of that time."""
    within = URGENT_WITHIN if row.urgency <= Urgency.URGENT else CONTACT_WITHIN
    if row.useful_until is not None:
        within = min(within, (row.useful_until - row.created_at) / 2)
    return row.created_at + within


def _is_over(row: OutboxRow, now: datetime) -> bool:
    kept = CONTACT_WITHIN if row.urgency >= Urgency.BROADCAST else KEPT_FOR
    return now >= row.created_at + kept


def _next_try(row: OutboxRow, now: datetime) -> datetime:
    ends = [now + LOOK_AGAIN]
    if is_for_staff(row):
        ends.append(deadline(row))
    return max(now, min(ends))


def _held(until: datetime) -> dict[str, Any]:
    return {"not_before": until, "error": HELD}


async def _move(session: AsyncSession, row: OutboxRow, other: Chat) -> None:
    """A look of the same card that waits there already is older, or the same."""
    if row.card is not None:
        await session.execute(
            delete(OutboxMessage).where(
                IS_WAITING, OutboxMessage.is_in(other), OutboxMessage.card == row.card
            )
        )
    there = {"channel": other.channel, "chat_id": other.id, "way": Way.ELSEWHERE}
    await mark(session, row, there | {"error": None})


async def _end(session: AsyncSession, row: OutboxRow, hooks: Hooks, now: datetime) -> None:
    if row.way in KNOWS:
        over: dict[str, Any] = {"state": OutboxState.SENT, "finished_at": now}
        await mark(session, row, over | ({"params": {}} if row.secret else {}))
    elif await mark_given_up(session, row, NO_CONTACT, now) and row.way is not Way.STAFF:
        await _miss(session, row, hooks)


async def _miss(session: AsyncSession, row: OutboxRow, hooks: Hooks) -> None:
    with caused_by(Cause.of(row.cause)):
        await tell(session, hooks.undeliverable(session, row, NO_CONTACT))
