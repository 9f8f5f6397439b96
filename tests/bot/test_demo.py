"""The demo's people and groups are there, however old the sandbox is that was left."""

from datetime import UTC, datetime

from bot import demo
from bot.sandbox.world import World
from storage.engine import Database

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)


async def test_started_again_it_adds_the_groups_that_are_missing_and_nobody_twice(
    database: Database,
) -> None:
    world = World(clock=lambda: NOW)
    world.add_user(demo.RESIDENT)
    kept = next(iter(demo.STAFF))
    world.add_group(kept, [world.add_user(name).id for name in demo.STAFF[kept]])
    await demo.seed(world, database, lambda: NOW)
    await demo.seed(world, database, lambda: NOW)
    assert sorted(_titles(world)) == sorted(demo.STAFF)
    names = [user.first_name for user in world.users.values() if not user.is_bot]
    everybody = [name for names_of in demo.STAFF.values() for name in names_of]
    assert sorted(names) == sorted([demo.RESIDENT, demo.NEIGHBOUR, *everybody])


def _titles(world: World) -> list[str]:
    return [room.chat.title for room in world.rooms.values() if room.chat.title]


async def test_the_page_shows_a_resident_staff_and_a_volunteer_first(database: Database) -> None:
    world = World(clock=lambda: NOW)
    await demo.seed(world, database, lambda: NOW)
    first = [user.first_name for user in world.users.values()][:4]
    assert first == [demo.RESIDENT, "社区工作者", "志愿者队长", "食堂管理员"]
