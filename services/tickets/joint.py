"""吹哨报到: several groups are called to one request, one of which leads.

The community's office, or one above it, whistles; at the second 不归我管 the desk does so by itself
(`passing`). The lead is the group that took the request first, for by Beijing's ordinance the first
unit that takes a case leads it (首接负责); where nobody took it, the office. The lead has the
request as any group does: its taker alone closes it, and that closes all of it. Every other group
has a part: it says on the card what it did (报到), and who has not by `report_by` is named a level
up (by the part's clock). While it lasts the lead can neither pass the request on nor give it back.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import areas, calendar, rows
from services.errors import AlreadyTaken, NoGroup, NotYourGroup, WrongState
from services.groups import known, routing
from services.groups.authority import Member, check_still_member
from services.rows import judged_again
from services.tickets import clocks
from services.tickets.errors import AlreadyCalled, AlreadyReported, OfficesOnly
from services.tickets.recording import record
from services.tickets.transitions import IN_WORK, change, current
from services.tickets.words import STAFF_TEXT_LIMIT, checked
from storage.media import Attachment
from storage.tables import (
    ClockKind,
    EventKind,
    Group,
    GroupMember,
    JointPart,
    Purpose,
    Ticket,
    TicketEvent,
    TicketState,
)

REPORT_HOURS = 8
"""Working hours in which a called group reports: 12345 has a unit sign for a case within one
working day."""
URGENT_REPORT_HOURS = 2
"""The same by the clock, where it is urgent."""


async def parts_of(session: AsyncSession, ticket: Ticket) -> Sequence[JointPart]:
    """Who is called to it now, the first called first; nobody of former rounds.

    A group that leads meanwhile, because the former lead is gone, has no part any more.
    """
    if not ticket.called:
        return []
    found = await session.scalars(
        select(JointPart)
        .where(JointPart.ticket_id == ticket.id, JointPart.round == ticket.round)
        .order_by(JointPart.id),
        execution_options={"populate_existing": True},
    )
    return [part for part in found if part.group_id != ticket.group_id]


async def reports_of(session: AsyncSession, parts: Iterable[JointPart]) -> Mapping[int, str]:
    """What was reported, by the part's id; empty where it was erased."""
    lines = {part.event_id: part.id for part in parts if part.event_id is not None}
    if not lines:
        return {}
    found = await session.execute(
        select(TicketEvent.id, TicketEvent.text).where(TicketEvent.id.in_(lines))
    )
    return {lines[event_id]: text or "" for event_id, text in found}


async def awaited_from(session: AsyncSession, group_id: int) -> list[Ticket]:
    """What a group was called to and has not reported on, the first called first."""
    found = await session.scalars(
        select(Ticket)
        .join(JointPart, JointPart.ticket_id == Ticket.id)
        .where(
            JointPart.group_id == group_id,
            JointPart.reported_at.is_(None),
            JointPart.round == Ticket.round,
            Ticket.group_id.is_distinct_from(group_id),
            Ticket.state.in_(IN_WORK),
        )
        .order_by(JointPart.id)
    )
    return list(found)


async def called(session: AsyncSession, ticket_id: int, member: Member) -> tuple[Ticket, JointPart]:
    """The ticket and the member's part in it.

    Raises NotFound, NotYourGroup where the group was not called, NotAMember.
    """
    ticket = await current(session, ticket_id)
    parts = await parts_of(session, ticket)
    part = next((each for each in parts if each.group_id == member.group_id), None)
    if part is None:
        raise NotYourGroup
    await check_still_member(session, member)
    return ticket, part


async def held_or_called(session: AsyncSession, ticket_id: int, member: Member) -> Ticket:
    """The ticket, for members of the group that has it or of one that is called to it."""
    ticket = await current(session, ticket_id)
    if ticket.group_id != member.group_id:
        ticket, _part = await called(session, ticket_id, member)
    await check_still_member(session, member)
    return ticket


