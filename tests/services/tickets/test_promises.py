"""Promises: who may make one, when it ends how, and what two at once leave behind."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services import tickets
from services.errors import AlreadyTaken, Refusal, WrongState
from services.tickets import Member, clock_steps, merging, promises
from services.tickets.promises import AlreadyPromised, PromisePast, PromiseTooFar
from storage.tables import ClockKind, ClockStep, EventKind, Promise, PromiseState, TicketClock
from tests.services.conftest import Deed, Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, member
from tests.services.tickets.running_clocks import clocks_of

DAY = timedelta(days=1)
TOMORROW, FRIDAY = NOW + DAY, NOW + 4 * DAY
KINDS = (EventKind.PROMISED, EventKind.KEPT, EventKind.BROKEN)
STANDING, KEPT, BROKEN = PromiseState.STANDING, PromiseState.KEPT, PromiseState.BROKEN
MOVED, LAPSED = PromiseState.MOVED, PromiseState.LAPSED


@pytest.fixture
async def who(desk: Desk) -> Member:
    """Of the staff, who took the request 1."""
    await desk.file()
    taker = member(desk.groups.staff)
    await desk.do(lambda session: tickets.take(session, 1, taker, now=NOW))
    return taker


def promising(who: Member, by: datetime, now: datetime = NOW) -> Deed:
    return lambda session: promises.make(session, 1, who, by, now=now)


def resolving(who: Member, now: datetime = NOW) -> Deed:
    return lambda session: tickets.resolve(session, 1, who, "好了", follow_up_after=DAY, now=now)


def acting(now: datetime) -> Deed:
    """Whatever steps of the promise's clock are due then."""

    async def act(session: AsyncSession) -> None:
        running = select(TicketClock.id).where(
            TicketClock.kind == ClockKind.PROMISE, TicketClock.act_at <= now
        )
        for _step in ClockStep:
            for clock_id in (await session.scalars(running)).all():
                await clock_steps.act(session, clock_id, now=now)

    return act


async def outcomes(desk: Desk) -> list[PromiseState]:
    async with desk.database.reading() as session:
        return list(await session.scalars(select(Promise.state).order_by(Promise.id)))


async def lines(desk: Desk) -> list[EventKind]:
    return [line.kind for line in await desk.lines(1, *KINDS)]


ENDS: dict[str, tuple[Callable[[Member], Deed], PromiseState]] = {
    "resolved in time": (lambda who: resolving(who, TOMORROW - timedelta(seconds=1)), KEPT),
    "resolved as it is over": (lambda who: resolving(who, TOMORROW), BROKEN),
    "its time is over": (lambda _who: acting(TOMORROW), BROKEN),
    "a moment before": (lambda _who: acting(TOMORROW - timedelta(seconds=1)), STANDING),
    "declined": (
        lambda who: lambda session: tickets.decline(session, 1, who, "不归我们", now=NOW),
        BROKEN,
    ),
    "withdrawn": (
        lambda _who: lambda session: tickets.withdraw(session, 1, RESIDENT, now=NOW),
        LAPSED,
    ),
    "passed on": (
        lambda who: lambda session: tickets.reassign(session, 1, who, 2, "归他们管", now=NOW),
        STANDING,
    ),
}


@pytest.mark.parametrize(("end", "expected"), ENDS.values(), ids=ENDS)
async def test_how_a_promise_ends(
    desk: Desk, who: Member, end: Callable[[Member], Deed], expected: PromiseState
) -> None:
    await desk.do(promising(who, TOMORROW))
    await desk.do(end(who))
    assert await outcomes(desk) == [expected]
    told = {KEPT: [EventKind.KEPT], BROKEN: [EventKind.BROKEN]}
    assert await lines(desk) == [EventKind.PROMISED, *told.get(expected, [])]


@pytest.mark.parametrize(
    ("first", "then", "expected"), [(TOMORROW, FRIDAY, MOVED), (FRIDAY, TOMORROW, LAPSED)]
)
async def test_a_promise_takes_the_place_of_another(
    desk: Desk, who: Member, first: datetime, then: datetime, expected: PromiseState
) -> None:
    await desk.do(promising(who, first))
    await desk.do(promising(who, then))
    assert await outcomes(desk) == [expected, STANDING]
    assert (await desk.ticket(1)).promised_by == then
    _first, second = await desk.lines(1, EventKind.PROMISED)
    assert second.data == {
        "promise": 2,
        "by": then.isoformat(),
        "instead_of": 1,
        "moved": expected is MOVED,
    }


async def test_a_broken_promise_stays_broken_whatever_is_promised_then(
    desk: Desk, who: Member
) -> None:
    await desk.do(promising(who, TOMORROW))
    await desk.do(acting(TOMORROW))
    await desk.do(promising(who, FRIDAY, TOMORROW))
    await desk.do(resolving(who, FRIDAY - DAY))
    assert await outcomes(desk) == [BROKEN, KEPT]


REFUSED: dict[str, tuple[datetime, type[Refusal]]] = {
    "now": (NOW, PromisePast),
    "yesterday": (NOW - DAY, PromisePast),
    "in more than a year": (NOW + promises.FAR + timedelta(seconds=1), PromiseTooFar),
    "in a hundred years": (NOW.replace(year=2126), PromiseTooFar),
    "the same again": (TOMORROW, AlreadyPromised),
}


