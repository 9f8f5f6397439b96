"""What a robot hears of what members do."""

import base64

import pytest
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.sandbox.errors import PhoneError
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Chat, Gateway, Member
from tests.sandbox.conftest import MovableClock
from tests.sandbox.wecom.conftest import BOT_ID, Frame, Line, buttons, card_message, notice


def decipher(gateway: Gateway, part: Frame) -> bytes:
    """As WeCom's pages say it: AES-256-CBC, IV = key[:16], PKCS#7 to 32."""
    link = gateway.download(part["url"].rpartition("/")[2])
    assert link is not None
    key = base64.b64decode(part["aeskey"])
    decryptor = Cipher(algorithms.AES256(key), modes.CBC(key[:16])).decryptor()
    padded = decryptor.update(link.data) + decryptor.finalize()
    assert len(padded) % 32 == 0
    assert set(padded[-padded[-1] :]) == {padded[-1]}
    return padded[: -padded[-1]]


def test_words_in_the_single_chat(line: Line, lin: Member, clock: MovableClock) -> None:
    lin.says("路灯不亮")
    frame = line.heard()
    assert frame["cmd"] == "aibot_msg_callback"
    body = frame["body"]
    assert body.pop("msgid")
    assert body == {
        "aibotid": BOT_ID,
        "chattype": "single",
        "from": {"userid": "lin"},
        "create_time": int(clock.now.timestamp()),
        "msgtype": "text",
        "text": {"content": "路灯不亮"},
    }


def test_every_message_has_ids_of_its_own(line: Line, lin: Member) -> None:
    lin.says("路灯不亮")
    first = line.heard()
    lin.says("路灯不亮")
    second = line.heard()
    assert first["headers"]["req_id"] != second["headers"]["req_id"]
    assert first["body"]["msgid"] != second["body"]["msgid"]


@pytest.mark.parametrize("kind", ["image", "file", "video"])
@pytest.mark.parametrize("size", [1, 31, 32, 33, 64])
def test_files_in_the_single_chat_are_enciphered(
    gateway: Gateway, line: Line, lin: Member, kind: str, size: int
) -> None:
    lin.sends(kind, b"x" * size, "菜单.xlsx")
    body = line.heard()["body"]
    assert body["msgtype"] == kind
    assert decipher(gateway, body[kind]) == b"x" * size


def test_a_link_lasts_for_five_minutes(
    gateway: Gateway, line: Line, lin: Member, clock: MovableClock
) -> None:
    lin.sends("image", SAMPLE_PNG)
    link_id = line.heard()["body"]["image"]["url"].rpartition("/")[2]
    clock.advance(minutes=4, seconds=59)
    assert gateway.download(link_id)
    clock.advance(seconds=1)
    assert gateway.download(link_id) is None


def test_every_link_has_a_key_of_its_own(line: Line, lin: Member) -> None:
    lin.sends_mixed("看", [SAMPLE_PNG, SAMPLE_PNG])
    items = line.heard()["body"]["mixed"]["msg_item"]
    assert items[0] == {"msgtype": "text", "text": {"content": "看"}}
    keys = [item["image"]["aeskey"] for item in items[1:]]
    assert len(set(keys)) == 2


def test_a_voice_message_arrives_as_words(line: Line, lin: Member) -> None:
    lin.speaks("楼下路灯不亮了")
    body = line.heard()["body"]
    assert (body["msgtype"], body["voice"]) == ("voice", {"content": "楼下路灯不亮了"})


def test_a_group_delivers_mentions_only(line: Line, lin: Member, group: Chat) -> None:
    lin.writes(group, "吃了吗")
    lin.shares(group, "image", SAMPLE_PNG)
    assert line.frames == []
    lin.mentions(group, "/bind")
    body = line.heard()["body"]
    assert (body["chattype"], body["chatid"]) == ("group", group.id)
    assert body["text"] == {"content": "@近邻 /bind"}


def test_a_mention_with_pictures_is_mixed(
    gateway: Gateway, line: Line, lin: Member, group: Chat
) -> None:
    lin.mentions(group, "已修好", pictures=[SAMPLE_PNG])
    body = line.heard()["body"]
    text, picture = body["mixed"]["msg_item"]
    assert text == {"msgtype": "text", "text": {"content": "@近邻 已修好"}}
    assert decipher(gateway, picture["image"]) == SAMPLE_PNG


