"""The clocks of a request: by when it is taken, done, kept as promised, reported on.

    await clocks.start(session, ticket, ClockKind.REPORT, due_at=by, group_id=called.id, now=now)
    in_time = await clocks.end(session, ticket, ClockKind.REPORT, group_id=called.id, now=now)

A clock tells by itself (`services.tickets.clock_steps`), each once: WARN, to the taker, at a share
of the time; CALL, in the group, when the time is over; UP, to the level above, when some time later
still nothing has happened. Accepting has nobody to warn.

ACCEPT and SOLVE run for every request in work: what changes its state, its group or what its
author was asked calls `follow` after that. The other kinds are ended where that ends what they are
for; the request is changed first, so that nobody waits for one who waits for them. Times are of
working hours, or by the clock where the request is urgent; what was counted once stays, also where
somebody changes the hours.
"""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar, rows
from services.tickets import categories
from services.tickets.transitions import IN_WORK
from services.tickets.urgency import Limits, limits
from storage.tables import ClockKind, ClockStep, Ticket, TicketClock, TicketState

OF_THE_WORK = (ClockKind.ACCEPT, ClockKind.SOLVE)
STANDS_STILL = timedelta(days=7)
"""By the clock: who has not answered by then may never do, and the work goes on."""


async def start(
    session: AsyncSession,
    ticket: Ticket,
    kind: ClockKind,
    *,
    due_at: datetime,
    now: datetime,
    group_id: int | None = None,
) -> TicketClock:
    """Have a clock of `kind` run until `due_at`; one that ran for the same group ends.

    `group_id` is the group whose time it is, where the request may be with another.
    """
    await _delete(session, ticket.id, kind, TicketClock.group_id.is_not_distinct_from(group_id))
    return await _begin(session, ticket, kind, due_at=due_at, now=now, group_id=group_id)


async def end(
    session: AsyncSession,
    ticket: Ticket,
    kind: ClockKind,
    *,
    now: datetime,
    group_id: int | None = None,
) -> bool:
    """End the clocks of `kind`, of one group or of all; whether any ran, and none had run out."""
    of_group = [TicketClock.group_id == group_id] if group_id is not None else []
    ended = await _delete(session, ticket.id, kind, *of_group)
    return bool(ended) and all(due_at >= now for due_at in ended)


