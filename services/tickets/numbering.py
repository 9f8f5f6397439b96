"""The id and the number (编号) of the next request: numbers count from 1 each day.

A number is said aloud on the telephone: 261126-7 is the seventh of 26 November 2026. It is how far
the request's id lies behind the last id of the day before, so no counter has to be kept, nor waited
for. A transaction that fails leaves a gap on PostgreSQL.
"""

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncSession

from storage.row_ids import next_id
from storage.tables import IdGap, Ticket

LOOKED_AT = 20
"""Of the newest requests: where two processes file around midnight, their days are mixed."""

_BEFORE = "last ticket id before each day"
_FIRST_OF_A_DAY = text("SELECT pg_advisory_xact_lock(hashtext('first request of a day'))")
_NEWEST = select(Ticket.id, Ticket.number).order_by(Ticket.id.desc()).limit(LOOKED_AT)


async def next_number(session: AsyncSession, day: str) -> tuple[int, str]:
    """The id the next ticket gets and its number; `day` is the community's, such as "261126"."""
    known: dict[str, int] = session.info.setdefault(_BEFORE, {})
    with session.no_autoflush:
        # Before the id is taken: one that is taken later is never less.
        before = known[day] if day in known else await _last_before(session, day)
        # One at a time: what is left over of more would be a gap in the numbers.
        ticket_id = await next_id(session, Ticket, ahead=False)
        if before is None:
            before = await _last_known(session, ticket_id - 1)
    known[day] = before
    return ticket_id, f"{day}-{ticket_id - known[day]}"


async def _last_before(session: AsyncSession, day: str) -> int | None:
    """The last id before this day's first request; None where this is the first."""
    before = await _counted_from(session, day)
    if before is None and _has_sequences(session):
        # Two processes may both be the first: one waits for the other's commit.
        await session.execute(_FIRST_OF_A_DAY)
        before = await _counted_from(session, day)
    return before


async def _counted_from(session: AsyncSession, day: str) -> int | None:
    for ticket_id, number in await session.execute(_NEWEST):
        of, _dash, count = number.partition("-")
        if of == day:
            return int(ticket_id) - int(count)
    return None


async def _last_known(session: AsyncSession, last: int) -> int:
    """The last id given before today; what a restored copy does not know may be of today."""
    gap = select(IdGap.after).where(IdGap.table_name == Ticket.__tablename__, IdGap.up_to == last)
    after: int | None = await session.scalar(gap)
    return last if after is None else after


def _has_sequences(session: AsyncSession) -> bool:
    return session.get_bind().dialect.name == "postgresql"
