"""What people send on WeChat, as the Bot API would send it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.sax.saxutils import escape

import pytest
from aiogram import Bot
from aiogram.types import Message, Update
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wechat.incoming import UNSHOWN, Callback, Ignored, meaning, read
from bot.channels.wechat.notice_events import NoticeEvent, TemplateEnded
from bot.channels.wechat.xml import LARGEST
from bot.reading import LARGEST_ID
from bot.reading import read as read_update
from bot.sandbox.wechat.callbacks import HttpAnswer, Query
from bot.sandbox.wechat.follower import Follower
from bot.sandbox.wechat.platform import Platform
from storage.coordinates import gcj02
from tests.bot.channels.wechat.conftest import NOON

BOT = Bot("42:TEST")
CHAT = 5 * 10**15 + 7
SAID_AT = int(NOON.timestamp())

Fields = Mapping[str, object]


def callback(kind: str, **fields: object) -> bytes:
    """XML of a message or, where `Event` is among the fields, of an event."""
    numbered = {} if kind == "event" else {"MsgId": 24_900_000_000_000_001}
    all_fields: dict[str, object] = {
        "FromUserName": "oA1-_z",
        "CreateTime": SAID_AT,
        "MsgType": kind,
    }
    return xml(all_fields | numbered | fields)


def xml(fields: Fields) -> bytes:
    parts = (f"<{name}>{escape(str(value))}</{name}>" for name, value in fields.items())
    return f"<xml><ToUserName>gh_1</ToUserName>{''.join(parts)}</xml>".encode()


def raw(body: bytes) -> dict[str, Any]:
    said = read(body)
    assert isinstance(said, Callback)
    update = meaning(said, CHAT)
    assert isinstance(update, dict)
    return update


def modelled(body: bytes) -> Update:
    """As the intake reads it."""
    update = read_update(raw(body), BOT).update
    assert update is not None
    return update


def message(kind: str, **fields: object) -> Message:
    said = modelled(callback(kind, **fields)).message
    assert said is not None
    return said


def ignored(body: bytes) -> str:
    said = read(body)
    result = said if isinstance(said, Ignored) else meaning(said, CHAT)
    assert isinstance(result, Ignored)
    return result.why


def test_who_said_it_where_and_when() -> None:
    said = message("text", Content="灯坏了")
    assert said.from_user is not None
    assert (said.from_user.id, said.chat.id, said.chat.type) == (CHAT, CHAT, "private")
    assert said.date == NOON
    assert said.message_id == 24_900_000_000_000_001


@pytest.mark.parametrize(
    "words",
    ["灯坏了", "𠮷𰻝 👨‍👩‍👧‍👦💡", "<a href='x'>&amp;</a> ]]>", "第一行\n第二行", "/my"],
)
def test_words_arrive_as_they_were_written(words: str) -> None:
    assert message("text", Content=words).text == words


def test_a_click_on_a_line_of_a_msgmenu_is_what_the_line_says() -> None:
    assert message("text", Content="2 楼道灯不亮", bizmsgmenuid="0").text == "2 楼道灯不亮"


@pytest.mark.parametrize(
    ("kind", "becomes"),
    [("image", "photo"), ("voice", "voice"), ("video", "video"), ("shortvideo", "video")],
)
def test_a_file_goes_by_its_media_id(kind: str, becomes: str) -> None:
    said = message(kind, MediaId="m-1_A", PicUrl="http://mmbiz.qpic.cn/1", Format="amr")
    assert said.content_type == becomes
    file = said.photo[0] if said.photo else said.voice or said.video
    assert file is not None
    assert (file.file_id, file.file_unique_id) == ("m-1_A", "m-1_A")


def test_how_a_voice_was_recorded_is_said() -> None:
    voice = message("voice", MediaId="m", Format="amr", Recognition="").voice
    assert voice is not None
    assert voice.mime_type == "audio/amr"


def test_a_place_on_the_chinese_map_becomes_one_of_the_world() -> None:
    latitude, longitude = gcj02(26.0863, 119.3005)
    said = message("location", Location_X=latitude, Location_Y=longitude, Scale=15, Label="东街口")
    assert said.location is not None
    assert said.location.latitude == pytest.approx(26.0863, abs=1e-6)
    assert said.location.longitude == pytest.approx(119.3005, abs=1e-6)


@pytest.mark.parametrize(
    "place", [("", ""), ("北", "119"), ("nan", "119"), ("91", "0"), ("0", "inf")]
)
def test_a_place_that_is_nowhere_is_a_message_without_content(place: tuple[str, str]) -> None:
    north, east = place
    said = message("location", Location_X=north, Location_Y=east)
    assert said.content_type == "unknown"


def test_an_article_becomes_its_title_and_address() -> None:
    said = message("link", Title="停水通知", Description="…", Url="https://mp.weixin.qq.com/s/1")
    assert said.text == "停水通知\nhttps://mp.weixin.qq.com/s/1"


@pytest.mark.parametrize(
    ("event", "key", "becomes"),
    [
        ("subscribe", "", "/start"),
        ("subscribe", "qrscene_b_3501", "/start b_3501"),
        ("subscribe", "last_trade_no_1", "/start"),
        ("SCAN", "b_3501", "/start b_3501"),
        ("SCAN", "qrscene_b", "/start qrscene_b"),
        ("CLICK", "my", "/my"),
        ("CLICK", "/my", "/my"),
        ("CLICK", "start meals", "/start meals"),
    ],
)
def test_following_scanning_and_the_menu_are_commands(event: str, key: str, becomes: str) -> None:
    assert message("event", Event=event, EventKey=key).text == becomes


def test_who_no_longer_follows_has_stopped_us() -> None:
    changed = modelled(callback("event", Event="unsubscribe", EventKey="")).my_chat_member
    assert changed is not None
    assert (changed.chat.id, changed.new_chat_member.status) == (CHAT, "kicked")


@pytest.mark.parametrize("kind", ["sticker", "file", "未知", "image", "voice", "video"])
def test_of_an_unknown_kind_or_without_its_file_it_is_one_without_content(kind: str) -> None:
    assert message(kind).content_type == "unknown"


@pytest.mark.parametrize("brackets", ["【】", "[]"])
def test_what_wechat_does_not_pass_on_is_no_text(brackets: str) -> None:
    words = UNSHOWN.join(brackets)
    assert message("text", Content=words).content_type == "unknown"


@pytest.mark.parametrize(
    "event", ["LOCATION", "location_select", "VIEW", "pic_weixin", "subscribe_msg_popup_event", ""]
)
def test_other_events_say_nothing(event: str) -> None:
    assert ignored(callback("event", Event=event)) == f"event:{event or 'nameless'}"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "no XML: ParseError"),
        (b'{"text": "x"}', "no XML: ParseError"),
        (b"<?xml version='1.0' encoding='x'?><xml/>", "no XML: LookupError"),
        (b"<!DOCTYPE x [<!ENTITY y 'z'>]><x>&y;</x>", "no XML: DTDForbidden"),
        (b"<xml>" + b" " * LARGEST, f"no XML: {LARGEST + 5} bytes are too many"),
        (b"<xml/>", "nameless of nobody"),
        (callback("text", FromUserName=""), "text of nobody"),
        (callback("text", FromUserName="o" * 65), "text of nobody"),
        (callback("text", MsgId=""), "text without a MsgId"),
        (callback("event", Event="CLICK"), "a menu without a key"),
        (callback("event", Event="TEMPLATESENDJOBFINISH"), "event:TEMPLATESENDJOBFINISH"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_be_taken_says_why(body: bytes, why: str) -> None:
    assert ignored(body) == why


@pytest.mark.parametrize(
    ("status", "delivered"),
    [("success", True), ("failed:user block", False), ("failed: system failed", False)],
)
def test_the_end_of_a_template_message(status: str, delivered: bool) -> None:
    said = read(callback("event", Event="TEMPLATESENDJOBFINISH", MsgID=200163836, Status=status))
    assert isinstance(said, Callback)
    assert meaning(said, CHAT) == TemplateEnded(200163836, delivered, status)


def test_the_same_delivery_has_the_same_number() -> None:
    once, again = (raw(callback("text", Content="灯", CreateTime=at)) for at in (1, 6))
    assert once["update_id"] == again["update_id"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (callback("text", MsgId=1), callback("text", MsgId=2)),
        (callback("text", FromUserName="oA"), callback("text", FromUserName="oB")),
        *(
            (callback("event", Event="CLICK", EventKey="my"), callback("event", **changed))
            for changed in (
                {"Event": "SCAN", "EventKey": "my"},
                {"Event": "CLICK", "EventKey": "data"},
                {"Event": "CLICK", "EventKey": "my", "CreateTime": SAID_AT + 1},
                {"Event": "CLICK", "EventKey": "my", "FromUserName": "oB"},
            )
        ),
    ],
)
def test_different_deliveries_have_different_numbers(one: bytes, other: bytes) -> None:
    assert raw(one)["update_id"] != raw(other)["update_id"]


@pytest.mark.parametrize("number", ["0", "-1", "灯", "9" * 19, "9" * 40])
def test_a_message_with_an_odd_number_is_taken_under_another(number: str) -> None:
    assert 0 < message("text", Content="灯", MsgId=number).message_id < 2**62


@given(
    st.dictionaries(
        st.sampled_from(
            [
                *["FromUserName", "CreateTime", "MsgType", "MsgId", "Event", "EventKey", "MsgID"],
                *["Content", "MediaId", "Format", "Location_X", "Location_Y", "Title", "Url"],
            ]
        ),
        st.sampled_from(
            ["event", "text", "location", "CLICK", "unsubscribe", "qrscene_", "1", "-1e9"]
        )
        | st.text(
            st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
        ),
    )
)
def test_whatever_the_fields_are_there_is_a_result(fields: dict[str, str]) -> None:
    said = read(xml(fields))
    result = said if isinstance(said, Ignored) else meaning(said, CHAT)
    if isinstance(result, dict):
        arrival = read_update(result, BOT)
        assert arrival.update is not None
        assert arrival.update_id <= LARGEST_ID


async def test_everything_that_a_phone_of_the_sandbox_sends_is_understood(
    platform: Platform, lin: Follower
) -> None:
    kinds: list[str] = []

    async def receive(_query: Query, body: bytes) -> HttpAnswer:
        said = read(body)
        assert isinstance(said, Callback)
        update = meaning(said, CHAT)
        kinds.append(_told(update))
        return 200, b"success"

    platform.deliver = receive
    await lin.say("灯坏了")
    await lin.send_photo(b"\xff\xd8\xff")
    await lin.send_voice(b"#!AMR\n")
    await lin.send_video(b"mp4")
    await lin.send_short_video(b"mp4")
    await lin.send_location(26.08, 119.3, "东街口")
    await lin.report_location(26.08, 119.3)
    await lin.send_link("停水", "", "https://example.org/")
    await lin.unfollow()
    await lin.follow()
    assert kinds == [
        *["text", "photo", "voice", "video", "video", "location", "event:LOCATION", "text"],
        *["my_chat_member", "text"],
    ]


async def test_a_redelivery_has_the_number_of_the_first(platform: Platform, lin: Follower) -> None:
    numbers: list[object] = []

    async def receive(_query: Query, body: bytes) -> HttpAnswer:
        numbers.append(raw(body)["update_id"])
        return 200, b"success"

    platform.deliver = receive
    await platform.redeliver(await lin.say("灯坏了"))
    await platform.redeliver(await lin.unfollow())
    said, again, left, left_again = numbers
    assert (said, left) == (again, left_again)
    assert said != left


def _told(update: dict[str, Any] | NoticeEvent | Ignored) -> str:
    if not isinstance(update, dict):
        return update.why if isinstance(update, Ignored) else type(update).__name__
    read_in = read_update(update, BOT).update
    assert read_in is not None
    return read_in.message.content_type if read_in.message else "my_chat_member"


def test_the_beginning_of_all_times_stands_for_a_time_that_is_none() -> None:
    assert message("text", Content="灯", CreateTime="9" * 15).date == datetime.fromtimestamp(0, UTC)
