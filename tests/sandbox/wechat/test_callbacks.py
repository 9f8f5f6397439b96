"""Callbacks: signed, tried three times, and what the product's answers show."""

import pytest
from wechatpy import parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.utils import check_signature

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.callbacks import HttpAnswer, Query
from bot.sandbox.wechat.crypto import Seal
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from bot.sandbox.wechat.screen import UNAVAILABLE
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import AES_KEY, Product, slow, text_reply


async def test_a_message_is_signed_and_read_by_wechatpy(
    lin: Follower, product: Product, clock: MovableClock, platform: Platform
) -> None:
    await lin.say("灯坏了😀 ]]> <b>")
    [(query, body)] = product.requests
    check_signature(platform.account.token, query["signature"], query["timestamp"], query["nonce"])
    assert query["timestamp"] == str(int(clock().timestamp()))
    assert query["openid"] == lin.openid
    message = parse_message(body)
    assert (message.type, message.content) == ("text", "灯坏了😀 ]]> <b>")
    assert (message.source, message.target) == (lin.openid, platform.account.gh_id)
    assert message.time == int(clock().timestamp())


async def test_what_xml_cannot_hold_is_left_out(lin: Follower, product: Product) -> None:
    await lin.say("灯\x00坏\x0b了\ud83d")
    assert parse_message(product.requests[-1][1]).content == "灯坏了"


async def test_in_aes_mode_nothing_plain_is_posted(sealed: Platform, product: Product) -> None:
    person = sealed.add_person("林")
    await person.follow()
    await person.say("灯坏了")
    query, body = product.requests[-1]
    assert query["encrypt_type"] == "aes"
    assert "灯坏了" not in body.decode()
    crypto = WeChatCrypto(sealed.account.token, AES_KEY, sealed.account.appid)
    opened = crypto.decrypt_message(
        body, query["msg_signature"], query["timestamp"], query["nonce"]
    )
    assert parse_message(opened).content == "灯坏了"


async def test_message_ids_are_never_repeated(lin: Follower, product: Product) -> None:
    for _ in range(3):
        await lin.say("在吗")
    ids = {parse_message(body).id for _, body in product.requests}
    assert len(ids) == 3


async def test_a_reply_is_shown_and_costs_nothing(
    lin: Follower, product: Product, clock: MovableClock
) -> None:
    product.next = [text_reply(lin, "您好，看<a href='https://jinlin.example/1'>这里</a>&amp;")]
    callback = await lin.say("在吗")
    assert callback.outcome == "replied"
    bubble = lin.screen[-1]
    assert (bubble.by, bubble.via, bubble.text) == ("account", "passive", "您好，看这里&amp;")
    assert [(link.text, link.href) for link in bubble.links] == [
        ("这里", "https://jinlin.example/1")
    ]
    assert lin.windows.left(clock()) == 5


@pytest.mark.parametrize("answer", [b"success", b"", b"success\n"])
async def test_no_reply_shows_nothing(lin: Follower, product: Product, answer: bytes) -> None:
    product.next = [answer]
    callback = await lin.say("在吗")
    assert (callback.outcome, len(product.requests), lin.heard) == ("silent", 1, [])


async def test_a_slow_answer_makes_the_same_message_come_again(
    lin: Follower, platform: Platform, product: Product
) -> None:
    product.next = [slow(platform, text_reply(lin, "迟了"))]
    callback = await lin.say("在吗")
    first, second = (parse_message(body) for _, body in product.requests)
    assert (first.id, first.content) == (second.id, second.content)
    assert callback.outcome == "silent"
    await platform.settled()
    assert lin.heard == []


async def test_three_slow_answers_are_told_to_the_person(
    lin: Follower, platform: Platform, product: Product
) -> None:
    product.next = [slow(platform)] * 3
    callback = await lin.say("在吗")
    assert (callback.outcome, len(product.requests)) == ("unanswered", 3)
    assert lin.heard == [UNAVAILABLE]
    assert lin.screen[-1].by == "system"
    await platform.settled()


