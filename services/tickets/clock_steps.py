"""What a clock does when its time has come: it warns, calls, and tells the level above.

Each step is a line of the timeline, for staff alone, with why in its data: which `clock`, which
`step`, `due_at` in ISO 8601, whose time it was (`of_group`) and, of UP, who was told (`told_group`,
None for nobody) and which levels were passed over (`silent`). Residents hear of one thing only, and
once: that nobody took it in time.

What goes up from the group that has the request at one time is one line: a promise and the time to
solve it often end on the same evening. The others are named in `also`, each with its `clock` and
`due_at`. A called group that has not reported is named by itself.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.errors import NotFound
from services.groups import known, routing
from services.groups.members import ask_whether_there
from services.news import News, tell
from services.tickets import categories, promises
from services.tickets.clocks import STANDS_STILL, go_on
from services.tickets.recording import record
from services.tickets.transitions import IN_WORK, change
from storage.tables import (
    Area,
    ClockKind,
    ClockStep,
    EventKind,
    SilentLevel,
    Ticket,
    TicketClock,
    TicketState,
)

log = logging.getLogger(__name__)

_HAS_TAKER = (ClockKind.SOLVE, ClockKind.PROMISE)
"""The taker of the request has these in hand."""


@dataclass(frozen=True, slots=True)
class NoGroupAbove(News):
    """A level has no group: what was late there had to be told higher up, or to nobody."""

    area_id: int


async def due(session: AsyncSession, now: datetime) -> list[int]:
    """Ids of clocks to call `act` for, the longest due first."""
    found = await session.scalars(
        select(TicketClock.id)
        .where(TicketClock.act_at <= now)
        .order_by(TicketClock.act_at, TicketClock.id)
    )
    return list(found)


async def act(session: AsyncSession, clock_id: int, *, now: datetime) -> None:
    """Do the step that is due, unless it is not any more: taken, done or answered meanwhile."""
    try:
        ticket, clock = await _held(session, clock_id)
    except NotFound:
        log.info("clock %d has ended", clock_id)
        return
    if clock.act_at is None or clock.act_at > now:
        log.info("clock %d is not due any more", clock_id)
    elif not _still_counts(ticket, clock):
        await session.delete(clock)
        log.info("clock %d was overtaken: %s", clock_id, ticket.state.value)
    elif clock.paused_at is not None:
        await _stop_waiting(session, ticket, clock, now)
    else:
        match clock.step:
            case ClockStep.WARN if now < clock.due_at:
                await _warn(session, ticket, clock, now)
            case ClockStep.WARN | ClockStep.CALL:
                await _call(session, ticket, clock, now)
            case _:
                await _up(session, ticket, clock, now)


async def _held(session: AsyncSession, clock_id: int) -> tuple[Ticket, TicketClock]:
    """The request first, as everywhere both are changed: then nobody ends its clock meanwhile."""
    its_id = await session.scalar(select(TicketClock.ticket_id).where(TicketClock.id == clock_id))
    ticket = await rows.held(session, Ticket, its_id or 0)
    return ticket, await rows.held(session, TicketClock, clock_id)


def _still_counts(ticket: Ticket, clock: TicketClock) -> bool:
    if clock.kind is ClockKind.ACCEPT:
        return ticket.state is TicketState.OPEN
    return ticket.state in IN_WORK


async def _warn(session: AsyncSession, ticket: Ticket, clock: TicketClock, now: datetime) -> None:
    """Where nobody has it there is nobody to warn: of that accepting tells."""
    _next(clock, ClockStep.CALL, clock.due_at)
    if clock.kind in _HAS_TAKER and ticket.state is not TicketState.TAKEN:
        return
    await _tell(session, ticket, clock, EventKind.WARNED, ClockStep.WARN, now)


async def _call(session: AsyncSession, ticket: Ticket, clock: TicketClock, now: datetime) -> None:
    category = await categories.of(session, ticket)
    up_at = await calendar.due(
        session,
        start=now,
        hours=category.up_hours,
        urgent=ticket.urgent,
        area_id=ticket.community_id,
    )
    _next(clock, ClockStep.UP, up_at)
    if clock.kind is ClockKind.PROMISE:
        # What is broken is told as that, to the resident as well.
        await promises.ran_out(session, ticket, now=now)
        ask_whether_there(session, ticket.group_id, ticket.taker_id)
        return
    told = ticket.overdue_at is not None
    if clock.kind is ClockKind.ACCEPT:
        await change(session, ticket, overdue_at=now)
    elif clock.kind is ClockKind.SOLVE:
        await change(session, ticket, late_at=now)
    among_staff = told or clock.kind is not ClockKind.ACCEPT
    await _tell(
        session, ticket, clock, EventKind.OVERDUE, ClockStep.CALL, now, among_staff=among_staff
    )


async def _up(session: AsyncSession, ticket: Ticket, clock: TicketClock, now: datetime) -> None:
    also = await _also_going_up(session, clock, now)
    for each in (clock, *also):
        _next(each, None, None)
    group_id = clock.group_id or ticket.group_id
    group = await known.get(session, group_id) if group_id else None
    above = await routing.above(session, group, ticket.community_id)
    await _tell_of_silence(session, above.silent, now)
    who: dict[str, Any] = {
        "told_group": above.group.id if above.group else None,
        "silent": [area.id for area in above.silent],
        "also": [{"clock": each.kind.value, "due_at": each.due_at.isoformat()} for each in also],
    }
    await _tell(session, ticket, clock, EventKind.OVERDUE, ClockStep.UP, now, **who)


async def _also_going_up(
    session: AsyncSession, clock: TicketClock, now: datetime
) -> Sequence[TicketClock]:
    """The other clocks of the same hands for which that is due, the longest due first."""
    if clock.kind is ClockKind.REPORT:
        return []
    ids = await session.scalars(
        select(TicketClock.id).where(
            TicketClock.ticket_id == clock.ticket_id,
            TicketClock.id != clock.id,
            TicketClock.kind != ClockKind.REPORT,
            TicketClock.step == ClockStep.UP,
            TicketClock.paused_at.is_(None),
            TicketClock.act_at <= now,
        )
    )
    found = await rows.held_all(session, TicketClock, ids.all())
    return sorted(found, key=lambda each: (each.act_at or now, each.id))


async def _stop_waiting(
    session: AsyncSession, ticket: Ticket, clock: TicketClock, now: datetime
) -> None:
    """The author has not answered for STANDS_STILL: the work goes on without."""
    await go_on(session, ticket, clock, now=now)
    days = STANDS_STILL.days
    await _tell(session, ticket, clock, EventKind.WARNED, None, now, unanswered_days=days)


def _next(clock: TicketClock, step: ClockStep | None, at: datetime | None) -> None:
    clock.step, clock.step_at, clock.act_at = step, at, at


async def _tell(
    session: AsyncSession,
    ticket: Ticket,
    clock: TicketClock,
    kind: EventKind,
    step: ClockStep | None,
    now: datetime,
    *,
    among_staff: bool = True,
    **more: Any,
) -> None:
    why = {
        "clock": clock.kind.value,
        "step": step.value if step else None,
        "due_at": clock.due_at.isoformat(),
        "of_group": clock.group_id,
    }
    await record(session, ticket, kind, now=now, internal=among_staff, data=why | more)
    if clock.kind in _HAS_TAKER:
        ask_whether_there(session, ticket.group_id, ticket.taker_id)


async def _tell_of_silence(session: AsyncSession, levels: Sequence[Area], now: datetime) -> None:
    """Of each level once, until a group is bound there."""
    values = [{"area_id": level.id, "told_at": now} for level in levels]
    for first in await rows.add_missing(session, SilentLevel, values):
        tell(session, NoGroupAbove(first.area_id))
