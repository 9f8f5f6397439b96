"""The one way in which a ticket changes: read, judge, write if nobody was faster.

An action reads the ticket with `current`, refuses or goes on by what it sees, and writes with
`change`. That is a conditional UPDATE which holds only while what was judged by still stands; if
somebody was faster, `@judged_anew` runs the action again, and it now sees what the other did. So
two taps at once give one winner and one well-worded refusal, on SQLite and PostgreSQL alike.
Nothing may be written before `change`: a refusal has to leave nothing behind.
"""

from collections.abc import Awaitable, Callable, Sequence
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.errors import NotFound
from storage.tables import FollowUp, Ticket, TicketState

IN_WORK = frozenset({TicketState.OPEN, TicketState.TAKEN})
ENDED = frozenset({TicketState.CLOSED, TicketState.DECLINED, TicketState.WITHDRAWN})

_JUDGED_BY = (
    Ticket.state,
    Ticket.round,
    Ticket.group_id,
    Ticket.taker_id,
    Ticket.author_id,
    Ticket.affected,
    Ticket.nudged_at,
    Ticket.asked_at,
    Ticket.overdue_at,
)
"""What the rules look at; a change of any of it in between means judging again."""

Judged = InstrumentedAttribute[Any]
P = ParamSpec("P")
R = TypeVar("R")


class Outrun(Exception):  # noqa: N818 - nothing went wrong: somebody was faster
    """The ticket is no longer what it was when it was read."""


def judged_anew(action: Callable[P, Awaitable[R]]) -> Callable[P, Awaitable[R]]:
    """Run `action` again for as long as somebody was faster; each time somebody got ahead."""

    @wraps(action)
    async def repeated(*args: P.args, **kwargs: P.kwargs) -> R:
        while True:
            try:
                return await action(*args, **kwargs)
            except Outrun:
                continue

    return repeated


async def current(session: AsyncSession, ticket_id: int) -> Ticket:
    """The ticket as the database has it at this moment. Raises NotFound."""
    ticket = await session.get(Ticket, ticket_id, populate_existing=True)
    if ticket is None:
        raise NotFound
    return ticket


async def change(session: AsyncSession, ticket: Ticket, **values: Any) -> None:
    """Write `values` if `ticket` is still as it was read. Raises Outrun, having written nothing."""
    await change_row(session, ticket, _JUDGED_BY, **values)


async def change_row(
    session: AsyncSession, row: Ticket | FollowUp, judged_by: Sequence[Judged], **values: Any
) -> None:
    """The same for any row of a request, by the columns that the rules look at."""
    table = type(row)
    seen = [column.is_not_distinct_from(getattr(row, column.key)) for column in judged_by]
    changed = await session.scalars(
        update(table).where(table.id == row.id, *seen).values(**values).returning(table),
        execution_options={"populate_existing": True, "synchronize_session": False},
    )
    if changed.one_or_none() is None:
        raise Outrun
