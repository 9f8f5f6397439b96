"""What members do on WeCom, as the Bot API would send it."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from aiogram import Bot
from aiogram.types import Message, Update
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.wecom.downloads import Loaded
from bot.channels.wecom.incoming import Known, Part, meaning
from bot.channels.wecom.keys import CHOSEN, says
from bot.channels.wecom.said import Ignored, Said, read
from bot.reading import read as read_update
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Chat, Gateway, Member
from tests.bot.channels.wecom.conftest import BOT_ID, SECRET, Frame
from tests.sandbox.conftest import MovableClock

BOT = Bot("42:TEST")
LIN, GROUP, CARD = 5 * 10**15 + 7, -5 * 10**15 - 1, 17
NOW = MovableClock().now


class Frames:
    """What the gateway sends to whoever is connected as the robot."""

    def __init__(self, gateway: Gateway) -> None:
        self.all: list[Frame] = []
        self._connection = gateway.connect(self.all.append)
        self.sends("aibot_subscribe", {"bot_id": BOT_ID, "secret": SECRET})

    def sends(self, cmd: str, body: Frame, to: str = "1") -> None:
        self._connection.receive({"cmd": cmd, "headers": {"req_id": to}, "body": body})
        assert self.all.pop()["errcode"] == 0

    def last(self) -> Frame:
        frame = self.all.pop()
        assert self.all == []
        return frame


@pytest.fixture
def frames(gateway: Gateway) -> Frames:
    return Frames(gateway)


@pytest.fixture
def group(gateway: Gateway, lin: Member) -> Chat:
    return gateway.add_group("军门工作群", ["lin"])


def said(frame: Frame) -> Said:
    found = read(frame, NOW)
    assert isinstance(found, Said)
    return found


def updates(frame: Frame, **known: Any) -> list[Update]:
    """As the intake reads them."""
    what = said(frame)
    chat = GROUP if what.chatid else LIN
    meant = meaning(what, Known(BOT.id, LIN, chat, **known), "近邻")
    assert isinstance(meant, list)
    return [_modelled(raw) for raw in meant]


def _modelled(raw: Part) -> Update:
    update = read_update(raw, BOT).update
    assert update is not None
    return update


def message(frame: Frame, **known: Any) -> Message:
    (update,) = updates(frame, **known)
    assert update.message is not None
    return update.message


def test_words_in_the_single_chat(frames: Frames, lin: Member) -> None:
    lin.says("路灯@近邻 不亮")
    wrote = message(frames.last())
    assert wrote.from_user is not None
    assert (wrote.chat.type, wrote.chat.id, wrote.from_user.id) == ("private", LIN, LIN)
    assert (wrote.text, wrote.date) == ("路灯@近邻 不亮", NOW)


def test_words_in_a_group_are_without_the_mention(frames: Frames, lin: Member, group: Chat) -> None:
    lin.mentions(group, "/bind")
    wrote = message(frames.last())
    assert (wrote.chat.type, wrote.chat.id, wrote.text) == ("group", GROUP, "/bind")


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("@近邻 路灯不亮", "路灯不亮"),
        ("@近邻\u2005路灯不亮", "路灯不亮"),
        ("@近邻", ""),
        ("已经去了 @近邻", "已经去了"),
        ("林师傅 @近邻 去了", "林师傅 去了"),
        ("@老名字 路灯不亮", "路灯不亮"),
        ("@近邻居 问 @近邻 的", "@近邻居 问 的"),
        ("@近邻 a@b.cn 是邮箱", "a@b.cn 是邮箱"),
        ("一行\n二行", "一行\n二行"),
    ],
)
def test_the_mention_is_taken_out_wherever_it_stands(
    frames: Frames, lin: Member, group: Chat, written: str, text: str
) -> None:
    lin.mentions(group, "")
    frame = frames.last()
    frame["body"]["text"]["content"] = written
    assert (message(frame).text or "") == text


def test_the_same_message_again_is_the_same_update(frames: Frames, lin: Member) -> None:
    lin.says("一")
    first = frames.last()
    lin.says("一")
    second = frames.last()
    ids = [updates(frame)[0].update_id for frame in (first, first, second)]
    assert ids[0] == ids[1] != ids[2]


def test_a_voice_message_is_its_words(frames: Frames, lin: Member) -> None:
    lin.speaks("楼下路灯不亮了")
    assert message(frames.last()).text == "楼下路灯不亮了"


def test_a_picture_is_a_photo_that_can_be_loaded(frames: Frames, lin: Member) -> None:
    lin.sends("image", SAMPLE_PNG)
    frame = frames.last()
    (file,) = said(frame).files
    photo = message(frame).photo
    assert photo is not None
    assert photo[-1].file_id == file.file_id
    assert (file.kind, file.part) == ("image", frame["body"]["image"])


def test_a_file_has_its_name_once_it_was_loaded(frames: Frames, lin: Member) -> None:
    lin.sends("file", b"x", "菜单.xlsx")
    frame = frames.last()
    (file,) = said(frame).files
    assert message(frame).document is not None
    document = message(frame, files={file.file_id: Loaded("菜单.xlsx", b"xlsx")}).document
    assert document is not None
    assert document.file_name == "菜单.xlsx"


def test_a_video_is_one(frames: Frames, lin: Member) -> None:
    lin.sends("video", b"x")
    assert message(frames.last()).video is not None


def test_words_with_a_picture_are_its_caption(frames: Frames, lin: Member, group: Chat) -> None:
    lin.mentions(group, "已修好", pictures=[SAMPLE_PNG])
    wrote = message(frames.last())
    assert wrote.photo
    assert (wrote.caption, wrote.media_group_id) == ("已修好", None)


def test_several_pictures_are_an_album(frames: Frames, lin: Member) -> None:
    lin.sends_mixed("修前修后", [SAMPLE_PNG, SAMPLE_PNG])
    found = updates(frames.last())
    pieces = [each.message for each in found]
    assert [piece.caption for piece in pieces if piece] == ["修前修后", None]
    assert len({piece.media_group_id for piece in pieces if piece}) == 1
    assert len({piece.photo[0].file_id for piece in pieces if piece and piece.photo}) == 2
    assert len({update.update_id for update in found}) == 2


def test_a_quote_of_ours_is_a_reply_to_us(frames: Frames, lin: Member, group: Chat) -> None:
    quoted = lin.writes(group, "哪里修好了？")
    lin.mentions(group, "三号楼", quote=quoted)
    frame = frames.last()
    assert said(frame).quoted == "哪里修好了？"
    replied = message(frame, quoted=CARD).reply_to_message
    assert replied is not None
    assert replied.from_user is not None
    assert (replied.message_id, replied.text) == (CARD, "哪里修好了？")
    assert replied.from_user.id == BOT.id


def test_a_quote_of_somebody_else_is_no_reply_to_us(
    frames: Frames, lin: Member, group: Chat
) -> None:
    quoted = lin.writes(group, "路灯不亮")
    lin.mentions(group, "登记", quote=quoted)
    replied = message(frames.last()).reply_to_message
    assert replied is not None
    assert replied.from_user is not None
    assert replied.from_user.id != BOT.id


def tapped(frames: Frames, lin: Member, group: Chat, card: Frame) -> Callable[[str], Frame]:
    lin.mentions(group, "发")
    asked = frames.last()["headers"]["req_id"]
    card = {"main_title": {"title": "x"}, "task_id": "t-1"} | card
    frames.sends("aibot_respond_msg", {"msgtype": "template_card", "template_card": card}, asked)

    def tap(key: str) -> Frame:
        assert lin.taps(lin.screen(group)[-1], key)
        return frames.last()

    return tap


def buttons(*keys: str) -> Frame:
    listed = [{"text": "x", "key": key} for key in keys]
    return {"card_type": "button_interaction", "button_list": listed}


def test_a_tap_is_a_callback_query(frames: Frames, lin: Member, group: Chat) -> None:
    frame = tapped(frames, lin, group, buttons("ticket:take:12"))("ticket:take:12")
    assert said(frame).task_id == "t-1"
    (update,) = updates(frame, card=CARD)
    query = update.callback_query
    assert query is not None
    assert query.message is not None
    assert (query.data, query.from_user.id) == ("ticket:take:12", LIN)
    assert (query.message.message_id, query.message.chat.id) == (CARD, GROUP)


def test_a_button_that_stands_for_words_is_as_if_they_were_written(
    frames: Frames, lin: Member, group: Chat
) -> None:
    frame = tapped(frames, lin, group, buttons(says("我的报修")))(says("我的报修"))
    assert message(frame).text == "我的报修"


@pytest.mark.parametrize(("checked", "data"), [("pick:1:2", "pick:1:2"), (None, "")])
def test_the_button_below_options_means_what_is_chosen(
    frames: Frames, lin: Member, group: Chat, checked: str | None, data: str
) -> None:
    options = [
        {"id": f"pick:1:{number}", "text": "x", "is_checked": checked == f"pick:1:{number}"}
        for number in range(3)
    ]
    card = {
        "card_type": "vote_interaction",
        "checkbox": {"question_key": "q", "option_list": options},
        "submit_button": {"text": "x", "key": CHOSEN},
    }
    (update,) = updates(tapped(frames, lin, group, card)(CHOSEN))
    assert update.callback_query is not None
    assert update.callback_query.data == data


def test_an_event_of_a_single_chat_may_name_a_chat(frames: Frames, lin: Member) -> None:
    """As the example in WeCom's pages does."""
    lin.opens()
    frame = frames.last()
    frame["body"]["chatid"] = "CHATID"
    assert said(frame).chatid is None


