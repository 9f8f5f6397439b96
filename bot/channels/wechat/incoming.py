"""What WeChat's callbacks mean: updates in the Bot API's JSON, as the intake takes them.

https://developers.weixin.qq.com/doc/service/guide/product/message/Receiving_standard_messages.html
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from bot.channels.wechat.notice_events import EVENTS, NoticeEvent
from bot.channels.wechat.xml import NotXmlError, read_xml
from storage.coordinates import wgs84

Part = dict[str, Any]
"""Of a raw update."""

UNSHOWN = "收到不支持的消息类型，暂无法显示"
"""What stands, in brackets, in place of a sticker, a file and all else an account is not given."""
BY_SCENE = "qrscene_"
"""Before the scene of the QR code by which somebody began to follow."""
NO_CONTENT: Part = {}
"""Of a message of which nothing can be used, or of a kind that is not known here: who sent it is
told what can be sent."""
_LARGEST_ID = 2**62
_LONGEST_OPENID = 64
_YEAR_3000 = 32_503_680_000
_MESSAGE_ID = re.compile(r"[1-9][0-9]{0,18}")
_NAME = re.compile(r"\w{1,40}", re.ASCII)


class Ignored(NamedTuple):
    """Nothing that conversations need to know. why: for the log; holds nobody's words."""

    why: str


@dataclass(frozen=True, slots=True)
class Callback:
    """A message or an event of somebody, as it came."""

    openid: str
    sent_at: datetime
    kind: str
    """MsgType, such as `text`; of an event `event:CLICK`."""
    root: Element

    def text(self, name: str) -> str:
        return (self.root.findtext(name) or "").strip()

    @property
    def tapped(self) -> int | None:
        """Of a tap on a line (see `texts.tap`): the message it stands in. WeChat sometimes says 0,
        or nothing."""
        number = self.text("bizmsgmenuid")
        return int(number) if _MESSAGE_ID.fullmatch(number) else None

    @property
    def delivery_id(self) -> int:
        """The same for each try to deliver it: 62 bits."""
        if message_id := self.text("MsgId"):
            return _hashed(message_id, self.openid)
        at = int(self.sent_at.timestamp())
        return _hashed(self.openid, str(at), self.text("Event"), self.text("EventKey"))


def read(xml: bytes) -> Callback | Ignored:
    """A callback out of what `Gate.open` let in."""
    try:
        root = read_xml(xml)
    except NotXmlError as error:
        return Ignored(f"no XML: {error}")
    said = Callback(root.findtext("FromUserName") or "", _epoch(root), _kind(root), root)
    if not 0 < len(said.openid) <= _LONGEST_OPENID:
        return Ignored(f"{said.kind} of nobody")
    if not said.kind.startswith("event:") and not said.text("MsgId"):
        return Ignored(f"{said.kind} without a MsgId")
    return said


def meaning(said: Callback, chat_id: int) -> Part | NoticeEvent | Ignored:
    """The update as the Bot API would send it. chat_id: our number for the openid."""
    if (message := _MESSAGES.get(said.kind)) is not None:
        content = message(said)
        return content if isinstance(content, Ignored) else _message(said, chat_id, content)
    if said.kind == "event:unsubscribe":
        return _update(said, my_chat_member=_stopped(said, chat_id))
    if (told := EVENTS.get(said.kind)) is not None:
        return told(said.root) or Ignored(said.kind)
    if said.kind.startswith("event:"):
        return Ignored(said.kind)
    return _message(said, chat_id, NO_CONTENT)


def _text(said: Callback) -> Part:
    words = said.root.findtext("Content") or ""
    return NO_CONTENT if words.strip().strip("【】[]") == UNSHOWN else {"text": words}


def _photo(said: Callback) -> Part:
    file = _file(said)
    return {"photo": [file | {"width": 0, "height": 0}]} if file else NO_CONTENT


def _voice(said: Callback) -> Part:
    file = _file(said)
    kind = f"audio/{said.text('Format').lower() or 'amr'}"
    return {"voice": file | {"duration": 0, "mime_type": kind}} if file else NO_CONTENT


