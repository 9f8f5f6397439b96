"""How an asking moves on and how it ends: closed, or opened again with what is missing.

Who moves a follow-up on holds its ticket first, and then writes both on the condition that they are
as they were read. So a last tap and a deadline at the same moment end it once, and no ticket that
changes meanwhile is left without a follow-up.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.tickets import later
from services.tickets.recording import record
from services.tickets.reopening import reopen
from services.tickets.transitions import change
from storage.media import Attachment
from storage.tables import EventKind, FollowUp, Satisfaction, Ticket, TicketState

_JUDGED_BY = (
    FollowUp.due_at,
    FollowUp.ended_at,
    FollowUp.contacted,
    FollowUp.solved,
    FollowUp.satisfaction,
    FollowUp.words,
)


def is_unhappy(follow_up: FollowUp) -> bool:
    """Whether the author said that it is to be done again."""
    return follow_up.solved is False or follow_up.satisfaction is Satisfaction.UNSATISFIED


async def current(session: AsyncSession, follow_up_id: int) -> FollowUp:
    """It as the database has it at this moment. Raises NotFound."""
    return await rows.current(session, FollowUp, follow_up_id)


async def held(session: AsyncSession, follow_up_id: int) -> tuple[FollowUp, Ticket]:
    """It and its ticket, kept from others until this transaction ends. Raises NotFound."""
    its_id = (await current(session, follow_up_id)).ticket_id
    ticket = await rows.held(session, Ticket, its_id)
    return await current(session, follow_up_id), ticket


async def step(session: AsyncSession, follow_up: FollowUp, **values: Any) -> None:
    """Write `values` if `follow_up` is still as it was read. Raises Outrun otherwise."""
    await rows.change_seen(session, follow_up, *_JUDGED_BY, **values)


async def end_well(
    session: AsyncSession,
    ticket: Ticket,
    follow_up: FollowUp,
    person_id: int,
    *,
    now: datetime,
    **given: Any,
) -> None:
    """It is solved, and the author is content enough: `given` says so, nothing is left to do."""
    await step(session, follow_up, **given, due_at=None, ended_at=now)
    await _record_rating(session, ticket, follow_up, person_id, now)
    await close(session, ticket, "rated", now)
    await later.schedule(session, ticket, now=now)


async def end_unhappily(
    session: AsyncSession,
    ticket: Ticket,
    follow_up: FollowUp,
    *,
    now: datetime,
    zone: ZoneInfo,
    missing: str = "",
    attachments: Sequence[Attachment] = (),
    said_by: int | None = None,
    **given: Any,
) -> None:
    """Open it again (重办) with what the author said is missing, if they did.

    `said_by` is the author where they do it themselves, None where their time to say more is over.
    """
    await step(session, follow_up, **given, words=missing or None, due_at=None, ended_at=now)
    await _record_rating(session, ticket, follow_up, said_by, now)
    await reopen(
        session,
        ticket,
        now=now,
        zone=zone,
        missing=missing,
        attachments=attachments,
        said_by=said_by,
    )


async def close(session: AsyncSession, ticket: Ticket, reason: str, now: datetime) -> None:
    await change(session, ticket, state=TicketState.CLOSED, closed_at=now)
    await record(session, ticket, EventKind.CLOSED, now=now, data={"reason": reason})


async def _record_rating(
    session: AsyncSession,
    ticket: Ticket,
    follow_up: FollowUp,
    person_id: int | None,
    now: datetime,
) -> None:
    await record(
        session,
        ticket,
        EventKind.RATED,
        now=now,
        actor_id=person_id,
        data={
            "follow_up": follow_up.id,
            "contacted": follow_up.contacted,
            "solved": follow_up.solved,
            "satisfaction": follow_up.satisfaction,
        },
    )
