"""The demo: the community's data in the database, its people and groups in the sandbox."""

from itertools import zip_longest

from bot.sandbox.wechat.platform import Platform
from bot.sandbox.world import World
from bot.work import Clock
from services.meals import demo_menus
from storage.engine import Database
from storage.importing import demo_groups, import_demo

RESIDENT = "居民"
NEIGHBOUR = "李阿姨"
"""Lives in the same building, so that what one person reported can concern another."""
ON_WECHAT = "林阿姨"
STAFF_GROUP = "军门社区工作群"
STAFF = {
    STAFF_GROUP: ("社区工作者", "网格员"),
    "军门社区志愿者群": ("志愿者队长",),
    "军门长者食堂群": ("食堂管理员",),
    "军门物业维修组": ("物业师傅",),
    "东街街道城管巡查组": ("城管队员",),
    "东街街道网格中心": ("街道值班员",),
}
"""Roles, by the group they work in."""


async def seed(world: World, database: Database, clock: Clock) -> None:
    """Load what is missing; started again, the sandbox and the database are as they were left."""
    await _people(world)
    async with database.transaction() as session:
        await import_demo(session, now=clock(), chats=_chats(world))
        await demo_menus.load(session, now=clock())


def add_followers(platform: Platform) -> None:
    """Who lives here and has WeChat; following the account is left to them."""
    if not platform.people:
        platform.add_person(ON_WECHAT)


async def _people(world: World) -> None:
    """Those who are missing: a newer demo has more groups than the one that was left."""
    if not world.users:
        world.add_user(RESIDENT)
    chats = _chats(world)
    missing = [group.title for group in await demo_groups() if group.title not in chats]
    # The page shows the first few: one of each group before a second of any.
    by_rank = zip_longest(*(STAFF[title] for title in missing))
    ids = {name: world.add_user(name).id for rank in by_rank for name in rank if name}
    for title in missing:
        world.add_group(title, [ids[name] for name in STAFF[title]])
    if not any(user.first_name == NEIGHBOUR for user in world.users.values()):
        world.add_user(NEIGHBOUR)


def _chats(world: World) -> dict[str, int]:
    """Chat ids of the living groups by their titles."""
    return {
        room.chat.title: room.id
        for room in world.rooms.values()
        if room.chat.title and room.migrated_to is None
    }


def admins(world: World) -> frozenset[int]:
    """Everybody who works in the demo may bind groups."""
    return frozenset(
        user_id
        for user_id, user in world.users.items()
        if user.first_name not in (RESIDENT, NEIGHBOUR)
    )
