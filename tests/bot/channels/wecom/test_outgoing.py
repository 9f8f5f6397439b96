"""The Bot API's calls as WeCom shows them: sent through the gateway, read off a member's phone."""

import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.channels.wecom.incoming import Known, meaning
from bot.channels.wecom.outgoing import UnsayableError, contents, update
from bot.channels.wecom.said import Said, read
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wecom import Gateway, Member, Shown
from bot.sandbox.wecom.cards import check_card
from bot.sandbox.wecom.chats import File
from handlers.common.questions import goes_back
from handlers.common.words import esc
from tests.bot.channels.wecom.conftest import BOT_ID, SECRET, Frame

PAGE = "http://desk.invalid/"


class Desk:
    """Sends calls to a member who has written before."""

    def __init__(self, gateway: Gateway, lin: Member) -> None:
        self._gateway = gateway
        self._lin = lin
        self._frames: list[Frame] = []
        self._connection = gateway.connect(self._frames.append)
        self._ids = map(str, itertools.count(1))
        self._asks("aibot_subscribe", {"bot_id": BOT_ID, "secret": SECRET})
        lin.says("您好")
        self._frames.clear()

    def sends(self, method: str, **params: Any) -> list[Shown]:
        """What the member sees of it."""
        before = len(self._lin.screen())
        for content in contents(method, params, lambda: next(self._ids)):
            self._asks("aibot_send_msg", {"chatid": "lin"} | content)
        return self._lin.screen()[before:]

    def uploaded(self, kind: str, data: bytes) -> str:
        return self._gateway.media.keep(File(kind, "x", data), self._gateway.clock())

    def said_by(self, act: Callable[[], object]) -> Any:
        """The update that comes of what the member does."""
        act()
        what = read(self._frames.pop(), self._gateway.clock())
        assert isinstance(what, Said)
        meant = meaning(what, Known(1, 2, 2), "近邻")
        assert isinstance(meant, list)
        return meant[0]

    def updates(self, shown: Shown, label: str, **params: Any) -> str | None:
        """Presses, and changes the card; returns what it does not say."""
        self._lin.presses(shown, label)
        pressed = self._frames.pop()
        task_id = pressed["body"]["event"]["template_card_event"]["task_id"]
        changed = update(params, task_id, PAGE)
        body = {"response_type": "update_template_card", "template_card": changed.card}
        self._asks("aibot_respond_update_msg", body, pressed["headers"]["req_id"])
        return changed.rest

    def _asks(self, cmd: str, body: Frame, req_id: str = "1") -> None:
        self._connection.receive({"cmd": cmd, "headers": {"req_id": req_id}, "body": body})
        ack = self._frames.pop()
        assert ack["errcode"] == 0, ack


@pytest.fixture
def desk(gateway: Gateway, lin: Member) -> Desk:
    return Desk(gateway, lin)


def keyboard(*labels: str) -> Frame:
    """Their data are d1, d2, …"""
    numbered = enumerate(labels, 1)
    return {
        "inline_keyboard": [[{"text": each, "callback_data": f"d{at}"}] for at, each in numbered]
    }


def test_text_is_markdown(desk: Desk) -> None:
    (shown,) = desk.sends("sendMessage", text="<b>您好</b>，&lt;林&gt;")
    assert (shown.kind, shown.text) == ("markdown", "**您好**，<林>")


def test_a_short_text_with_buttons_is_one_card(desk: Desk) -> None:
    text = "<b>要办的事</b>\n3 号楼 路灯不亮"
    (shown,) = desk.sends("sendMessage", text=text, reply_markup=keyboard("接单", "转出去"))
    assert shown.text == "要办的事\n3 号楼 路灯不亮\n[接单] [转出去]"
    assert shown.buttons == {"接单": "d1", "转出去": "d2"}


def test_a_pressed_button_brings_its_data(desk: Desk, lin: Member) -> None:
    (shown,) = desk.sends("sendMessage", text="要办的事", reply_markup=keyboard("接单", "转出去"))
    came = desk.said_by(lambda: lin.presses(shown, "转出去"))
    assert came["callback_query"]["data"] == "d2"


@pytest.mark.parametrize(
    "text",
    ["字" * 113 + "\n尾", "题\n" + "字" * 113, '看<a href="https://x.cn">这</a>' + "字" * 113],
    ids=["a long line", "many words", "a link in many words"],
)
def test_what_does_not_fit_on_a_card_stands_before_it(desk: Desk, text: str) -> None:
    before, card = desk.sends("sendMessage", text=text, reply_markup=keyboard("好"))
    assert (before.kind, card.kind) == ("markdown", "template_card")
    assert "尾" not in text or "尾" in before.text
    assert card.text.count("字") <= 26


