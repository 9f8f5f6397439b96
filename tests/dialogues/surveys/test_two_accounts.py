"""Somebody who is known to two bots of ours: asked once, by the one they used last, and answering
at either."""

import pytest
from aiogram import Bot

from bot.app import make_bot
from bot.sandbox.session import WorldSession
from bot.sandbox.world import World
from storage.tables import Address, Channel
from tests.chats import LONG_AGO
from tests.dialogues.phones import Desk, MovableClock, Phone
from tests.dialogues.surveys.asked import answers, asks, reminds
from tests.dialogues.watched import WatchedWorld

EAST = Channel("telegram:east")


class Eastern(Desk):
    """The same desk, as the second bot's chats come to it."""

    async def take_in(self, *updates: dict[str, object]) -> None:
        await self.app.lines[1].intake.take_in(updates)
        await self.send()

    async def send(self) -> None:
        for line in self.app.lines:
            await line.sender.work_off()


@pytest.fixture
def east(clock: MovableClock) -> World:
    """The second bot's."""
    return WatchedWorld(clock=clock)


@pytest.fixture
def others(east: World) -> dict[Channel, Bot]:
    return {EAST: make_bot(east.token, WorldSession(east))}


@pytest.fixture
async def eastern(desk: Desk, east: World) -> Eastern:
    return Eastern(east, desk.app, desk.clock, {})


@pytest.fixture
async def at_home(desk: Desk, resident: Phone, eastern: Eastern) -> Phone:
    """The resident's chat with the second bot, which they have not opened yet."""
    user = eastern.world.add_user("居民")
    async with desk.app.database.transaction() as session:
        address = {"channel": EAST, "external_id": str(user.id), "seen_at": LONG_AGO}
        session.add(Address(person_id=await resident.person_id(), **address))
    return Phone(eastern, user.id, user.id)


async def test_they_are_asked_once_where_they_wrote_last(
    desk: Desk, resident: Phone, at_home: Phone, eastern: Eastern
) -> None:
    desk.clock.move(minutes=1)
    await at_home.starts()
    await asks(desk, resident)
    await eastern.send()
    at_home.sees("食堂怎么样", "饭菜好吃吗")
    assert not any("食堂怎么样" in resident.text_of(each) for each in resident.screen)


async def test_what_was_begun_at_one_is_gone_on_with_at_the_other(
    desk: Desk, resident: Phone, at_home: Phone, eastern: Eastern
) -> None:
    survey = await asks(desk, resident)
    await resident.taps("是")
    resident.sees("第 2 题，共 3 题", "爱吃什么")
    desk.clock.move(minutes=1)
    await at_home.starts()
    await at_home.says("/survey")
    at_home.sees("第 2 题，共 3 题", "爱吃什么")
    await at_home.says("1 2")
    at_home.sees("第 3 题，共 3 题", "打几分")
    await resident.says("/survey")
    resident.sees("第 3 题，共 3 题", "打几分")
    await resident.taps("5 分")
    resident.sees("收到了，谢谢您")
    assert await answers(desk, survey) == [{"good": True, "dishes": ["fish", "soup"], "score": 5}]
    await at_home.taps("3 分")
    at_home.sees("您已经答过了")
    assert await answers(desk, survey) == [{"good": True, "dishes": ["fish", "soup"], "score": 5}]


async def test_who_has_begun_is_led_back_where_they_wrote_last(
    desk: Desk, resident: Phone, at_home: Phone, eastern: Eastern
) -> None:
    survey = await asks(desk, resident)
    await resident.taps("是")
    await desk.later(hours=1)
    await at_home.starts()
    before = len(resident.screen)
    await reminds(desk, survey, resident)
    await eastern.send()
    await at_home.taps("接着答")
    at_home.sees("第 2 题，共 3 题", "爱吃什么")
    assert len(resident.screen) == before
