"""The demo's people and groups are there, however old the sandbox is that was left."""

from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from bot import demo
from bot.sandbox.messengers import Messengers
from bot.sandbox.wechat.templates import Consent
from bot.sandbox.world import World
from storage.engine import Database
from storage.tables import Channel, Group, QuietHours

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


async def test_the_other_communities_have_one_group_each_however_often_it_is_started(
    database: Database, tmp_path: Path
) -> None:
    keys = set()
    for _ in range(2):
        messengers = Messengers.kept_in(tmp_path, lambda: NOW, "http://127.0.0.1:1")
        await demo.seed(messengers.telegram, database, lambda: NOW)
        for _again in range(2):
            keys |= set((await demo.seed_beside(messengers, database, lambda: NOW)).items())
        messengers.wecom.save()
    async with database.reading() as session:
        [group] = await session.scalars(select(Group).where(Group.channel == Channel.WECOM))
        quiet = {each.area_id: each for each in await session.scalars(select(QuietHours))}
    assert group.title == demo.WECOM_GROUP.title
    assert len(quiet) == 2
    assert quiet[group.area_id].begins == quiet[group.area_id].ends
    [(serves, key)] = keys
    assert serves == "350102004004/staff"
    assert messengers.wecom.webhooks[key].group.name == demo.WEBHOOK_GROUP.title
    assert len(messengers.wecom.groups) == 2
    assert [person.name for person in messengers.wechat.people.values()] == [demo.ON_WECHAT]
    names = [user.first_name for user in messengers.telegram.users.values()]
    assert names.count(demo.BESIDE_HER) == names.count(demo.IN_THE_THIRD) == 1
    assert {"sandbox-request", "sandbox-notice"} <= messengers.wechat.templates.keys()
    consents = {each.id: each.consent for each in messengers.wechat.templates.values()}
    assert consents["sandbox-asked-once"] is Consent.ONCE
    assert consents["sandbox-tasks"] is Consent.STANDING
