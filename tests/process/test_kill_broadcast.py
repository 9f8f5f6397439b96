"""kill -9 while a message goes to many: everybody gets it, and nobody is promised it twice."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.sender.limits import TELEGRAM
from services import broadcasts
from services.audiences import Audience
from services.broadcasts import NewBroadcast, Progress
from storage.tables import BroadcastState, OutboxMessage
from tests.process.program import Program
from tests.process.sends_to_many import WORDS
from tests.process.town import Town, settings_for
from tests.services.broadcasts.broadcast_factories import KIND, SUBJECT, Kind, handing_in

SEED = 20261126
PEOPLE = 200
KILLS = 3
WITHIN = 3.0
"""Seconds from when it is up to the next kill, at most."""
PATIENCE = 240


@pytest.fixture
async def program(town: Town, telegram: str, tmp_path: Path) -> AsyncIterator[Program]:
    made = Program(tmp_path, settings_for(town, telegram), module="tests.process.sends_to_many")
    yield made
    if made.running:
        await made.kill()
    print(made.log)  # noqa: T201 - pytest shows it when the test failed


async def test_everybody_gets_it_and_nobody_is_promised_it_twice(
    town: Town, program: Program
) -> None:
    residents = await town.move_in(PEOPLE)
    for each in residents:
        each.says("/start")
    town.world.updates.pending.clear()
    broadcast_id = await _begin(town)
    chance = random.Random(SEED)  # noqa: S311 - a test that can be repeated, not a secret
    for _kill in range(KILLS):
        await program.start()
        await program.is_up()
        await asyncio.sleep(chance.uniform(0.5, WITHIN))
        await program.kill()
    await program.start()
    seen = await _ended(town, broadcast_id)

    assert (seen.total, seen.sent) == (PEOPLE, PEOPLE)
    got = Counter(
        {each.user_id: sum(message.text == WORDS for message in each.screen) for each in residents}
    )
    assert min(got.values()) == 1
    # What the messenger had taken, and nobody had written down, when it was killed.
    assert got.total() - PEOPLE <= KILLS * TELEGRAM.under_way
    assert await _promised(town) == PEOPLE
    assert await program.stop() == 0


async def _begin(town: Town) -> int:
    now = datetime.now(UTC)
    with handing_in(Kind()):
        async with town.database.transaction() as session:
            new = NewBroadcast(
                kind=KIND,
                subject_id=SUBJECT,
                area_id=town.homes[0],
                audience=Audience(area_ids=tuple(town.homes)),
            )
            return (await broadcasts.start(session, new, now=now)).id


async def _ended(town: Town, broadcast_id: int) -> Progress:
    async with asyncio.timeout(PATIENCE):
        while True:
            async with town.database.reading() as session:
                seen = await broadcasts.progress(session, broadcast_id, now=datetime.now(UTC))
            if seen.state is BroadcastState.DONE:
                return seen
            await asyncio.sleep(0.5)


async def _promised(town: Town) -> int:
    """Rows of the outbox that were ever written for it."""
    async with town.database.reading() as session:
        of_it = OutboxMessage.broadcast_id.is_not(None)
        return await session.scalar(select(func.count()).where(of_it)) or 0
