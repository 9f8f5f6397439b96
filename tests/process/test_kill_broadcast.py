"""kill -9 while a message goes to many: everybody gets it, and nobody is promised it twice."""

import random
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.sandbox.world import World
from storage.engine import Database
from tests.process import crowd
from tests.process.program import Program
from tests.process.town import Town, found, has_leases, settings_for

SEED = 20261126
PEOPLE = 200
KILLS = 3
FURTHER = 50
"""Who have it from one kill to the next, at most."""
MODULE = "tests.process.sends_to_many"


@pytest.fixture
async def program(town: Town, telegram: str, tmp_path: Path) -> AsyncIterator[Program]:
    async with _ended(Program(tmp_path, settings_for(town, telegram), module=MODULE)) as made:
        yield made


@asynccontextmanager
async def _ended(made: Program) -> AsyncIterator[Program]:
    yield made
    if made.running:
        await made.kill()
    print(made.log)  # noqa: T201 - pytest shows it when the test failed


async def test_everybody_gets_it_and_nobody_is_promised_it_twice(
    town: Town, program: Program
) -> None:
    people = await crowd.gather(town, PEOPLE)
    await people.are_to_be_told()
    chance = random.Random(SEED)  # noqa: S311 - a test that can be repeated, not a secret
    for _kill in range(KILLS):
        await program.start()
        await people.have_it(chance.randint(1, FURTHER))
        await program.kill()
    await program.start()
    await people.check(KILLS)
    assert await program.stop() == 0


@pytest.fixture
async def two_programs(
    world: World, postgresql: Database, telegram: str, tmp_path: Path
) -> AsyncIterator[tuple[Town, Program, Program]]:
    """On one database, each able to do everything; updates would be posted to them."""
    town = await found(world, postgresql)
    hook = {"WEBHOOK_URL": "https://desk.example.org", "WEBHOOK_SECRET": "only-telegram-knows"}
    async with AsyncExitStack() as stack:
        programs = []
        for name in ("first", "second"):
            folder = tmp_path / name
            folder.mkdir()
            settings = settings_for(town, telegram) | hook
            made = Program(folder, settings, module=MODULE)
            programs.append(await stack.enter_async_context(_ended(made)))
        yield town, programs[0], programs[1]


@pytest.mark.postgresql
async def test_another_process_goes_on_where_the_one_that_sent_was_killed(
    two_programs: tuple[Town, Program, Program],
) -> None:
    town, first, second = two_programs
    people = await crowd.gather(town, PEOPLE)
    await first.start()
    await has_leases(town.database, 2)
    await second.start()
    await second.is_up()
    await people.are_to_be_told()
    await people.have_it(FURTHER)
    await first.kill()
    await people.check(kills=1)
    assert "this process does the sending:telegram now" in second.log
    assert await second.stop() == 0
