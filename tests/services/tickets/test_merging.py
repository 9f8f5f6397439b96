"""合并: what goes on as another request, who follows it, and parting the two again."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from services import tickets
from services.errors import AlreadyTaken, NotYourGroup, Refusal, WrongState
from services.groups import binding as groups
from services.people import erasure
from services.tickets import merging
from services.tickets.merged import goes_on_as, own_parts
from services.tickets.merging import AlreadyMerged, NotShown, OtherCommunity, SameRequest
from storage.tables import EventKind, Ticket, TicketFollower, TicketState
from tests.services.conftest import Desk
from tests.services.factories import NEIGHBOUR, NOW, RESIDENT, STRANGER, member

FOURTH = 14


async def merge(desk: Desk, ticket: Ticket, into: Ticket, by: int = 101) -> Any:
    who = member(desk.groups.staff, by)
    return await desk.attempt(
        lambda session: merging.merge(session, ticket.id, into.id, who, now=NOW)
    )


async def part(desk: Desk, ticket: Ticket, by: int = 101) -> Any:
    who = member(desk.groups.staff, by)
    return await desk.attempt(lambda session: merging.part(session, ticket.id, who, now=NOW))


async def join(desk: Desk, ticket: Ticket, person_id: int) -> None:
    await desk.do(lambda session: tickets.join(session, ticket.id, person_id, now=NOW))


async def follow(desk: Desk, ticket: Ticket) -> list[int]:
    """Who does, and that everybody is counted once."""
    async with desk.database.reading() as session:
        found = await session.scalars(
            select(TicketFollower.person_id)
            .where(TicketFollower.ticket_id == ticket.id)
            .order_by(TicketFollower.person_id)
        )
        people = list(found)
    assert (await desk.ticket(ticket.id)).affected == 1 + len(people)
    return people


async def test_who_filed_or_joined_it_follows_what_it_goes_on_as(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file(author_id=NEIGHBOUR)
    await join(desk, one, STRANGER)
    await merge(desk, one, other)
    merged = await desk.ticket(one.id)
    assert (merged.state, merged.merged_into_id) == (TicketState.MERGED, other.id)
    assert await follow(desk, other) == [RESIDENT, STRANGER]
    [line] = await desk.lines(one.id, EventKind.MERGED)
    assert (line.actor_id, line.data) == (101, {"into": other.id})


async def test_everybody_is_counted_once_however_they_came(desk: Desk) -> None:
    one, two = await desk.file(), await desk.file()
    other = await desk.file(author_id=NEIGHBOUR)
    await join(desk, one, NEIGHBOUR)
    await join(desk, two, STRANGER)
    await join(desk, other, STRANGER)
    await merge(desk, one, other)
    await merge(desk, two, other)
    assert await follow(desk, other) == [RESIDENT, STRANGER]


async def test_parted_again_nothing_is_left_of_it(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file(author_id=NEIGHBOUR)
    await join(desk, one, STRANGER)
    await join(desk, other, FOURTH)
    await merge(desk, one, other)
    await part(desk, one)
    assert await follow(desk, other) == [FOURTH]
    assert await follow(desk, one) == [STRANGER]
    parted = await desk.ticket(one.id)
    assert (parted.state, parted.merged_into_id) == (TicketState.OPEN, None)


async def test_who_joined_themselves_stays_when_the_two_are_parted(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file(author_id=NEIGHBOUR)
    await join(desk, other, RESIDENT)
    await merge(desk, one, other)
    await part(desk, one)
    assert await follow(desk, other) == [RESIDENT]


async def test_who_came_by_two_stays_while_one_of_them_is_merged(desk: Desk) -> None:
    one, two = await desk.file(), await desk.file()
    other = await desk.file(author_id=NEIGHBOUR)
    await merge(desk, one, other)
    await merge(desk, two, other)
    await part(desk, one)
    assert await follow(desk, other) == [RESIDENT]


async def test_who_withdrew_what_it_goes_on_as_does_not_come_back_by_a_duplicate(
    desk: Desk,
) -> None:
    """Of what they file after that they hear again."""
    again, other = await desk.file(), await desk.file()
    await join(desk, other, NEIGHBOUR)
    await merge(desk, again, other)
    await desk.do(lambda session: tickets.withdraw(session, other.id, RESIDENT, now=NOW))
    await merge(desk, await desk.file(author_id=STRANGER), other)
    assert await follow(desk, other) == [STRANGER]
    later = NOW + timedelta(hours=1)
    await merge(desk, await desk.file(now=later), other)
    assert await follow(desk, other) == [RESIDENT, STRANGER]


async def test_of_a_chain_everybody_follows_the_end(desk: Desk) -> None:
    first, second = await desk.file(), await desk.file(author_id=NEIGHBOUR)
    third = await desk.file(author_id=STRANGER)
    await merge(desk, first, second)
    await merge(desk, second, third)
    async with desk.database.reading() as session:
        ticket = await session.get_one(Ticket, first.id)
        assert (await goes_on_as(session, ticket)).id == third.id
        own = await own_parts(session, await session.get_one(Ticket, third.id))
        assert {person: part.id for person, part in own.items()} == {
            RESIDENT: first.id,
            NEIGHBOUR: second.id,
        }
    assert await follow(desk, third) == [RESIDENT, NEIGHBOUR]


async def test_a_chain_is_parted_at_either_end(desk: Desk) -> None:
    first, second = await desk.file(), await desk.file(author_id=NEIGHBOUR)
    third = await desk.file(author_id=STRANGER)
    await merge(desk, first, second)
    await merge(desk, second, third)
    await part(desk, first)
    assert await follow(desk, third) == [NEIGHBOUR]
    await merge(desk, first, third)
    await part(desk, second)
    assert await follow(desk, third) == [RESIDENT]
    assert await follow(desk, second) == []


async def test_what_is_added_to_it_goes_to_the_other(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file(author_id=NEIGHBOUR)
    await merge(desk, one, other)
    await desk.do(lambda session: tickets.add(session, one.id, RESIDENT, "还在漏", now=NOW))
    [added] = await desk.lines(other.id, EventKind.ADDED)
    assert (added.text, added.actor_id) == ("还在漏", RESIDENT)


async def test_a_note_on_it_goes_to_the_other(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file(author_id=NEIGHBOUR)
    await merge(desk, one, other)
    who = member(desk.groups.staff)
    await desk.do(lambda session: tickets.note(session, one.id, who, "问过物业", now=NOW))
    assert [line.text for line in await desk.lines(other.id, EventKind.NOTE)] == ["问过物业"]


async def test_not_into_itself(desk: Desk) -> None:
    ticket = await desk.file()
    assert isinstance(await merge(desk, ticket, ticket), SameRequest)


async def test_the_slower_of_two_hears_where_it_went(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file()
    await merge(desk, one, other)
    refused = await merge(desk, other, one, by=102)
    assert isinstance(refused, AlreadyMerged)
    assert refused.number == other.number


async def test_of_two_who_merge_them_into_each_other_at_once_one_is_faster(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file(author_id=NEIGHBOUR)
    outcomes = await asyncio.gather(merge(desk, one, other), merge(desk, other, one, by=102))
    refused = [each for each in outcomes if isinstance(each, Refusal)]
    assert [type(each) for each in refused] == [AlreadyMerged]
    states = {(await desk.ticket(each.id)).state for each in (one, other)}
    assert states == {TicketState.OPEN, TicketState.MERGED}


async def test_who_joins_both_while_they_are_merged_is_counted_once(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file(author_id=NEIGHBOUR)

    async def joining(ticket: Ticket, person_id: int) -> Any:
        return await desk.attempt(
            lambda session: tickets.join(session, ticket.id, person_id, now=NOW)
        )

    everybody = [joining(each, who) for who in range(100, 110) for each in (one, other)]
    await asyncio.gather(*everybody[:10], merge(desk, one, other), *everybody[10:])
    await follow(desk, one)
    assert RESIDENT in await follow(desk, other)


async def test_not_into_what_has_ended(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file()
    await desk.do(lambda session: tickets.withdraw(session, other.id, RESIDENT, now=NOW))
    refused = await merge(desk, one, other)
    assert isinstance(refused, WrongState)
    assert refused.state is TicketState.WITHDRAWN


async def test_not_what_has_ended(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file()
    await desk.do(lambda session: tickets.withdraw(session, one.id, RESIDENT, now=NOW))
    assert isinstance(await merge(desk, one, other), WrongState)


async def test_not_what_a_colleague_works_on(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file()
    who = member(desk.groups.staff, 102)
    await desk.do(lambda session: tickets.take(session, one.id, who, now=NOW))
    assert isinstance(await merge(desk, one, other), AlreadyTaken)


async def test_not_with_what_another_group_has(desk: Desk) -> None:
    one = await desk.file()
    other = await desk.file(category_id=desk.place.lamp.id)
    assert isinstance(await merge(desk, one, other), NotYourGroup)


async def test_not_across_communities(desk: Desk) -> None:
    one = await desk.file()
    there = await desk.file(area_id=desk.place.next_community.id)
    street = member(desk.groups.street, 301)
    assert there.group_id == street.group_id
    here = member(desk.groups.staff)
    await desk.do(
        lambda session: tickets.reassign(
            session, one.id, here, street.group_id, "归街道管", now=NOW
        )
    )
    refused = await desk.attempt(
        lambda session: merging.merge(session, one.id, there.id, street, now=NOW)
    )
    assert isinstance(refused, OtherCommunity)


@pytest.mark.parametrize(
    ("private", "into_private", "author", "outcome"),
    [
        (True, False, NEIGHBOUR, None),
        (False, True, NEIGHBOUR, NotShown),
        (True, True, NEIGHBOUR, NotShown),
        (False, True, RESIDENT, None),
    ],
    ids=["into a public one", "into a private one", "both private", "both their own"],
)
async def test_nobody_gets_to_see_what_is_not_shown(
    desk: Desk, private: bool, into_private: bool, author: int, outcome: type[Refusal] | None
) -> None:
    one = await desk.file(private=private)
    other = await desk.file(private=into_private, author_id=author)
    refused = await merge(desk, one, other)
    assert (type(refused) if isinstance(refused, Refusal) else None) is outcome


async def test_who_had_taken_it_has_it_again(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file()
    who = member(desk.groups.staff)
    await desk.do(lambda session: tickets.take(session, one.id, who, now=NOW))
    await desk.do(lambda session: groups.saw(session, desk.groups.staff, 101, "甲", now=NOW))
    await merge(desk, one, other)
    await part(desk, one)
    parted = await desk.ticket(one.id)
    assert (parted.state, parted.taker_id) == (TicketState.TAKEN, 101)


async def test_not_parted_once_the_other_has_ended(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file()
    await merge(desk, one, other)
    await desk.do(lambda session: tickets.withdraw(session, other.id, RESIDENT, now=NOW))
    assert isinstance(await part(desk, one), WrongState)


async def test_not_parted_what_is_not_merged(desk: Desk) -> None:
    refused = await part(desk, await desk.file())
    assert isinstance(refused, WrongState)
    assert refused.state is TicketState.OPEN


async def test_not_parted_once_nobody_is_left_for_it(desk: Desk) -> None:
    one, other = await desk.file(), await desk.file(author_id=NEIGHBOUR)
    await merge(desk, one, other)
    await desk.do(lambda session: erasure.erase(session, RESIDENT, now=NOW))
    assert isinstance(await part(desk, one), merging.NobodyLeft)
    assert await follow(desk, other) == []
    assert (await desk.ticket(one.id)).text == ""