def test_links_in_a_short_text_stand_at_the_end_of_its_card(desk: Desk) -> None:
    text = '要办的事\n在<a href="https://map.cn">军门新村三号楼二单元六零一室</a>'
    (shown,) = desk.sends("sendMessage", text=text, reply_markup=keyboard("好"))
    assert shown.card is not None
    assert shown.card["jump_list"][0]["url"] == "https://map.cn"
    assert "在军门新村三号楼二单元六零一室\n军门新村三号楼二单元六零…" in shown.text


def test_a_first_line_that_is_cut_is_said_whole_below(desk: Desk) -> None:
    line = "请问您家里最近一次停水大概是从哪一天的几点钟开始的呢？"
    (shown,) = desk.sends("sendMessage", text=line, reply_markup=keyboard("今天"))
    assert shown.text.splitlines()[1] == line


def test_seven_to_twenty_buttons_are_options_to_choose_from(desk: Desk, lin: Member) -> None:
    labels = [f"第{number}" for number in range(1, 21)]
    (shown,) = desk.sends("sendMessage", text="哪一个？", reply_markup=keyboard(*labels))
    assert list(shown.buttons) == ["确定"]
    assert "第1 / 第2 / " in shown.text
    came = desk.said_by(lambda: lin.submits(shown, {"q": ["d7"]}))
    assert came["callback_query"]["data"] == "d7"
    came = desk.said_by(lambda: lin.presses(shown, "确定"))
    assert came["callback_query"]["data"] == ""


def test_more_than_twenty_are_several_cards(desk: Desk) -> None:
    labels = [f"第{number}" for number in range(1, 42)]
    shown = desk.sends("sendMessage", text="哪一个？", reply_markup=keyboard(*labels))
    assert [each.kind for each in shown] == ["template_card"] * 3
    assert "第41" in shown[2].text


def test_long_labels_are_said_whole_and_pressed_by_number(desk: Desk, lin: Member) -> None:
    labels = ("军门新村三号楼二单元六零一", "别的地方")
    (shown,) = desk.sends("sendMessage", text="在哪里？", reply_markup=keyboard(*labels))
    assert shown.text.splitlines() == [
        "在哪里？",
        "1  军门新村三号楼二单元六零一",
        "2  别的地方",
        "[1] [2]",
    ]
    came = desk.said_by(lambda: lin.presses(shown, "2"))
    assert came["callback_query"]["data"] == "d2"


def test_the_same_button_twice_is_one(desk: Desk) -> None:
    row = [{"text": "好", "callback_data": "d1"}]
    markup = {"inline_keyboard": [row, row]}
    (shown,) = desk.sends("sendMessage", text="好吗？", reply_markup=markup)
    assert shown.buttons == {"好": "d1"}


def test_an_option_holds_one_sign_more_than_a_button(desk: Desk) -> None:
    labels = ["一二三四五六七八九十一", *"二三四五六七"]
    (shown,) = desk.sends("sendMessage", text="哪个？", reply_markup=keyboard(*labels))
    assert shown.text.splitlines()[1].startswith("一二三四五六七八九十一 / 二")
    (shown,) = desk.sends("sendMessage", text="哪个？", reply_markup=keyboard(*labels[:6]))
    assert list(shown.buttons) == list("123456")


def test_a_long_link_stands_before_the_card(desk: Desk) -> None:
    label = "在腾讯地图里看这个地方在哪里"
    rows = keyboard("好")["inline_keyboard"] + [[{"text": label, "url": "https://x.cn/"}]]
    before, card = desk.sends("sendMessage", text="去哪", reply_markup={"inline_keyboard": rows})
    assert before.text == f"去哪\n[{label}](https://x.cn/)"
    assert card.text == "去哪\n[好]"


def test_a_few_links_stand_on_the_card(desk: Desk) -> None:
    rows = keyboard("好")["inline_keyboard"] + [[{"text": "地图", "url": "https://x.cn/"}]]
    (shown,) = desk.sends("sendMessage", text="去哪里", reply_markup={"inline_keyboard": rows})
    assert shown.card is not None
    assert shown.card["jump_list"] == [{"type": 1, "title": "地图", "url": "https://x.cn/"}]


def test_many_links_stand_before_it(desk: Desk) -> None:
    links = [[{"text": f"图{number}", "url": "https://x.cn/"}] for number in range(4)]
    rows = keyboard("好")["inline_keyboard"] + links
    before, _ = desk.sends("sendMessage", text="去哪里", reply_markup={"inline_keyboard": rows})
    assert before.text.splitlines()[1] == "[图0](https://x.cn/)"


def test_links_alone_need_no_card(desk: Desk) -> None:
    markup = {"inline_keyboard": [[{"text": "地图", "url": "https://x.cn/"}]]}
    (shown,) = desk.sends("sendMessage", text="在这里", reply_markup=markup)
    assert shown.text == "在这里\n[地图](https://x.cn/)"


