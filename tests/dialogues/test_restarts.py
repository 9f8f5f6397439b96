"""Interrupted in the middle: by a restart, a new version, or a command."""

from typing import Any

import pytest
from sqlalchemy import select

from bot.app import App, make_bot
from bot.sandbox.session import WorldSession
from bot.settings import Settings
from storage.engine import Database
from storage.tables import Channel, Conversation
from tests.dialogues.channels import BOT_API
from tests.dialogues.conftest import ADMIN
from tests.dialogues.on_wechat import account_at
from tests.dialogues.phones import Desk, Phone
from tests.dialogues.tickets.requests import HOME, STREET_LIGHT, writes


async def restarts(desk: Desk) -> None:
    """The program ends, and another one begins over the same database."""
    await desk.app.database.close()
    database = Database(desk.app.database.url)
    settings = Settings(_env_file=None, admin_ids=frozenset({ADMIN}))
    bot = make_bot(desk.world.token, WorldSession(desk.world))
    wechat, wecom = desk.wechat, desk.wecom
    account = account_at(wechat.platform, database, desk.clock) if wechat else None
    if wecom:
        wecom.is_over(database)
    besides: dict[Channel, Any] = {Channel.WECHAT: account, Channel.WECOM: wecom}
    besides = {channel: each for channel, each in besides.items() if each is not None}
    desk.app = App(
        settings,
        database,
        bot,
        desk.clock,
        others={channel: each.bot for channel, each in besides.items()},
        couriers={channel: each.courier for channel, each in besides.items()},
    )
    await desk.app.prepare()
    if wechat and account:
        await wechat.restarts(account, desk.app)
    if wecom:
        await wecom.restarts(desk.app)


async def test_a_restart_in_the_middle_loses_nothing(
    desk: Desk, resident: Phone, staff: Phone
) -> None:
    await writes(resident, photos=2)
    await restarts(desk)
    await resident.taps(HOME)
    await restarts(desk)
    resident.sees("请看一遍", STREET_LIGHT, "2 个")
    await restarts(desk)
    await resident.taps("提交")
    staff.finds("待接单", STREET_LIGHT)
    await staff.taps("接单")
    await staff.taps("办结")
    await restarts(desk)
    await staff.replies("写下办理结果", "灯泡换好了")
    await restarts(desk)
    await desk.later(hours=25)
    resident.sees("现在解决了吗")


@BOT_API
async def test_what_was_committed_but_not_sent_is_sent_after_a_restart(
    desk: Desk, resident: Phone
) -> None:
    desk.world.say(resident.user_id, resident.chat_id, STREET_LIGHT)
    await desk.app.intake.take_in(await desk.world.call("getUpdates"))
    resident.does_not_see("请看一遍")
    await restarts(desk)
    await desk.settle()
    resident.sees("请看一遍")
    assert sum("请看一遍" in resident.text_of(message) for message in resident.screen) == 1


@pytest.mark.parametrize("leave", ["/cancel", "/start", "/help", "/my", "/settings", "/mydata"])
async def test_any_command_in_the_middle_keeps_the_draft(resident: Phone, leave: str) -> None:
    await writes(resident, photos=1)
    await resident.says(leave)
    await resident.says("/complaint")
    await resident.taps("接着写")
    resident.sees("请看一遍", STREET_LIGHT, "1 个")


async def test_a_state_of_an_older_version_ends_kindly_and_the_draft_stays(
    desk: Desk, resident: Phone
) -> None:
    await writes(resident)
    await as_an_older_version_left_it(desk, resident)
    await resident.taps("🗂 从名单里选")
    resident.sees("没写完的", STREET_LIGHT)
    resident.does_not_see("代码")


async def test_an_old_button_of_an_older_version_is_answered(desk: Desk, resident: Phone) -> None:
    await resident.says(STREET_LIGHT)
    await as_an_older_version_left_it(desk, resident)
    await resident.taps("提交")
    assert "以前的按钮" in resident.toast()


@pytest.mark.on(Channel.WECHAT)
async def test_the_number_of_an_old_button_says_less_than_a_tap(
    desk: Desk, resident: Phone
) -> None:
    await resident.says(STREET_LIGHT)
    await as_an_older_version_left_it(desk, resident)
    await resident.says("1")
    resident.sees("写了一半")


async def as_an_older_version_left_it(desk: Desk, resident: Phone) -> None:
    """A state that is gone, a question and a draft with other parts than today's."""
    person_id = await resident.person_id()
    async with desk.app.database.transaction() as session:
        kept = await session.scalar(select(Conversation).where(Conversation.person_id == person_id))
        assert kept is not None
        kept.state = "Gone:long ago"
        data = {**kept.data, "draft": {**kept.data["draft"], "colour": "red"}}
        data["question"] = {"id": 1, "prompt": "?"}
        kept.data = data
