"""The demo: the community's data in the database, its people and groups in the sandbox."""

from collections.abc import Mapping
from datetime import time
from itertools import zip_longest

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from bot.sandbox.messengers import Messengers
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.templates import Consent, Template
from bot.sandbox.wecom import chats as wecom_chats
from bot.sandbox.wecom.gateway import Gateway
from bot.sandbox.world import World
from bot.work import Clock
from services import areas
from services.meals import demo_menus
from services.people.named_chats import chat_of
from storage.engine import Database
from storage.importing import DemoGroup, bind_demo_group, demo_groups, import_demo
from storage.importing.demo import demo_book
from storage.importing.wechat_templates import (
    MATTERS,
    VALUES,
    WAYS,
    import_wechat_templates,
)
from storage.tables import Channel, NoticeTemplate, Purpose, QuietHours
from storage.templates import Value

RESIDENT = "居民"
NEIGHBOUR = "李阿姨"
"""Lives in the same building, so that what one person reported can concern another."""
ON_WECHAT = "林阿姨"
BESIDE_HER = "赵老师"
"""Lives where she does, in a second community, and has Telegram."""
WECOM_GROUP = DemoGroup("大根社区工作群", "350102004003", Purpose.STAFF)
"""Of the community where those two live."""
WECOM_STAFF = {"dagen-office": "社区干事", "dagen-grid": "大根网格员"}
"""Names by userid."""
WEBHOOK_GROUP = DemoGroup("竹林境社区工作群", "350102004004", Purpose.STAFF)
"""Of a third community, whose group has no robot but a webhook (群机器人)."""
WEBHOOK_STAFF = {"zhulinjing-office": "竹林干事"}
"""Names by userid."""
IN_THE_THIRD = "黄叔叔"
"""Lives there, and has Telegram."""
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


async def seed_beside(messengers: Messengers, database: Database, clock: Clock) -> dict[str, str]:
    """Two more communities, after `seed`: one served by Telegram, WeChat and WeCom's robot, and
    one whose staff have a webhook alone: its key, by what it serves, as in WECOM_WEBHOOKS.
    """
    telegram, wechat, wecom = messengers.telegram, messengers.wechat, messengers.wecom
    names = {user.first_name for user in telegram.users.values()}
    for name in (BESIDE_HER, IN_THE_THIRD):
        if name not in names:
            telegram.add_user(name)
    if not wechat.people:
        wechat.add_person(ON_WECHAT)
    chatid = _staff_on(wecom).id
    chat = await chat_of(database, Channel.WECOM, chatid, is_group=True, now=clock())
    async with database.transaction() as session:
        await bind_demo_group(session, WECOM_GROUP, chat, clock())
        for group in (WECOM_GROUP, WEBHOOK_GROUP):
            await _never_asleep(session, group.area_code)
        await _templates(session, wechat)
    return {f"{WEBHOOK_GROUP.area_code}/{WEBHOOK_GROUP.purpose}": _webhook_on(wecom)}


async def _never_asleep(session: AsyncSession, code: str) -> None:
    """Nothing comes to WeCom without a sound: who tries this in the evening would see no card."""
    area = await areas.by_code(session, code)
    if area is not None and await session.get(QuietHours, area.id) is None:
        session.add(QuietHours(area_id=area.id, begins=time(0), ends=time(0)))


async def _templates(session: AsyncSession, wechat: Platform) -> None:
    """What the account may send outside any window; the platform keeps no templates."""
    await import_wechat_templates(session, await demo_book("wechat-templates.csv"))
    labels = {value: word for word, value in VALUES.items()}
    titles = {matter: word for word, matter in MATTERS.items()}
    consents = {way: Consent(word) for word, way in WAYS.items()}
    for each in await session.scalars(select(NoticeTemplate)):
        fields = {name: labels[Value(value)] for name, value in each.fields.items()}
        consent = consents[each.way]
        title = "社区服务台通知" if consent is Consent.NONE else titles[each.matter]
        wechat.add_template(Template(each.template_id, title, fields, consent=consent))


def _staff_on(wecom: Gateway) -> wecom_chats.Chat:
    """The enterprise with its robot, and the group, in which the robot was mentioned before."""
    if not wecom.robots:
        wecom.add_robot("jinlin-desk", "opens-the-sandbox-only", "近邻")
    _join(wecom, WECOM_STAFF)
    if (group := _group_on(wecom, WECOM_GROUP)) is None:
        group = wecom.add_group(WECOM_GROUP.title, list(WECOM_STAFF))
        group.opened.update(wecom.robots)
    return group


def _webhook_on(wecom: Gateway) -> str:
    """Its key: the same each time, since another key is another group."""
    for key, webhook in wecom.webhooks.items():
        if webhook.group.name == WEBHOOK_GROUP.title:
            return key
    _join(wecom, WEBHOOK_STAFF)
    return wecom.add_webhook(wecom.add_group(WEBHOOK_GROUP.title, list(WEBHOOK_STAFF), robots=()))


def _join(wecom: Gateway, people: Mapping[str, str]) -> None:
    for userid, name in people.items():
        if userid not in wecom.people:
            wecom.add_member(userid, name)


def _group_on(wecom: Gateway, wanted: DemoGroup) -> wecom_chats.Chat | None:
    return next((each for each in wecom.groups.values() if each.name == wanted.title), None)


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
        if user.first_name not in (RESIDENT, NEIGHBOUR, BESIDE_HER, IN_THE_THIRD)
    )
