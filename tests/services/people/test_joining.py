"""Two people who are one: by a code, and with all that either has."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.needs import second
from services.news import take_news
from services.people import addresses, joining
from services.people.joining import (
    STRAGGLERS,
    VALID,
    NoSuchCode,
    SamePerson,
    TwiceRegistered,
    act,
    code_for,
    due,
)
from services.people.news import Joined, NotJoined
from services.subjects import JOINS, REGISTERS
from services.tickets import residents
from storage.engine import Database
from storage.people_columns import columns_of_people
from storage.tables import (
    Channel,
    Handle,
    Need,
    NeedState,
    Person,
    SurveyRoll,
    Ticket,
    TicketFollower,
)
from tests.services.factories import (
    NEIGHBOUR,
    NOW,
    RESIDENT,
    a_ticket,
    build_neighbourhood,
)
from tests.services.needs.need_factories import a_need
from tests.services.people.test_columns import happens_seldom
from tests.services.people.test_erasure import IDS_OF_PEOPLE, live_a_life
from tests.services.surveys.survey_factories import a_survey
from tests.services.volunteering.task_factories import volunteer
from tests.services.volunteering.volunteer_factories import a_person

HERE, THERE = 71, 72
"""Who asked for the code, and who wrote it elsewhere."""
make_one = act(JOINS, REGISTERS)


async def two(session: AsyncSession) -> None:
    for person_id in (HERE, THERE):
        await a_person(session, person_id)


async def joined(session: AsyncSession, *, from_id: int = THERE, into_id: int = HERE) -> None:
    code = await code_for(session, into_id, now=NOW)
    await joining.join(session, code, from_id, REGISTERS, now=NOW)
    [join_id] = await due(session, NOW)
    await make_one(session, join_id, now=NOW)


async def test_what_one_has_is_the_others(database: Database) -> None:
    async with database.transaction() as session:
        await live_a_life(session, await build_neighbourhood(session))
        await happens_seldom(session)
        await a_person(session, HERE)
        await joined(session, from_id=RESIDENT)
    async with database.reading() as session:
        for column in columns_of_people():
            found = (await session.scalars(select(column))).all()
            assert RESIDENT not in found, column
        assert await session.get(Person, RESIDENT) is None
        assert await session.scalar(select(func.count()).where(Ticket.author_id == HERE))


def test_every_column_of_people_is_one_that_erasing_knows() -> None:
    known = {f"{each.table.name}.{each.name}" for each in IDS_OF_PEOPLE}
    ours = {f"{each.class_.__tablename__}.{each.key}" for each in columns_of_people()}
    assert ours <= known
    of_joins = {"person_joins.person_id", "person_joins.joining_id"}
    others = {each.rpartition(".")[2] for each in known - ours - of_joins}
    assert others == {"chat_id", "topic_id", "reverses_id", "after", "up_to"}


async def test_an_address_leads_to_the_one_who_stays(database: Database) -> None:
    handle = Handle(Channel.WECHAT, "5")
    async with database.transaction() as session:
        await a_person(session, HERE)
        person = await addresses.wrote(session, handle, 5, "zh", now=NOW)
        await session.flush()
        await joined(session, from_id=person.id)
    async with database.reading() as session:
        known = await addresses.behind(session, handle)
    assert known is not None
    assert known.id == HERE


async def test_a_code_is_good_once_and_for_ten_minutes(database: Database) -> None:
    async with database.transaction() as session:
        await two(session)
        old = await code_for(session, HERE, now=NOW - VALID)
        with pytest.raises(NoSuchCode):
            await joining.join(session, old, THERE, REGISTERS, now=NOW)
        code = await code_for(session, HERE, now=NOW)
        with pytest.raises(SamePerson):
            await joining.join(session, code, HERE, REGISTERS, now=NOW)
        await joining.join(session, code, THERE, REGISTERS, now=NOW)
        with pytest.raises(NoSuchCode):
            await joining.join(session, code, THERE, REGISTERS, now=NOW)


async def test_a_newer_code_ends_the_older(database: Database) -> None:
    async with database.transaction() as session:
        await two(session)
        first = await code_for(session, HERE, now=NOW)
        await code_for(session, HERE, now=NOW)
        with pytest.raises(NoSuchCode):
            await joining.whose(session, first, THERE, REGISTERS, now=NOW)


async def test_who_is_registered_twice_asks_the_community(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        await two(session)
        for each in (HERE, THERE):
            await volunteer(session, place, each)
        code = await code_for(session, HERE, now=NOW)
        with pytest.raises(TwiceRegistered):
            await joining.join(session, code, THERE, REGISTERS, now=NOW)


async def test_who_registers_before_it_is_done_stays_two(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        await two(session)
        code = await code_for(session, HERE, now=NOW)
        await joining.join(session, code, THERE, REGISTERS, now=NOW)
        for each in (HERE, THERE):
            await volunteer(session, place, each)
        [join_id] = await due(session, NOW)
        await make_one(session, join_id, now=NOW)
        assert take_news(session) == [NotJoined(THERE), NotJoined(HERE)]
        assert await session.get(Person, THERE) is not None
        assert await due(session, NOW + VALID) == []


async def test_what_was_written_meanwhile_follows(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        await two(session)
        await joined(session)
        assert take_news(session) == [Joined(HERE)]
        await a_ticket(session, place, now=NOW)
        await session.execute(update(Ticket).values(author_id=THERE))
        take_news(session)
        [join_id] = await due(session, NOW + STRAGGLERS)
        await make_one(session, join_id, now=NOW + STRAGGLERS)
        assert (await session.scalars(select(Ticket.author_id))).one() == HERE
        assert take_news(session) == []
        assert await due(session, NOW + timedelta(days=1)) == []


async def test_nobody_follows_their_own_request(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        ticket = await a_ticket(session, place, now=NOW)
        for each in (RESIDENT, NEIGHBOUR):
            await a_person(session, each)
        await residents.join(session, ticket.id, NEIGHBOUR, now=NOW)
        await session.flush()
        await joined(session, from_id=NEIGHBOUR, into_id=RESIDENT)
    async with database.reading() as session:
        assert (await session.scalars(select(Ticket.affected))).one() == 1
        assert (await session.scalars(select(TicketFollower))).all() == []


@pytest.mark.parametrize("answered", [HERE, THERE])
async def test_who_answered_a_survey_is_not_asked_again(database: Database, answered: int) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        await two(session)
        await a_survey(session, place, asked=(HERE, THERE))
        mine = SurveyRoll.person_id == answered
        await session.execute(update(SurveyRoll).where(mine).values(answered_on=NOW.date()))
        await joined(session)
    async with database.reading() as session:
        [roll] = await session.scalars(select(SurveyRoll))
    assert (roll.person_id, roll.answered_on) == (HERE, NOW.date())


async def test_who_wanted_something_twice_wants_it_once(database: Database) -> None:
    async with database.transaction() as session:
        place = await build_neighbourhood(session)
        await two(session)
        need = await a_need(session, place, person_id=HERE)
        need.state = NeedState.LISTED
        await session.flush()
        await second(session, need.id, THERE, now=NOW)
        assert need.people == 2
        await joined(session)
    async with database.reading() as session:
        assert (await session.scalars(select(Need.people))).one() == 1