@pytest.mark.parametrize("trouble", [500, 302, ConnectionResetError()])
async def test_a_broken_answer_makes_it_come_again_too(
    lin: Follower, product: Product, trouble: int | OSError
) -> None:
    product.next = [trouble, trouble, text_reply(lin, "好")]
    callback = await lin.say("在吗")
    assert (len(callback.tries), lin.heard) == (3, ["好"])


async def test_an_answer_may_be_lost_on_its_way(
    lin: Follower, platform: Platform, product: Product
) -> None:
    platform.lose_answers()
    product.next = [text_reply(lin, "一"), text_reply(lin, "二")]
    callback = await lin.say("在吗")
    assert ([attempt.answer is None for attempt in callback.tries], lin.heard) == (
        [True, False],
        ["二"],
    )


async def test_what_wechat_does_not_have_can_be_posted_too(
    platform: Platform, product: Product
) -> None:
    person = platform.add_person("林", openid="o<&>'\"]]>")
    await platform.send(person.openid, "hologram", Depth=3)
    await platform.send_event(person.openid, "no_such_event")
    message, event = (parse_message(body) for _, body in product.requests)
    assert (message.source, message._data["MsgType"]) == (person.openid, "hologram")
    assert event._data["Event"] == "no_such_event"


async def test_what_a_handler_raises_after_the_platform_left_is_not_lost(
    lin: Follower, platform: Platform, product: Product
) -> None:
    wait = slow(platform)

    async def fail(query: Query, body: bytes) -> HttpAnswer:
        await wait(query, body)
        raise LookupError

    product.next = [fail]
    await lin.say("在吗")
    with pytest.raises(LookupError):
        await platform.settled()


async def test_a_message_may_be_delivered_once_more(lin: Follower, platform: Platform) -> None:
    callback = await lin.say("在吗")
    again = await platform.redeliver(callback)
    assert again.tries[0].body == callback.tries[0].body


async def test_nobody_hears_where_no_address_is_entered(lin: Follower, platform: Platform) -> None:
    platform.deliver = None
    callback = await lin.say("在吗")
    assert (callback.outcome, lin.heard) == ("unheard", [])


async def test_who_has_left_sees_no_reply_and_writes_nothing(
    lin: Follower, product: Product
) -> None:
    product.next = [text_reply(lin, "再见")]
    await lin.unfollow()
    assert lin.heard == []
    with pytest.raises(PhoneError):
        await lin.say("在吗")


async def test_the_address_is_checked_by_an_echo(
    lin: Follower, platform: Platform, product: Product
) -> None:
    async def echo(query: Query, body: bytes) -> HttpAnswer:
        check_signature(
            platform.account.token, query["signature"], query["timestamp"], query["nonce"]
        )
        assert body == b""
        return 200, query["echostr"].encode()

    product.next = [echo]
    assert await platform.check_callback()
    product.next = [b"success"]
    assert not await platform.check_callback()

    async def fail(query: Query, body: bytes) -> HttpAnswer:
        return 500, query["echostr"].encode()

    product.next = [fail]
    assert not await platform.check_callback()


ODD = {
    "JSON": b'{"errcode": 0}',
    "half an XML": b"<xml><ToUserName>",
    "an XML bomb": (
        b'<!DOCTYPE x [<!ENTITY a "a"><!ENTITY b "&a;&a;">]><xml><Content>&b;</Content></xml>'
    ),
    "no fields": b"<xml></xml>",
}


@pytest.mark.parametrize("answer", ODD.values(), ids=ODD)
async def test_an_odd_answer_is_told_to_the_person_at_once(
    lin: Follower, product: Product, answer: bytes
) -> None:
    product.next = [answer]
    callback = await lin.say("在吗")
    assert (callback.outcome, len(product.requests)) == ("odd", 1)
    assert lin.heard == [UNAVAILABLE]


async def test_a_reply_with_a_dtd_is_odd(lin: Follower, product: Product) -> None:
    product.next = [b"<!DOCTYPE xml>" + text_reply(lin, "好")]
    assert (await lin.say("在吗")).outcome == "odd"


