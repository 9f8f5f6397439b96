"""Every kind of message and event of WeChat, in an idle chat and while a question is asked."""

from typing import cast

import pytest

from bot.channels.wechat.incoming import UNSHOWN
from bot.sandbox.images import SAMPLE_PNG
from bot.sandbox.wechat.callbacks import Callback
from bot.sandbox.wechat.xml import Value
from storage.coordinates import gcj02
from storage.tables import Channel
from tests.dialogues.phones import Phone
from tests.dialogues.wechat_phones import AMR, WechatPhone

pytestmark = pytest.mark.on(Channel.WECHAT)

WRITTEN = "楼下路灯不亮了"
FILES = {"image": SAMPLE_PNG, "voice": AMR, "video": b"mp4"}
NORTH, EAST = gcj02(26.08640, 119.30060)
AT_JUNMEN: dict[str, Value] = {
    "Location_X": NORTH,
    "Location_Y": EAST,
    "Scale": 15,
    "Label": "军门新村",
}
NOWHERE: dict[str, Value] = {"Location_X": "91", "Location_Y": "0"}
NO_USE, NOT_UNDERSTOOD = "处理不了", "看不懂"
REVIEW, KIND = "请看一遍", "哪一类事"
MESSAGES: dict[str, tuple[str, dict[str, Value], str, str]] = {
    "words": ("text", {"Content": "很危险"}, REVIEW, "很危险"),
    "nothing": ("text", {"Content": " "}, NO_USE, NOT_UNDERSTOOD),
    "a sticker": ("text", {"Content": f"【{UNSHOWN}】"}, NO_USE, NOT_UNDERSTOOD),
    "a photo": ("image", {"MediaId": "image", "PicUrl": "http://x/1"}, KIND, "1 个"),
    "a voice message": ("voice", {"MediaId": "voice", "Format": "amr"}, KIND, "1 个"),
    "a voice message that was read": (
        "voice",
        {"MediaId": "voice", "Format": "amr", "Recognition": "电梯坏了"},
        KIND,
        "1 个",
    ),
    "a video": ("video", {"MediaId": "video", "ThumbMediaId": "t"}, KIND, "1 个"),
    "a short video": ("shortvideo", {"MediaId": "video", "ThumbMediaId": "t"}, KIND, "1 个"),
    "a photo without a file": ("image", {"PicUrl": "http://x/1"}, NO_USE, NOT_UNDERSTOOD),
    "a place": ("location", AT_JUNMEN, KIND, "地图位置"),
    "a place that is none": ("location", NOWHERE, NO_USE, NOT_UNDERSTOOD),
    "an article": ("link", {"Title": "停水通知", "Url": "https://x.cn/1"}, REVIEW, "停水通知"),
    "what nobody knows yet": ("hologram", {"Url": "https://x.cn/1"}, NO_USE, NOT_UNDERSTOOD),
}
"""MsgType and fields, and what they hear in an idle chat, and at the review of a request."""
LED: dict[str, tuple[str, dict[str, Value], str]] = {
    "followed again": ("subscribe", {"EventKey": ""}, "有什么事，直接写下来"),
    "followed by a door": ("subscribe", {"EventKey": "qrscene_b_junmen-xincun-3"}, "您住在这里吗"),
    "scanned a door": ("SCAN", {"EventKey": "b_junmen-xincun-3"}, "您住在这里吗"),
    "scanned what is no more": ("SCAN", {"EventKey": "zzz"}, "有什么事，直接写下来"),
    "tapped the menu": ("CLICK", {"EventKey": "my"}, "还没有反映过"),
    "tapped a key of an older menu": ("CLICK", {"EventKey": "gone"}, "没有 /gone 这个命令"),
}
"""Events that lead somewhere: what they hear."""
SILENT: dict[str, dict[str, Value]] = {
    "CLICK": {},
    "VIEW": {"EventKey": "https://x.cn/1"},
    "view_miniprogram": {"EventKey": "pages/index"},
    "LOCATION": {"Latitude": "26.08", "Longitude": "119.3", "Precision": "30"},
    "location_select": {"EventKey": "k", "SendLocationInfo": {"Label": "军门新村"}},
    "scancode_push": {"EventKey": "k", "ScanCodeInfo": {"ScanType": "qrcode"}},
    "scancode_waitmsg": {"EventKey": "k", "ScanCodeInfo": {"ScanType": "qrcode"}},
    "pic_sysphoto": {"EventKey": "k", "SendPicsInfo": {"Count": "1"}},
    "pic_photo_or_album": {"EventKey": "k", "SendPicsInfo": {"Count": "1"}},
    "pic_weixin": {"EventKey": "k", "SendPicsInfo": {"Count": "1"}},
    "TEMPLATESENDJOBFINISH": {"MsgID": "1", "Status": "success"},
    "MASSSENDJOBFINISH": {"MsgID": "1", "Status": "sendsuccess"},
    "subscribe_msg_popup_event": {
        "SubscribeMsgPopupEvent": {
            "List": [{"TemplateId": "t", "SubscribeStatusString": "accept", "PopupScene": "2"}]
        }
    },
    "subscribe_msg_change_event": {
        "SubscribeMsgChangeEvent": {
            "List": [{"TemplateId": "t", "SubscribeStatusString": "reject"}]
        }
    },
    "subscribe_msg_sent_event": {
        "SubscribeMsgSentEvent": {
            "List": [{"TemplateId": "t", "MsgID": "1", "ErrorCode": "0", "ErrorStatus": "success"}]
        }
    },
    "telepathy": {"EventKey": "k"},
    "": {},
}
"""Events that nobody waits for an answer to."""


