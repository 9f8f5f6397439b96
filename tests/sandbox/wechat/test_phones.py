"""What phones send, read by wechatpy, and what they show."""

import pytest
from wechatpy import parse_message

from bot.sandbox.errors import PhoneError
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wechat.conftest import Caller, Product, text_reply


async def test_everything_that_can_be_sent(lin: Follower, product: Product) -> None:
    await lin.send_photo(b"\xff\xd8")
    await lin.send_voice(b"#!AMR\n")
    await lin.send_video(b"mp4")
    await lin.send_short_video(b"mp4")
    await lin.send_location(26.08, 119.3, "东街口", 16)
    await lin.send_link("通知", "停水", "https://x.cn")
    photo, voice, video, short, place, link = (parse_message(body) for _, body in product.requests)
    assert photo.image.endswith(photo.media_id)
    assert (voice.format, voice.recognition) == ("amr", None)
    assert (video.type, short.type) == ("video", "shortvideo")
    assert len({video.media_id, video.thumb_media_id, short.media_id}) == 3
    assert (place.location, place.scale, place.label) == (("26.08", "119.3"), "16", "东街口")
    assert (link.title, link.description, link.url) == ("通知", "停水", "https://x.cn")
    kinds = ["image", "voice", "video", "shortvideo", "location", "link"]
    assert [bubble.kind for bubble in lin.screen] == kinds
    assert lin.heard == []


async def test_coming_going_and_coming_back(
    platform: Platform, product: Product, clock: MovableClock, api: Caller
) -> None:
    person = platform.add_person("王")
    for act, event in (
        (person.follow, "subscribe"),
        (person.unfollow, "unsubscribe"),
        (person.follow, "subscribe"),
    ):
        await act()
        message = parse_message(product.requests[-1][1])
        assert (message.event, message.source) == (event, person.openid)
    with pytest.raises(PhoneError):
        await person.follow()


async def test_a_reported_location_opens_nothing(
    lin: Follower, product: Product, clock: MovableClock
) -> None:
    clock.advance(hours=1)
    await lin.report_location(26.08, 119.3, 40.0)
    event = parse_message(product.requests[-1][1])
    assert (event.event, event.latitude, event.longitude, event.precision) == (
        "location",
        26.08,
        119.3,
        40.0,
    )
    assert lin.windows.left(clock()) == 0


MENU = {
    "head_content": "修好了吗？",
    "list": [{"id": "101", "content": "修好了"}, {"id": "102", "content": "还没有"}],
}


@pytest.mark.parametrize(("ids", "sent"), [("kept", "102"), ("zero", "0"), ("missing", None)])
async def test_a_pick_is_an_ordinary_message(
    api: Caller, lin: Follower, platform: Platform, product: Product, ids: str, sent: str | None
) -> None:
    message = {"touser": lin.openid, "msgtype": "msgmenu", "msgmenu": MENU}
    await api.post("message/custom/send", message)
    platform.msgmenu_ids = ids  # type: ignore[assignment]
    for _ in range(2):
        await lin.pick("还没有")
    message = parse_message(product.requests[-1][1])
    assert (message.type, message.content) == ("text", "还没有")
    assert message._data.get("bizmsgmenuid") == sent
    assert lin.screen[-1].by == "person"
    assert lin.windows.left(platform.clock()) == 5
    with pytest.raises(PhoneError):
        await lin.pick("修好了吗？")


async def test_the_latest_menu_with_the_words_is_picked_from(
    api: Caller, lin: Follower, product: Product
) -> None:
    for menu_id in ("1", "2"):
        menu = {"head_content": "?", "list": [{"id": menu_id, "content": "好"}]}
        await api.post(
            "message/custom/send", {"touser": lin.openid, "msgtype": "msgmenu", "msgmenu": menu}
        )
    await lin.pick("好")
    assert parse_message(product.requests[-1][1])._data["bizmsgmenuid"] == "2"


async def test_links_write_or_lead_somewhere(lin: Follower, product: Product) -> None:
    href = "weixin://bizmsgmenu?msgmenucontent=修好了&msgmenuid=101"
    reply = f'<a href="{href}">好了</a>，或看<a href="https://x.cn/1?a=1&b=2">进度</a>'
    product.next = [text_reply(lin, reply)]
    await lin.say("在吗")
    assert lin.heard == ["好了，或看进度"]
    assert await lin.tap("进度") == "https://x.cn/1?a=1&b=2"
    await lin.tap("好了")
    message = parse_message(product.requests[-1][1])
    assert (message.content, message._data["bizmsgmenuid"]) == ("修好了", "101")
    with pytest.raises(PhoneError):
        await lin.tap("别处")


@pytest.mark.parametrize(
    "text",
    ["<b>重要</b>", '<a href="https://x.cn', "a &lt; b", '<a href="https://x.cn">进'],
)
async def test_what_is_no_whole_link_is_shown_as_it_stands(
    lin: Follower, product: Product, text: str
) -> None:
    product.next = [text_reply(lin, text)]
    await lin.say("在吗")
    assert (lin.heard, lin.screen[-1].links) == ([text], ())


async def test_a_link_that_is_not_closed_swallows_no_other(lin: Follower, product: Product) -> None:
    product.next = [text_reply(lin, '<a href="https://x.cn">进<a href="https://y.cn">度</a>')]
    await lin.say("在吗")
    assert lin.heard == ['<a href="https://x.cn">进度']
    assert await lin.tap("度") == "https://y.cn"


async def test_openids_are_of_28_characters_and_differ_by_account(platform: Platform) -> None:
    first, second = platform.add_person("林"), platform.add_person("林")
    assert first.openid != second.openid
    assert {len(first.openid), len(second.openid)} == {28}
    assert (first.openid[0], first.openid.isascii()) == ("o", True)


async def test_no_name_is_told(api: Caller, lin: Follower, clock: MovableClock) -> None:
    told = await api.get("user/info", openid=lin.openid)
    assert (told["subscribe"], told["nickname"], told["qr_scene_str"]) == (1, "", "")
    assert told["subscribe_time"] == int(clock().timestamp())
    await lin.unfollow()
    left = await api.get("user/info", openid=lin.openid)
    assert left == {"subscribe": 0, "openid": lin.openid}
    assert (await api.get("user/info", openid="o1"))["errcode"] == 40003
