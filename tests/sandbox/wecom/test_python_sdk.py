"""A robot that is not ours: PyPI's wecom-aibot-sdk against the gateway over a WebSocket."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from wecom_aibot_sdk import WSClient

from bot.sandbox.wecom import Chat, Gateway, Member
from bot.sandbox.wecom.errors import BAD_PARAMETER, NO_SUCH_CHAT
from tests.sandbox.wecom.conftest import BOT_ID, SECRET, Frame, buttons, notice

PATIENCE = 10


class Quiet:
    """The SDK's own logger prints."""

    def __init__(self) -> None:
        self.errors: list[str] = []

    def debug(self, *_: Any) -> None: ...

    info = warn = debug

    def error(self, *words: Any) -> None:
        self.errors.append(" ".join(map(str, words)))


class Robot:
    """Answers whatever it hears by what a test says, and keeps it."""

    def __init__(self, address: str, secret: str = SECRET) -> None:
        self.log = Quiet()
        self.sdk = WSClient(BOT_ID, secret, ws_url=f"ws://{address}/wecom", logger=self.log)
        self.heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        for event in (
            "authenticated",
            "message",
            "error",
            "event.enter_chat",
            "event.template_card_event",
            "event.disconnected_event",
        ):
            self.sdk.on(event, self._keep(event))

    def _keep(self, event: str) -> Any:
        return lambda frame=None: self.heard.put_nowait((event, frame))

    async def hears(self, event: str) -> Any:
        """What came with the next event, which must be this."""
        async with asyncio.timeout(PATIENCE):
            happened, frame = await self.heard.get()
        assert happened == event
        return frame


@pytest.fixture
async def robot(address: str) -> AsyncIterator[Robot]:
    robot = Robot(address)
    await robot.sdk.connect()
    await robot.hears("authenticated")
    yield robot
    await robot.sdk.disconnect()
    assert robot.log.errors == []


async def test_it_greets_and_answers_with_a_card_that_changes_when_pressed(
    robot: Robot, lin: Member, chen: Member, group: Chat
) -> None:
    lin.opens()
    greeting = {"msgtype": "text", "text": {"content": "您好"}}
    await robot.sdk.reply_welcome(await robot.hears("event.enter_chat"), greeting)
    assert lin.screen()[-1].text == "您好"

    lin.mentions(group, "路灯不亮")
    asked = await robot.hears("message")
    assert asked["body"]["text"]["content"] == "@近邻 路灯不亮"
    await robot.sdk.reply_template_card(asked, buttons("t-1", "接单"))
    chen.presses(chen.screen(group)[-1], "接单")
    pressed = await robot.hears("event.template_card_event")
    assert pressed["body"]["event"]["template_card_event"]["event_key"] == "k1"
    await robot.sdk.update_template_card(pressed, notice("陈已接单"))
    assert lin.screen(group)[-1].text == "陈已接单"


async def test_it_streams_and_pushes(robot: Robot, lin: Member) -> None:
    lin.says("几点开门")
    asked = await robot.hears("message")
    await robot.sdk.reply_stream(asked, "s", "请稍候")
    await robot.sdk.reply_stream(asked, "s", "八点", finish=True)
    await robot.sdk.send_message("lin", {"msgtype": "markdown", "markdown": {"content": "**到**"}})
    assert [shown.text for shown in lin.screen()[1:]] == ["八点", "**到**"]


async def test_it_loads_what_a_member_sent_and_sends_it_back(robot: Robot, lin: Member) -> None:
    data = bytes(range(256)) * 2100  # more than a chunk
    lin.sends("file", data, "菜单 5月.xlsx")
    asked = await robot.hears("message")
    part = asked["body"]["file"]
    loaded = await robot.sdk.download_file(part["url"], part["aeskey"])
    assert (loaded["buffer"], loaded["filename"]) == (data, "菜单 5月.xlsx")
    media = await robot.sdk.upload_media(loaded["buffer"], type="file", filename="回.xlsx")
    await robot.sdk.reply_media(asked, "file", media["media_id"])
    (file,) = lin.screen()[-1].files
    assert (file.name, file.data) == ("回.xlsx", data)


async def test_it_is_told_why_it_is_refused(robot: Robot, lin: Member) -> None:
    with pytest.raises(Exception, match=str(NO_SUCH_CHAT)):
        await robot.sdk.send_message("lin", {"msgtype": "markdown", "markdown": {"content": "x"}})
    lin.says("您好")
    asked: Frame = await robot.hears("message")
    with pytest.raises(Exception, match=str(BAD_PARAMETER)):
        await robot.sdk.reply_template_card(asked, buttons("t-1"))


async def test_it_gives_way_to_a_newer_connection(address: str, robot: Robot, lin: Member) -> None:
    newer = Robot(address)
    await newer.sdk.connect()
    await newer.hears("authenticated")
    await robot.hears("event.disconnected_event")
    lin.says("您好")
    await newer.hears("message")
    assert robot.heard.empty()
    await newer.sdk.disconnect()


async def test_it_comes_back_after_a_cut(gateway: Gateway, robot: Robot, lin: Member) -> None:
    gateway.cut()
    gateway.restore()
    await robot.hears("authenticated")
    lin.says("您好")
    await robot.hears("message")


async def test_a_wrong_secret_is_told(address: str, gateway: Gateway) -> None:
    robot = Robot(address, "wrong")
    await robot.sdk.connect()
    assert "853000" in str(await robot.hears("error"))
    await robot.sdk.disconnect()
