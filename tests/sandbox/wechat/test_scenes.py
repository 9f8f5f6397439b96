"""QR codes with scenes: following by one, scanning one, their limits."""

import pytest
from wechatpy import parse_message

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import Caller, Product


def permanent(scene: object) -> dict[str, object]:
    return {
        "action_name": "QR_LIMIT_STR_SCENE",
        "action_info": {"scene": {"scene_str": scene}},
    }


def passing(scene: object, seconds: object) -> dict[str, object]:
    return {
        "action_name": "QR_STR_SCENE",
        "action_info": {"scene": {"scene_str": scene}},
        "expire_seconds": seconds,
    }


async def test_who_does_not_follow_yet_follows_by_it(
    api: Caller, platform: Platform, product: Product
) -> None:
    code = await api.post("qrcode/create", permanent("building_3"))
    person = platform.add_person("王")
    await person.scan(code["url"])
    body = product.requests[-1][1]
    assert b"qrscene_building_3" in body
    event = parse_message(body)
    assert (event.event, event.scene_id, event.ticket) == (
        "subscribe_scan",
        "building_3",
        code["ticket"],
    )


async def test_who_follows_scans_it(api: Caller, lin: Follower, product: Product) -> None:
    code = await api.post("qrcode/create", permanent("building_3"))
    await lin.scan(code["url"])
    event = parse_message(product.requests[-1][1])
    assert (event.event, event.scene_id) == ("scan", "building_3")


async def test_a_scan_opens_a_window(api: Caller, lin: Follower, clock: MovableClock) -> None:
    code = await api.post("qrcode/create", permanent("x"))
    clock.advance(hours=1)
    await lin.scan(code["url"])
    assert lin.windows.left(clock()) == 3


async def test_a_passing_code_ends(api: Caller, lin: Follower, clock: MovableClock) -> None:
    code = await api.post("qrcode/create", passing("x", 600))
    assert code["expire_seconds"] == 600
    clock.advance(seconds=599)
    await lin.scan(code["url"])
    clock.advance(seconds=1)
    with pytest.raises(PhoneError, match="expired"):
        await lin.scan(code["url"])
    with pytest.raises(PhoneError, match="not the account's"):
        await lin.scan("http://weixin.qq.com/q/other")


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        (permanent(""), 40053),
        (permanent("x" * 65), 40053),
        (permanent(7), 40053),
        (passing("x", 2_592_001), 40053),
        (passing("x", 0), 40053),
        ({"action_name": "QR_STR_SCENE"}, 40053),
        ({"action_name": "QR_CODE", "action_info": {}}, 40052),
    ],
)
async def test_what_is_refused(api: Caller, wanted: object, code: int) -> None:
    assert (await api.post("qrcode/create", wanted))["errcode"] == code


@pytest.mark.parametrize("wanted", [permanent("x" * 64), passing("楼", 2_592_000)])
async def test_the_longest_are_taken(api: Caller, wanted: object) -> None:
    assert "ticket" in await api.post("qrcode/create", wanted)


async def test_permanent_codes_are_limited_and_passing_ones_are_not(
    api: Caller, platform: Platform
) -> None:
    platform.scenes.limit = 2
    for _ in range(3):
        await api.post("qrcode/create", passing("0", 60))
    first = await api.post("qrcode/create", permanent("1"))
    assert await api.post("qrcode/create", permanent("1")) == first
    await api.post("qrcode/create", permanent("2"))
    assert (await api.post("qrcode/create", permanent("3")))["errcode"] == 45029
    assert "ticket" in await api.post("qrcode/create", passing("3", 60))