def _video(said: Callback) -> Part:
    file = _file(said)
    size = {"width": 0, "height": 0, "duration": 0, "mime_type": "video/mp4"}
    return {"video": file | size} if file else NO_CONTENT


def _location(said: Callback) -> Part:
    """WeChat's maps are Chinese ones; a message's X is the latitude."""
    try:
        there = float(said.text("Location_X")), float(said.text("Location_Y"))
    except ValueError:
        there = (91.0, 0.0)
    if not (abs(there[0]) <= 90 and abs(there[1]) <= 180):
        return NO_CONTENT
    latitude, longitude = wgs84(*there)
    return {"location": {"latitude": latitude, "longitude": longitude}}


def _link(said: Callback) -> Part:
    """An article that they pass on."""
    lines = said.text("Title"), said.text("Url")
    return {"text": "\n".join(line for line in lines if line)}


def _subscribe(said: Callback) -> Part:
    """Somebody follows; other keys than a scene's say where they found the account."""
    key = said.text("EventKey")
    return _start(key.removeprefix(BY_SCENE) if key.startswith(BY_SCENE) else "")


def _scan(said: Callback) -> Part:
    return _start(said.text("EventKey"))


def _start(scene: str) -> Part:
    return {"text": f"/start {scene}".rstrip()}


def _click(said: Callback) -> Part | Ignored:
    """A key of the menu is a command's name, perhaps with what stands behind it, or words."""
    key = said.text("EventKey")
    if not key:
        return Ignored("a menu without a key")
    return {"text": f"/{key.removeprefix('/')}" if key.isascii() else key}


_MESSAGES: dict[str, Callable[[Callback], Part | Ignored]] = {
    "text": _text,
    "image": _photo,
    "voice": _voice,
    "video": _video,
    "shortvideo": _video,
    "location": _location,
    "link": _link,
    "event:subscribe": _subscribe,
    "event:SCAN": _scan,
    "event:CLICK": _click,
}
"""What people say, and what stands for saying something. A place that is chosen by the menu comes
as an event and as a message, of which the message is taken."""


def _file(said: Callback) -> Part:
    media_id = said.text("MediaId")
    return {"file_id": media_id, "file_unique_id": media_id} if media_id else {}


def _message(said: Callback, chat_id: int, content: Part) -> Part:
    number = _number(said.text("MsgId"))
    message_id = number if number and number < _LARGEST_ID else said.delivery_id
    where = _where(said, chat_id)
    return _update(said, message={"message_id": message_id} | where | content)


def _stopped(said: Callback, chat_id: int) -> Part:
    """They no longer follow: nothing reaches them, which elsewhere is blocking the bot."""
    account = {"id": 0, "is_bot": True, "first_name": ""}
    return _where(said, chat_id) | {
        "old_chat_member": {"status": "member", "user": account},
        "new_chat_member": {"status": "kicked", "user": account, "until_date": 0},
    }


def _where(said: Callback, chat_id: int) -> Part:
    return {
        "date": int(said.sent_at.timestamp()),
        "chat": {"id": chat_id, "type": "private"},
        "from": {"id": chat_id, "is_bot": False, "first_name": ""},
    }


def _update(said: Callback, **happened: Part) -> Part:
    return {"update_id": said.delivery_id, **happened}


def _epoch(root: Element) -> datetime:
    """CreateTime; of a callback without one the beginning of all times."""
    seconds = _number(root.findtext("CreateTime") or "")
    return datetime.fromtimestamp(seconds if seconds and seconds < _YEAR_3000 else 0, UTC)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else None


def _kind(root: Element) -> str:
    kind, event = (_name(root, of) for of in ("MsgType", "Event"))
    return f"event:{event}" if kind == "event" else kind


def _name(root: Element, of: str) -> str:
    """Fit for a log."""
    name = (root.findtext(of) or "").strip()
    return name if _NAME.fullmatch(name) else "nameless"


def _hashed(*parts: str) -> int:
    digest = blake2b("\0".join(parts).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 2
