"""Phones for the page: what they show, what can be done on them, and how they hear of news."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.phones import add_wechat_phones
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.routes import add_wechat
from bot.sandbox.wechat.templates import Consent, Template
from tests.sandbox.wechat.conftest import Caller, Product, text_reply


@pytest.fixture
async def browser(platform: Platform) -> AsyncIterator[ClientSession]:
    app = web.Application()
    add_wechat(app, platform)
    add_wechat_phones(app, platform)
    async with (
        TestServer(app, host="127.0.0.1") as server,
        ClientSession(server.make_url("/")) as session,
    ):
        yield session


async def shown(browser: ClientSession, person: Follower) -> dict[str, Any]:
    answer = await browser.get(f"/sandbox/wechat/phones/{person.openid}")
    view: dict[str, Any] = await answer.json()
    return view


async def do(browser: ClientSession, person: Follower, act: str, **body: object) -> Any:
    answer = await browser.post(f"/sandbox/wechat/phones/{person.openid}/{act}", json=body)
    return await answer.json()


async def test_somebody_new_follows_and_writes(
    browser: ClientSession, platform: Platform, product: Product
) -> None:
    made = await (await browser.post("/sandbox/wechat/phones", json={"name": "王"})).json()
    assert made["follows"] is False
    person = platform.people[made["openid"]]
    await do(browser, person, "follow")
    product.next = [text_reply(person, '😀看<a href="https://x.cn">进度</a>吧')]
    await do(browser, person, "say", text="在吗")
    view = await shown(browser, person)
    assert (view["name"], view["left"]) == ("王", 5)
    mine, answer = view["bubbles"]
    assert (mine["by"], mine["text"]) == ("person", "在吗")
    assert answer["parts"] == [
        {"text": "😀看"},
        {"text": "进度", "href": "https://x.cn"},
        {"text": "吧"},
    ]
    assert await do(browser, person, "tap", label="进度") == {"href": "https://x.cn"}
    world = await (await browser.get("/sandbox/wechat")).json()
    assert world == {"account": "近邻", "people": [made | {"follows": True}]}


async def test_everything_that_is_pressed(
    browser: ClientSession, platform: Platform, lin: Follower, api: Caller
) -> None:
    platform.menu = [
        {"type": "click", "name": "报修", "key": "repair"},
        {"type": "view", "name": "网页", "url": "https://x.cn"},
        {"type": "location_select", "name": "位置", "key": "place"},
    ]
    code = await api.post(
        "qrcode/create",
        {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "楼"}}},
    )
    menu = {"head_content": "?", "list": [{"id": "1", "content": "好"}]}
    await api.post(
        "message/custom/send", {"touser": lin.openid, "msgtype": "msgmenu", "msgmenu": menu}
    )
    assert (await shown(browser, lin))["bubbles"][0]["items"] == ["好"]
    place = {"latitude": 26.08, "longitude": 119.3, "label": "东街"}
    for act, body in (
        ("click", {"button": "报修"}),
        ("open_page", {"button": "网页"}),
        ("choose_location", {"button": "位置"} | place),
        ("location", place),
        ("pick", {"content": "好"}),
        ("scan", {"url": code["url"]}),
        ("unfollow", {}),
    ):
        assert await do(browser, lin, act, **body) == {}
    told = [
        callback.fields.get("Event", callback.fields["MsgType"])
        for callback in platform.callbacks[1:]
    ]
    expected = ["CLICK", "VIEW", "location_select", "location", "location", "text", "SCAN"]
    assert told == [*expected, "unsubscribe"]


async def test_files_go_in_and_are_shown(browser: ClientSession, lin: Follower) -> None:
    sounds = b"#!AMR\n" + b"\x3c" * 32 * 100
    for kind, data in (("photo", SAMPLE_PNG), ("voice", sounds), ("video", b"mp4")):
        path = f"/sandbox/wechat/phones/{lin.openid}/media/{kind}"
        assert (await browser.post(path, data=data)).status == 200
    photo, voice, video = (await shown(browser, lin))["bubbles"]
    assert (photo["kind"], voice["media"]["seconds"], video["kind"]) == ("image", 2, "video")
    assert await (await browser.get(photo["media"]["url"])).read() == SAMPLE_PNG


async def test_a_page_hears_of_news(
    browser: ClientSession, platform: Platform, lin: Follower
) -> None:
    async with browser.ws_connect("/sandbox/wechat/events") as events:
        await lin.say("在吗")
        frame = await asyncio.wait_for(events.receive_json(), 5)
        assert frame == {"openid": lin.openid}
        platform.add_person("王")
        assert await asyncio.wait_for(events.receive_json(), 5) == {"openid": ""}


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("phones/o1/say", {"text": "在吗"}, 404),
        ("phones/{openid}/dance", {}, 404),
        ("phones/{openid}/media/song", {}, 404),
        ("phones/{openid}/say", {}, 400),
        ("phones/{openid}/say", [], 400),
        ("phones/{openid}/click", {"button": "没有"}, 400),
        ("phones/{openid}/location", {"latitude": "北"}, 400),
        ("phones", {"name": " "}, 400),
    ],
)
async def test_what_is_refused_says_why(
    browser: ClientSession, lin: Follower, path: str, body: object, status: int
) -> None:
    answer = await browser.post(f"/sandbox/wechat/{path.format(openid=lin.openid)}", json=body)
    assert answer.status == status
    assert (await answer.json())["error"]


async def test_what_is_asked_is_allowed_counted_and_taken_back(
    browser: ClientSession, platform: Platform, lin: Follower, product: Product
) -> None:
    platform.add_template(Template("once", "办结回访", {"thing1": "内容"}, consent=Consent.ONCE))
    platform.add_template(Template("plain", "通知", {"thing1": "内容"}))
    for act, left in (("allow", 1), ("allow", 2), ("refuse", 2), ("withdraw", 0)):
        await do(browser, lin, act, template="once")
        view = await shown(browser, lin)
        assert view["asks"] == [
            {"template": "once", "title": "办结回访", "standing": False, "left": left}
        ]
    assert "error" in await do(browser, lin, "allow", template="plain")
