"""Rows read fresh, changed under a condition, held: of two at once, one is first and both know."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import event, update
from sqlalchemy.ext.asyncio import AsyncSession

from services import rows
from services.errors import NotFound
from storage.engine import Database
from storage.tables import CalendarDay, Person

DAY, OTHER = date(2026, 11, 23), date(2026, 11, 24)
NOW = datetime(2026, 11, 23, 1, tzinfo=UTC)
MANY = 20
Reading = Callable[[AsyncSession, type[CalendarDay], date], Awaitable[CalendarDay]]


@pytest.fixture
async def days(database: Database) -> Database:
    """Two days whose notes are numbers."""
    async with database.transaction() as session:
        session.add_all(CalendarDay(day=day, working=True, note="0") for day in (DAY, OTHER))
    return database


async def note(days: Database, day: date = DAY) -> str:
    async with days.reading() as session:
        return (await rows.current(session, CalendarDay, day)).note


async def behind_its_back(session: AsyncSession, note: str) -> None:
    """As another transaction would: objects of the session do not hear of it."""
    await session.execute(
        update(CalendarDay).values(note=note), execution_options={"synchronize_session": False}
    )


@pytest.mark.parametrize("read", [rows.current, rows.held])
async def test_a_row_is_read_as_it_is_now(days: Database, read: Reading) -> None:
    async with days.transaction() as session:
        before = await read(session, CalendarDay, DAY)
        await behind_its_back(session, "1")
        assert (await read(session, CalendarDay, DAY)).note == "1"
        assert before.note == "1"
        with pytest.raises(NotFound):
            await read(session, CalendarDay, date(1999, 1, 1))


async def test_only_the_row_that_fits_is_changed(days: Database) -> None:
    async with days.transaction() as session:
        known = await rows.current(session, CalendarDay, DAY)
        changed = await rows.change(
            session, CalendarDay, CalendarDay.day == DAY, CalendarDay.note == "0", note="1"
        )
        assert changed is known
        assert known.note == "1"
        again = await rows.change(
            session, CalendarDay, CalendarDay.day == DAY, CalendarDay.note == "0", note="2"
        )
        assert again is None
    assert (await note(days), await note(days, OTHER)) == ("1", "0")


async def test_all_that_fit_are_changed(days: Database) -> None:
    async with days.transaction() as session:
        changed = await rows.change_all(session, CalendarDay, CalendarDay.working, note="1")
        assert {row.day for row in changed} == {DAY, OTHER}
        assert await rows.change_all(session, CalendarDay, CalendarDay.note == "0", note="2") == []


async def test_a_row_that_changed_meanwhile_is_left_as_it_is(days: Database) -> None:
    async with days.transaction() as session:
        seen = await rows.current(session, CalendarDay, DAY)
        await behind_its_back(session, "1")
        with pytest.raises(rows.Outrun):
            await rows.change_seen(session, seen, CalendarDay.note, note="2")
        await rows.change_seen(session, seen, CalendarDay.working, note="3")
    assert (await note(days), await note(days, OTHER)) == ("3", "1")


async def test_what_was_seen_as_empty_makes_no_statement_of_its_own(database: Database) -> None:
    """Or there would be one to compile for each set of columns that happen to be empty."""
    statements = set[str]()

    def note_it(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        statements.add(statement)

    async with database.transaction() as session:
        people = [
            Person(id=at, language="zh", created_at=NOW, consented_at=agreed)
            for at, agreed in enumerate((None, NOW), start=1)
        ]
        session.add_all(people)
        await session.flush()
        event.listen(database.writer.sync_engine, "before_cursor_execute", note_it)
        for person in people:
            await rows.change_seen(session, person, Person.consented_at, name="张")
        assert [person.name for person in people] == ["张", "张"]
        assert len(statements) == 1


async def test_of_many_at_once_one_is_first(days: Database) -> None:
    async def closes(number: int) -> bool:
        async with days.transaction() as session:
            closed = await rows.change(
                session,
                CalendarDay,
                CalendarDay.day == DAY,
                CalendarDay.working,
                working=False,
                note=str(number),
            )
            return closed is not None

    first = await asyncio.gather(*map(closes, range(MANY)))
    assert sum(first) == 1
    assert await note(days) == str(first.index(True))


async def test_who_was_outrun_judges_again_and_nothing_is_lost(days: Database) -> None:
    @rows.judged_again
    async def count(session: AsyncSession) -> None:
        row = await rows.current(session, CalendarDay, DAY)
        await asyncio.sleep(0)
        await rows.change_seen(session, row, CalendarDay.note, note=str(int(row.note) + 1))

    async def counts() -> None:
        async with days.transaction() as session:
            await count(session)

    await asyncio.gather(*(counts() for _ in range(MANY)))
    assert await note(days) == str(MANY)


async def test_what_is_held_waits_for_nobody_but_its_holder(days: Database) -> None:
    async def counts() -> None:
        async with days.transaction() as session:
            row = await rows.held(session, CalendarDay, DAY)
            await asyncio.sleep(0)
            row.note = str(int(row.note) + 1)

    await asyncio.gather(*(counts() for _ in range(MANY)))
    assert await note(days) == str(MANY)


async def test_what_is_there_stays_and_what_is_missing_is_added(days: Database) -> None:
    new = date(2026, 11, 25)
    values = [{"day": day, "working": False, "note": "new"} for day in (DAY, new)]
    async with days.transaction() as session:
        added = await rows.add_missing(session, CalendarDay, values)
        assert [(row.day, row.note) for row in added] == [(new, "new")]
        assert await rows.add_missing(session, CalendarDay, values) == []
        assert await rows.add_missing(session, CalendarDay, []) == []
    assert (await note(days, DAY), await note(days, new)) == ("0", "new")
