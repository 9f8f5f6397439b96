"""代办: who may file for others where, who is found, who rates, and two who ring at once."""

import asyncio
from datetime import date, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from services import tickets
from services.errors import NotYours, WrongState
from services.stewards.reading import communities_of
from services.tickets import (
    Member,
    calling,
    follow_up,
    on_behalf,
    rated_by_phone,
    rating,
    read_back,
    residents,
    splitting,
)
from services.tickets.on_behalf import Filer, MayNotFileForOthers, Whom
from services.tickets.rated_by_phone import ColleagueAsks
from services.tickets.read_back import AlreadyHeard
from storage.engine import Database
from storage.tables import (
    Area,
    Diner,
    FollowUp,
    Heard,
    Role,
    Satisfaction,
    Steward,
    Ticket,
    TicketState,
)
from tests.services.factories import (
    NEIGHBOUR,
    NOW,
    RESIDENT,
    STRANGER,
    Groups,
    Neighbourhood,
    bind_groups,
    build_neighbourhood,
    member,
    new_ticket,
)
from tests.services.volunteering.volunteer_factories import a_person

WHOM = Whom("郑奶奶", "139 0000 1234")
BY_ROLE = Filer(NEIGHBOUR)


async def a_place(session: AsyncSession) -> tuple[Neighbourhood, Groups]:
    """The neighbour is head of the building."""
    place = await build_neighbourhood(session)
    groups = await bind_groups(session, place)
    await has_role(session, place.building, Role.BUILDING_HEAD)
    return place, groups


async def has_role(session: AsyncSession, area: Area, role: Role, **more: date) -> None:
    given = {"since": date(2026, 1, 1)} | more
    session.add(Steward(area_id=area.id, role=role, name="楼长", person_id=NEIGHBOUR, **given))
    await session.flush()


async def filed(session: AsyncSession, place: Neighbourhood, whom: Whom = WHOM) -> Ticket:
    new = new_ticket(place, author_id=NEIGHBOUR)
    return await on_behalf.file_for(session, new, whom, BY_ROLE, now=NOW)


async def eats_here(session: AsyncSession, place: Neighbourhood, person_id: int) -> None:
    """Somebody who gave name and telephone at the canteen, and can be written to."""
    await a_person(session, person_id)
    session.add(
        Diner(
            person_id=person_id,
            name="郑奶奶",
            born_on=date(1940, 1, 1),
            area_id=place.building.id,
            door="301",
            phone="13900001234",
            created_at=NOW,
        )
    )
    await session.flush()


async def test_a_role_counts_in_its_whole_community_and_nowhere_else(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await a_place(session)
        new = new_ticket(place, author_id=NEIGHBOUR, area_id=place.next_compound.id)
        await on_behalf.file_for(session, new, WHOM, BY_ROLE, now=NOW)
        new = new_ticket(place, author_id=NEIGHBOUR, area_id=place.next_community.id)
        for filer in (BY_ROLE, Filer(STRANGER), Filer(STRANGER, groups.staff.id)):
            with pytest.raises(MayNotFileForOthers):
                await on_behalf.file_for(session, new, WHOM, filer, now=NOW)


@pytest.mark.parametrize(
    ("role", "until", "may"),
    [
        (Role.GRID_WORKER, None, True),
        (Role.CENTRE_HOUSEHOLD, None, True),
        (Role.PROPERTY_MANAGER, None, False),
        (Role.GRID_WORKER, NOW.date(), False),
    ],
)
async def test_which_roles_file_for_others(
    database: Database, role: Role, until: date | None, may: bool
) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        await has_role(session, place.grid, role, **({"until": until} if until else {}))
        assert bool(await communities_of(session, NEIGHBOUR, NOW.date())) is may


async def test_who_gave_this_name_with_this_telephone_is_the_author(database: Database) -> None:
    async with database.transaction() as session:
        place, _groups = await a_place(session)
        await eats_here(session, place, RESIDENT)
        assert (await filed(session, place)).author_id == RESIDENT
        other = await filed(session, place, Whom("别人", WHOM.phone))
        assert (other.author_id, other.filed_by_id) == (NEIGHBOUR, NEIGHBOUR)
        assert (await filed(session, place, Whom("郑奶奶", None))).author_id == NEIGHBOUR


async def resolved(session: AsyncSession, place: Neighbourhood, taker: Member) -> FollowUp:
    ticket = await filed(session, place)
    await tickets.take(session, ticket.id, taker, now=NOW)
    after = timedelta(days=1)
    await tickets.resolve(session, ticket.id, taker, "好了", follow_up_after=after, now=NOW)
    due = NOW + timedelta(days=2)
    [follow_up_id] = await follow_up.due(session, due)
    await follow_up.act(session, follow_up_id, now=due)
    return await session.get_one(FollowUp, follow_up_id)


async def test_neither_who_filed_it_nor_who_did_it_rates(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await a_place(session)
        taker = member(groups.staff)
        asked = await resolved(session, place, taker)
        with pytest.raises(NotYours):
            await rating.answer(session, asked.id, NEIGHBOUR, solved=True, now=NOW)
        for blind in (taker, member(groups.staff, NEIGHBOUR)):
            with pytest.raises(ColleagueAsks):
                await rated_by_phone.content(
                    session, asked.id, blind, Satisfaction.SATISFIED, now=NOW
                )
        ticket = await rated_by_phone.content(
            session, asked.id, member(groups.staff, 102), Satisfaction.FAIR, now=NOW
        )
        assert (ticket.state, asked.satisfaction) == (TicketState.CLOSED, Satisfaction.FAIR)


async def test_what_is_split_off_is_for_the_same_person(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await a_place(session)
        ticket = await filed(session, place)
        staff = member(groups.staff)
        _first, second = await splitting.split(
            session, ticket.id, staff, "楼上也漏", place.leak.id, now=NOW
        )
        assert calling.speaks_for_another(second)
        assert (await read_back.to_ring(session, second.id, staff)).name == WHOM.name


async def test_an_old_copy_of_the_card_shows_no_number_of_what_has_ended(
    database: Database,
) -> None:
    async with database.transaction() as session:
        place, groups = await a_place(session)
        ticket = await filed(session, place)
        await residents.withdraw(session, ticket.id, NEIGHBOUR, now=NOW)
        with pytest.raises(WrongState):
            await read_back.to_ring(session, ticket.id, member(groups.staff))


async def test_of_two_who_ring_at_once_one_is_noted(database: Database) -> None:
    async with database.transaction() as session:
        place, groups = await a_place(session)
        ticket = await filed(session, place)

    async def rings(person_id: int, heard: Heard) -> bool:
        async with database.transaction() as session:
            colleague = member(groups.staff, person_id)
            try:
                await read_back.rung(session, ticket.id, colleague, heard, "是三楼", now=NOW)
            except AlreadyHeard:
                return False
        return True

    noted = await asyncio.gather(rings(101, Heard.RIGHT), rings(102, Heard.CORRECTED))
    assert sorted(noted) == [False, True]
