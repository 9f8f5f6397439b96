"""The demo community with its people."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any, cast

import pytest
from aiogram import Bot

from bot.app import App, make_bot
from bot.sandbox.groups import FIRST_GROUP_ID
from bot.sandbox.session import WorldSession
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.world import World
from bot.settings import Settings
from services import public_holidays
from services.meals import demo_menus
from storage import folding
from storage.engine import Database
from storage.importing import demo_groups, import_demo
from storage.tables import Channel
from tests.conftest import copy_of, sqlite_url
from tests.dialogues.channels import places_of
from tests.dialogues.moving import moves_in
from tests.dialogues.on_webhooks import OnWebhooks
from tests.dialogues.on_wechat import OnWechat, account_at
from tests.dialogues.on_wecom import ADMIN as WECOM_ADMIN
from tests.dialogues.on_wecom import OnWecom
from tests.dialogues.phones import Desk, MovableClock, Phone
from tests.dialogues.slow_work import noted_on_the_loop
from tests.dialogues.watched import WatchedWorld
from tests.dialogues.webhook_phones import WebhookPhone
from tests.dialogues.wechat_phones import WechatPhone
from tests.dialogues.wecom_phones import WecomPhone

ADMIN = 900


@pytest.fixture(scope="session")
def demo_template(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo community with its groups bound, in a file to be copied for each dialogue."""
    path = tmp_path_factory.mktemp("demo") / "demo.db"
    shutil.copyfile(sqlite_template, path)

    async def load() -> None:
        await folding.load()
        await public_holidays.load()
        database = Database(sqlite_url(path))
        async with database.transaction() as session:
            await import_demo(session, now=MovableClock()(), chats=await group_chats())
            await demo_menus.load(session, now=MovableClock()())
        await database.close()

    asyncio.run(load())
    return path


async def group_chats() -> dict[str, int]:
    """The demo's groups by title, with the chat ids they get in every world."""
    return {group.title: FIRST_GROUP_ID - at for at, group in enumerate(await demo_groups())}


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def world(clock: MovableClock, request: pytest.FixtureRequest) -> Iterator[WatchedWorld]:
    """Afterwards the bot must have asked for nothing that the Bot API refuses, nor shown a button
    that cannot be said by a number.

    A test that wants a refusal is marked `refused("what the Bot API says")`.
    """
    world = WatchedWorld(clock=clock)
    yield world
    wanted = [mark.args[0] for mark in request.node.iter_markers("refused")]
    unwanted = [said for said in world.refused if not any(each in said for each in wanted)]
    assert unwanted == [], "the Bot API refused what the bot asked for"
    assert world.unnumbered == [], "buttons that a channel without buttons could not offer"


@pytest.fixture
def others() -> dict[Channel, Bot]:
    """Bots beside the first one."""
    return {}


