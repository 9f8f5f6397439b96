"""A platform that is kept between runs."""

import asyncio
from pathlib import Path

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from bot.sandbox import kept
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.routes import add_wechat
from bot.sandbox.wechat.templates import Consent, Template
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import Caller, Product, text_reply

SUBSCRIPTION = Template("S", "通知", {"thing1": "事项"}, consent=Consent.ONCE)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "wechat.json"


@pytest.fixture
async def lived(clock: MovableClock, path: Path, product: Product) -> Platform:
    """A platform in which something happened, saved."""
    platform = Platform(clock, path=path)
    platform.deliver = product.receive
    platform.add_template(SUBSCRIPTION)
    api = Caller(platform)
    await api.post("menu/create", {"button": [{"type": "click", "name": "报修", "key": "r"}]})
    scene = {"action_name": "QR_STR_SCENE", "action_info": {"scene": {"scene_str": "楼"}}}
    code = await api.post("qrcode/create", scene)
    lin, wang = platform.add_person("林"), platform.add_person("王")
    await lin.scan(code["url"])
    await wang.follow()
    await wang.unfollow()
    product.next = [text_reply(lin, '看<a href="https://x.cn">进度</a>')]
    await lin.say("灯坏了")
    await lin.send_photo(SAMPLE_PNG)
    await lin.send_location(26.08, 119.3, "东街")
    await lin.allow("S")
    menu = {"head_content": "?", "list": [{"id": "1", "content": "好"}]}
    message = {"touser": lin.openid, "msgtype": "msgmenu", "msgmenu": menu}
    assert (await api.post("message/custom/send", message))["errcode"] == 0
    data = {"thing1": {"value": "灯"}}
    await api.post(
        "message/subscribe/bizsend", {"touser": lin.openid, "template_id": "S", "data": data}
    )
    await lin.allow("S")
    lin.takes_templates = False
    await platform.settled()
    platform.save()
    return platform


async def test_it_comes_back_as_it_was(
    lived: Platform, clock: MovableClock, path: Path, product: Product
) -> None:
    again = Platform(clock, path=path)
    again.deliver = product.receive
    assert list(again.people) == list(lived.people)
    for openid, before in lived.people.items():
        now = again.people[openid]
        assert (now.name, now.screen, now.followed_at) == (
            before.name,
            before.screen,
            before.followed_at,
        )
        assert (now.consents, now.came_by) == (before.consents, before.came_by)
        assert now.windows.left(clock()) == before.windows.left(clock())
        assert now.takes_templates == before.takes_templates
    assert (again.menu, again.scenes.by_url) == (lived.menu, lived.scenes.by_url)
    lin = next(iter(again.people.values()))
    callback = await lin.pick("好")
    assert int(str(callback.fields["MsgId"])) > lived.last_id


async def test_windows_and_media_end_when_they_would_have(
    lived: Platform, clock: MovableClock, path: Path
) -> None:
    clock.advance(days=3)
    again = Platform(clock, path=path)
    lin = next(iter(again.people.values()))
    assert await Caller(again).say(lin, "好") == 45015
    photo = next(bubble.media for bubble in lin.screen if bubble.kind == "image")
    assert photo is not None
    assert photo.data == SAMPLE_PNG
    assert (await Caller(again).get("media/get", media_id=photo.id))["errcode"] == 40007


async def test_every_change_is_written_soon(
    lived: Platform, clock: MovableClock, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "DELAY", 0)
    lin = next(iter(lived.people.values()))
    await lin.say("还在吗")
    await asyncio.sleep(0.01)
    again = Platform(clock, path=path)
    assert again.people[lin.openid].screen == lin.screen
    await Caller(lived).get("menu/delete")
    await asyncio.sleep(0.01)
    assert Platform(clock, path=path).menu == []


async def test_it_is_saved_when_the_application_stops(clock: MovableClock, path: Path) -> None:
    platform = Platform(clock, path=path)
    app = web.Application()
    add_wechat(app, platform)
    async with TestServer(app):
        platform.add_person("林")
    assert [person.name for person in Platform(clock, path=path).people.values()] == ["林"]


def test_what_cannot_be_read_says_so(clock: MovableClock, path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"people": 3}')
    with pytest.raises(ValueError, match="move it away"):
        Platform(clock, path=path)
