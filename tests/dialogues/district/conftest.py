"""The demo community with a desk around which things go wrong once its world is not calm."""

import random
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from storage.engine import Database
from tests.conftest import copy_of
from tests.dialogues.conftest import group_chats
from tests.dialogues.district.trouble import MoodyWorld, TroubledDesk
from tests.dialogues.phones import MovableClock

SEED = 20261126


@pytest.fixture
def chance() -> random.Random:
    return random.Random(SEED)  # noqa: S311 - a test that can be repeated, not a secret


@pytest.fixture
def world(clock: MovableClock, chance: random.Random) -> Iterator[MoodyWorld]:
    world = MoodyWorld(chance, clock=clock)
    yield world
    assert world.refused == [], "the Bot API refused what the bot asked for"


@pytest.fixture
async def desk(
    world: MoodyWorld,
    clock: MovableClock,
    demo_template: Path,
    tmp_path: Path,
    chance: random.Random,
) -> AsyncIterator[TroubledDesk]:
    database = Database(copy_of(demo_template, tmp_path / "jinlin.db"))
    chats = await group_chats()
    made = TroubledDesk(world, database, clock, chats, chance)
    await made.app.prepare()
    owner = world.add_user("群主").id
    for title, chat_id in chats.items():
        world.add_group(title, [owner], chat_id=chat_id)
    await made.settle()
    yield made
    await database.close()
