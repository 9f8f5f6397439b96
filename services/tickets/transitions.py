"""The one way in which a ticket changes: read, judge, write if nobody was faster.

An action reads the ticket with `current`, refuses or goes on by what it sees, and writes with
`change`. That is a conditional UPDATE which holds only while what was judged by still stands; if
somebody was faster, `@judged_again` runs the action again, and it now sees what the other did. So
two taps at once give one winner and one well-worded refusal, on SQLite and PostgreSQL alike.
Nothing may be written before `change`: a refusal has to leave nothing behind.
"""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from storage.tables import Ticket, TicketState

IN_WORK = frozenset({TicketState.OPEN, TicketState.TAKEN})
ENDED = frozenset(
    {TicketState.CLOSED, TicketState.DECLINED, TicketState.WITHDRAWN, TicketState.MERGED}
)

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
    Ticket.promised_by,
    Ticket.called,
)
"""What the rules look at; a change of any of it in between means judging again."""


async def current(session: AsyncSession, ticket_id: int) -> Ticket:
    """The ticket as the database has it at this moment. Raises NotFound."""
    return await rows.current(session, Ticket, ticket_id)


async def change(session: AsyncSession, ticket: Ticket, **values: Any) -> None:
    """Write `values` if `ticket` is still as it was read. Raises Outrun, having written nothing.

    首接负责 (Beijing's ordinance on 接诉即办): the first group that took it, by whatever way, is
    noted once. It leads where several are called, and the numbers count the request for it.
    """
    if values.get("state") is TicketState.TAKEN and ticket.first_group_id is None:
        values["first_group_id"] = ticket.group_id
    await rows.change_seen(session, ticket, *_JUDGED_BY, **values)
