"""Reading WeCom's frames: who said what, and where, by WeCom's ids."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

_FILES = ("image", "file", "video")
_LONGEST_ID = 128
_YEAR_3000 = 32_503_680_000
_NAME = re.compile(r"\w{1,40}", re.ASCII)


_LOADED_BY = ("url", "aeskey")


class Ignored(NamedTuple):
    """Nothing that conversations need to know. why: for the log; holds nobody's words."""

    why: str


class Sent(NamedTuple):
    """A file that came: `part` is what `downloads.download` takes, within five minutes.

    kind: image, file or video.
    """

    message_id: str
    number: int
    """Which of the message's files."""
    kind: str
    part: Mapping[str, Any]

    @property
    def file_id(self) -> str:
        """What the update calls it: all that it is loaded by, so that a crash loses none."""
        found = [self.part.get(each) for each in _LOADED_BY]
        return json.dumps([self.message_id, self.number, *found], ensure_ascii=False)


def part_of(file_id: str) -> Mapping[str, Any] | None:
    """What the file is loaded by; None where it is called otherwise."""
    try:
        _message_id, _number, *found = json.loads(file_id)
        return dict(zip(_LOADED_BY, found, strict=True))
    except (ValueError, TypeError):
        return None


@dataclass(frozen=True, slots=True)
class Said:
    """A message or an event of somebody, as it came."""

    req_id: str
    message_id: str
    userid: str
    chatid: str | None
    """None in a single chat."""
    sent_at: datetime
    kind: str
    """msgtype, such as `text`; of an event `event:enter_chat`."""
    content: Mapping[str, Any] = field(repr=False)
    quote: Mapping[str, Any] | None = field(repr=False)

    @property
    def delivery_id(self) -> int:
        """The same each time that it is delivered: 62 bits."""
        return self.part_id(0)

    def part_id(self, number: int) -> int:
        """The same for each of several files, the first of which has its own."""
        return _hashed(self.message_id, *([str(number)] if number else []))

    @property
    def words(self) -> str:
        """What is written or said in it, with a mention if there is one."""
        return "\n".join(_words({"msgtype": self.kind, self.kind: self.content}))

    @property
    def event_key(self) -> str:
        """Of a tap: what the button is called."""
        return _text(self.content, "event_key")

    @property
    def chosen(self) -> list[str]:
        """Of a tap: ids of the options that stand chosen, of all questions of its card."""
        return _chosen(self.content)

    @property
    def task_id(self) -> str:
        """Of a tap: which card it was on."""
        return _text(self.content, "task_id")

    @property
    def quoted(self) -> str:
        """The words that were quoted, empty where there are none."""
        return "" if self.quote is None else "\n".join(_words(self.quote))

    @property
    def files(self) -> list[Sent]:
        """What came with it, not with what it quotes."""
        found = [each for each in _parts(self.kind, self.content) if each[0] in _FILES]
        return [
            Sent(self.message_id, number, kind, part) for number, (kind, part) in enumerate(found)
        ]


def read(frame: Mapping[str, Any], now: datetime) -> Said | Ignored:
    """A frame as `Robot` hands it over. now: when it came, for frames that do not say."""
    body = frame["body"]
    kind, content = _kind(body)
    userid, message_id = _text(body.get("from"), "userid"), _text(body, "msgid")
    chatid = _text(body, "chatid") if body.get("chattype") == "group" else None
    if not _is_id(userid):
        return Ignored(f"{kind} of nobody")
    if chatid is not None and not _is_id(chatid):
        return Ignored(f"{kind} in no group")
    if not message_id:
        return Ignored(f"{kind} without a msgid")
    return Said(
        req_id=_text(frame.get("headers"), "req_id"),
        message_id=message_id,
        userid=userid,
        chatid=chatid,
        sent_at=_sent_at(body, now),
        kind=kind,
        content=content,
        quote=body["quote"] if isinstance(body.get("quote"), dict) else None,
    )


def _is_id(said: str) -> bool:
    """Whether somebody, or a group, can be called so."""
    return 0 < len(said) <= _LONGEST_ID and said.isprintable()


def _parts(kind: str, content: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Of a mixed message its pieces, else the one."""
    if kind != "mixed":
        yield kind, content
        return
    items = content.get("msg_item")
    for item in items if isinstance(items, list) else ():
        piece = _text(item, "msgtype")
        if piece and isinstance(item.get(piece), dict):
            yield piece, item[piece]


def _words(message: Mapping[str, Any]) -> Iterator[str]:
    """What is written or said in a message or a quote."""
    kind = _text(message, "msgtype")
    content = message.get(kind)
    for _piece, part in _parts(kind, content if isinstance(content, dict) else {}):
        if words := _text(part, "content"):
            yield words


def _chosen(content: Mapping[str, Any]) -> list[str]:
    match content.get("selected_items"):
        case {"selected_item": list(items)}:
            return [
                option for item in items for option in _options(item) if isinstance(option, str)
            ]
    return []


def _options(item: object) -> list[Any]:
    match item:
        case {"option_ids": {"option_id": list(options)}}:
            return options
    return []


def _kind(body: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    """With what is said under that name."""
    kind, of = _text(body, "msgtype"), body
    prefix = ""
    if kind == "event" and isinstance(body.get("event"), dict):
        of, prefix = body["event"], "event:"
        kind = _text(of, "eventtype")
    content = of.get(kind)
    name = kind if _NAME.fullmatch(kind) else "nameless"
    return f"{prefix}{name}", content if isinstance(content, dict) else {}


def _sent_at(body: Mapping[str, Any], now: datetime) -> datetime:
    seconds = body.get("create_time")
    if type(seconds) is not int or not 0 < seconds < _YEAR_3000:
        return now
    return datetime.fromtimestamp(seconds, UTC)


def _text(of: object, name: str) -> str:
    value = of.get(name) if isinstance(of, dict) else None
    return value if isinstance(value, str) else ""


def _hashed(*parts: str) -> int:
    digest = blake2b("\0".join(parts).encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 2
