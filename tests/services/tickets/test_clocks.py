"""What a clock says and when: once, to whom, why, and not while the resident is asked."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services import tickets
from services.calendar import ZONE
from services.groups import binding as groups
from services.groups import reach
from services.people import erasure
from services.tickets import clocks, promises
from storage.tables import ClockKind, ClockStep, EventKind, Ticket, TicketEvent
from tests.services.conftest import Desk
from tests.services.factories import NOW, RESIDENT, member
from tests.services.tickets.running_clocks import clocks_of, tick

DAY = timedelta(hours=24)
STEPS = (EventKind.WARNED, EventKind.OVERDUE)


def local(day: int, hour: int, minute: int = 0, *, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=ZONE)


async def lamp(desk: Desk) -> Ticket:
    """Of the property company: taken within 8 working hours, done within 49."""
    return await desk.file(category_id=desk.place.lamp.id)


async def take(desk: Desk, ticket: Ticket, now: datetime = NOW) -> None:
    who = member(desk.groups.property)
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=now))


async def ask(desk: Desk, ticket: Ticket, now: datetime) -> None:
    who = member(desk.groups.property)
    await desk.do(lambda session: tickets.ask(session, ticket.id, who, "哪一盏？", now=now))


async def answer(desk: Desk, ticket: Ticket, now: datetime) -> None:
    await desk.do(lambda session: tickets.answer(session, ticket.id, RESIDENT, "左边那盏", now=now))


async def steps(desk: Desk, ticket: Ticket) -> Sequence[TicketEvent]:
    return [line for line in await desk.lines(ticket.id, *STEPS) if "clock" in line.data]


async def said(desk: Desk, ticket: Ticket) -> list[tuple[str, str]]:
    return [(line.data["clock"], line.data["step"]) for line in await steps(desk, ticket)]


async def test_nobody_takes_it_so_its_group_and_then_the_one_above_hear(desk: Desk) -> None:
    ticket = await lamp(desk)
    assert ticket.respond_by == local(3, 10)
    assert await tick(desk, local(3, 9, 59)) == 0
    assert await tick(desk, local(3, 10)) == 1
    assert await tick(desk, local(4, 9, 59)) == 0
    assert await tick(desk, local(4, 10)) == 1
    called, up = await steps(desk, ticket)
    assert (called.kind, called.internal) == (EventKind.OVERDUE, False)
    assert (up.kind, up.internal) == (EventKind.OVERDUE, True)
    assert called.data == {
        "clock": "accept",
        "step": "call",
        "due_at": local(3, 10).astimezone(UTC).isoformat(),
        "of_group": desk.groups.property.id,
    }
    assert up.data["told_group"] == desk.groups.staff.id


async def test_what_is_taken_warns_its_taker_and_is_late_like_any_other(desk: Desk) -> None:
    ticket = await lamp(desk)
    await take(desk, ticket)
    assert ticket.solve_by == local(11, 9)
    for at in (local(9, 15, 41), local(9, 15, 42), local(11, 9), local(12, 9)):
        await tick(desk, at)
    assert await said(desk, ticket) == [("solve", "warn"), ("solve", "call"), ("solve", "up")]
    assert [line.at for line in await steps(desk, ticket)] == [
        local(9, 15, 42),
        local(11, 9),
        local(12, 9),
    ]
    assert all(line.internal for line in await steps(desk, ticket))
    assert (await desk.ticket(ticket.id)).late_at == local(11, 9)
    assert await tick(desk, local(30, 9)) == 0


async def test_what_goes_up_at_one_time_is_one_line_that_names_both(desk: Desk) -> None:
    """Promised until the evening before it had to be done, in the morning: both called at nine."""
    ticket = await lamp(desk)
    await take(desk, ticket)
    who, until = member(desk.groups.property), local(11, 0)
    await desk.do(lambda session: promises.make(session, ticket.id, who, until, now=NOW))
    for at in (local(9, 15, 42), local(11, 9), local(11, 9), local(12, 9), local(12, 9)):
        await tick(desk, at)
    assert [each for each in await said(desk, ticket) if each[1] == "up"] == [("solve", "up")]
    [up] = [line for line in await steps(desk, ticket) if line.data["step"] == "up"]
    promised_by = until.astimezone(UTC).isoformat()
    assert up.data["also"] == [{"clock": "promise", "due_at": promised_by}]
    assert await tick(desk, local(30, 9)) == 0


async def test_what_cannot_wait_goes_by_the_clock(desk: Desk) -> None:
    ticket = await desk.file()
    assert ticket.solve_by == NOW + timedelta(hours=49)
    await tick(desk, NOW + timedelta(hours=2))
    await tick(desk, NOW + timedelta(hours=9))
    assert await said(desk, ticket) == [("accept", "call"), ("accept", "up")]


async def test_nobody_is_warned_where_nobody_has_it(desk: Desk) -> None:
    ticket = await lamp(desk)
    await tick(desk, local(9, 15, 42))
    assert ("solve", "warn") not in await said(desk, ticket)


async def test_the_time_to_solve_stands_still_while_the_resident_is_asked(desk: Desk) -> None:
    ticket = await lamp(desk)
    await take(desk, ticket)
    await ask(desk, ticket, local(3, 9))
    assert (await desk.ticket(ticket.id)).solve_by is None
    assert await tick(desk, local(9, 15, 42)) == 0
    # Two days and half an hour of work.
    await answer(desk, ticket, local(5, 9, 30))
    [clock] = await clocks_of(desk, ticket.id)
    assert (clock.step, clock.step_at) == (ClockStep.WARN, local(11, 16, 12))
    assert clock.due_at == (await desk.ticket(ticket.id)).solve_by == local(13, 9, 30)


async def test_what_was_late_before_it_was_asked_stays_late(desk: Desk) -> None:
    ticket = await lamp(desk)
    await take(desk, ticket)
    for at in (local(9, 15, 42), local(11, 9)):
        await tick(desk, at)
    await ask(desk, ticket, local(11, 10))
    await answer(desk, ticket, local(12, 10))
    [clock] = await clocks_of(desk, ticket.id)
    assert clock.due_at == (await desk.ticket(ticket.id)).solve_by == local(11, 9)
    assert (clock.step, clock.step_at) == (ClockStep.UP, local(13, 9))


async def test_without_an_answer_for_a_week_the_time_goes_on(desk: Desk) -> None:
    ticket = await lamp(desk)
    await take(desk, ticket)
    await ask(desk, ticket, local(3, 9))
    assert await tick(desk, local(10, 8, 59)) == 0
    assert await tick(desk, local(10, 9)) == 1
    [line] = await steps(desk, ticket)
    assert (line.kind, line.data["unanswered_days"]) == (EventKind.WARNED, 7)
    assert (await desk.ticket(ticket.id)).solve_by == local(18, 9)
    await answer(desk, ticket, local(12, 9))
    assert (await desk.ticket(ticket.id)).solve_by == local(18, 9)


async def test_where_who_was_asked_is_erased_the_time_goes_on_at_once(desk: Desk) -> None:
    ticket = await desk.file(category_id=desk.place.lamp.id, filed_by_id=RESIDENT)
    await take(desk, ticket)
    await ask(desk, ticket, local(3, 9))
    await desk.do(lambda session: erasure.erase(session, RESIDENT, now=local(5, 9, 30)))
    [clock] = await clocks_of(desk, ticket.id)
    assert (clock.paused_at, clock.due_at) == (None, local(13, 9, 30))
    assert (await desk.ticket(ticket.id)).solve_by == clock.due_at


async def test_a_second_question_gives_its_answer_a_week_too(desk: Desk) -> None:
    ticket = await lamp(desk)
    await take(desk, ticket)
    await ask(desk, ticket, local(3, 9))
    await ask(desk, ticket, local(6, 9))
    assert await tick(desk, local(10, 9)) == 0
    assert await tick(desk, local(13, 9)) == 1


async def test_another_group_has_its_own_time_to_take_it(desk: Desk) -> None:
    ticket = await lamp(desk)
    who, there = member(desk.groups.property), desk.groups.staff.id
    await tick(desk, local(3, 10))
    await desk.do(
        lambda session: tickets.reassign(session, ticket.id, who, there, "归社区", now=local(3, 11))
    )
    assert (await desk.ticket(ticket.id)).respond_by == local(4, 12)
    await tick(desk, local(4, 12))
    first, second = await steps(desk, ticket)
    assert (first.internal, second.internal) == (False, True)
    assert second.data["of_group"] == there


async def test_passed_on_in_time_the_promise_to_the_resident_stays(desk: Desk) -> None:
    ticket = await lamp(desk)
    who, there = member(desk.groups.property), desk.groups.staff.id
    await desk.do(
        lambda session: tickets.reassign(session, ticket.id, who, there, "归社区", now=NOW)
    )
    assert (await desk.ticket(ticket.id)).respond_by == ticket.respond_by
    [accept] = await clocks_of(desk, ticket.id, ClockKind.ACCEPT)
    assert (accept.group_id, accept.due_at) == (there, ticket.respond_by)


async def test_no_clock_runs_once_it_is_over(desk: Desk) -> None:
    done, declined, withdrawn = [await lamp(desk) for _ in range(3)]
    who = member(desk.groups.property)
    await take(desk, done)
    await desk.do(
        lambda session: tickets.resolve(session, done.id, who, "好了", follow_up_after=DAY, now=NOW)
    )
    await desk.do(lambda session: tickets.decline(session, declined.id, who, "找电力", now=NOW))
    await desk.do(lambda session: tickets.withdraw(session, withdrawn.id, RESIDENT, now=NOW))
    for ticket in (done, declined, withdrawn):
        assert await clocks_of(desk, ticket.id) == []


async def test_a_level_without_a_group_is_passed_over_and_told_of_once(desk: Desk) -> None:
    """The community has lost its group: the street hears, and of the gap only once."""
    first, second = await lamp(desk), await lamp(desk)
    await desk.do(lambda session: reach.lost(session, desk.groups.staff.chat, now=NOW))
    await tick(desk, local(3, 10))
    await tick(desk, local(4, 10))
    for ticket in (first, second):
        [_called, up] = await steps(desk, ticket)
        assert up.data["told_group"] == desk.groups.street.id
        assert up.data["silent"] == [desk.place.community.id]


async def test_above_the_last_group_nobody_hears(desk: Desk) -> None:
    ticket = await lamp(desk)
    for group in (desk.groups.staff, desk.groups.street):
        await desk.do(partial(reach.lost, chat=group.chat, now=NOW))
    await tick(desk, local(3, 10))
    await tick(desk, local(4, 10))
    [_called, up] = await steps(desk, ticket)
    assert up.data["told_group"] is None
    assert len(up.data["silent"]) == 3


@pytest.mark.parametrize("in_time", [True, False])
async def test_whoever_ends_a_clock_learns_whether_it_was_in_time(
    desk: Desk, in_time: bool
) -> None:
    ticket = await lamp(desk)
    await take(desk, ticket)
    by = local(6, 18)
    group_id = desk.groups.staff.id

    async def ended(session: AsyncSession) -> bool:
        found = await session.get_one(Ticket, ticket.id)
        at = by if in_time else by + timedelta(minutes=1)
        return await clocks.end(session, found, ClockKind.REPORT, now=at, group_id=group_id)

    async def started(session: AsyncSession) -> None:
        found = await session.get_one(Ticket, ticket.id)
        await clocks.start(session, found, ClockKind.REPORT, due_at=by, now=NOW, group_id=group_id)

    await desk.do(started)
    assert await desk.do(ended) is in_time
    assert await desk.do(ended) is False
    assert len(await clocks_of(desk, ticket.id)) == 1


async def test_the_group_that_is_bound_again_has_the_time_that_is_left(desk: Desk) -> None:
    ticket = await lamp(desk)
    gone = desk.groups.property
    await desk.do(lambda session: reach.lost(session, gone.chat, now=NOW))
    await desk.do(
        lambda session: groups.bind(
            session,
            chat=gone.chat,
            title=gone.title,
            area_id=gone.area_id,
            purpose=gone.purpose,
            by=1,
            now=NOW,
        )
    )
    [accept] = await clocks_of(desk, ticket.id, ClockKind.ACCEPT)
    assert (accept.group_id, accept.due_at) == (desk.groups.staff.id, ticket.respond_by)