async def check_may_whistle(session: AsyncSession, ticket_id: int, member: Member) -> Ticket:
    """By the office that has it or is called to it. Raises as `whistle` does."""
    ticket = await held_or_called(session, ticket_id, member)
    group = await known.get(session, member.group_id)
    if group is None or group.purpose is not Purpose.STAFF:
        raise OfficesOnly
    if ticket.state not in IN_WORK:
        raise WrongState(ticket.state)
    takers = (None, member.person_id)
    if not ticket.called and ticket.taker_id not in takers:
        raise AlreadyTaken(ticket.taker_name or "", yours=False)
    if not await callable_groups(session, ticket):
        raise AlreadyCalled if ticket.called else NoGroup
    return ticket


async def callable_groups(session: AsyncSession, ticket: Ticket) -> list[Group]:
    """The groups of the community, and the street's, that are not called to it yet."""
    already = {part.group_id for part in await parts_of(session, ticket)}
    others = await routing.others(session, ticket)
    return [group for group in others if group.id not in already]


def lead_of(ticket: Ticket, group_ids: Collection[int]) -> int | None:
    """Who leads by default: the first that took it, where it takes part, else who has it."""
    takes_part = ticket.first_group_id in (*group_ids, ticket.group_id)
    return ticket.first_group_id if takes_part else ticket.group_id


@judged_again
async def whistle(
    session: AsyncSession,
    ticket_id: int,
    member: Member,
    group_ids: Collection[int],
    lead_id: int | None = None,
    *,
    now: datetime,
) -> Ticket:
    """吹哨: call these groups to it; `lead_id` leads, by default as `lead_of` says.

    Whistled again, more groups come, and the lead stays. Raises NotFound, NotYourGroup, NotAMember,
    OfficesOnly, WrongState, AlreadyTaken by a colleague, NoGroup for one that cannot be called,
    AlreadyCalled where nobody new is among them or left to call.
    """
    ticket = await check_may_whistle(session, ticket_id, member)
    may_come = {group.id for group in await callable_groups(session, ticket)}
    already = {part.group_id for part in await parts_of(session, ticket)}
    if not set(group_ids) <= may_come | already:
        raise NoGroup
    if not set(group_ids) - already:
        raise AlreadyCalled
    lead = lead_id if lead_id is not None else lead_of(ticket, group_ids)
    if ticket.called or lead is None:
        lead = ticket.group_id
    if lead not in (*group_ids, ticket.group_id):
        raise NoGroup
    before, adds = ticket.group_id, bool(ticket.called)
    new = await _call(session, ticket, {*group_ids, before} - already, lead, now=now)
    await record(
        session,
        ticket,
        EventKind.WHISTLED,
        now=now,
        actor_id=member.person_id,
        data={"from_group": before, "to_group": lead, "groups": new, "adds": adds},
    )
    return ticket


async def call_by_itself(
    session: AsyncSession, ticket: Ticket, group_ids: Collection[int], *, now: datetime
) -> None:
    """Whistle without anybody's word. `ticket` is with its lead, and was changed a moment ago."""
    new = await _call(session, ticket, group_ids, ticket.group_id, now=now)
    lead = ticket.group_id
    data = {"from_group": lead, "to_group": lead, "groups": new, "by_itself": True}
    await record(session, ticket, EventKind.WHISTLED, now=now, data=data)


async def _call(
    session: AsyncSession,
    ticket: Ticket,
    group_ids: Iterable[int | None],
    lead: int | None,
    *,
    now: datetime,
) -> list[int]:
    """Give each of them but the lead a part; who was called. Raises Outrun."""
    new = sorted(group_id for group_id in set(group_ids) if group_id and group_id != lead)
    values: dict[str, object] = {"called": ticket.called + len(new)}
    if lead != ticket.group_id:
        values |= {"group_id": lead, "state": TicketState.OPEN, "opened_at": now}
        values |= {"taker_id": None, "taker_name": None}
    await change(session, ticket, **values)
    await clocks.follow(session, ticket, now=now)
    report_by = await _report_by(session, ticket, now)
    for group_id in new:
        session.add(
            JointPart(
                ticket_id=ticket.id,
                round=ticket.round,
                group_id=group_id,
                called_at=now,
                report_by=report_by,
            )
        )
        await clocks.start(
            session, ticket, ClockKind.REPORT, due_at=report_by, group_id=group_id, now=now
        )
    return new


