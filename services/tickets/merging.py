"""合并: what several people filed about one matter is worked on once, and can be parted again.

The request that is merged stands still and points at the one that goes on. Who filed or joined it
follows that one, is counted there once, and hears of it in the words they know. These followers
are never changed one by one: they are what the requests merged into it say (`_gather`), so to part
two again leaves nothing behind, in whatever order that is done.

What was promised to those who filed or joined it is promised of the one that goes on, unless an
earlier day is (`promises.merged`). Parted again, its own promise stands as before where its day is
ahead; what was promised of both stays with the one that goes on.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import Refusal, WrongState
from services.groups.authority import Member, is_member
from services.rows import Outrun, judged_again
from services.tickets import categories, clocks, promises
from services.tickets.alike import alike
from services.tickets.errors import Led
from services.tickets.holding import free_or_theirs, held
from services.tickets.merged import FROM, INTO, TOGETHER, goes_on_as, merged_into
from services.tickets.recording import record
from services.tickets.reopening import still_there
from services.tickets.succession import withdrawn_by
from services.tickets.transitions import ENDED, IN_WORK, change, current
from storage.tables import EventKind, Group, Ticket, TicketFollower, TicketState


class SameRequest(Refusal):
    """It cannot be merged into itself."""


class AlreadyMerged(Refusal):
    """It goes on as `number`."""

    def __init__(self, number: str) -> None:
        super().__init__(number)
        self.number = number


class OtherCommunity(Refusal):
    """Each community accounts for its own requests."""


class NotShown(Refusal):
    """The other one is not for neighbours to see, and these would see it."""


class NobodyLeft(Refusal):
    """Who filed it was erased: there is nobody for whom it could go on by itself."""


async def likely(
    session: AsyncSession, ticket_id: int, member: Member
) -> tuple[Ticket, list[Ticket]]:
    """The request, and what it may be merged into, the likeliest first. Raises as `merge` does."""
    ticket = await _mergeable(session, ticket_id, member)
    return ticket, await alike(session, ticket)


@judged_again
async def merge(
    session: AsyncSession,
    ticket_id: int,
    into_id: int,
    member: Member,
    *,
    now: datetime,
    together: bool = False,
) -> tuple[Ticket, Ticket]:
    """Have `ticket_id` go on as `into_id`; both as they are now.

    Of two who merge them into each other one is faster, and the other hears of it. A request that
    is not shown to neighbours may be merged into one that is: of it they learn no more than that
    somebody else has the same trouble. `together`: those of `into_id` hear of it with what else is
    merged into it, by `MergedTogether`.

    Raises NotFound, NotYourGroup, NotAMember, AlreadyTaken for another's, SameRequest,
    AlreadyMerged, Led where several are called to it, WrongState unless both are in work,
    OtherCommunity, NotShown.
    """
    if ticket_id == into_id:
        raise SameRequest
    await rows.held_all(session, Ticket, {ticket_id, into_id})
    ticket = await _mergeable(session, ticket_id, member)
    other = await _not_merged(session, into_id, member)
    if other.state not in IN_WORK:
        raise WrongState(other.state)
    if ticket.community_id != other.community_id:
        raise OtherCommunity
    if other.private and (ticket.author_id != other.author_id or ticket.affected > 1):
        raise NotShown
    await change(
        session,
        ticket,
        state=TicketState.MERGED,
        merged_into_id=other.id,
        closed_at=now,
        asked_at=None,
    )
    await clocks.follow(session, ticket, now=now)
    await promises.merged(session, ticket, other, now=now)
    await _gather(session, other)
    of_other = {FROM: ticket.id, TOGETHER: True} if together else {FROM: ticket.id}
    lines = ((ticket, {INTO: other.id}), (other, of_other))
    await _record(session, EventKind.MERGED, *lines, by=member, now=now)
    return ticket, other


@judged_again
async def part(
    session: AsyncSession, ticket_id: int, member: Member, *, now: datetime
) -> tuple[Ticket, Ticket]:
    """撤销合并: it goes on by itself again; it, and what it was merged into, as they are now.

    Who had taken it has it again if they are still there; else it waits for a taker, until the time
    that was promised, or as long as at first where that has passed.

    Raises NotFound, NotYourGroup, NotAMember, WrongState unless it is merged and what it goes on as
    has not ended, NobodyLeft.
    """
    line = await _line_of(session, ticket_id)
    await rows.held_all(session, Ticket, line)
    ticket = await held(session, ticket_id, member)
    if await _line_of(session, ticket_id) != line:
        raise Outrun
    if ticket.merged_into_id is None:
        raise WrongState(ticket.state)
    goes_on = await current(session, line[-1])
    if goes_on.state in ENDED:
        raise WrongState(goes_on.state)
    if ticket.author_id is None and not ticket.on_behalf:
        raise NobodyLeft
    other = await current(session, ticket.merged_into_id)
    before, merged_at = await _as_before(session, ticket, now), ticket.closed_at
    await change(session, ticket, merged_into_id=None, closed_at=None, **before)
    await clocks.follow(session, ticket, now=now)
    await promises.parted(session, ticket, merged_at=merged_at, now=now)
    await _gather(session, other)
    is_taken = ticket.state is TicketState.TAKEN
    lines = ((ticket, {INTO: other.id, "taken": is_taken}), (other, {FROM: ticket.id}))
    await _record(session, EventKind.UNMERGED, *lines, by=member, now=now)
    return ticket, other


async def _record(
    session: AsyncSession,
    kind: EventKind,
    *lines: tuple[Ticket, dict[str, Any]],
    by: Member,
    now: datetime,
) -> None:
    for ticket, data in lines:
        await record(session, ticket, kind, now=now, actor_id=by.person_id, data=data)


async def _mergeable(session: AsyncSession, ticket_id: int, member: Member) -> Ticket:
    await _not_merged(session, ticket_id, member)
    ticket = await free_or_theirs(session, ticket_id, member)
    if ticket.called:
        raise Led
    return ticket


async def _not_merged(session: AsyncSession, ticket_id: int, member: Member) -> Ticket:
    ticket = await held(session, ticket_id, member)
    if ticket.state is TicketState.MERGED:
        raise AlreadyMerged((await goes_on_as(session, ticket)).number)
    return ticket


async def _line_of(session: AsyncSession, ticket_id: int) -> list[int]:
    """Its id, that of what it was merged into, and so on."""
    ticket = await current(session, ticket_id)
    line = [ticket.id]
    while ticket.merged_into_id is not None:
        ticket = await current(session, ticket.merged_into_id)
        line.append(ticket.id)
    return line


async def _as_before(session: AsyncSession, ticket: Ticket, now: datetime) -> dict[str, Any]:
    category = await categories.of(session, ticket)
    group = await still_there(session, ticket, category)
    if await _is_there(session, ticket, group):
        return {"state": TicketState.TAKEN}
    return {
        "state": TicketState.OPEN,
        "group_id": group.id if group else None,
        "taker_id": None,
        "taker_name": None,
        "opened_at": now,
        "overdue_at": None,
    }


async def _is_there(session: AsyncSession, ticket: Ticket, group: Group | None) -> bool:
    """Whether who had taken it is still in the group that has it."""
    if group is None or group.id != ticket.group_id or ticket.taker_id is None:
        return False
    return await is_member(session, group, ticket.taker_id)


async def _gather(session: AsyncSession, ticket: Ticket) -> None:
    """Have those follow it who filed or joined what was merged into it, and count everybody once.

    They have waited since they filed or joined: that decides who takes an author's place. What it
    was merged into itself follows. All of these rows are held.
    """
    await session.execute(
        delete(TicketFollower).where(
            TicketFollower.ticket_id == ticket.id, TicketFollower.through_id.is_not(None)
        )
    )
    await rows.add_missing(session, TicketFollower, await _brought_along(session, ticket))
    others = select(func.count()).where(TicketFollower.ticket_id == ticket.id)
    affected = 1 + (await session.scalar(others) or 0)
    await rows.change(session, Ticket, Ticket.id == ticket.id, affected=affected)
    if ticket.merged_into_id is not None:
        await _gather(session, await current(session, ticket.merged_into_id))


async def _brought_along(session: AsyncSession, ticket: Ticket) -> Sequence[dict[str, Any]]:
    """As rows of followers: the first that has somebody brings them.

    Who withdrew `ticket` is left out of it, unless what they filed or joined came after that.
    """
    brought: dict[int, dict[str, Any]] = {}
    withdrew = await withdrawn_by(session, ticket)
    for each in await merged_into(session, [ticket.id]):
        joined = await session.scalars(
            select(TicketFollower).where(TicketFollower.ticket_id == each.id)
        )
        waits = [(follower.person_id, follower.joined_at) for follower in joined]
        if each.author_id is not None:
            waits.append((each.author_id, each.filed_at))
        for person_id, at in waits:
            is_out = person_id in withdrew and at <= withdrew[person_id]
            if person_id != ticket.author_id and not is_out:
                row = {"ticket_id": ticket.id, "person_id": person_id}
                brought.setdefault(person_id, row | {"joined_at": at, "through_id": each.id})
    return list(brought.values())
