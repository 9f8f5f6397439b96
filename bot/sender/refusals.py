"""Giving up what can never be sent, and saying so."""

import logging
from collections.abc import Awaitable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sender.hooks import Hooks
from bot.sender.limits import CALLBACK_ANSWER
from bot.sender.marks import mark
from bot.sender.outcomes import Muted, Refused, Unreachable
from storage.cause import Cause, caused_by
from storage.held import hold, next_try
from storage.outbox_rows import IS_WAITING, OutboxRow, rows_where
from storage.tables import OutboxMessage, OutboxState, Way

logger = logging.getLogger(__name__)

_Told = TypeVar("_Told")


async def give_up(session: AsyncSession, refused: Refused, hooks: Hooks, now: datetime) -> None:
    """Give up a row for what it says."""
    if await _give_up(session, refused, hooks, now):
        await tell(session, hooks.refused(session, refused.row, refused.error))


async def _give_up(session: AsyncSession, refused: Refused, hooks: Hooks, now: datetime) -> bool:
    """Give up one row, unless a newer look has replaced it: that one may fare better.

    Returns whether somebody may miss it.
    """
    row, error = refused.row, refused.error
    if not await mark_given_up(session, row, error, now) or refused.stale:
        return False
    if row.way is Way.STAFF:
        return True  # It is theirs to tell already.
    with caused_by(Cause.of(row.cause)):
        await tell(session, hooks.undeliverable(session, row, error))
    return True


async def give_up_chat(
    session: AsyncSession, unreachable: Unreachable, hooks: Hooks, now: datetime
) -> None:
    """Give up everything that waits for the chat: none of it would fare better."""
    chat, error = unreachable.row.chat, unreachable.error
    if unreachable.row.method == CALLBACK_ANSWER:
        await mark_given_up(session, unreachable.row, error, now)
        return
    tell_of_chat = hooks.removed if chat.is_group else hooks.blocked
    await tell(session, tell_of_chat(session, chat))
    for row in await rows_where(session, IS_WAITING, OutboxMessage.is_in(chat)):
        stale = row.method == CALLBACK_ANSWER
        await _give_up(session, Refused(row=row, error=error, stale=stale), hooks, now)


async def hold_back(session: AsyncSession, muted: Muted, hooks: Hooks, now: datetime) -> None:
    """Hold what waits for a group that takes no messages; give the row up if it never will."""
    row = muted.row
    if await tell(session, hooks.muted(session, row, muted.obstacle)):
        await hold(session, row.chat, next_try(row.created_at, now), now)
    else:
        await _give_up(session, Refused(row=row, error=muted.error), hooks, now)


async def tell(session: AsyncSession, hook: Awaitable[_Told]) -> _Told | None:
    """Run a hook in a savepoint of its own, see `Hooks` for why it may fail; what it returns."""
    try:
        async with session.begin_nested():
            return await hook
    except OperationalError:
        raise  # A full disk or a lost connection: nothing of this transaction will hold.
    except Exception:  # what was sent has to be recorded all the same
        logger.exception("a hook of the sender failed")
        return None


async def mark_given_up(session: AsyncSession, row: OutboxRow, error: str, now: datetime) -> bool:
    over = {"state": OutboxState.GIVEN_UP, "finished_at": now, "error": error}
    if row.secret:
        over["params"] = {}
    return await mark(session, row, over)
