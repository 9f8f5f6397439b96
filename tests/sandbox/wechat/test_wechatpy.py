"""A client that is not ours: wechatpy, over real HTTP, against the fake, and as a product."""

import asyncio
import io
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from requests import PreparedRequest, Response
from requests.adapters import HTTPAdapter
from wechatpy import WeChatClient, create_reply, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import APILimitedException, WeChatClientException
from wechatpy.replies import ImageReply, TextReply
from wechatpy.utils import check_signature

from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wechat.account import Account
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.posting import deliver_to
from bot.sandbox.wechat.routes import add_wechat
from bot.sandbox.wechat.templates import Consent, Template
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import AES_KEY

SEND = "/cgi-bin/message/custom/send"


class Redirected(HTTPAdapter):
    """wechatpy knows one address; what it sends there goes to the fake."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self.url = url

    def send(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Response:
        assert request.url is not None
        request.url = request.url.replace("https://api.weixin.qq.com", self.url)
        return super().send(request, *args, **kwargs)


@pytest.fixture
async def url(platform: Platform) -> AsyncIterator[str]:
    app = web.Application()
    add_wechat(app, platform)
    async with TestServer(app, host="127.0.0.1") as server:
        platform.public_url = str(server.make_url("/")).rstrip("/")
        yield platform.public_url


@pytest.fixture
def client(platform: Platform, url: str) -> Any:
    client = WeChatClient(platform.account.appid, platform.account.secret)
    client._http.mount("https://api.weixin.qq.com", Redirected(url))
    client._http.trust_env = False
    yield client
    client._http.close()


async def call(function: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
    """The client waits for its answers, and so in a thread."""
    return await asyncio.to_thread(function, *args, **kwargs)


async def test_it_sends_each_kind(client: Any, lin: Follower) -> None:
    await lin.say("在吗")
    message = client.message
    await call(message.send_text, lin.openid, "灯修好了😀")
    uploaded = await call(client.media.upload, "image", ("灯.png", io.BytesIO(SAMPLE_PNG)))
    await call(message.send_image, lin.openid, uploaded["media_id"])
    article = {"title": "菜单", "description": "本周", "url": "https://x.cn", "image": ""}
    await call(message.send_articles, lin.openid, [article])
    menu = {"head_content": "?", "list": [{"id": "1", "content": "好"}], "tail_content": ""}
    await call(message.send_msg_menu, lin.openid, menu)
    assert lin.heard == ["灯修好了😀", "", "菜单\n本周", "?\n好"]
    assert lin.screen[2].media is not None
    assert lin.screen[2].media.data == SAMPLE_PNG


async def test_it_downloads_what_people_send(client: Any, lin: Follower, url: str) -> None:
    photo = await lin.send_photo(SAMPLE_PNG)
    downloaded = await call(client.media.download, photo.fields["MediaId"])
    assert (downloaded.content, downloaded.headers["Content-Type"]) == (SAMPLE_PNG, "image/jpeg")
    direct = await call(client._http.get, photo.fields["PicUrl"])
    assert direct.content == SAMPLE_PNG
    video = await lin.send_video(b"mp4")
    found = await call(client.media.download, video.fields["MediaId"])
    assert (await call(client._http.get, found["video_url"])).content == b"mp4"
    missing = await call(client._http.get, f"{url}/media/none")
    assert missing.status_code == 404


async def test_it_keeps_the_menu(client: Any) -> None:
    menu = {"button": [{"type": "click", "name": "报修", "key": "repair"}]}
    await call(client.menu.create, menu)
    assert (await call(client.menu.get))["menu"] == menu
    await call(client.menu.delete)
    assert await call(client.menu.get) is None


async def test_it_makes_codes_and_reads_people(client: Any, platform: Platform) -> None:
    wanted = {
        "action_name": "QR_LIMIT_STR_SCENE",
        "action_info": {"scene": {"scene_str": "building_3"}},
    }
    code = await call(client.qrcode.create, wanted)
    person = platform.add_person("王")
    await person.scan(code["url"])
    told = await call(client.user.get, person.openid)
    assert (told["subscribe"], told["qr_scene_str"]) == (1, "building_3")


async def test_it_sends_templates_and_subscriptions(
    client: Any, platform: Platform, lin: Follower
) -> None:
    platform.add_template(Template("T", "进度", {"thing1": "事项"}))
    platform.add_template(Template("S", "进度", {"thing1": "事项"}, consent=Consent.ONCE))
    data = {"thing1": {"value": "灯坏了"}}
    sent = await call(client.message.send_template, lin.openid, "T", data)
    assert sent["msgid"] > 0
    with pytest.raises(WeChatClientException) as refused:
        await call(client.message.send_subscribe_message, lin.openid, "S", data)
    assert refused.value.errcode == 43101
    await lin.allow("S")
    await call(client.message.send_subscribe_message, lin.openid, "S", data)
    assert [bubble.via for bubble in lin.screen] == ["template", "subscription"]
    listed = await call(client.template.get_all_private_template)
    assert [template["template_id"] for template in listed["template_list"]] == ["T"]


async def test_it_raises_its_own_exceptions(client: Any, platform: Platform, lin: Follower) -> None:
    for _ in range(3):
        await call(client.message.send_text, lin.openid, "好")
    with pytest.raises(WeChatClientException) as used_up:
        await call(client.message.send_text, lin.openid, "好")
    assert used_up.value.errcode == 45047
    platform.fail(SEND, 45009)
    with pytest.raises(APILimitedException):
        await call(client.message.send_text, lin.openid, "好")


async def test_it_gets_a_new_token_when_the_old_is_refused(
    client: Any, platform: Platform, lin: Follower
) -> None:
    await call(client.message.send_text, lin.openid, "一")
    platform.tokens.revoke()
    await call(client.message.send_text, lin.openid, "二")
    assert lin.heard == ["一", "二"]


class WechatpyProduct:
    """A small product written with wechatpy alone, served over HTTP."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.crypto = (
            WeChatCrypto(account.token, account.aes_key, account.appid) if account.aes_key else None
        )
        self.media_id = ""

    async def receive(self, request: web.Request) -> web.Response:
        query = request.query
        signed = query["signature"], query["timestamp"], query["nonce"]
        check_signature(self.account.token, *signed)
        if request.method == "GET":
            return web.Response(text=query["echostr"])
        body: Any = await request.read()
        if self.crypto:
            body = self.crypto.decrypt_message(
                body, query["msg_signature"], query["timestamp"], query["nonce"]
            )
        reply = self.reply(parse_message(body)).render()
        if self.crypto and reply:
            reply = self.crypto.encrypt_message(reply, query["nonce"], query["timestamp"])
        return web.Response(text=reply)

    def reply(self, message: Any) -> Any:
        if message.type == "text":
            return TextReply(message=message, content=f"收到：{message.content}")
        if message.type == "image":
            return ImageReply(message=message, media_id=message.media_id)
        return create_reply(None)


