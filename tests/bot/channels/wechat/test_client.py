"""What the desk asks of WeChat, on the sandbox's platform; and what it makes of refusals."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer, unused_port
from sqlalchemy import URL

from bot.channels.wechat.client import Kind, MenuLine, Wechat
from bot.channels.wechat.errors import NO_ANSWER, Meaning, WechatError, in_words
from bot.channels.wechat.transport import LARGEST, File, Transport
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.templates import Consent, Template
from storage.engine import Database
from tests.bot.channels.wechat.conftest import MakeTokens
from tests.conftest import copy_of
from tests.sandbox.conftest import MovableClock

SEND = "/cgi-bin/message/custom/send"
JPEG = File(b"\xff\xd8\xff\xd9", "image/jpeg", "photo.jpg")
AMR = File(b"#!AMR\n\x3c", "audio/amr", "voice.amr")
MP4 = File(b"\0\0\0 ftypmp42", "video/mp4", "video.mp4")
PROMISED = Template("t1", "工单进度", {"thing1": "事项", "phrase2": "状态"})
FOOD = Template("t2", "取餐提醒", {"thing1": "餐点"}, consent=Consent.ONCE)


@pytest.fixture
def database_url(sqlite_template: Path, tmp_path: Path) -> URL:
    """Of one kind: here it only keeps the token."""
    return copy_of(sqlite_template, tmp_path / "jinlin.db")


async def test_words_arrive_raw(platform: Platform, wechat: Wechat, lin: Follower) -> None:
    await wechat.send_text(lin.openid, "灯修好了💡 𠮷\n“谢谢”")
    assert lin.heard == ["灯修好了💡 𠮷\n“谢谢”"]
    assert "灯修好了💡 𠮷".encode() in platform.calls[-1].body


async def test_lines_to_tap(wechat: Wechat, lin: Follower) -> None:
    await wechat.send_menu(lin.openid, "办得怎么样？", [MenuLine("1", "办好了")], "也可以写下来")
    assert lin.heard == ["办得怎么样？\n办好了\n也可以写下来"]
    assert (await lin.pick("办好了")).fields["Content"] == "办好了"


@pytest.mark.parametrize(
    ("kind", "file"), [("image", JPEG), ("voice", AMR), ("video", MP4)], ids=lambda it: str(it)[:5]
)
async def test_a_file_goes_there_and_back(
    kind: Kind, file: File, wechat: Wechat, lin: Follower
) -> None:
    media_id = await wechat.upload(kind, file)
    await wechat.send_file(lin.openid, kind, media_id)
    shown = lin.screen[-1].media
    assert shown is not None
    assert shown.data == file.content
    fetched = await wechat.fetch(media_id)
    assert (fetched.content, fetched.mime_type) == (file.content, file.mime_type)


async def test_what_somebody_sent_is_fetched(wechat: Wechat, lin: Follower) -> None:
    sent = await lin.send_photo(JPEG.content)
    assert (await wechat.fetch(str(sent.fields["MediaId"]))).content == JPEG.content


async def test_a_file_is_gone_after_three_days(
    wechat: Wechat, lin: Follower, clock: MovableClock
) -> None:
    media_id = await wechat.upload("image", JPEG)
    clock.advance(days=3, minutes=1)
    assert await refusal(wechat.fetch(media_id)) is Meaning.MEDIA_GONE


async def test_the_menu_is_what_it_was_set_to(wechat: Wechat) -> None:
    assert await wechat.menu() == []
    buttons = [{"type": "click", "name": "我要反映", "key": "complain"}]
    await wechat.set_menu(buttons)
    assert await wechat.menu() == buttons


@pytest.mark.parametrize("lasts", [timedelta(days=30), None], ids=["for 30 days", "for good"])
async def test_who_scans_a_code_comes_with_its_scene(
    lasts: timedelta | None, platform: Platform, wechat: Wechat
) -> None:
    url = await wechat.qr_code("b_3501", lasts)
    callback = await platform.add_person("陈").follow(url)
    assert callback.fields["EventKey"] == "qrscene_b_3501"


async def test_a_template_message_is_sent_once(
    platform: Platform, wechat: Wechat, lin: Follower
) -> None:
    platform.add_template(PROMISED)
    fields = {"thing1": "楼道灯", "phrase2": "办好了"}
    url = "https://jinlin.example/t/1"
    first = await wechat.send_template(lin.openid, "t1", fields, url=url, once="ticket:1")
    again = await wechat.send_template(lin.openid, "t1", fields, url=url, once="ticket:1")
    assert first == again
    assert [(bubble.rows, bubble.url) for bubble in lin.screen] == [
        ((("事项", "楼道灯"), ("状态", "办好了")), url)
    ]
    await platform.settled()
    assert platform.callbacks[-1].fields["MsgID"] == first


async def test_what_they_agreed_to_is_sent_as_often_as_they_agreed(
    platform: Platform, wechat: Wechat, lin: Follower
) -> None:
    platform.add_template(FOOD)
    await lin.allow("t2")
    await wechat.send_subscribed(lin.openid, "t2", {"thing1": "红烧肉"}, page="https://x.example/")
    again = wechat.send_subscribed(lin.openid, "t2", {"thing1": "红烧肉"})
    assert await refusal(again) is Meaning.NO_CONSENT


async def refusal(call: Awaitable[object]) -> Meaning:
    with pytest.raises(WechatError) as refused:
        await call
    return refused.value.meaning


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        (-1, Meaning.AGAIN),
        (40003, Meaning.STRANGER),
        (40007, Meaning.MEDIA_GONE),
        (40033, Meaning.OTHER),
        (40200, Meaning.RIGHT),
        (43004, Meaning.NOT_FOLLOWING),
        (43019, Meaning.REFUSES),
        (43101, Meaning.NO_CONSENT),
        (45002, Meaning.TOO_LONG),
        (45009, Meaning.RATE),
        (45011, Meaning.RATE),
        (45015, Meaning.WINDOW_CLOSED),
        (45047, Meaning.USED_UP),
        (47003, Meaning.FIELD),
        (48001, Meaning.RIGHT),
        (48002, Meaning.REFUSES),
    ],
)
async def test_what_a_refusal_means(
    code: int, meaning: Meaning, platform: Platform, wechat: Wechat, lin: Follower
) -> None:
    platform.fail(SEND, code)
    assert await refusal(wechat.send_text(lin.openid, "好")) is meaning
    assert lin.heard == []


async def test_the_window_closes_and_its_messages_are_counted(
    wechat: Wechat, lin: Follower, clock: MovableClock
) -> None:
    await lin.say("在吗")
    for _message in range(5):
        await wechat.send_text(lin.openid, "在")
    assert await refusal(wechat.send_text(lin.openid, "在")) is Meaning.USED_UP
    clock.advance(hours=49)
    assert await refusal(wechat.send_text(lin.openid, "在")) is Meaning.WINDOW_CLOSED


@pytest.mark.parametrize("code", [40001, 40014, 42001])
async def test_a_refused_token_is_replaced_and_the_call_made_again(
    code: int, platform: Platform, wechat: Wechat, lin: Follower, clock: MovableClock
) -> None:
    await wechat.menu()
    clock.advance(seconds=30)
    platform.fail(SEND, code)
    await wechat.send_text(lin.openid, "好")
    assert lin.heard == ["好"]


async def test_the_log_has_the_rid_and_neither_words_nor_token(
    platform: Platform, wechat: Wechat, lin: Follower, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    platform.fail(SEND, 45015)
    with pytest.raises(WechatError) as refused:
        await wechat.send_text(lin.openid, "王阿姨")
    assert refused.value.rid
    assert "rid" not in refused.value.words
    ours = [line.getMessage() for line in caplog.records if line.name.startswith("bot.")]
    assert ours[-1] == f"{SEND}: 45015 (window closed), rid {refused.value.rid}"
    token = platform.calls[-1].query["access_token"]
    assert not any(told in "".join(ours) for told in (token, "王阿姨", lin.openid))


@pytest.fixture
async def odd(
    database: Database, make_tokens: MakeTokens
) -> AsyncIterator[Callable[[bytes, int], Awaitable[Wechat]]]:
    """An API that answers everything but the call for a token with what it is given."""
    async with ClientSession() as http:
        servers: list[TestServer] = []

        async def start(answer: bytes, status: int) -> Wechat:
            app = web.Application()

            async def answered(_request: web.Request) -> web.Response:
                return web.Response(body=answer, status=status)

            app.router.add_route("*", "/{path:.*}", answered)
            servers.append(TestServer(app))
            await servers[-1].start_server()
            return Wechat(Transport(http, str(servers[-1].make_url("/"))), make_tokens(database))

        yield start
        for server in servers:
            await server.close()


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (b"<html>Bad Gateway</html>", 502),
        (b"<html>busy</html>", 200),
        (b"", 200),
        (b'{"errcode":0', 200),
        (b"[]", 200),
        (b"{" * 100_000, 200),
        (b"\xff" * (LARGEST + 1), 200),
    ],
    ids=["502", "a page", "nothing", "half an answer", "a list", "too deep", "too long"],
)
async def test_what_is_no_answer_may_be_asked_again(
    answer: bytes, status: int, odd: Callable[[bytes, int], Awaitable[Wechat]], lin: Follower
) -> None:
    api = await odd(answer, status)
    with pytest.raises(WechatError) as refused:
        await api.send_text(lin.openid, "好")
    assert (refused.value.code, refused.value.meaning) == (NO_ANSWER, Meaning.AGAIN)


async def test_an_answer_without_what_was_asked_for_is_none(
    odd: Callable[[bytes, int], Awaitable[Wechat]],
) -> None:
    api = await odd(b'{"errcode":0,"errmsg":"ok","media_id":7}', 200)
    assert await refusal(api.upload("image", JPEG)) is Meaning.AGAIN
    assert await refusal(api.qr_code("b")) is Meaning.AGAIN


async def test_a_platform_that_is_away_is_said_in_a_sentence(
    database: Database, make_tokens: MakeTokens, wechat: Wechat
) -> None:
    await wechat.menu()
    where = f"http://127.0.0.1:{unused_port()}"
    async with ClientSession() as http:
        with pytest.raises(WechatError) as refused:
            await Wechat(Transport(http, where), make_tokens(database)).menu()
    assert in_words(refused.value, where) == f"{where} does not answer; check the network."
    assert "access_token" not in json.dumps([str(refused.value), refused.value.words])
    assert refused.value.__suppress_context__


def test_other_refusals_are_said_by_their_number() -> None:
    error = WechatError(40066, "invalid url rid: 6a1-b2")
    assert in_words(error, "https://api/") == "https://api refuses with 40066, rid 6a1-b2"
