"""派单: a request that waits goes to whom the rota names, one after another."""

import asyncio
from collections import Counter
from datetime import timedelta
from functools import partial

import pytest

from services import tickets
from services.groups import binding, rota
from services.tickets import assigning
from storage.tables import Assigning, EventKind
from tests.services.conftest import Desk
from tests.services.factories import NOW, member

PEOPLE = (201, 202, 203)
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
async def in_turn(desk: Desk) -> Desk:
    """Three of the staff take turns."""
    async with desk.database.transaction() as session:
        for person_id in PEOPLE:
            who = member(desk.groups.staff, person_id)
            await binding.saw(session, desk.groups.staff, person_id, f"社工{person_id}", now=NOW)
            await rota.agree(session, who, takes_turns=True)
        await rota.choose(session, member(desk.groups.staff, PEOPLE[0]), Assigning.TURN)
    return desk


async def give_out(desk: Desk) -> list[int]:
    """What the job does; the ids that were due."""
    async with desk.database.reading() as session:
        due = await assigning.due(session, NOW)
    for ticket_id in due:
        await desk.do(partial(assigning.act, ticket_id=ticket_id, now=LATER))
    return due


async def test_where_nobody_wants_it_nothing_is_given_out(desk: Desk) -> None:
    await desk.file()
    assert await give_out(desk) == []


async def test_each_is_given_to_the_next_once(in_turn: Desk) -> None:
    for _each in range(6):
        await in_turn.file()
    assert await give_out(in_turn) == [1, 2, 3, 4, 5, 6]
    assert await give_out(in_turn) == []
    given = [(await in_turn.ticket(each)).assignee_id for each in range(1, 7)]
    assert given == [*PEOPLE, *PEOPLE]
    [line] = await in_turn.lines(1, EventKind.ASSIGNED)
    assert (line.actor_id, line.internal) == (PEOPLE[0], True)
    assert line.data == {"group": in_turn.groups.staff.id}


async def test_many_at_once_are_shared_equally(in_turn: Desk) -> None:
    for _each in range(12):
        await in_turn.file()
    await asyncio.gather(
        *(in_turn.do(partial(assigning.act, ticket_id=each, now=LATER)) for each in range(1, 13))
    )
    given = Counter([(await in_turn.ticket(each)).assignee_id for each in range(1, 13)])
    assert given == dict.fromkeys(PEOPLE, 4)


async def test_two_schedulers_give_it_once(in_turn: Desk) -> None:
    await in_turn.file()
    await asyncio.gather(
        *(in_turn.do(lambda session: assigning.act(session, 1, now=LATER)) for _each in range(5))
    )
    assert len(await in_turn.lines(1, EventKind.ASSIGNED)) == 1


async def test_anybody_may_take_it_and_then_it_is_not_given_out(in_turn: Desk) -> None:
    await in_turn.file()
    await give_out(in_turn)
    other = member(in_turn.groups.staff, PEOPLE[2])
    await in_turn.do(lambda session: tickets.take(session, 1, other, now=LATER))
    assert (await in_turn.ticket(1)).taker_id == PEOPLE[2]
    assert await give_out(in_turn) == []


async def test_who_left_before_taking_it_hands_it_to_the_next(in_turn: Desk) -> None:
    await in_turn.file()
    await give_out(in_turn)
    group = in_turn.groups.staff
    await in_turn.do(lambda session: binding.left(session, group, PEOPLE[0], now=LATER))
    assert await give_out(in_turn) == [1]
    assert (await in_turn.ticket(1)).assignee_id == PEOPLE[1]


async def test_what_a_member_took_and_left_behind_is_given_out_again(in_turn: Desk) -> None:
    await in_turn.file()
    await give_out(in_turn)
    group, who = in_turn.groups.staff, member(in_turn.groups.staff, PEOPLE[0])
    await in_turn.do(lambda session: tickets.take(session, 1, who, now=LATER))
    gone = LATER + timedelta(minutes=1)
    await in_turn.do(lambda session: binding.left(session, group, PEOPLE[0], now=gone))
    assert await give_out(in_turn) == [1]
    assert (await in_turn.ticket(1)).assignee_id == PEOPLE[1]


async def test_passed_on_to_a_group_that_wants_none_it_waits_for_the_first(in_turn: Desk) -> None:
    await in_turn.file()
    await give_out(in_turn)
    who, to = member(in_turn.groups.staff, PEOPLE[0]), in_turn.groups.property.id
    await in_turn.do(
        lambda session: tickets.reassign(
            session, 1, who, to, "归他们管", now=LATER + timedelta(minutes=1)
        )
    )
    assert await give_out(in_turn) == []
    assert not assigning.is_assigned(await in_turn.ticket(1))