def test_a_quote_carries_what_was_said_and_nothing_that_identifies_it(
    line: Line, lin: Member, chen: Member, group: Chat
) -> None:
    said = lin.writes(group, "路灯不亮")
    chen.mentions(group, "这个要登记", quote=said)
    body = line.heard()["body"]
    assert body["quote"] == {"msgtype": "text", "text": {"content": "路灯不亮"}}


def test_a_quoted_card_is_what_can_be_read_on_it(line: Line, lin: Member, group: Chat) -> None:
    lin.mentions(group, "有什么事")
    line.obeys("aibot_respond_msg", card_message(notice("报修 JM-12")), to=line.heard())
    lin.mentions(group, "修好了", quote=lin.screen(group)[-1])
    assert line.heard()["body"]["quote"] == {"msgtype": "text", "text": {"content": "报修 JM-12"}}


def test_a_quoted_picture_can_be_loaded(
    gateway: Gateway, line: Line, lin: Member, group: Chat
) -> None:
    picture = lin.shares(group, "image", SAMPLE_PNG)
    lin.mentions(group, "看这里", quote=picture)
    assert decipher(gateway, line.heard()["body"]["quote"]["image"]) == SAMPLE_PNG


def test_opening_the_single_chat_is_told_once_a_day_in_china(
    line: Line, lin: Member, clock: MovableClock
) -> None:
    assert lin.opens()
    body = line.heard()["body"]
    assert body["event"] == {"eventtype": "enter_chat", "enter_chat": {}}
    assert "chatid" not in body
    assert not lin.opens()
    clock.advance(hours=7, minutes=59)  # 23:59 there
    assert not lin.opens()
    clock.advance(minutes=1)
    assert lin.opens()


def test_feedback_names_the_answer_it_is_about(line: Line, lin: Member) -> None:
    lin.says("几点开门")
    stream = {"id": "s", "finish": True, "content": "八点", "feedback": {"id": "f-1"}}
    line.obeys("aibot_respond_msg", {"msgtype": "stream", "stream": stream}, to=line.heard())
    lin.rates(lin.screen()[-1], 2, "不对")
    event = line.heard()["body"]["event"]
    assert event["feedback_event"] == {"id": "f-1", "type": 2, "content": "不对"}


def test_what_did_not_ask_for_feedback_gets_none(line: Line, lin: Member) -> None:
    said = lin.says("几点开门")
    with pytest.raises(PhoneError):
        lin.rates(said, 1)


def test_with_two_robots_only_the_one_that_is_mentioned_hears(
    gateway: Gateway, line: Line, lin: Member
) -> None:
    other = gateway.add_robot("aib-canteen", "s", "食堂")
    group = gateway.add_group("食堂群", ["lin"])
    lin.mentions(group, "订餐", robot=other.bot_id)
    assert line.frames == []
    with pytest.raises(PhoneError):
        lin.mentions(group, "订餐")


def test_a_robot_that_is_not_in_the_group_cannot_be_mentioned(
    gateway: Gateway, lin: Member, group: Chat
) -> None:
    gateway.remove_robot(group, gateway.robot())
    with pytest.raises(PhoneError):
        lin.mentions(group, "订餐")


def test_who_left_the_enterprise_has_no_phone_there(
    gateway: Gateway, line: Line, lin: Member, chen: Member, group: Chat
) -> None:
    lin.leaves()
    assert line.frames == []
    assert group.members == ["chen"]
    for attempt in (lambda: lin.says("您好"), lambda: lin.screen(group), lin.opens):
        with pytest.raises(PhoneError):
            attempt()


def test_who_is_not_in_a_group_does_not_see_it(
    gateway: Gateway, line: Line, lin: Member, chen: Member
) -> None:
    group = gateway.add_group("小群", ["lin"])
    lin.mentions(group, "发")
    line.obeys("aibot_respond_msg", card_message(buttons("t", "接单")), to=line.heard())
    card = lin.screen(group)[-1]
    for attempt in (lambda: chen.screen(group), lambda: chen.presses(card, "接单")):
        with pytest.raises(PhoneError):
            attempt()