@pytest.fixture(params=["", AES_KEY], ids=["plain", "AES"])
async def answered(request: pytest.FixtureRequest, clock: MovableClock) -> AsyncIterator[Platform]:
    """A platform whose product is wechatpy's."""
    platform = Platform(clock, Account(aes_key=request.param))
    app = web.Application()
    app.router.add_route("*", "/wechat", WechatpyProduct(platform.account).receive)
    async with (
        TestServer(app, host="127.0.0.1") as server,
        deliver_to(str(server.make_url("/wechat"))) as platform.deliver,
    ):
        yield platform


async def test_its_replies_are_taken(answered: Platform) -> None:
    assert await answered.check_callback()
    person = answered.add_person("林")
    assert (await person.follow()).outcome == "silent"
    assert (await person.say("灯坏了😀 & <三号楼>")).outcome == "replied"
    assert person.heard == ["收到：灯坏了😀 & <三号楼>"]
    await person.send_photo(SAMPLE_PNG)
    assert person.screen[-1].media is not None
    assert person.screen[-1].media.data == SAMPLE_PNG


async def test_a_product_that_is_not_there_is_tried_three_times(clock: MovableClock) -> None:
    platform = Platform(clock)
    person = platform.add_person("林")
    async with deliver_to("http://127.0.0.1:1/wechat") as platform.deliver:
        callback = await person.follow()
    assert (callback.outcome, len(callback.tries)) == ("unanswered", 3)


async def test_a_connection_is_cut_when_the_answer_is_late(clock: MovableClock) -> None:
    async def never(_: web.Request) -> web.Response:
        await asyncio.sleep(0.2)
        return web.Response()

    platform = Platform(clock)
    app = web.Application()
    app.router.add_post("/wechat", never)
    async with (
        TestServer(app, host="127.0.0.1") as server,
        deliver_to(str(server.make_url("/wechat")), patience=0.05) as platform.deliver,
    ):
        callback = await platform.add_person("林").follow()
    assert callback.outcome == "unanswered"
