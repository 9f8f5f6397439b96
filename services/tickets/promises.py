"""承诺: a day that staff name to a resident, which becomes a clock of its own.

It is a promise once the member who wrote it confirms it. It is kept where the request is resolved
by then, and broken where it is not, or where it is declined. A later day takes its place and
counts as a promise that was moved, not as one that was kept; an earlier one counts for nothing.
How they are added up stands with `storage.tables.Promise`.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar
from services.errors import Refusal
from services.groups.authority import Member
from services.rows import judged_again
from services.tickets import clocks
from services.tickets.holding import theirs
from services.tickets.merged import FROM
from services.tickets.recording import record
from services.tickets.transitions import change
from services.written.by_when import Today, answered
from services.written.errors import TimesPast, TimesTooFar, TimesUnreadable
from services.written.promises import promise
from storage.tables import ClockKind, EventKind, Promise, PromiseState, Ticket

FAR = timedelta(days=366)
"""How far ahead a day can be promised: works are announced for the next year (明年年底前). What is
beyond is a slip of the pen (2126年), or nobody is there any more who could keep it."""


class PromiseUnreadable(TimesUnreadable):
    """It names no day."""


class PromisePast(TimesPast):
    """The day is over."""


class PromiseTooFar(TimesTooFar):
    """It is more than FAR ahead."""


class AlreadyPromised(Refusal):
    """This very day is promised, and stands."""


async def found_in(
    session: AsyncSession, words: str, *, now: datetime, zone: ZoneInfo
) -> datetime | None:
    """By when something is promised in what staff wrote to a resident (UTC), if anything is.

    Raises PromiseTooFar.
    """
    by = promise(words, await _today(session, now, zone))
    if by is not None:
        _check(by, now)
    return by


async def read(session: AsyncSession, words: str, *, now: datetime, zone: ZoneInfo) -> datetime:
    """The same of an answer to the question by when: 周五, 三天.

    Raises PromiseUnreadable, PromisePast, PromiseTooFar.
    """
    try:
        by = answered(words, await _today(session, now, zone))
    except TimesUnreadable as unreadable:
        raise PromiseUnreadable from unreadable
    _check(by, now)
    return by


@judged_again
async def make(
    session: AsyncSession, ticket_id: int, member: Member, by: datetime, *, now: datetime
) -> Ticket:
    """Promise the author, and those who joined, that it is done `by` then; by its taker.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken for another's, WrongState before it is
    taken and after it is done, PromisePast, PromiseTooFar, AlreadyPromised.
    """
    _check(by, now)
    ticket = await theirs(session, ticket_id, member)
    before = await standing(session, ticket)
    if before is not None and before.by == by:
        raise AlreadyPromised
    await _make(session, ticket, by, member.person_id, now=now)
    return ticket


async def merged(session: AsyncSession, ticket: Ticket, into: Ticket, *, now: datetime) -> None:
    """`ticket`, changed in this transaction, goes on as `into`; both are held.

    Its people were told of a day: `into` is promised for that, unless an earlier day stands there.
    Its own people hear of it, by a line that names `ticket`.
    """
    theirs_by = await standing(session, ticket)
    await dropped(session, ticket, now=now)
    if theirs_by is None or theirs_by.by <= now:
        return
    before = await standing(session, into)
    if before is None or before.by > theirs_by.by:
        whose = theirs_by.person_id
        await _make(session, into, theirs_by.by, whose, now=now, more={FROM: ticket.id})


async def parted(
    session: AsyncSession, ticket: Ticket, *, merged_at: datetime | None, now: datetime
) -> None:
    """`ticket`, changed in this transaction, goes on by itself, as before it was merged.

    What stood then stands again, where its day is ahead. Where it is over, the request that went on
    in its place has kept or broken it.
    """
    before = await last(session, ticket)
    if before is None or before.state is not PromiseState.LAPSED or before.by <= now:
        return
    if before.ended_at == merged_at:
        before.state, before.ended_at = PromiseState.STANDING, None
        await clocks.start(session, ticket, ClockKind.PROMISE, due_at=before.by, now=now)


async def _make(
    session: AsyncSession,
    ticket: Ticket,
    by: datetime,
    person_id: int | None,
    *,
    now: datetime,
    more: Mapping[str, Any] | None = None,
) -> None:
    await change(session, ticket, promised_by=by)
    # Now the ticket is ours: what stood may have been broken while we waited for it.
    before = await standing(session, ticket)
    data: dict[str, Any] = {"by": by.isoformat(), **(more or {})}
    if before is not None:
        _end(before, PromiseState.MOVED if by > before.by else PromiseState.LAPSED, now)
        data["instead_of"] = before.id
        data["moved"] = before.state is PromiseState.MOVED
        await session.flush()
    made = Promise(
        ticket_id=ticket.id,
        person_id=person_id,
        by=by,
        state=PromiseState.STANDING,
        made_at=now,
    )
    session.add(made)
    await session.flush()
    data["promise"] = made.id
    await clocks.start(session, ticket, ClockKind.PROMISE, due_at=by, now=now)
    await record(session, ticket, EventKind.PROMISED, now=now, actor_id=person_id, data=data)


async def resolved(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """`ticket`, changed in this transaction, is done: what was promised is kept, or was late."""
    await _settle(session, ticket, PromiseState.KEPT, now)


async def declined(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """`ticket`, changed in this transaction, is not done at all: its promise is broken."""
    await _settle(session, ticket, PromiseState.BROKEN, now)


async def dropped(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Nobody needs `ticket` any more, which was changed in this transaction."""
    await _settle(session, ticket, PromiseState.LAPSED, now)


