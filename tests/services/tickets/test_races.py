"""Many at once, and everybody twice: one deed, one line, the others are told what is the case."""

import asyncio
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from services import tickets
from services.errors import (
    AlreadyJoined,
    AlreadyTaken,
    NothingAsked,
    NotYourGroup,
    Refusal,
    TooSoon,
    WrongState,
)
from services.tickets import Member, clock_steps, follow_up, rating
from storage.tables import (
    ClockKind,
    EventKind,
    Satisfaction,
    Ticket,
    TicketFollower,
    TicketState,
)
from tests.services.conftest import Deed, Desk
from tests.services.factories import NOW, RESIDENT, a_ticket, member
from tests.services.tickets.running_clocks import clocks_of

MANY = 50
DAY = timedelta(hours=24)


async def at_once(desk: Desk, deeds: list[Deed]) -> list[Any]:
    return await asyncio.gather(*(desk.attempt(deed) for deed in deeds))


def refusals(outcomes: list[Any]) -> Counter[type[Refusal]]:
    return Counter(type(outcome) for outcome in outcomes if isinstance(outcome, Refusal))


async def test_of_fifty_who_take_one_ticket_one_has_it(desk: Desk) -> None:
    ticket = await desk.file()

    def taking(person_id: int) -> Deed:
        who = member(desk.groups.staff, person_id)
        return lambda session: tickets.take(session, ticket.id, who, now=NOW)

    outcomes = await at_once(desk, [taking(person_id) for person_id in range(MANY)])
    assert refusals(outcomes) == {AlreadyTaken: MANY - 1}
    [taken] = await desk.lines(ticket.id, EventKind.TAKEN)
    assert (await desk.ticket(ticket.id)).taker_id == taken.actor_id


async def test_losers_are_told_who_has_it(desk: Desk) -> None:
    ticket = await desk.file()
    winner, loser = member(desk.groups.staff, 1), member(desk.groups.staff, 2)
    await desk.do(lambda session: tickets.take(session, ticket.id, winner, now=NOW))
    with pytest.raises(AlreadyTaken) as told:
        await desk.do(lambda session: tickets.take(session, ticket.id, loser, now=NOW))
    assert (told.value.by_name, told.value.yours) == (winner.name, False)


async def test_thirty_who_join_at_once_are_counted_exactly(desk: Desk) -> None:
    ticket = await desk.file()

    def joining(person_id: int) -> Deed:
        return lambda session: tickets.join(session, ticket.id, person_id, now=NOW)

    everybody = [joining(person_id) for person_id in range(1000, 1030)]
    outcomes = await at_once(desk, [*everybody, *everybody])
    assert refusals(outcomes) == {AlreadyJoined: 30}
    assert (await desk.ticket(ticket.id)).affected == 31
    async with desk.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(TicketFollower)) == 30


async def test_numbers_are_unique_when_many_file_at_once(desk: Desk) -> None:
    filed = await at_once(
        desk, [lambda session: a_ticket(session, desk.place) for _ in range(MANY)]
    )
    assert len({ticket.number for ticket in filed}) == MANY


async def test_joining_and_withdrawing_at_once_never_counts_somebody_who_does_not_follow(
    desk: Desk,
) -> None:
    ticket = await desk.file()

    def joining(person_id: int) -> Deed:
        return lambda session: tickets.join(session, ticket.id, person_id, now=NOW)

    await at_once(
        desk,
        [
            *[joining(person_id) for person_id in range(100, 110)],
            lambda session: tickets.withdraw(session, ticket.id, RESIDENT, now=NOW),
            *[joining(person_id) for person_id in range(110, 120)],
        ],
    )
    async with desk.database.reading() as session:
        followers = await session.scalar(select(func.count()).select_from(TicketFollower))
    after = await desk.ticket(ticket.id)
    assert after.affected == 1 + (followers or 0)
    successors = int(after.author_left_at is not None)
    assert len(await desk.lines(ticket.id, EventKind.JOINED)) == (followers or 0) + successors


Action = Callable[[Ticket, Member, int], Deed]

DOUBLE_TAPS: dict[str, tuple[Action, EventKind, type[Refusal]]] = {
    "withdraw": (
        lambda ticket, _who, _to: (
            lambda session: tickets.withdraw(session, ticket.id, RESIDENT, now=NOW)
        ),
        EventKind.WITHDRAWN,
        WrongState,
    ),
    "nudge": (
        lambda ticket, _who, _to: (
            lambda session: tickets.nudge(session, ticket.id, RESIDENT, now=NOW)
        ),
        EventKind.NUDGED,
        TooSoon,
    ),
    "answer": (
        lambda ticket, _who, _to: (
            lambda session: tickets.answer(session, ticket.id, RESIDENT, "三楼", now=NOW)
        ),
        EventKind.ANSWERED,
        NothingAsked,
    ),
    "reassign": (
        lambda ticket, who, to: (
            lambda session: tickets.reassign(session, ticket.id, who, to, "归他们管", now=NOW)
        ),
        EventKind.REASSIGNED,
        NotYourGroup,
    ),
    "resolve": (
        lambda ticket, who, _to: (
            lambda session: tickets.resolve(
                session, ticket.id, who, "修好了", follow_up_after=DAY, now=NOW
            )
        ),
        EventKind.RESOLVED,
        WrongState,
    ),
    "decline": (
        lambda ticket, who, _to: (
            lambda session: tickets.decline(session, ticket.id, who, "请找供电局", now=NOW)
        ),
        EventKind.DECLINED,
        WrongState,
    ),
}


