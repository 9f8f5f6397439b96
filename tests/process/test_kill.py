"""kill -9 at random moments: who was told a number has it, who was promised a message gets it."""

import asyncio
import random
from collections import Counter

from sqlalchemy import Select, func, select

from bot.sender.flights import UNDER_WAY
from storage.tables import Card, OutboxMessage, OutboxState, Ticket
from tests.process.conftest import Town
from tests.process.people import NUMBER, Resident
from tests.process.program import Program

SEED = 20261122
RESIDENTS = 40
CONVERSATIONS = 5
"""Of each resident: 200 together."""
KILLS = 6
WITHIN = 8.0
"""Seconds from when it is up to the next kill, at most; one kill in three hits it starting."""


async def test_nothing_confirmed_is_lost_or_doubled_and_every_promise_is_kept(
    town: Town, program: Program
) -> None:
    residents = await town.move_in(RESIDENTS)
    await program.start()
    filing = asyncio.gather(*(_files_again_and_again(resident) for resident in residents))
    await asyncio.gather(filing, _killed_again_and_again(program))
    await _until_nothing_waits(town)
    assert await program.stop() == 0

    confirmed = Counter(number for resident in residents for number in resident.numbers)
    assert len(confirmed) == confirmed.total() == RESIDENTS * CONVERSATIONS
    async with town.database.reading() as session:
        filed = Counter(await session.scalars(select(Ticket.number)))
        cards = await session.scalar(select(func.count()).select_from(Card))
        given_up = await session.scalar(_count(OutboxState.GIVEN_UP))
    assert filed == confirmed
    assert given_up == 0
    posted = Counter(_numbers_in(town))
    assert posted.keys() == confirmed.keys()
    assert cards is not None
    assert cards >= len(confirmed)
    assert posted.total() - len(posted) <= KILLS * UNDER_WAY
    assert town.world.token not in program.log


async def _files_again_and_again(resident: Resident) -> None:
    for _conversation in range(CONVERSATIONS):
        await resident.files()


async def _killed_again_and_again(program: Program) -> None:
    chance = random.Random(SEED)  # noqa: S311 - a test that can be repeated, not a secret
    moments = [chance.uniform(0, WITHIN) for _kill in range(KILLS)]
    print(f"seed {SEED}: killed after", *(f"{moment:.2f}" for moment in moments))  # noqa: T201
    for number, moment in enumerate(moments):
        if number % 3 != 2:
            await program.is_up()
        await asyncio.sleep(moment)
        await program.kill()
        await program.start()


def _count(state: OutboxState) -> Select[int]:
    return select(func.count(OutboxMessage.id)).where(OutboxMessage.state == state)


async def _until_nothing_waits(town: Town) -> None:
    async with asyncio.timeout(60):
        while True:
            async with town.database.reading() as session:
                if not await session.scalar(_count(OutboxState.WAITING)):
                    return
            await asyncio.sleep(0.1)


def _numbers_in(town: Town) -> list[str]:
    """One for each card that stands in a staff group."""
    return [
        found[1]
        for chat_id in town.groups
        for message in town.world.room(chat_id).messages.values()
        if (found := NUMBER.search(message.text or ""))
    ]