@pytest.fixture
async def desk(
    messenger: Channel,
    office_on: Channel,
    world: World,
    clock: MovableClock,
    others: dict[Channel, Bot],
    demo_template: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> AsyncIterator[Desk]:
    """Afterwards nothing slow may have been done on the event loop."""
    slow = noted_on_the_loop(monkeypatch)
    database = Database(copy_of(demo_template, tmp_path / "jinlin.db"))
    settings = Settings(
        _env_file=None, admin_ids=frozenset({ADMIN}), wecom_admins=frozenset({WECOM_ADMIN})
    )
    bot = make_bot(world.token, WorldSession(world))
    platform = Platform(clock)
    account = account_at(platform, database, clock) if messenger == Channel.WECHAT else None
    chats = await group_chats()
    wecom = OnWecom(database, clock) if Channel.WECOM in (messenger, office_on) else None
    if wecom is not None and office_on == Channel.WECOM:
        await wecom.moves_here(chats)
    webhooks = OnWebhooks(database, clock) if office_on == Channel.WECOM_WEBHOOK else None
    if webhooks is not None:
        await webhooks.move_here(chats)
    besides: dict[Channel, Any] = {
        Channel.WECHAT: account,
        Channel.WECOM: wecom,
        Channel.WECOM_WEBHOOK: webhooks,
    }
    besides = {channel: each for channel, each in besides.items() if each is not None}
    app = App(
        settings,
        database,
        bot,
        clock,
        others=others | {channel: each.bot for channel, each in besides.items()},
        make_code=account.wechat.qr_code if account else None,
        couriers={channel: each.courier for channel, each in besides.items()},
    )
    await app.prepare()
    world.add_user("管理员", user_id=ADMIN)
    for title, chat_id in chats.items():
        world.add_group(title, [ADMIN], chat_id=chat_id)
    made = Desk(world, app, clock, chats)
    await made.overlooks()
    async with AsyncExitStack() as stack:
        if account is not None:
            made.wechat = OnWechat(platform, account, app)
            await stack.enter_async_context(made.wechat.at_work())
        if wecom is not None:
            made.wecom = wecom
            await stack.enter_async_context(wecom.at_work(app))
        if webhooks is not None:
            made.webhooks = webhooks
            await stack.enter_async_context(webhooks.at_work(app))
        yield made
    await made.app.database.close()
    assert slow == [], "done on the event loop: asyncio.to_thread lets others be served meanwhile"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if places := places_of(metafunc):
        ids = ["-".join(dict.fromkeys(each)) for each in places]
        metafunc.parametrize(("messenger", "office_on"), places, ids=ids)


@pytest.fixture
def messenger() -> Channel:
    """Where the residents are."""
    return Channel.TELEGRAM


@pytest.fixture
def office_on() -> Channel:
    """Where staff are."""
    return Channel.TELEGRAM


NewPerson = Callable[[str], Phone]


@pytest.fixture
def new_resident(desk: Desk, messenger: Channel) -> NewPerson:
    def make(name: str) -> Phone:
        if desk.wechat is not None:
            # It has the same words.
            return cast("Phone", WechatPhone(desk, desk.wechat, name))
        if messenger == Channel.WECOM and desk.wecom is not None:
            return cast("Phone", WecomPhone(desk, desk.wecom, name, None))
        user = desk.world.add_user(name)
        return Phone(desk, user.id, user.id)

    return make


@pytest.fixture
async def resident(new_resident: NewPerson) -> Phone:
    """Somebody who has agreed and lives in the demo community."""
    return await moves_in(new_resident("居民"))


@pytest.fixture
def member_of(desk: Desk) -> Callable[[str, str], Phone]:
    """(a group's title, a name) → a member of that group, looking at it."""

    def make(title: str, name: str) -> Phone:
        if desk.wecom is not None and title in desk.wecom.groups:
            group = desk.wecom.groups[title]
            return cast("Phone", WecomPhone(desk, desk.wecom, name, group))
        if desk.webhooks is not None:
            return cast("Phone", WebhookPhone(desk, desk.webhooks, name, title))
        user = desk.world.add_user(name)
        desk.world.join(desk.chats[title], user.id)
        return Phone(desk, user.id, desk.chats[title])

    return make


@pytest.fixture
def admin_in(desk: Desk) -> Callable[[str], Phone]:
    """(a group's title) → the administrator, looking at it."""

    def make(title: str) -> Phone:
        if desk.wecom is not None and title in desk.wecom.groups:
            group = desk.wecom.groups[title]
            return cast("Phone", WecomPhone(desk, desk.wecom, WECOM_ADMIN, group))
        return Phone(desk, ADMIN, desk.chats[title])

    return make


@pytest.fixture
def staff(member_of: Callable[[str, str], Phone]) -> Phone:
    return member_of("军门社区工作群", "社工甲")


@pytest.fixture
def canteen_staff(member_of: Callable[[str, str], Phone]) -> Phone:
    return member_of("军门长者食堂群", "食堂管理员甲")


@pytest.fixture
def colleague(member_of: Callable[[str, str], Phone], staff: Phone) -> Phone:
    return member_of("军门社区工作群", "社工乙")