@pytest.mark.parametrize(("action", "kind", "refusal"), DOUBLE_TAPS.values(), ids=DOUBLE_TAPS)
async def test_a_double_tap_does_it_once(
    desk: Desk, action: Action, kind: EventKind, refusal: type[Refusal]
) -> None:
    ticket = await desk.file()
    who = member(desk.groups.staff)
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))
    await desk.do(lambda session: tickets.ask(session, ticket.id, who, "几楼?", now=NOW))
    deed = action(ticket, who, desk.groups.property.id)
    outcomes = await at_once(desk, [deed] * 5)
    assert refusals(outcomes) == {refusal: 4}
    assert len(await desk.lines(ticket.id, kind)) == 1


async def test_resolving_and_withdrawing_at_once_leaves_one_end(desk: Desk) -> None:
    ticket = await desk.file()
    who = member(desk.groups.staff)
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))
    outcomes = await at_once(
        desk,
        [
            lambda session: tickets.withdraw(session, ticket.id, RESIDENT, now=NOW),
            lambda session: tickets.resolve(
                session, ticket.id, who, "修好了", follow_up_after=DAY, now=NOW
            ),
        ],
    )
    assert refusals(outcomes) == {WrongState: 1}
    ends = await desk.lines(ticket.id, EventKind.WITHDRAWN, EventKind.RESOLVED)
    assert len(ends) == 1


async def resolved(desk: Desk) -> int:
    """Id of the follow-up of a ticket that was resolved at NOW."""
    ticket = await desk.file()
    who = member(desk.groups.staff)
    await desk.do(lambda session: tickets.take(session, ticket.id, who, now=NOW))
    await desk.do(
        lambda session: tickets.resolve(
            session, ticket.id, who, "修好了", follow_up_after=DAY, now=NOW
        )
    )
    return (await desk.follow_up(ticket.id)).id


async def test_what_is_missing_said_at_once_by_them_and_the_deadline_reopens_once(
    desk: Desk,
) -> None:
    follow_up_id = await resolved(desk)
    unsolved = partial(rating.answer, follow_up_id=follow_up_id, person_id=RESIDENT, solved=False)
    await desk.do(partial(unsolved, now=NOW))
    now = NOW + rating.MISSING_WITHIN
    await at_once(
        desk,
        [
            *[partial(follow_up.act, follow_up_id=follow_up_id, now=now)] * 2,
            *[
                partial(
                    rating.say_missing,
                    follow_up_id=follow_up_id,
                    person_id=RESIDENT,
                    text="还是不亮",
                    now=now,
                )
            ]
            * 2,
        ],
    )
    assert len(await desk.lines(1, EventKind.RATED)) == 1
    assert (await desk.ticket(1)).round == 1


async def test_answers_at_once_are_all_kept(desk: Desk) -> None:
    follow_up_id = await resolved(desk)

    def answering(**said: Any) -> Deed:
        return lambda session: rating.answer(session, follow_up_id, RESIDENT, **said, now=NOW)

    await at_once(
        desk,
        [
            answering(contacted=True),
            answering(solved=True),
            answering(satisfaction=Satisfaction.FAIR),
        ],
    )
    assert (await desk.ticket(1)).state is TicketState.CLOSED
    [rated] = await desk.lines(1, EventKind.RATED)
    assert rated.data["satisfaction"] == "fair"


async def test_a_deadline_and_a_last_tap_at_once_close_it_once(desk: Desk) -> None:
    follow_up_id = await resolved(desk)
    for days in (1, 2):
        act = partial(follow_up.act, follow_up_id=follow_up_id, now=NOW + days * DAY)
        await desk.do(act)
    now = NOW + 3 * DAY
    await at_once(
        desk,
        [
            lambda session: follow_up.act(session, follow_up_id, now=now),
            lambda session: rating.answer(
                session,
                follow_up_id,
                RESIDENT,
                contacted=True,
                solved=True,
                satisfaction=Satisfaction.SATISFIED,
                now=now,
            ),
        ],
    )
    assert len(await desk.lines(1, EventKind.CLOSED)) == 1


async def test_two_schedulers_say_once_that_it_is_overdue(desk: Desk) -> None:
    ticket = await desk.file()
    now = ticket.respond_by
    [clock] = await clocks_of(desk, ticket.id, ClockKind.ACCEPT)
    await at_once(desk, [lambda session: clock_steps.act(session, clock.id, now=now)] * 5)
    assert len(await desk.lines(ticket.id, EventKind.OVERDUE)) == 1


async def test_taken_in_the_moment_in_which_the_clock_calls_it_is_one_or_the_other(
    desk: Desk,
) -> None:
    ticket = await desk.file()
    [clock] = await clocks_of(desk, ticket.id, ClockKind.ACCEPT)
    now, who = ticket.respond_by, member(desk.groups.staff)
    await at_once(
        desk,
        [
            lambda session: clock_steps.act(session, clock.id, now=now),
            lambda session: tickets.take(session, ticket.id, who, now=now),
        ],
    )
    kinds = [line.kind for line in await desk.lines(ticket.id)]
    assert kinds[-1] is EventKind.TAKEN
    assert kinds.count(EventKind.OVERDUE) <= 1
    assert await clocks_of(desk, ticket.id, ClockKind.ACCEPT) == []
