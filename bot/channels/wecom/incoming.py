"""What WeCom's frames mean: updates in the Bot API's JSON, as the intake takes them.

What a frame names by WeCom's ids, the caller looks up (`Said`) and hands in as numbers (`Known`).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.channels.wecom.downloads import Loaded
from bot.channels.wecom.keys import chosen_key, said_key
from bot.channels.wecom.said import Ignored, Said, Sent

Part = dict[str, Any]
"""Of a raw update."""

_MENTION = re.compile(r"\s*@\S+\s*")


@dataclass(frozen=True, slots=True)
class Known:
    """Our numbers for what the frame names.

    chat: the group's; in a single chat the sender's. name: the sender's, empty where it is not
    known. card: the message whose card was tapped. quoted: the message of ours that was quoted, 0
    for one that cannot be told which; None where somebody else's was. files: those that were
    loaded, by file_id.
    """

    bot: int
    sender: int
    chat: int
    name: str = ""
    card: int = 0
    quoted: int | None = None
    files: Mapping[str, Loaded] = field(default_factory=dict)


def meaning(said: Said, known: Known, robot_name: str) -> list[Part] | Ignored:
    """Updates as the Bot API would send them: several for several pictures, else one.

    robot_name: what members write after the @, which is taken out of what they write in a group;
    where it is not known, a mention at the beginning.
    """
    if said.kind == "event:template_card_event":
        return [_tap(said, known)]
    if said.kind.startswith("event:"):
        return Ignored(said.kind)
    text = _without_mention(said.words, robot_name) if said.chatid else said.words
    if files := said.files:
        return _with_files(said, known, files, text)
    # A message of a kind that is not known here has no text: they are told what can be sent.
    return [_message(said, known, {"text": text} if text else {})]


def _tap(said: Said, known: Known) -> Part:
    """Of a button that stands for words it is as if they were written."""
    key = chosen_key(said.event_key, said.chosen)
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
    part_id = said.part_id(number)
    message: Part = {"message_id": part_id} | _where(said, known) | content
    if said.quote is not None:
        message["reply_to_message"] = _replied(said, known)
    return {"update_id": part_id, "message": message}


def _replied(said: Said, known: Known) -> Part:
    """A quote says nothing but words: neither whose they are nor of when."""
    ours = known.quoted is not None
    sender = _bot(known) if ours else {"id": 0, "is_bot": False, "first_name": ""}
    where = _where(said, known) | {"from": sender}
    return {"message_id": known.quoted or 0} | where | {"text": said.quoted}


def _where(said: Said, known: Known) -> Part:
    """WeCom tells nobody's name."""
    group = said.chatid is not None
    kind = {"type": "group", "title": ""} if group else {"type": "private"}
    return {
        "date": int(said.sent_at.timestamp()),
        "chat": {"id": known.chat} | kind,
        "from": {"id": known.sender, "is_bot": False, "first_name": known.name},
    }


def _bot(known: Known) -> Part:
    return {"id": known.bot, "is_bot": True, "first_name": ""}


def _without_mention(text: str, robot_name: str) -> str:
    """Under its old name the robot is known by standing at the beginning."""
    mention = re.compile(rf"\s*@{re.escape(robot_name)}(?:\s+|$)")
    if robot_name and mention.search(text):
        return mention.sub(" ", text, count=1).strip()
    return _MENTION.sub("", text, count=1) if _MENTION.match(text) else text
