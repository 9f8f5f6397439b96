"""The account's menu: WeChat's limits, and what a phone does with it."""

from typing import Any

import pytest
from wechatpy import parse_message

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.follower import Follower
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import Caller, Product

CLICK = {"type": "click", "name": "报修", "key": "repair"}
MENU: dict[str, Any] = {
    "button": [
        CLICK,
        {
            "name": "更多",
            "sub_button": [
                {"type": "view", "name": "社区网页", "url": "https://jinlin.example/"},
                {"type": "location_select", "name": "发位置", "key": "place"},
                {"type": "scancode_waitmsg", "name": "扫一扫", "key": "scan"},
                {"type": "pic_photo_or_album", "name": "发照片", "key": "photo"},
            ],
        },
    ]
}


@pytest.fixture
async def menu(api: Caller, lin: Follower, clock: MovableClock) -> None:
    assert (await api.post("menu/create", MENU))["errcode"] == 0
    clock.advance(minutes=5)


async def test_it_is_kept_and_deleted(api: Caller) -> None:
    assert (await api.get("menu/get"))["errcode"] == 46003
    await api.post("menu/create", MENU)
    assert (await api.get("menu/get"))["menu"] == MENU
    await api.get("menu/delete")
    assert (await api.get("menu/get"))["errcode"] == 46003


def changed(**fields: object) -> dict[str, object]:
    return CLICK | fields


@pytest.mark.parametrize(
    ("buttons", "code"),
    [
        ([], 40016),
        (None, 40016),
        ([CLICK] * 4, 40016),
        ([changed(name="报修报修报x")], 0),
        ([changed(name="报修报修报xx")], 40018),
        ([changed(name="")], 40018),
        (["报修"], 40018),
        ([changed(type="media_id")], 40015),
        ([changed(key="x" * 128)], 0),
        ([changed(key="x" * 129)], 40019),
        ([changed(key="")], 40019),
        ([{"type": "view", "name": "网页", "url": "x" * 257}], 40020),
        ([{"type": "view", "name": "网页", "url": "weixin://x"}], 40020),
        ([{"name": "更多", "sub_button": [CLICK] * 5}], 0),
        ([{"name": "更多", "sub_button": [CLICK] * 6}], 40023),
        ([{"name": "更多", "sub_button": [changed(name="报" * 13 + "x")]}], 0),
        ([{"name": "更多", "sub_button": [changed(name="报" * 13 + "xx")]}], 40025),
        ([{"name": "更多", "sub_button": [changed(type="")]}], 40024),
        ([{"name": "更多", "sub_button": [changed(sub_button=[CLICK])]}], 40024),
        ([{"name": "更多", "sub_button": [changed(key=7)]}], 40026),
        ([{"name": "更多", "sub_button": [{"type": "view", "name": "网页"}]}], 40027),
    ],
)
async def test_its_limits(api: Caller, buttons: object, code: int) -> None:
    assert (await api.post("menu/create", {"button": buttons}))["errcode"] == code


async def test_escaped_json_makes_no_menu(api: Caller) -> None:
    body = b'{"button": [{"type": "click", "name": "\\u62a5", "key": "x"}]}'
    answer = await api.raw("POST", "menu/create", body)
    assert answer.json()["errcode"] == 40033


@pytest.mark.usefixtures("menu")
async def test_a_click_is_an_event_and_no_message(lin: Follower, product: Product) -> None:
    shown = len(lin.screen)
    await lin.click("repair")
    event = parse_message(product.requests[-1][1])
    assert (event.event, event.key, event.id) == ("click", "repair", 0)
    assert len(lin.screen) == shown


@pytest.mark.usefixtures("menu")
async def test_buttons_are_found_by_what_they_read_too(lin: Follower, product: Product) -> None:
    await lin.click("报修")
    await lin.open_page("社区网页")
    event = parse_message(product.requests[-1][1])
    assert (event.event, event.url) == ("view", "https://jinlin.example/")
    with pytest.raises(PhoneError):
        await lin.click("社区网页")


@pytest.mark.usefixtures("menu")
async def test_a_location_comes_twice(lin: Follower, product: Product) -> None:
    await lin.choose_location("place", 26.08, 119.3, "东街")
    event, message = (parse_message(body) for _, body in product.requests[-2:])
    assert (event.event, event.key, event.location) == (
        "location_select",
        "place",
        ("26.08", "119.3"),
    )
    assert (message.type, message.location, message.label) == (
        "location",
        ("26.08", "119.3"),
        "东街",
    )


@pytest.mark.usefixtures("menu")
async def test_a_scanner_and_photos(lin: Follower, product: Product) -> None:
    await lin.scan_for("scan", "https://x.cn/1")
    event = parse_message(product.requests[-1][1])
    assert (event.event, event.scan_type, event.scan_result) == (
        "scancode_waitmsg",
        "qrcode",
        "https://x.cn/1",
    )
    await lin.take_photos("photo", [b"\xff\xd8a", b"\xff\xd8b"])
    event, first, second = (parse_message(body) for _, body in product.requests[-3:])
    assert (event.event, event.count, len(event.pictures)) == ("pic_photo_or_album", 2, 2)
    assert (first.type, second.type) == ("image", "image")


@pytest.mark.usefixtures("menu")
async def test_which_buttons_open_a_window(lin: Follower, clock: MovableClock) -> None:
    await lin.open_page("社区网页")
    assert lin.windows.left(clock()) == 0
    await lin.scan_for("scan", "x")
    assert lin.windows.left(clock()) == 3
    await lin.take_photos("photo", [b"\xff\xd8"])
    assert lin.windows.left(clock()) == 5


@pytest.mark.usefixtures("menu")
async def test_a_phone_shows_the_old_menu_for_five_minutes(
    api: Caller, lin: Follower, clock: MovableClock
) -> None:
    assert lin.menu == MENU["button"]
    await api.post("menu/create", {"button": [changed(name="新报修", key="new")]})
    clock.advance(minutes=4, seconds=59)
    await lin.click("repair")
    clock.advance(seconds=1)
    await lin.click("new")
    with pytest.raises(PhoneError):
        await lin.click("repair")