async def ran_out(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """The clock of what stands for `ticket`, which is held, has run out: it is broken."""
    stands = await standing(session, ticket)
    if stands is not None and stands.by <= now:
        await _break(session, ticket, stands, now)


async def standing(session: AsyncSession, ticket: Ticket) -> Promise | None:
    """The promise that has yet to be kept."""
    latest = await last(session, ticket)
    return latest if latest is not None and latest.state is PromiseState.STANDING else None


async def last(session: AsyncSession, ticket: Ticket) -> Promise | None:
    """What was promised last, whatever came of it."""
    if ticket.promised_by is None:
        return None
    found: Promise | None = await session.scalar(
        select(Promise)
        .where(Promise.ticket_id == ticket.id)
        .order_by(Promise.id.desc())
        .limit(1)
        .execution_options(populate_existing=True)
    )
    return found


async def _today(session: AsyncSession, now: datetime, zone: ZoneInfo) -> Today:
    return Today(now, zone, (await calendar.days(session)).works)


def _check(by: datetime, now: datetime) -> None:
    if by <= now:
        raise PromisePast
    if by > now + FAR:
        raise PromiseTooFar


async def _settle(
    session: AsyncSession, ticket: Ticket, state: PromiseState, now: datetime
) -> None:
    """What comes too late is broken, though the scheduler has not found it yet."""
    stands = await standing(session, ticket)
    if ticket.promised_by is not None:
        await clocks.end(session, ticket, ClockKind.PROMISE, now=now)
    if stands is None:
        return
    if stands.by <= now or state is PromiseState.BROKEN:
        await _break(session, ticket, stands, now)
        return
    _end(stands, state, now)
    if state is PromiseState.KEPT:
        data = {"promise": stands.id}
        await record(session, ticket, EventKind.KEPT, now=now, data=data)


async def _break(session: AsyncSession, ticket: Ticket, stands: Promise, now: datetime) -> None:
    _end(stands, PromiseState.BROKEN, now)
    data = {"promise": stands.id, "by": stands.by.isoformat()}
    await record(session, ticket, EventKind.BROKEN, now=now, data=data)


def _end(stands: Promise, state: PromiseState, now: datetime) -> None:
    stands.state = state
    stands.ended_at = now