async def _report_by(session: AsyncSession, ticket: Ticket, now: datetime) -> datetime:
    hours = URGENT_REPORT_HOURS if ticket.urgent else REPORT_HOURS
    return await calendar.due(
        session, start=now, hours=hours, urgent=ticket.urgent, area_id=ticket.community_id
    )


async def report(
    session: AsyncSession,
    ticket_id: int,
    member: Member,
    text: str | None,
    attachments: Sequence[Attachment] = (),
    *,
    now: datetime,
) -> Ticket:
    """报到: a called group says what it did, once; more is said by notes.

    Raises NotFound, NotYourGroup, NotAMember, WrongState once the lead has closed it,
    AlreadyReported, WordsNeeded, TooLong, TooMany.
    """
    said = checked(text, attachments, limit=STAFF_TEXT_LIMIT, words_needed=True)
    # Held, so that it is not closed meanwhile: who reports after that is told so.
    await rows.held(session, Ticket, ticket_id)
    ticket, part = await check_may_report(session, ticket_id, member)
    reported = await rows.change(
        session,
        JointPart,
        JointPart.id == part.id,
        JointPart.reported_at.is_(None),
        reported_at=now,
    )
    if reported is None:
        raise await _already(session, await rows.current(session, JointPart, part.id))
    line = await record(
        session,
        ticket,
        EventKind.REPORTED,
        now=now,
        actor_id=member.person_id,
        text=said,
        internal=True,
        data={"group": member.group_id, "in_time": now <= part.report_by},
        attachments=attachments,
    )
    await session.flush()
    part.event_id = line.id
    await clocks.end(session, ticket, ClockKind.REPORT, group_id=member.group_id, now=now)
    return ticket


async def check_may_report(
    session: AsyncSession, ticket_id: int, member: Member
) -> tuple[Ticket, JointPart]:
    """Refuse before the member writes a long text in vain. Raises as `report` does."""
    ticket, part = await called(session, ticket_id, member)
    if ticket.state not in IN_WORK:
        raise WrongState(ticket.state)
    if part.reported_at is not None:
        raise await _already(session, part)
    return ticket, part


async def _already(session: AsyncSession, part: JointPart) -> AlreadyReported:
    line = await session.get(TicketEvent, part.event_id) if part.event_id else None
    by = line.actor_id if line else None
    seen = await session.get(GroupMember, (part.group_id, by)) if by else None
    return AlreadyReported(seen.name if seen else "")


async def who_comes(
    session: AsyncSession, ticket: Ticket, moves: Iterable[TicketEvent]
) -> dict[int, Group]:
    """By id, whom the desk calls by itself: the groups that it went through, and the office."""
    area = await areas.one(session, ticket.area_id)
    office = await routing.office(session, area)
    ids = [ticket.first_group_id, office.id if office else None, ticket.group_id]
    for line in moves:
        ids += [line.data["from_group"], line.data["to_group"]]
    found = [await known.get(session, group_id) for group_id in dict.fromkeys(ids) if group_id]
    return {group.id: group for group in found if group and routing.works(group)}


def leads_by_itself(ticket: Ticket, comes: Mapping[int, Group]) -> int:
    """The first that took it, else an office, which answers for everything; else anybody."""
    first = [group_id for group_id in comes if group_id == ticket.first_group_id]
    offices = [group.id for group in comes.values() if group.purpose is Purpose.STAFF]
    return next(iter([*first, *offices, *comes]))
