"""What WeCom's frames mean: updates in the Bot API's JSON, as the intake takes them.

What a frame names by WeCom's ids, the caller looks up (`Said`) and hands in as numbers (`Known`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, NamedTuple

from bot.channels.wecom.downloads import Loaded
from bot.channels.wecom.keys import chosen_key, said_key

Part = dict[str, Any]
"""Of a raw update."""

_FILES = ("image", "file", "video")
_LONGEST_ID = 128
_YEAR_3000 = 32_503_680_000
_NAME = re.compile(r"\w{1,40}", re.ASCII)
_MENTION = re.compile(r"\s*@\S+\s*")


class Ignored(NamedTuple):
    """Nothing that conversations need to know. why: for the log; holds nobody's words."""

    why: str


class Sent(NamedTuple):
    """A file that came: `part` is what `downloads.download` takes, within five minutes.

    file_id: what the update calls it. kind: image, file or video.
    """

    file_id: str
    kind: str
    part: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Known:
    """Our numbers for what the frame names.

    chat: the group's; in a single chat the sender's. card: the message whose card was tapped.
    quoted: the message of ours that was quoted, 0 for one that cannot be told which; None where
    somebody else's was. files: those that were loaded, by file_id.
    """

    bot: int
    sender: int
    chat: int
    card: int = 0
    quoted: int | None = None
    files: Mapping[str, Loaded] = field(default_factory=dict)


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
        return _hashed(self.message_id)

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
            Sent(f"{self.message_id}:{number}", kind, part)
            for number, (kind, part) in enumerate(found)
        ]


def read(frame: Mapping[str, Any], now: datetime) -> Said | Ignored:
    """A frame as `Robot` hands it over. now: when it came, for frames that do not say."""
    body = frame["body"]
    kind, content = _kind(body)
    userid, message_id = _text(body.get("from"), "userid"), _text(body, "msgid")
    if not 0 < len(userid) <= _LONGEST_ID:
        return Ignored(f"{kind} of nobody")
    if not message_id:
        return Ignored(f"{kind} without a msgid")
    return Said(
        req_id=_text(frame.get("headers"), "req_id"),
        message_id=message_id,
        userid=userid,
        chatid=_text(body, "chatid") or None if body.get("chattype") == "group" else None,
        sent_at=_sent_at(body, now),
        kind=kind,
        content=content,
        quote=body["quote"] if isinstance(body.get("quote"), dict) else None,
    )


def meaning(said: Said, known: Known, robot_name: str) -> list[Part] | Ignored:
    """Updates as the Bot API would send them: several for several pictures, else one.

    robot_name: what members write after the @, which is taken out of what they write in a group;
    where it is not known, a mention at the beginning.
    """
    if said.kind == "event:template_card_event":
        return [_tap(said, known)]
    if said.kind.startswith("event:"):
        return Ignored(said.kind)
    words = "\n".join(_words({"msgtype": said.kind, said.kind: said.content}))
    text = _without_mention(words, robot_name) if said.chatid else words
    if files := said.files:
        return _with_files(said, known, files, text)
    # A message of a kind that is not known here has no text: they are told what can be sent.
    return [_message(said, known, {"text": text} if text else {})]


def _tap(said: Said, known: Known) -> Part:
    """Of a button that stands for words it is as if they were written."""
    key = chosen_key(_text(said.content, "event_key"), _chosen(said.content))
    if (words := said_key(key)) is not None:
        return _message(said, known, {"text": words})
    where = _where(said, known)
    card = {
        "message_id": known.card,
        "date": where["date"],
        "chat": where["chat"],
        "from": _bot(known),
        # Of the card nothing is told but what was pressed.
        "reply_markup": {"inline_keyboard": [[{"text": key, "callback_data": key}]]},
    }
    return {
        "update_id": said.delivery_id,
        "callback_query": {
            "id": str(said.delivery_id),
            "from": where["from"],
            "message": card,
            "chat_instance": str(known.chat),
            "data": key,
        },
    }


def _with_files(said: Said, known: Known, files: list[Sent], text: str) -> list[Part]:
    album = {"media_group_id": str(said.delivery_id)} if len(files) > 1 else {}
    updates = []
    for number, file in enumerate(files):
        caption = {"caption": text} if text and not number else {}
        content = _file(file, known) | caption | album
        updates.append(_message(said, known, content, number))
    return updates


def _file(file: Sent, known: Known) -> Part:
    named = {"file_id": file.file_id, "file_unique_id": file.file_id}
    match file.kind:
        case "image":
            return {"photo": [named | {"width": 0, "height": 0}]}
        case "video":
            size = {"width": 0, "height": 0, "duration": 0, "mime_type": "video/mp4"}
            return {"video": named | size}
    if (loaded := known.files.get(file.file_id)) is None:
        return {"document": named}
    sized = named | {"file_size": len(loaded.data)}
    return {"document": sized | ({"file_name": loaded.name} if loaded.name else {})}


def _message(said: Said, known: Known, content: Part, number: int = 0) -> Part:
    number_of_its_own = _hashed(said.message_id, str(number)) if number else said.delivery_id
    message: Part = {"message_id": number_of_its_own} | _where(said, known) | content
    if said.quote is not None:
        message["reply_to_message"] = _replied(said, known)
    return {"update_id": number_of_its_own, "message": message}


def _replied(said: Said, known: Known) -> Part:
    """A quote says nothing but words: neither whose they are nor of when."""
    ours = known.quoted is not None
    sender = _bot(known) if ours else {"id": 0, "is_bot": False, "first_name": ""}
    where = _where(said, known) | {"from": sender}
    return {"message_id": known.quoted or 0} | where | {"text": said.quoted}


def _where(said: Said, known: Known) -> Part:
    """WeCom tells nobody's name: colleagues know one another by userid, others are asked."""
    group = said.chatid is not None
    kind = {"type": "group", "title": ""} if group else {"type": "private"}
    return {
        "date": int(said.sent_at.timestamp()),
        "chat": {"id": known.chat} | kind,
        "from": {"id": known.sender, "is_bot": False, "first_name": said.userid if group else ""},
    }


def _bot(known: Known) -> Part:
    return {"id": known.bot, "is_bot": True, "first_name": ""}


def _without_mention(text: str, robot_name: str) -> str:
    """Under its old name the robot is known by standing at the beginning."""
    mention = re.compile(rf"\s*@{re.escape(robot_name)}(?:\s+|$)")
    if robot_name and mention.search(text):
        return mention.sub(" ", text, count=1).strip()
    return _MENTION.sub("", text, count=1) if _MENTION.match(text) else text


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
    """Ids of the options that stand chosen, of all questions of a card."""
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
