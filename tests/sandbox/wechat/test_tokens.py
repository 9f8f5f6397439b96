"""stable_token: the same for everybody, renewed before its end, forced seldom."""

import json

import pytest

from bot.sandbox.wechat.account import Account
from bot.sandbox.wechat.platform import Platform
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import Caller


async def works(api: Caller, token: str) -> int:
    answer = await api.get("menu/get", access_token=token)
    code = answer["errcode"]
    assert isinstance(code, int)
    return 0 if code == 46003 else code  # There is no menu, and that was told to us.


async def test_it_stays_the_same_until_its_last_five_minutes(
    api: Caller, clock: MovableClock
) -> None:
    first = await api.token()
    assert first["expires_in"] == 7200
    assert len(first["access_token"]) == 512
    clock.advance(minutes=114, seconds=59)
    assert await api.token() == first | {"expires_in": 301}
    clock.advance(seconds=1)
    second = await api.token()
    assert second["access_token"] != first["access_token"]
    assert second["expires_in"] == 7200


async def test_the_old_one_is_taken_until_its_end(api: Caller, clock: MovableClock) -> None:
    old = (await api.token())["access_token"]
    clock.advance(minutes=116)
    new = (await api.token())["access_token"]
    assert [await works(api, old), await works(api, new)] == [0, 0]
    clock.advance(minutes=4)
    assert [await works(api, old), await works(api, new)] == [42001, 0]


async def test_force_ends_the_others_at_once(api: Caller, clock: MovableClock) -> None:
    old = (await api.token())["access_token"]
    new = (await api.token(force_refresh=True))["access_token"]
    assert [await works(api, old), await works(api, new)] == [40001, 0]
    clock.advance(seconds=29)
    assert (await api.token(force_refresh=True))["access_token"] == new
    clock.advance(seconds=1)
    assert (await api.token(force_refresh=True))["access_token"] != new


async def test_force_is_for_twenty_times_a_day(api: Caller, clock: MovableClock) -> None:
    for _ in range(20):
        assert "errcode" not in await api.token(force_refresh=True)
        clock.advance(seconds=30)
    assert (await api.token(force_refresh=True))["errcode"] == 45009
    assert "errcode" not in await api.token()
    clock.advance(days=1)
    assert "errcode" not in await api.token(force_refresh=True)


async def test_the_old_interface_is_apart(
    api: Caller, platform: Platform, clock: MovableClock
) -> None:
    account = platform.account
    query = {
        "grant_type": "client_credential",
        "appid": account.appid,
        "secret": account.secret,
    }
    stable = (await api.token())["access_token"]
    first, second = [
        (await platform.call("GET", "/cgi-bin/token", query)).json()["access_token"]
        for _ in range(2)
    ]
    await api.token(force_refresh=True)
    assert await works(api, stable) == 40001
    assert [await works(api, first), await works(api, second)] == [0, 0]
    clock.advance(minutes=5)
    assert [await works(api, first), await works(api, second)] == [42001, 0]


@pytest.mark.parametrize(
    ("token", "code"), [("", 41001), ("abc", 40014), ("80_" + "x" * 509, 40001)]
)
async def test_no_token_is_no_entry(api: Caller, token: str, code: int) -> None:
    assert await works(api, token) == code


async def test_all_may_end_at_any_time(api: Caller, platform: Platform) -> None:
    old = (await api.token())["access_token"]
    platform.tokens.revoke()
    assert await works(api, old) == 40001
    assert await works(api, (await api.token())["access_token"]) == 0


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": "wx0"}, 40013),
        ({"secret": "x"}, 40125),
    ],
)
async def test_who_asks_must_be_the_account(api: Caller, wrong: dict[str, str], code: int) -> None:
    assert (await api.token(**wrong))["errcode"] == code


async def test_only_addresses_on_the_list_get_one(clock: MovableClock) -> None:
    account = Account(allowed_ips=frozenset({"10.0.0.1"}))
    platform = Platform(clock, account)
    wanted = {
        "grant_type": "client_credential",
        "appid": account.appid,
        "secret": account.secret,
    }
    body = json.dumps(wanted).encode()
    asked = [
        (await platform.call("POST", "/cgi-bin/stable_token", {}, body, ip=ip)).json()
        for ip in ("10.0.0.1", "10.0.0.2")
    ]
    assert "access_token" in asked[0]
    assert asked[1]["errcode"] == 40164
    assert asked[1]["errmsg"].startswith(
        "invalid ip 10.0.0.2 ipv6 ::ffff:10.0.0.2, not in whitelist rid: "
    )
