"""A Telegram over HTTP, the demo community on disk, and the program between them."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.world import World
from storage.engine import Database
from tests.conftest import copy_of
from tests.process.program import Program
from tests.process.town import Town, a_telegram, found, settings_for


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.process)


@pytest.fixture
def world() -> World:
    return World(clock=lambda: datetime.now(UTC))


@pytest.fixture
async def telegram(world: World) -> AsyncIterator[str]:
    """Where the World's Bot API is."""
    async with a_telegram(world) as address:
        yield address


@pytest.fixture
async def town(world: World, sqlite_template: Path, tmp_path: Path) -> AsyncIterator[Town]:
    database = Database(copy_of(sqlite_template, tmp_path / "jinlin.db"))
    yield await found(world, database)
    await database.close()


@pytest.fixture
async def program(town: Town, telegram: str, tmp_path: Path) -> AsyncIterator[Program]:
    """By long polling; not started yet."""
    made = Program(tmp_path, settings_for(town, telegram))
    yield made
    if made.running:
        await made.kill()
    print(made.log)  # noqa: T201 - pytest shows it when the test failed