def test_a_key_under_the_input_field_says_its_label(desk: Desk, lin: Member) -> None:
    keys = [[{"text": "我的报修"}]]
    (shown,) = desk.sends("sendMessage", text="有什么事？", reply_markup={"keyboard": keys})
    assert list(shown.buttons) == ["我的报修"]
    assert desk.said_by(lambda: lin.presses(shown, "我的报修"))["message"]["text"] == "我的报修"


@pytest.mark.parametrize("markup", [{"remove_keyboard": True}, {"force_reply": True}, None])
def test_what_only_changes_the_input_field_is_left_out(desk: Desk, markup: Frame | None) -> None:
    (shown,) = desk.sends("sendMessage", text="好", reply_markup=markup)
    assert shown.kind == "markdown"


def test_a_picture_comes_before_its_words(desk: Desk) -> None:
    media_id = desk.uploaded("image", SAMPLE_PNG)
    picture, words = desk.sends("sendPhoto", photo=media_id, caption="<b>修好了</b>")
    assert picture.files[0].data == SAMPLE_PNG
    assert words.text == "**修好了**"


def test_a_file_without_words_is_alone(desk: Desk) -> None:
    (shown,) = desk.sends("sendDocument", document=desk.uploaded("file", b"x"), caption=None)
    assert shown.kind == "file"


def test_a_picture_with_buttons_has_a_card_below(desk: Desk) -> None:
    media_id = desk.uploaded("image", SAMPLE_PNG)
    _, card = desk.sends("sendPhoto", photo=media_id, reply_markup=keyboard("好"))
    assert card.buttons == {"好": "d1"}


def test_an_album_is_its_pictures_and_then_the_words(desk: Desk) -> None:
    media = [{"type": "photo", "media": desk.uploaded("image", SAMPLE_PNG)} for _ in range(2)]
    shown = desk.sends("sendMediaGroup", media=[media[0] | {"caption": "修前修后"}, media[1]])
    assert [each.kind for each in shown] == ["image", "image", "markdown"]
    assert shown[2].text == "修前修后"


def test_a_place_is_a_link_to_the_map(desk: Desk) -> None:
    (shown,) = desk.sends(
        "sendVenue", title="食堂", address="三号楼", latitude=26.0, longitude=119.3
    )
    assert shown.text.startswith("[食堂](https://apis.map.qq.com/uri/v1/marker?marker=coord:26")
    assert shown.text.endswith("\n三号楼")


@pytest.mark.parametrize("method", ["deleteMessage", "pinChatMessage", "setMyCommands"])
def test_what_wecom_cannot_do_is_told(method: str) -> None:
    with pytest.raises(UnsayableError):
        contents(method, {"chat_id": 1}, lambda: "1")


def test_a_pressed_card_changes_and_can_be_pressed_again(desk: Desk, lin: Member) -> None:
    (shown,) = desk.sends("sendMessage", text="要办的事", reply_markup=keyboard("接单"))
    rest = desk.updates(shown, "接单", text="林在办", reply_markup=keyboard("办完了"))
    now = lin.screen()[-1]
    assert (now.text, rest) == ("林在办\n[办完了]", None)
    desk.updates(now, "办完了", text="<b>办完了</b>\n谢谢", reply_markup={"inline_keyboard": []})
    now = lin.screen()[-1]
    assert (now.text, now.buttons) == ("办完了\n谢谢", {})


def test_what_a_changed_card_cannot_say_is_handed_back(desk: Desk, lin: Member) -> None:
    (shown,) = desk.sends("sendMessage", text="要办的事", reply_markup=keyboard("接单"))
    rest = desk.updates(shown, "接单", text="林在办\n" + "字" * 200 + "尾")
    assert lin.screen()[-1].text == "林在办\n…" + "字" * 110 + "尾"
    assert rest == "林在办\n" + "字" * 200 + "尾"


def test_a_card_of_more_than_twenty_buttons_is_not_changed() -> None:
    with pytest.raises(UnsayableError):
        update({"text": "x", "reply_markup": keyboard(*map(str, range(21)))}, "t", PAGE)


def has_one_way_back(labels: list[str]) -> bool:
    """Of several that lead back the first is shown."""
    return sum(map(goes_back, labels)) <= 1


LABELS = st.lists(st.text(min_size=1, max_size=30), min_size=1, max_size=45)


@given(st.text(max_size=300), LABELS.filter(has_one_way_back))
@example("", ["0", "00000000000"])
def test_whatever_is_said_with_buttons_is_a_card_that_wecom_takes(
    words: str, labels: list[str]
) -> None:
    params = {"text": esc(words), "reply_markup": keyboard(*labels)}
    ids = map(str, itertools.count(1))
    made = contents("sendMessage", params, lambda: next(ids))
    keys: list[str] = []
    for content in made:
        if content["msgtype"] == "template_card":
            card = content["template_card"]
            check_card(card)
            keys += [each["key"] for each in card.get("button_list", [])]
            keys += [each["id"] for each in card.get("checkbox", {}).get("option_list", [])]
    assert sorted(keys) == sorted(f"d{number}" for number in range(1, len(labels) + 1))
