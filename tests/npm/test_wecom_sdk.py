"""WeCom's official SDK plays a robot against the sandbox's gateway."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Gateway, Member, add_wecom

pytestmark = pytest.mark.npm

BOT_ID, SECRET = "aib-desk", "a-secret"
PATIENCE = 30


class Robot:
    """wecom_robot.js, running."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    async def tells(self, what: str) -> Any:
        """The detail of its next line, which must be about this."""
        assert self.process.stdout is not None
        async with asyncio.timeout(PATIENCE):
            line = json.loads(await self.process.stdout.readline())
        assert line["what"] == what, line
        return line.get("detail")


@pytest.fixture
def gateway() -> Gateway:
    gateway = Gateway(lambda: datetime.now(UTC))
    gateway.add_robot(BOT_ID, SECRET, "近邻")
    return gateway


@pytest.fixture
def lin(gateway: Gateway) -> Member:
    return gateway.add_member("lin", "林")


@pytest.fixture
async def address(gateway: Gateway) -> AsyncIterator[str]:
    app = web.Application()
    add_wecom(app, gateway)
    async with TestServer(app, host="127.0.0.1") as server:
        yield f"ws://{server.host}:{server.port}/wecom"


@pytest.fixture
async def robot(address: str, npm_packages: Path) -> AsyncIterator[Robot]:
    robot = await started(address, npm_packages)
    assert await robot.tells("authenticated") is None
    yield robot
    await ended(robot)


async def started(address: str, folder: Path, secret: str = SECRET) -> Robot:
    arguments = ["node", "wecom_robot.js", address, BOT_ID, secret]
    return Robot(
        await asyncio.create_subprocess_exec(*arguments, cwd=folder, stdout=asyncio.subprocess.PIPE)
    )


async def ended(robot: Robot) -> None:
    if robot.process.returncode is None:
        robot.process.kill()
    await robot.process.wait()


async def test_it_greets_streams_and_pushes(robot: Robot, lin: Member) -> None:
    lin.opens()
    assert await robot.tells("enter_chat") == "done"
    lin.says("几点开门")
    assert await robot.tells("message") == "done"
    said = [shown.text for shown in lin.screen() if shown.from_robot]
    assert said == ["您好", "八点开门", "**还有事吗**"]


async def test_its_card_changes_for_everybody_when_pressed(
    gateway: Gateway, robot: Robot, lin: Member
) -> None:
    chen = gateway.add_member("chen", "陈")
    group = gateway.add_group("军门工作群", ["lin", "chen"])
    lin.mentions(group, "路灯不亮")
    assert await robot.tells("message") == "done"
    chen.presses(chen.screen(group)[-1], "接单")
    assert await robot.tells("key") == "take"
    assert await robot.tells("template_card_event") == "done"
    assert lin.screen(group)[-1].text == "已接单"


async def test_it_reads_a_picture_and_sends_it_back(robot: Robot, lin: Member) -> None:
    picture = SAMPLE_PNG * 9000  # two chunks
    lin.sends("image", picture)
    assert await robot.tells("message") == "done"
    (file,) = lin.screen()[-1].files
    assert file.data == picture


async def test_it_is_refused_what_may_not_be(gateway: Gateway, robot: Robot, lin: Member) -> None:
    gateway.refuse_next("aibot_send_msg", 45009)
    lin.says("几点开门")
    assert await robot.tells("message") == 45009


async def test_it_stays_out_when_a_newer_one_comes(
    address: str, npm_packages: Path, robot: Robot, lin: Member
) -> None:
    newer = await started(address, npm_packages)
    await newer.tells("authenticated")
    await robot.tells("disconnected_event")
    async with asyncio.timeout(PATIENCE):
        await robot.process.wait()  # nothing keeps node running: it does not connect again
    lin.says("几点开门")
    assert await newer.tells("message") == "done"
    await ended(newer)


async def test_it_comes_back_after_a_cut(gateway: Gateway, robot: Robot, lin: Member) -> None:
    gateway.cut()
    gateway.restore()
    await robot.tells("authenticated")
    lin.says("几点开门")
    assert await robot.tells("message") == "done"


async def test_a_wrong_secret_is_told(address: str, npm_packages: Path) -> None:
    robot = await started(address, npm_packages, "wrong")
    assert "853000" in await robot.tells("error")
    await ended(robot)
