"""The group webhook over HTTP."""

import base64
import hashlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Chat, Gateway, Member
from bot.sandbox.wecom.errors import BAD_KIND, BAD_PARAMETER, BAD_WEBHOOK, TOO_OFTEN
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wecom.conftest import Frame, buttons, card_message, notice


class Hook:
    def __init__(self, http: ClientSession, key: str) -> None:
        self._http = http
        self.key = key

    async def posts(self, body: Any) -> int:
        """The code."""
        path = "/wecom/cgi-bin/webhook/send"
        async with self._http.post(path, params={"key": self.key}, json=body) as response:
            assert response.status == 200
            code: int = (await response.json())["errcode"]
            return code


@pytest.fixture
async def hook(gateway: Gateway, group: Chat, address: str) -> AsyncIterator[Hook]:
    async with ClientSession(f"http://{address}") as http:
        yield Hook(http, gateway.add_webhook(group))


def text(content: str, **more: Any) -> Frame:
    return {"msgtype": "text", "text": {"content": content} | more}


async def test_words_markdown_cards_and_pictures_reach_the_group(
    hook: Hook, group: Chat, lin: Member
) -> None:
    picture = {
        "base64": base64.b64encode(SAMPLE_PNG).decode(),
        "md5": hashlib.md5(SAMPLE_PNG, usedforsecurity=False).hexdigest(),
    }
    for body in (
        text("新的报修", mentioned_list=["lin", "@all"]),
        {"msgtype": "markdown", "markdown": {"content": "**新的报修**"}},
        card_message(notice("新的报修")),
        {"msgtype": "image", "image": picture},
    ):
        assert await hook.posts(body) == 0
    shown = lin.screen(group)
    assert [each.text for each in shown[:3]] == ["新的报修 @lin @all", "**新的报修**", "新的报修"]
    assert shown[3].files[0].data == SAMPLE_PNG


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (text("好" * 683), BAD_PARAMETER),
        (text(""), BAD_PARAMETER),
        ({"msgtype": "markdown", "markdown": {"content": "x" * 4097}}, BAD_PARAMETER),
        (card_message(buttons("t", "接单")), BAD_PARAMETER),
        ({"msgtype": "image", "image": {"base64": "eA==", "md5": "0"}}, BAD_PARAMETER),
        ({"msgtype": "stream", "stream": {"content": "x"}}, BAD_KIND),
        ({"msgtype": "text"}, BAD_KIND),
        ([], BAD_KIND),
        (None, BAD_PARAMETER),
    ],
)
async def test_what_is_too_long_or_of_another_kind_is_refused(
    hook: Hook, group: Chat, lin: Member, body: Any, code: int
) -> None:
    assert await hook.posts(body) == code
    assert lin.screen(group) == []


async def test_the_longest_texts_are_taken(hook: Hook) -> None:
    assert await hook.posts(text("x" * 2048)) == 0
    assert await hook.posts({"msgtype": "markdown", "markdown": {"content": "x" * 4096}}) == 0


async def test_twenty_a_minute(hook: Hook, clock: MovableClock) -> None:
    codes = [await hook.posts(text("x")) for _ in range(21)]
    assert codes == [0] * 20 + [TOO_OFTEN]
    clock.advance(minutes=1)
    assert await hook.posts(text("x")) == 0


async def test_an_unknown_key_is_refused(hook: Hook) -> None:
    hook.key = "x"
    assert await hook.posts(text("x")) == BAD_WEBHOOK