@pytest.mark.parametrize(("by", "refusal"), REFUSED.values(), ids=REFUSED)
async def test_what_cannot_be_promised(
    desk: Desk, who: Member, by: datetime, refusal: type[Refusal]
) -> None:
    await desk.do(promising(who, TOMORROW))
    assert isinstance(await desk.attempt(promising(who, by)), refusal)
    assert await outcomes(desk) == [STANDING]


async def test_only_its_taker_promises_and_only_while_it_is_in_work(
    desk: Desk, who: Member
) -> None:
    colleague = member(desk.groups.staff, 77)
    assert isinstance(await desk.attempt(promising(colleague, TOMORROW)), AlreadyTaken)
    await desk.do(resolving(who))
    assert isinstance(await desk.attempt(promising(who, TOMORROW)), WrongState)
    assert await outcomes(desk) == []


async def test_reopened_it_has_no_promise_until_a_new_one_is_made(desk: Desk, who: Member) -> None:
    await desk.do(promising(who, TOMORROW))
    await desk.do(resolving(who))
    await desk.do(acting(FRIDAY))
    assert await outcomes(desk) == [KEPT]
    async with desk.database.reading() as session:
        ticket = await desk.ticket(1)
        assert await promises.standing(session, ticket) is None


async def at_once(desk: Desk, deeds: list[Deed]) -> list[Any]:
    return await asyncio.gather(*(desk.attempt(deed) for deed in deeds))


async def test_of_five_who_confirm_the_same_day_one_promises(desk: Desk, who: Member) -> None:
    said = await at_once(desk, [promising(who, TOMORROW)] * 5)
    assert Counter(type(each) for each in said if isinstance(each, Refusal)) == {AlreadyPromised: 4}
    assert await outcomes(desk) == [STANDING]


async def test_of_several_days_at_once_one_stands_and_none_is_lost(desk: Desk, who: Member) -> None:
    await at_once(desk, [promising(who, NOW + days * DAY) for days in range(1, 6)])
    found = Counter(await outcomes(desk))
    assert found[STANDING] == 1
    assert found[MOVED] + found[LAPSED] == 4
    assert await lines(desk) == [EventKind.PROMISED] * 5


async def test_two_schedulers_break_it_once(desk: Desk, who: Member) -> None:
    await desk.do(promising(who, TOMORROW))
    await at_once(desk, [acting(TOMORROW)] * 5)
    assert await lines(desk) == [EventKind.PROMISED, EventKind.BROKEN]


async def test_resolved_and_run_out_at_once_it_has_one_end(desk: Desk, who: Member) -> None:
    await desk.do(promising(who, TOMORROW))
    await at_once(desk, [acting(TOMORROW), resolving(who, TOMORROW - timedelta(seconds=1))])
    [outcome] = await outcomes(desk)
    assert outcome in (KEPT, BROKEN)
    assert len(await lines(desk)) == 2


async def test_moved_and_run_out_at_once_the_new_one_stands(desk: Desk, who: Member) -> None:
    await desk.do(promising(who, TOMORROW))
    before = TOMORROW - timedelta(seconds=1)
    await at_once(desk, [acting(TOMORROW), promising(who, FRIDAY, before)])
    first, second = await outcomes(desk)
    assert first in (MOVED, BROKEN)
    assert second is STANDING


@pytest.mark.parametrize(
    ("own", "stands", "left"),
    [
        (None, FRIDAY, [STANDING]),
        (TOMORROW, TOMORROW, [STANDING]),
        (FRIDAY + DAY, FRIDAY, [LAPSED, STANDING]),
    ],
    ids=["none", "an earlier one", "a later one"],
)
async def test_merged_the_earlier_day_stands(
    desk: Desk, who: Member, own: datetime | None, stands: datetime, left: list[PromiseState]
) -> None:
    other = await desk.file(author_id=NEIGHBOUR)
    await desk.do(lambda session: tickets.take(session, other.id, who, now=NOW))
    await desk.do(promising(who, FRIDAY))
    if own is not None:
        own_by = own
        await desk.do(lambda session: promises.make(session, other.id, who, own_by, now=NOW))
    await desk.do(lambda session: merging.merge(session, 1, other.id, who, now=NOW + DAY / 2))
    assert await of(desk, other.id) == left
    assert await of(desk, 1) == [LAPSED]
    [clock] = await clocks_of(desk, other.id, ClockKind.PROMISE)
    assert clock.due_at == stands
    assert await clocks_of(desk, 1) == []


@pytest.mark.parametrize("in_time", [True, False])
async def test_parted_again_its_own_day_stands_where_it_is_ahead(
    desk: Desk, who: Member, in_time: bool
) -> None:
    other = await desk.file(author_id=NEIGHBOUR)
    await desk.do(promising(who, FRIDAY))
    await desk.do(lambda session: merging.merge(session, 1, other.id, who, now=NOW + DAY / 2))
    at = FRIDAY - DAY if in_time else FRIDAY + DAY
    await desk.do(lambda session: merging.part(session, 1, who, now=at))
    assert await of(desk, 1) == [STANDING if in_time else LAPSED]
    assert len(await clocks_of(desk, 1, ClockKind.PROMISE)) == in_time


async def of(desk: Desk, ticket_id: int) -> list[PromiseState]:
    async with desk.database.reading() as session:
        found = await session.scalars(
            select(Promise.state).where(Promise.ticket_id == ticket_id).order_by(Promise.id)
        )
        return list(found)