class Line:
    """What WeChat posts of one person."""

    def __init__(self, resident: Phone) -> None:
        self.phone = cast("WechatPhone", resident)

    async def sends(self, kind: str, fields: dict[str, Value]) -> Callback:
        platform = self.phone.platform
        if (file := fields.get("MediaId")) is not None:
            media = platform.media.add(str(file), FILES[str(file)], "application/octet-stream")
            fields = {**fields, "MediaId": media.id}
        return await self._settled(await platform.send(self._openid(), kind, **fields))

    async def happens(self, event: str, fields: dict[str, Value]) -> Callback:
        return await self._settled(
            await self.phone.platform.send_event(self._openid(), event, **fields)
        )

    def _openid(self) -> str:
        self.phone.desk.clock.move(seconds=1)
        return self.phone.follower.openid

    async def _settled(self, callback: Callback) -> Callback:
        await self.phone.desk.settle()
        return callback


@pytest.fixture
def line(resident: Phone) -> Line:
    return Line(resident)


async def finishes(resident: Phone, staff: Phone) -> None:
    """What they had written is there yet."""
    if "提交" not in resident.choices():
        await resident.says("我要反映")
        await resident.taps("接着写")
    await resident.taps("提交")
    resident.finds("提交好了")
    staff.finds(WRITTEN)


@pytest.mark.parametrize("what", MESSAGES)
async def test_a_message_in_an_idle_chat_is_answered(
    resident: Phone, line: Line, what: str
) -> None:
    kind, fields, heard, _asked = MESSAGES[what]
    before = len(resident.screen)
    await line.sends(kind, fields)
    assert len(resident.screen) == before + 1
    resident.sees(heard)


@pytest.mark.parametrize("what", MESSAGES)
async def test_a_message_while_a_question_is_asked_is_answered_and_loses_nothing(
    resident: Phone, staff: Phone, line: Line, what: str
) -> None:
    kind, fields, _idle, heard = MESSAGES[what]
    await resident.says(WRITTEN)
    before = len(resident.screen)
    await line.sends(kind, fields)
    assert len(resident.screen) == before + 1
    resident.sees(heard, REVIEW)
    await finishes(resident, staff)


@pytest.mark.parametrize("what", LED)
async def test_what_leads_somewhere_else_loses_nothing(
    resident: Phone, staff: Phone, line: Line, what: str
) -> None:
    event, fields, heard = LED[what]
    await line.happens(event, fields)
    resident.sees(heard)
    await resident.says("/cancel", WRITTEN)
    await line.happens(event, fields)
    resident.sees(heard)
    await finishes(resident, staff)


async def test_what_nobody_waits_for_is_silent_and_the_question_stands(
    resident: Phone, staff: Phone, line: Line
) -> None:
    for asked in (False, True):
        if asked:
            await resident.says(WRITTEN)
        before = len(resident.screen)
        for event, fields in SILENT.items():
            assert (await line.happens(event, fields)).outcome == "silent", event
        assert len(resident.screen) == before
    await finishes(resident, staff)


async def test_who_left_in_the_middle_finds_what_they_wrote(resident: Phone, staff: Phone) -> None:
    await resident.says(WRITTEN)
    await cast("WechatPhone", resident).leaves()
    resident.desk.clock.move(minutes=5)
    await resident.starts()
    resident.sees("有什么事，直接写下来")
    await finishes(resident, staff)
