"""The sandbox as `make run` starts it, killed and started again: messengers and desk go on."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession

from bot import demo
from bot.sandbox.kept import DELAY
from tests.process.program import Program, free_port

WITHIN = 60
"""Seconds."""


class OnWechat:
    """A resident's phone, by what the page calls."""

    def __init__(self, browser: ClientSession) -> None:
        self._browser = browser

    async def does(self, act: str, **body: str) -> None:
        await self.asks("POST", f"wechat/phones/{await self._openid()}/{act}", **body)

    async def sees(self, words: str) -> None:
        """The account's latest words; on WeChat they may come a little after the answer."""
        async with asyncio.timeout(WITHIN):
            while words not in (text := await self._latest()):
                assert "暂时无法提供服务" not in text
                await asyncio.sleep(0.05)

    async def asks(self, method: str, path: str, **body: str) -> Any:
        async with self._browser.request(method, f"/sandbox/{path}", json=body) as response:
            assert response.ok, await response.text()
            return await response.json()

    async def _latest(self) -> str:
        phone = await self.asks("GET", f"wechat/phones/{await self._openid()}")
        return next((str(bubble["text"]) for bubble in reversed(phone["bubbles"])), "")

    async def _openid(self) -> str:
        [person] = (await self.asks("GET", "wechat"))["people"]
        assert person["name"] == demo.ON_WECHAT
        return str(person["openid"])


class OnWecom:
    """A member's phone in the staff's group, so too."""

    def __init__(self, page: OnWechat) -> None:
        self._page = page

    async def mentions_the_robot(self, text: str) -> None:
        path = f"wecom/phones/{next(iter(demo.WECOM_STAFF))}/chats/{(await self._group())['id']}"
        await self._page.asks("POST", f"{path}/say", text=text, mention="yes")

    async def sees(self, words: str) -> None:
        async with asyncio.timeout(WITHIN):
            while True:
                if words in await self._latest():
                    return
                await asyncio.sleep(0.05)

    async def _latest(self) -> str:
        return str((await self._group())["posts"][-1]["text"])

    async def _group(self) -> Any:
        phone = await self._page.asks("GET", "wecom/phones/" + next(iter(demo.WECOM_STAFF)))
        return phone["chats"][0]


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Program]:
    made = Program(tmp_path, {"WEB_PORT": str(free_port())})
    yield made
    if made.running:
        await made.kill()
    print(made.log)  # noqa: T201 - pytest shows it when the test failed


@pytest.fixture
async def resident(sandbox: Program) -> AsyncIterator[OnWechat]:
    async with ClientSession(sandbox.address) as browser:
        yield OnWechat(browser)


async def test_a_killed_sandbox_goes_on_where_it_was_and_so_the_next_day(
    sandbox: Program, resident: OnWechat
) -> None:
    await sandbox.start()
    await sandbox.is_up()
    await resident.does("follow")
    await resident.does("say", text="1")
    await resident.sees("怎么称呼您")
    await asyncio.sleep(2 * DELAY)

    await sandbox.kill()
    await sandbox.start()
    await sandbox.is_up()
    await resident.sees("怎么称呼您")
    await resident.does("say", text=demo.ON_WECHAT)
    await resident.sees("您住在哪里")
    staff = OnWecom(resident)
    await staff.mentions_the_robot("/list")
    await staff.sees("都办完了")

    await resident.asks("POST", "clock", to="tomorrow")
    await resident.does("click", button="我的诉求")
    await resident.sees("您还没有反映过事情")
