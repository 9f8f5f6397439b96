"""What is refused whatever is called, and the faults that tests ask for."""

import re

import pytest

from bot.sandbox.wechat.account import Account, Kind
from bot.sandbox.wechat.api import PATHS
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import Caller

SEND = "/cgi-bin/message/custom/send"


async def test_a_refusal_says_a_rid_of_its_own(api: Caller) -> None:
    texts = [(await api.get("menu/get"))["errmsg"] for _ in range(2)]
    assert all(re.fullmatch(r"menu no exist rid: [0-9a-f]+-[0-9a-f]+-[0-9a-f]+", t) for t in texts)
    assert texts[0] != texts[1]


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        ("POST", "menu/get", 43001),
        ("GET", "message/custom/send", 43002),
        ("GET", "no/such", 40066),
    ],
)
async def test_the_path_and_its_method(api: Caller, method: str, path: str, code: int) -> None:
    assert (await api.raw(method, path)).json()["errcode"] == code


async def test_an_account_that_is_not_verified_has_a_menu_and_nothing_else(
    clock: MovableClock,
) -> None:
    platform = Platform(clock, Account(kind=Kind.UNVERIFIED))
    token = (await Caller(platform).token())["access_token"]
    unauthorized = set()
    for path in PATHS:
        for method in ("GET", "POST"):
            answer = await platform.call(method, path, {"access_token": token}, b"{}")
            if b"48001" in answer.body:
                unauthorized.add(path.removeprefix("/cgi-bin/"))
    assert unauthorized == {
        "media/get",
        "media/upload",
        "message/custom/send",
        "message/subscribe/bizsend",
        "message/template/send",
        "qrcode/create",
        "template/get_all_private_template",
        "user/info",
        "/wxaapi/newtmpl/gettemplate",
    }


@pytest.mark.parametrize("code", [-1, 45009, 45011, 48002])
async def test_a_fault_is_told_as_often_as_was_asked_for(
    api: Caller, platform: Platform, lin: Follower, code: int
) -> None:
    platform.fail(SEND, code, times=2)
    assert [await api.say(lin, "好") for _ in range(3)] == [code, code, 0]
    assert lin.heard == ["好"]


async def test_a_code_that_wechat_does_not_have_cannot_be_asked_for(platform: Platform) -> None:
    with pytest.raises(KeyError):
        platform.fail(SEND, 12345)


async def test_a_daily_limit_ends_with_the_day_in_beijing(
    api: Caller, platform: Platform, lin: Follower, clock: MovableClock
) -> None:
    platform.daily_limits[SEND] = 2
    assert [await api.say(lin, "好") for _ in range(3)] == [0, 0, 45009]
    clock.advance(hours=7, minutes=59)  # It was four in the afternoon.
    await lin.say("在吗")
    assert await api.say(lin, "好") == 45009
    clock.advance(minutes=1)
    assert await api.say(lin, "好") == 0


async def test_calls_are_listed(api: Caller, platform: Platform, lin: Follower) -> None:
    await api.say(lin, "好")
    call = platform.calls[-1]
    assert (call.path, call.answer.json()["errcode"]) == (SEND, 0)
    assert "好" in call.body.decode()
