"""Who is behind an address, where somebody is written to, and what is kept of strangers."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.people import addresses, erasure, people, reach
from storage.engine import Database
from storage.faults import OutrunError, passes
from storage.tables import Address, Card, Channel, Chat, Person
from tests.chats import telegram, user
from tests.services.factories import NOW

NUMBER, OTHER = 4711, 4712
LARGEST_OF_TELEGRAM = 2**52 - 1


async def wrote(database: Database, number: int = NUMBER, language: str = "zh") -> Person:
    async with database.transaction() as session:
        return await addresses.wrote(session, user(number), number, language, now=NOW)


async def test_a_stranger_gets_an_id_of_our_own_and_no_name(database: Database) -> None:
    person = await wrote(database, language="en")
    assert (person.name, person.consented_at, person.language) == (None, None, "en")
    assert LARGEST_OF_TELEGRAM < person.id < 2**53


async def test_who_writes_again_is_the_same_person_in_the_language_they_chose(
    database: Database,
) -> None:
    person = await wrote(database, language="en")
    async with database.transaction() as session:
        await people.set_language(session, await session.get_one(Person, person.id), "zh_Hant")
    again = await wrote(database, language="en")
    assert (again.id, again.language) == (person.id, "zh_Hant")


async def test_who_writes_again_has_not_stopped_us(database: Database) -> None:
    person = await wrote(database)
    async with database.transaction() as session:
        await reach.stopped(session, telegram(NUMBER), now=NOW)
    async with database.reading() as session:
        assert await people.reachable(session, person.id) is None
    await wrote(database)
    async with database.reading() as session:
        found = await people.reachable(session, person.id)
    assert found is not None
    assert found.chat == telegram(NUMBER)


async def test_two_workers_may_meet_the_same_person(database: Database) -> None:
    met = await asyncio.gather(wrote(database), wrote(database), wrote(database))
    assert len({person.id for person in met}) == 1
    async with database.reading() as session:
        assert len((await session.scalars(select(Person))).all()) == 1
        assert len((await session.scalars(select(Address))).all()) == 1


async def test_nothing_is_kept_of_who_only_talks_in_a_group(database: Database) -> None:
    async with database.transaction() as session:
        first = await addresses.seen_in_group(session, user(NUMBER))
        assert await addresses.seen_in_group(session, user(NUMBER)) == first
        assert await addresses.seen_in_group(session, user(OTHER)) != first
    async with database.reading() as session:
        assert (await session.scalars(select(Address))).all() == []


async def test_who_acts_in_a_group_is_found_again_but_cannot_be_written_to(
    database: Database,
) -> None:
    async with database.transaction() as session:
        acted = await addresses.seen_in_group(session, user(NUMBER))
        await addresses.keep(session, acted, now=NOW)
    async with database.transaction() as session:
        assert await addresses.seen_in_group(session, user(NUMBER)) == acted
        assert await people.reachable(session, acted) is None
    assert (await wrote(database, language="en")).id == acted
    async with database.reading() as session:
        found = await people.reachable(session, acted)
    assert found is not None
    assert found.person.language == "en"


async def test_who_was_met_elsewhere_meanwhile_is_met_once_more(database: Database) -> None:
    """Another process wrote the address after this one looked."""
    async with database.transaction() as session:
        stranger = await addresses.seen_in_group(session, user(NUMBER))
        session.add(
            Address(channel=Channel.TELEGRAM, external_id=str(NUMBER), person_id=OTHER, seen_at=NOW)
        )
        await session.flush()
        with pytest.raises(OutrunError) as outrun:
            await addresses.keep(session, stranger, now=NOW)
    assert passes(outrun.value)


@pytest.fixture
async def two(database: Database) -> int:
    """Somebody with two addresses; the one under OTHER was used last."""
    person = await wrote(database)
    async with database.transaction() as session:
        session.add(
            Address(
                channel=Channel.TELEGRAM,
                external_id=str(OTHER),
                person_id=person.id,
                chat_id=OTHER,
                seen_at=NOW + timedelta(minutes=1),
            )
        )
    return person.id


async def chat_of(database: Database, person_id: int) -> Chat | None:
    async with database.reading() as session:
        found = await people.reachable(session, person_id)
    return found.chat if found else None


async def test_notices_go_to_the_address_used_last(database: Database, two: int) -> None:
    assert await chat_of(database, two) == telegram(OTHER)
    async with database.transaction() as session:
        later = NOW + timedelta(minutes=2)
        person = await addresses.wrote(session, user(NUMBER), NUMBER, "zh", now=later)
    assert person.id == two
    assert await chat_of(database, two) == telegram(NUMBER)


async def test_an_address_that_stopped_us_is_passed_over(database: Database, two: int) -> None:
    async with database.transaction() as session:
        await reach.stopped(session, telegram(OTHER), now=NOW)
    assert await chat_of(database, two) == telegram(NUMBER)


async def test_erasing_somebody_erases_all_their_addresses(database: Database, two: int) -> None:
    async with database.transaction() as session:
        for number in (NUMBER, OTHER, NUMBER + OTHER):
            session.add(Card(channel=Channel.TELEGRAM, chat_id=number, key="menu", message_id=1))
        await erasure.erase(session, two, now=NOW)
        assert await addresses.behind(session, user(OTHER)) is None
    async with database.reading() as session:
        assert (await session.scalars(select(Address))).all() == []
        assert (await session.scalars(select(Card.chat_id))).all() == [NUMBER + OTHER]


async def test_people_are_named_by_what_the_channel_calls_them(database: Database) -> None:
    person = await wrote(database)
    async with database.reading() as session:
        users = await addresses.user_ids(session, [person.id, NUMBER], Channel.TELEGRAM)
    assert users == {person.id: str(NUMBER)}


async def test_a_batch_is_read_in_one_statement(database: Database) -> None:
    numbers = range(NUMBER, NUMBER + 20)
    for number in numbers:
        await wrote(database, number)
    handles = [user(number) for number in numbers]
    async with database.transaction() as session:
        said = await statements(session)
        await addresses.load(session, [*handles, user(1)])
        for number in numbers:
            person = await addresses.wrote(session, user(number), number, "zh", now=NOW)
            assert await people.reachable(session, person.id) is not None
        assert await addresses.behind(session, user(1)) is None
        await session.flush()
    assert len(said) == 1


async def statements(session: AsyncSession) -> list[str]:
    """What is said to the database from now on."""
    said: list[str] = []
    connection = await session.connection()

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        said.append(statement)

    event.listen(connection.sync_connection, "before_cursor_execute", note)
    return said
