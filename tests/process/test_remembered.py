"""What is kept in memory follows what other processes commit: by SQL, and by an importer."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from datetime import date
from itertools import cycle
from pathlib import Path

import pytest
from sqlalchemy import URL, select
from sqlalchemy.ext.asyncio import AsyncSession

from services import calendar
from storage.engine import Database
from storage.remembered import remembered
from storage.tables import CalendarDay
from tests.process.program import ROOT, command

DAY = date(2026, 3, 2)
"""A Monday."""
TIMES = 200
IMPORTED = "日期,上班,说明\n2026-03-02,否,台风\n"

reads: list[int] = []


@remembered(CalendarDay)
async def _note(session: AsyncSession) -> int:
    reads.append(int(await session.scalar(select(CalendarDay.note)) or 0))
    return reads[-1]


@pytest.fixture
async def declared(database: Database) -> Database:
    """A database with one working day, which it remembers."""
    async with database.transaction() as session:
        session.add(CalendarDay(day=DAY, working=True, note="0"))
    return database


@pytest.fixture
async def elsewhere(declared: Database) -> AsyncIterator[Process]:
    """A process that changes the day again and again, and says how often it has."""
    address = declared.url.render_as_string(hide_password=False)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.process.writing_elsewhere", address, str(TIMES)),
        cwd=ROOT,
        stdout=PIPE,
    )
    yield process
    if process.returncode is None:
        process.kill()
    await process.wait()


async def test_no_transaction_is_staler_than_its_beginning(
    declared: Database, elsewhere: Process
) -> None:
    committed = 0

    async def listen() -> None:
        nonlocal committed
        assert elsewhere.stdout is not None
        async for line in elsewhere.stdout:
            committed = int(line)

    listening = asyncio.create_task(listen())
    for transaction in cycle((declared.reading, declared.transaction)):
        known = committed
        async with transaction() as session:
            assert await _note(session) >= known
        await asyncio.sleep(0)
        if listening.done():
            break
    assert await elsewhere.wait() == 0

    async with declared.reading() as session:
        assert await _note(session) == committed == TIMES
    reads.clear()
    async with declared.transaction() as session:
        assert await _note(session) == TIMES
    assert reads == [], "what nobody has changed is not read again"


async def test_a_transaction_that_begins_after_an_import_knows_it(
    declared: Database, database_url: URL, tmp_path: Path
) -> None:
    async with declared.transaction() as session:
        assert await calendar.is_working_day(session, DAY)
    table = tmp_path / "days.csv"
    table.write_text(IMPORTED, encoding="utf-8")
    address = {"DATABASE_URL": database_url.render_as_string(hide_password=False)}
    code, said = await command(tmp_path, "import", "calendar", str(table), settings=address)
    assert code == 0, said
    for transaction in (declared.transaction, declared.reading):
        async with transaction() as session:
            assert not await calendar.is_working_day(session, DAY)
