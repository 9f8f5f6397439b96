"""message/custom/send: each kind as the phone shows it, and each refusal."""

import json

import pytest

from bot.sandbox.wechat.account import Account, Kind
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import Caller

MENU = {
    "head_content": "修好了吗？",
    "list": [{"id": "101", "content": "修好了"}, {"id": "102", "content": "还没有"}],
    "tail_content": "谢谢",
}


def to(person: Follower, kind: str, content: object) -> dict[str, object]:
    return {"touser": person.openid, "msgtype": kind, kind: content}


async def send(api: Caller, message: object) -> int:
    code = (await api.post("message/custom/send", message))["errcode"]
    assert isinstance(code, int)
    return code


async def test_chinese_and_emoji_arrive_as_they_are(api: Caller, lin: Follower) -> None:
    assert await api.say(lin, "灯修好了😀\n𠮷") == 0
    assert (lin.screen[-1].via, lin.heard) == ("custom", ["灯修好了😀\n𠮷"])


async def test_2048_bytes_are_the_longest(api: Caller, lin: Follower) -> None:
    longest = "灯" * 682 + "xx"
    assert [await api.say(lin, longest), await api.say(lin, longest + "x")] == [0, 45002]


async def test_escaped_json_is_shown_as_it_stands(api: Caller, lin: Follower) -> None:
    body = json.dumps(to(lin, "text", {"content": 'a\\ "灯"😀'})).encode()
    answer = await api.raw("POST", "message/custom/send", body)
    assert answer.json()["errcode"] == 0
    assert lin.heard == ['a\\ "\\u706f"\\ud83d\\ude00']


async def test_a_backslash_of_the_text_itself_is_none(api: Caller, lin: Follower) -> None:
    assert await api.say(lin, "\\u706f \\\\u706f") == 0
    assert lin.heard == ["\\u706f \\\\u706f"]


@pytest.mark.parametrize("kind", ["image", "voice", "video"])
async def test_media_are_shown(api: Caller, lin: Follower, platform: Platform, kind: str) -> None:
    media = platform.media.add(kind, b"...", "x/y")
    assert await send(api, to(lin, kind, {"media_id": media.id})) == 0
    assert (lin.screen[-1].kind, lin.screen[-1].media) == (kind, media)


async def test_media_of_another_kind_are_not(
    api: Caller, lin: Follower, platform: Platform
) -> None:
    media = platform.media.add("voice", b"...", "audio/amr")
    assert await send(api, to(lin, "image", {"media_id": media.id})) == 40007


async def test_news_has_exactly_one_article(api: Caller, lin: Follower) -> None:
    article = {"title": "菜单", "description": "本周", "url": "https://x.cn", "picurl": ""}
    codes = [
        await send(api, to(lin, "news", {"articles": [article] * times})) for times in (0, 1, 2)
    ]
    assert codes == [44003, 0, 45008]
    assert (lin.screen[-1].text, lin.screen[-1].url) == ("菜单\n本周", "https://x.cn")


async def test_a_msgmenu_has_items(api: Caller, lin: Follower) -> None:
    assert await send(api, to(lin, "msgmenu", MENU)) == 0
    assert lin.screen[-1].text == "修好了吗？\n修好了\n还没有\n谢谢"
    assert [item.id for item in lin.screen[-1].items] == ["101", "102"]


async def test_a_test_account_has_no_msgmenu(clock: MovableClock) -> None:
    platform = Platform(clock, Account(kind=Kind.TEST))
    person = platform.add_person("林")
    await person.follow()
    api = Caller(platform)
    assert await send(api, to(person, "msgmenu", MENU)) == 40200
    assert await api.say(person, "好") == 0


@pytest.mark.parametrize(
    ("kind", "content", "code"),
    [
        ("text", {"content": ""}, 44004),
        ("text", {}, 44004),
        ("text", None, 44004),
        ("text", {"content": "灯" * 683}, 45002),
        ("image", {"media_id": "x"}, 40007),
        ("file", {"media_id": "x"}, 40008),
        ("msgmenu", {"head_content": "?", "list": []}, 40035),
        ("msgmenu", {"head_content": "?", "list": [{"id": "1"}]}, 44004),
    ],
)
async def test_what_is_refused(
    api: Caller, lin: Follower, kind: str, content: object, code: int
) -> None:
    assert await send(api, to(lin, kind, content)) == code
    assert lin.heard == []


@pytest.mark.parametrize(
    ("body", "code"),
    [(b"", 44002), (b"{", 47001), (b"[]", 47001), (b'{"touser": "\xb5\xc6"}', 40033)],
)
async def test_a_body_that_is_no_object_is_refused(api: Caller, body: bytes, code: int) -> None:
    answer = await api.raw("POST", "message/custom/send", body)
    assert answer.json()["errcode"] == code


async def test_who_cannot_be_reached(
    api: Caller, lin: Follower, platform: Platform, clock: MovableClock
) -> None:
    stranger = platform.add_person("王")
    assert await api.say(stranger, "好") == 43004
    assert await send(api, {"touser": "oNobody", "msgtype": "text"}) == 40003
    lin.takes_messages = False
    assert await api.say(lin, "好") == 48002
    lin.blacklisted = True
    assert await api.say(lin, "好") == 43019