async def begin_work(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Start the clocks of what was filed a moment ago, by its `respond_by` and `solve_by`."""
    await _accept(session, ticket, now)
    if ticket.solve_by is not None:
        await _begin(session, ticket, ClockKind.SOLVE, due_at=ticket.solve_by, now=now)


async def follow(session: AsyncSession, ticket: Ticket, *, now: datetime) -> None:
    """Bring ACCEPT and SOLVE in line with the request as it is now, in the same transaction.

    Accepting starts again when it comes to another group or has to be taken again: until
    `respond_by`, or where that has passed for as long as at first. Solving goes on in every hand,
    and stands still while the author is asked, for STANDS_STILL at the most.
    """
    running = {clock.kind: clock for clock in await _of_the_work(session, ticket)}
    if ticket.state not in IN_WORK:
        if running:
            await _delete_rows(session, running.values())
        return
    accept, solve = running.get(ClockKind.ACCEPT), running.get(ClockKind.SOLVE)
    waits = ticket.state is TicketState.OPEN
    if accept is not None and (not waits or accept.group_id != ticket.group_id):
        await _delete_rows(session, [accept])
        accept = None
    if waits and accept is None:
        await _accept_again(session, ticket, now)
    if solve is None:
        await _solve_again(session, ticket, now)
    elif ticket.asked_at is not None and now < ticket.asked_at + STANDS_STILL:
        await _pause(session, ticket, solve, ticket.asked_at + STANDS_STILL, now)
    else:
        await go_on(session, ticket, solve, now=now)


async def go_on(
    session: AsyncSession, ticket: Ticket, clock: TicketClock, *, now: datetime
) -> None:
    """Let a clock run that stood still: what was ahead of it then is as far ahead now."""
    if clock.paused_at is None:
        return
    due_at = await _moved(session, ticket, clock.due_at, clock.paused_at, now)
    step_at = clock.step_at and await _moved(session, ticket, clock.step_at, clock.paused_at, now)
    await rows.change(
        session,
        TicketClock,
        TicketClock.id == clock.id,
        due_at=due_at,
        step_at=step_at,
        act_at=step_at,
        paused_at=None,
    )
    await rows.change(session, Ticket, Ticket.id == ticket.id, solve_by=due_at)


async def _pause(
    session: AsyncSession, ticket: Ticket, clock: TicketClock, until: datetime, now: datetime
) -> None:
    await rows.change(
        session,
        TicketClock,
        TicketClock.id == clock.id,
        paused_at=clock.paused_at or now,
        act_at=until,
    )
    if clock.due_at > now:
        await rows.change(session, Ticket, Ticket.id == ticket.id, solve_by=None)


async def _moved(
    session: AsyncSession, ticket: Ticket, at: datetime, since: datetime, now: datetime
) -> datetime:
    """`at`, later by as much as the clock stood still from `since` on; what was over stays."""
    if at <= since:
        return at
    if ticket.urgent:
        return at + (now - since)
    left = await calendar.worked(session, since, at, ticket.community_id)
    return await calendar.after(session, now, left, ticket.community_id)


async def _accept_again(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    if ticket.respond_by <= now:
        by = (await _limits(session, ticket, now)).respond_by
        await rows.change(session, Ticket, Ticket.id == ticket.id, respond_by=by)
    await _accept(session, ticket, now)


async def _solve_again(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    """Until `solve_by`; or, where that stood still when its clock ended, as long as at first."""
    by = ticket.solve_by
    if by is None:
        by = (await _limits(session, ticket, now)).solve_by
        await rows.change(session, Ticket, Ticket.id == ticket.id, solve_by=by)
    await _begin(session, ticket, ClockKind.SOLVE, due_at=by, now=now)


async def _limits(session: AsyncSession, ticket: Ticket, now: datetime) -> Limits:
    category = await categories.of(session, ticket)
    area_id = ticket.community_id
    return await limits(session, category, urgent=ticket.urgent, start=now, area_id=area_id)


async def _accept(session: AsyncSession, ticket: Ticket, now: datetime) -> None:
    of_group = ticket.group_id
    due_at = ticket.respond_by
    await _begin(session, ticket, ClockKind.ACCEPT, due_at=due_at, now=now, group_id=of_group)


async def _begin(
    session: AsyncSession,
    ticket: Ticket,
    kind: ClockKind,
    *,
    due_at: datetime,
    now: datetime,
    group_id: int | None = None,
) -> TicketClock:
    warn_at = await _warn_at(session, ticket, due_at, now) if kind is not ClockKind.ACCEPT else None
    clock = TicketClock(
        ticket=ticket,
        ticket_id=ticket.id,
        kind=kind,
        group_id=group_id,
        started_at=now,
        due_at=due_at,
        step=ClockStep.WARN if warn_at else ClockStep.CALL,
        step_at=warn_at or due_at,
        act_at=warn_at or due_at,
    )
    session.add(clock)
    return clock


async def _warn_at(
    session: AsyncSession, ticket: Ticket, due_at: datetime, now: datetime
) -> datetime | None:
    """When its category's share of the time is over; None where there is no time to work in."""
    share = (await categories.of(session, ticket)).warn_percent / 100
    if ticket.urgent:
        return now + (due_at - now) * share if due_at > now else None
    whole = await calendar.worked(session, now, due_at, ticket.community_id)
    if not whole:
        return None
    return await calendar.after(session, now, whole * share, ticket.community_id)


async def _of_the_work(session: AsyncSession, ticket: Ticket) -> Sequence[TicketClock]:
    found = await session.scalars(
        select(TicketClock).where(
            TicketClock.ticket_id == ticket.id, TicketClock.kind.in_(OF_THE_WORK)
        ),
        execution_options={"populate_existing": True},
    )
    return found.all()


async def _delete(
    session: AsyncSession, ticket_id: int, kind: ClockKind, *where: ColumnElement[bool]
) -> Sequence[datetime]:
    """When those were due that ran."""
    ended = await session.scalars(
        delete(TicketClock)
        .where(TicketClock.ticket_id == ticket_id, TicketClock.kind == kind, *where)
        .returning(TicketClock.due_at)
    )
    return ended.all()


async def _delete_rows(session: AsyncSession, clocks: Collection[TicketClock]) -> None:
    ids = [clock.id for clock in clocks]
    await session.execute(delete(TicketClock).where(TicketClock.id.in_(ids)))