async def test_what_nobody_waits_for_is_not_told_to_fail(lin: Follower, product: Product) -> None:
    product.next = [b"{}"]
    callback = await lin.report_location(26.08, 119.3)
    assert (callback.outcome, lin.heard) == ("odd", [])


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("{openid}", "o0000000000000000000000000000"),
        ("{gh_id}", "gh_000000000000"),
        ("<CreateTime>1</CreateTime>", "<CreateTime>now</CreateTime>"),
        ("[CDATA[text]]", "[CDATA[file]]"),
        ("您好", ""),
    ],
    ids=["person", "account", "time", "kind", "empty text"],
)
async def test_a_reply_with_one_wrong_field_is_odd(
    lin: Follower, platform: Platform, product: Product, right: str, wrong: str
) -> None:
    known = {"openid": lin.openid, "gh_id": platform.account.gh_id}
    reply = text_reply(lin, "您好").decode()
    assert right.format(**known) in reply
    product.next = [reply.replace(right.format(**known), wrong).encode()]
    callback = await lin.say("在吗")
    assert callback.outcome == "odd"


async def test_a_text_of_2048_bytes_is_the_longest(lin: Follower, product: Product) -> None:
    product.next = [text_reply(lin, "灯" * 682 + "xx"), text_reply(lin, "灯" * 683)]
    assert (await lin.say("在吗")).outcome == "replied"
    assert (await lin.say("在吗")).outcome == "odd"


@pytest.mark.parametrize("kind", ["image", "voice", "video"])
async def test_media_are_replied_by_their_ids(
    lin: Follower, platform: Platform, product: Product, clock: MovableClock, kind: str
) -> None:
    media = platform.media.add(kind, b"...", "x/y")
    name = kind.capitalize()
    reply = text_reply(lin, "").decode().replace("[CDATA[text]]", f"[CDATA[{kind}]]")
    reply = reply.replace("</xml>", f"<{name}><MediaId>{media.id}</MediaId></{name}></xml>")
    product.next = [reply.encode(), reply.encode()]
    await lin.say("在吗")
    assert lin.screen[-1].media == media
    clock.advance(days=3)
    assert (await lin.say("在吗")).outcome == "odd"


async def test_news_has_one_article(lin: Follower, product: Product) -> None:
    article = (
        "<item><Title>菜单</Title><Description>本周</Description><Url>https://x.cn</Url></item>"
    )
    reply = text_reply(lin, "").decode().replace("[CDATA[text]]", "[CDATA[news]]")
    counts = [(1, 1), (2, 2), (1, 2), (2, 1)]
    product.next = [
        reply.replace(
            "</xml>",
            f"<ArticleCount>{said}</ArticleCount><Articles>{article * there}</Articles></xml>",
        ).encode()
        for said, there in counts
    ]
    outcomes = [(await lin.say("在吗")).outcome for _ in counts]
    assert outcomes == ["replied", "odd", "odd", "odd"]
    [news] = [bubble for bubble in lin.screen if bubble.kind == "news"]
    assert (news.text, news.url) == ("菜单\n本周", "https://x.cn")


async def test_in_aes_mode_a_reply_is_sealed_and_signed(sealed: Platform, product: Product) -> None:
    person = sealed.add_person("林")
    await person.follow()
    account = sealed.account
    reply = text_reply(person, "您好")
    good = WeChatCrypto(account.token, AES_KEY, account.appid).encrypt_message(reply, "n", "1")
    forged = WeChatCrypto("654321", AES_KEY, account.appid).encrypt_message(reply, "n", "1")
    foreign = WeChatCrypto(account.token, AES_KEY, "wx0").encrypt_message(reply, "n", "1")
    for answer, outcome in (
        (good.encode(), "replied"),
        (reply, "odd"),
        (forged.encode(), "odd"),
        (foreign.encode(), "odd"),
        (b"success", "silent"),
    ):
        product.next = [answer]
        assert (await person.say("在吗")).outcome == outcome
    assert person.heard.count("您好") == 1


def test_each_request_is_sealed_differently() -> None:
    seal = Seal(AES_KEY, "wx49f0ab532d5d035a")
    assert seal.seal(b"x") != seal.seal(b"x")