def test_opening_the_chat_is_no_update(frames: Frames, lin: Member) -> None:
    lin.opens()
    what = said(frames.last())
    assert what.kind == "event:enter_chat"
    assert meaning(what, Known(BOT.id, LIN, LIN), "近邻") == Ignored("event:enter_chat")


def test_a_message_of_an_unknown_kind_is_still_one(frames: Frames, lin: Member) -> None:
    lin.says("x")
    frame = frames.last()
    del frame["body"]["text"]
    frame["body"] |= {"msgtype": "sticker", "sticker": {"id": 1}}
    wrote = message(frame)
    assert wrote.text is None


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"msgid": "m", "msgtype": "text"},
        {"msgid": "m", "msgtype": "text", "from": {"userid": "x" * 129}},
        {"msgtype": "text", "from": {"userid": "lin"}},
        {"msgid": 5, "msgtype": "text", "from": {"userid": "lin"}},
    ],
)
def test_what_names_nobody_or_nothing_is_ignored(body: Frame) -> None:
    assert isinstance(read({"body": body}, NOW), Ignored)


NAMES = [
    "msgtype",
    "text",
    "mixed",
    "msg_item",
    "content",
    "url",
    "event",
    "eventtype",
    "create_time",
    "quote",
    "image",
    "template_card_event",
    "event_key",
    "selected_items",
    "selected_item",
    "option_ids",
    "option_id",
]
JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(NAMES),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(NAMES), JSON))
def test_whatever_comes_is_an_update_or_ignored(body: Frame) -> None:
    what = read({"body": body | {"msgid": "m", "from": {"userid": "lin"}}}, NOW)
    assert isinstance(what, Said)
    meant = meaning(what, Known(BOT.id, LIN, LIN), "近邻")
    for raw in meant if isinstance(meant, list) else ():
        _modelled(raw)


def test_a_frame_that_does_not_say_when_came_now(frames: Frames, lin: Member) -> None:
    lin.says("x")
    frame = frames.last()
    del frame["body"]["create_time"]
    assert said(frame).sent_at == NOW
    assert isinstance(NOW, datetime)
